/** The two tables as a Markdown page, in plain language. */
import { fixed, percent, plural, share } from '../tables/numbers.ts';
import type { FactorRecovery } from './factor-recovery.ts';
import { falseDesign, falseIccs, falseRules } from './false-factors.ts';
import { plantedDesign, plantedSizes, promised } from './planted-factors.ts';

/** The bound for the program's own rule: factors kept on average where there are none. */
export const mostFalse = 0.3;

/** The page `docs/factor-recovery.md`: every figure from the simulation, none by hand. */
export function factorRecoveryPage(found: FactorRecovery): string {
  return `${[
    '# Does the factor analysis find factors that are there, and none that are not?',
    'Made by `valuelex validity --factors --out docs/factor-recovery.md`; figures change only with the program. Nothing but numbers goes in: rows drawn from known populations, in which rows of one model resemble each other as answers of one model do.',
    ...planted(found),
    ...unrelated(found),
    '## References',
    'Braeken and van Assen 2017 (empirical Kaiser criterion); Cario and Nelson 1997 (columns of any shape from normal ones); Cochran 1954 (fourfold tables); Horn 1965 (parallel analysis); Kaiser 1960; Lorenzo-Seva and ten Berge 2006 (congruence of .95); MacCallum, Widaman, Zhang and Hong 1999 (what recovery hangs on: communality and rows); Velicer 1976; Velicer, Eaton and Fava 2000.',
  ].join('\n\n')}\n`;
}

function planted({ planted: figures }: FactorRecovery): string[] {
  const { columns, factors, loading, icc } = plantedDesign;
  const rates = [...new Set(figures.map((one) => one.rate))];
  const at = (rate: number | null, models: number) =>
    figures.find((one) => one.rate === rate && one.models === models)!;
  const head = plantedSizes.map((size) => `${size.models} models × ${size.rowsEach} rows`);
  const kept = figures.filter(promised);
  const held = kept.filter((one) => one.congruence > 0.95);
  return [
    '## Planted factors come back',
    `${factors} uncorrelated factors over ${columns} columns, loadings ${share(loading, 1)}, ${percent(icc)} of the variance of factors and of what is unique between models; ${plural(figures[0]!.draws + figures[0]!.failed, 'data set')} a cell; minimum residuals and oblimin. Columns are normal, or 0/1 cut from normal ones at the base rate named. In each cell: mean congruence with the planted loadings (5 % quantile) · what theory expects.`,
    table(
      ['columns', ...head],
      rates.map((rate) => [
        shapeName(rate),
        ...plantedSizes.map(({ models }) => {
          const one = at(rate, models);
          const text = `${share(one.congruence)} (${share(one.lower)}) · ${share(one.expected)}`;
          return promised(one) ? `**${text}**` : text;
        }),
      ]),
    ),
    `In bold where theory promises more than .95: ${held.length} of these ${kept.length} cells hold it. Theory takes a found loading for the planted one plus error of variance ψ / (n′ρ²), with ψ the unique variance, ρ² the reliability of the factor as its columns measure it, n′ = n / (1 + (m − 1) ICC²) for m rows a model; cutting a column lowers its loading to what two cut columns correlate. It is silent where two unrelated 0/1 columns are expected to be 1 together in fewer than five rows: there correlations have no normal error, and rare words are lost whatever the method.`,
    'How often block-permuted parallel analysis of components finds the planted number, and Heywood cases:',
    table(
      ['columns', ...head],
      rates.map((rate) => [
        shapeName(rate),
        ...plantedSizes.map(({ models }) => {
          const one = at(rate, models);
          const failed = one.failed > 0 ? ` (${one.failed} data sets with a constant column)` : '';
          return `${percent(one.foundNumber)} · ${percent(one.heywood)}${failed}`;
        }),
      ]),
    ),
  ];
}

function unrelated({ unrelated: figures, parallelDraws }: FactorRecovery): string[] {
  const { models, rowsEach, columns, rate } = falseDesign;
  const cells = ['normal', '0/1'] as const;
  const at = (kind: (typeof cells)[number], icc: number) =>
    figures.find((one) => one.cells === kind && one.icc === icc)!;
  const own = figures.map((one) => one.kept[falseRules[0]]);
  const worst = Math.max(...own);
  return [
    '## Factors that are not there',
    `${models * rowsEach} rows (${models} models × ${rowsEach}), ${columns} columns that have nothing to do with each other, but rows of one model resemble each other in each (intraclass correlation of the normal deviates; 0/1 columns are cut from them at a base rate of ${share(rate)}). ${plural(figures[0]!.draws, 'data set')} each, ${parallelDraws} draws a parallel analysis, 95 % line. Factors kept on average; right is 0:`,
    table(
      ['rule', ...cells.flatMap((kind) => falseIccs.map((icc) => `${kind}, ${share(icc, 1)}`))],
      falseRules.map((rule) => [
        rule,
        ...cells.flatMap((kind) => falseIccs.map((icc) => fixed(at(kind, icc).kept[rule], 1))),
      ]),
    ),
    `The program’s own rule is the first; at most ${fixed(mostFalse, 1)} is asked of it, and its worst cell is ${fixed(worst, 2)}. Exchanging whole models’ blocks leaves in each column what rows of one model share and takes away what columns share, so nothing else is left to compare with. Minimum average partial and the empirical Kaiser criterion know nothing of models; rows counted as what they are worth for a correlation, n / (1 + (m − 1) ICC²), take most of the error from the latter.`,
  ];
}

function shapeName(rate: number | null): string {
  return rate === null ? 'normal' : `0/1, ${share(rate)} ones`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
