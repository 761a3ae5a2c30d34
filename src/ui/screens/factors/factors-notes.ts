/** The lines below the loadings. */
import { kmoWord } from '../../../factor-analysis/adequacy.ts';
import { wordinessWords } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { modelsOf } from '../../../tables/numbers.ts';
import { computingText } from '../../computing.ts';
import type { View } from '../../scene.ts';
import { columnsOf, cut, fill, share, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { pText, screeText } from './factors-view.ts';

/** The most lines about what was left out. */
const mostLeftOut = 3;

/** What a psychometrician checks before trusting the solution. */
export function noteLines(view: FactorView, scene: View, width: number, height: number): string[] {
  const correlations = view.factors
    .flatMap((_, a) =>
      view.factors.slice(a + 1).map((__, more) => {
        const b = a + 1 + more;
        return `F${a + 1}·F${b + 1} ${share(view.phi[a]?.[b] ?? null)}`;
      }),
    )
    .join('  ');
  const adequacy = [
    view.kmo ? `KMO ${share(view.kmo.overall)} ${kmoWord(view.kmo.overall)}` : 'KMO –',
    view.bartlett
      ? `Bartlett ${view.bartlett.p === null ? 'withheld' : pText(view.bartlett.p)}`
      : 'Bartlett –',
    `RMSR ${share(view.rmsr)}`,
    ...(view.fit.rmsea === null
      ? []
      : [
          `RMSEA ${share(view.fit.rmsea)}${width >= 120 && view.fit.rmseaLow !== null ? ` [${share(view.fit.rmseaLow)}–${share(view.fit.rmseaHigh)}]` : ''}`,
        ]),
    ...(view.fit.cfi === null ? [] : [`CFI ${share(view.fit.cfi)}`]),
    ...(view.fit.tli === null || width < 120 ? [] : [`TLI ${share(view.fit.tli)}`]),
    ...(view.fit.cfi === null && view.fit.withheld ? ['fit withheld: a says why'] : []),
  ].join(' · ');
  const like = view.factors.flatMap((factor, at) =>
    factor.like && !factor.named ? [`F${at + 1} ~ ${safeLine(factor.like)}`] : [],
  );
  const without = view.suggestedKWithoutTotal;
  const controlled = width >= 120 ? 'once answer length is controlled for' : 'at equal length';
  const suggested = `suggested ${view.suggestedK}${without === null || without === view.suggestedK ? '' : ` (${without} ${controlled})`}`;
  const lost = view.checks.replication;
  const warnings = [
    ...(lost && 'factors' in lost
      ? lost.factors
          .filter((one) => one.verdict === 'does not replicate')
          .map((one) => `${one.words} (i)`)
      : []),
    ...wordinessWords(view),
    ...view.warnings.slice(1),
  ];
  const computing = computingText(scene);
  const lines = [
    ` ${suggested} · ${screeThatFits(view, width - columnsOf(suggested) - 4)}`,
    ` ${adequacy}`,
    ...(computing
      ? [theme.accent(fill(` ● ${computing}`, width))]
      : countLines(view, width, height)),
    ...(correlations && height >= 18
      ? onFewLines(
          [
            `correlations  ${correlations}`,
            ...(like.length > 0 ? [`like  ${like.join('  ')}`] : []),
          ],
          width,
        )
      : []),
    ...warnings
      .slice(0, height >= 30 ? 6 : height >= 20 ? 1 : 0)
      .flatMap((warning) => wrap(`▲ ${safeLine(warning)}`, width - 3).slice(0, 2))
      .map((line) => theme.warning(fill(line.startsWith('▲') ? ` ${line}` : `   ${line}`, width))),
  ];
  if (height >= 30 && view.dropped.length > 0) {
    const dropped = view.dropped.map(
      ({ cluster, why }) => `${safeLine(cluster)} (${safeLine(why)})`,
    );
    const left = wrap(`left out: ${dropped.join(', ')}`, width - 2);
    const shown = left.slice(0, mostLeftOut);
    if (left.length > mostLeftOut)
      shown[mostLeftOut - 1] = `${cut(shown.at(-1)!, width - 30)} … a lists all of them`;
    lines.push(...shown.map((line) => theme.dim(` ${line}`)));
  }
  return lines;
}

/** The parts on one line where they fit, else each on its own. */
function onFewLines(parts: readonly string[], width: number): string[] {
  const line = ` ${parts.join('   ')}`;
  return columnsOf(line) <= width ? [line] : parts.map((part) => ` ${part}`);
}

/** The number of independent rows, and how far the rules agree; without room for both, only K shows the rules. */
function countLines(view: FactorView, width: number, height: number): string[] {
  const rows = `${view.n} ${view.rows} of ${modelsOf(view)}`;
  const like = view.nesting?.effectiveRows ?? null;
  const count = like === null || like >= view.n ? '' : ` count like ${Math.round(like)}`;
  const whole = wrap(`${rows}${count} · ${view.numberOfFactors.summary}`, width - 2);
  const lines = whole.length === 1 || height >= 30 ? whole : [`${rows}${count} · K: the rules`];
  return lines.map((line) => ` ${line}`);
}

/** As many eigenvalues as fit beside those of chance, at least one more than are taken. */
function screeThatFits(view: FactorView, room: number): string {
  for (let most = 12; most > view.k; most--) {
    const text = screeText(view, most);
    if (columnsOf(text) <= room) return text;
  }
  return screeText(view, view.k + 1, true);
}
