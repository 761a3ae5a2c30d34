/** Agreement as text. */

import type { MeasurementLevel } from '../../statistics/agreement/krippendorff.ts';
import { fixed, plural, probability, share } from '../../tables/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../../tables/text-lines.ts';
import type { AgreementJson, IccJson, KappaJson } from './agreement.ts';

/** Pairs of raters shown; the others are in the JSON. */
const mostPairs = 45;

const right = (title: string): TextColumn => ({ title, align: 'right' });

export function agreementText(result: AgreementJson, layout: Layout): string[] {
  const head = (text: string) => ['', layout.paint.bold(text)];
  const { meta, kappa, fleiss, icc } = result;
  const wrapped = (text: string) => wrapText(text, layout.width);
  return [
    ...wrapped(
      `Agreement of ${plural(meta.raters.length, 'rater')} on ${plural(meta.things, 'thing')}: ${meta.level} ratings${meta.levelReason ? ` (${meta.levelReason}; --level says otherwise)` : ''}`,
    ),
    ...head('Krippendorff’s α'),
    ...krippendorffLines(result, layout),
    ...head('Cohen’s κ'),
    ...('withheld' in kappa
      ? wrapped(`Not told: ${kappa.withheld}.`)
      : kappaLines('pairs' in kappa ? kappa.pairs : [kappa], layout)),
    ...('pairs' in kappa
      ? wrapped(
          `Mean of the pairs (Light): κ ${share(kappa.kappa)}${kappa.weightedKappa === null ? '' : `, with quadratic weights ${share(kappa.weightedKappa)}`}${'withheld' in fleiss ? '' : `. Fleiss’ κ ${share(fleiss.kappa)}${fleiss.dropped > 0 ? ` (${plural(fleiss.n, 'thing')} that all have rated)` : ''}`}`,
        )
      : []),
    ...head('Intraclass correlations'),
    ...('withheld' in icc ? wrapped(`Not told: ${icc.withheld}.`) : iccLines(icc, layout)),
    ...head('Which figure'),
    ...wrapped(result.advice),
    ...(result.warnings.length > 0
      ? [
          ...head('Warnings'),
          ...result.warnings.flatMap((text) =>
            wrapText(`! ${text}`, layout.width, '  ').map(layout.paint.warning),
          ),
        ]
      : []),
  ];
}

function boundsText(bounds: readonly [number | null, number | null] | null): string {
  return bounds ? `[${share(bounds[0])}, ${share(bounds[1])}]` : '';
}

function krippendorffLines({ krippendorff, meta }: AgreementJson, layout: Layout): string[] {
  const shown = (['nominal', 'ordinal', 'interval', 'ratio'] as const).filter(
    (level: MeasurementLevel) => krippendorff[level] !== null || level === meta.level,
  );
  return [
    ...tableLines(
      [{ title: 'level' }, right('α'), { title: '95 %' }, { title: '' }],
      shown.map((level) => [
        level,
        share(krippendorff[level], 3),
        boundsText(krippendorff.ci95[level]),
        level === meta.level ? { text: '← these ratings', paint: layout.paint.good } : '',
      ]),
      layout,
    ),
    ...wrapText(
      `Intervals from ${fixed(krippendorff.replicates)} draws of whole things.`,
      layout.width,
    ).map(layout.paint.dim),
  ];
}

function kappaLines(pairs: readonly KappaJson[], layout: Layout): string[] {
  const shown = pairs.slice(0, mostPairs);
  const weighted = pairs.some((pair) => pair.weightedKappa !== null);
  return [
    ...tableLines(
      [
        { title: 'raters', least: 12 },
        right('n'),
        right('equal'),
        right('κ'),
        { title: '95 %' },
        ...(weighted ? [right('κ quad.'), { title: '95 %' }, right('κ lin.')] : []),
      ],
      shown.map((pair) => [
        pair.raters.join(' · '),
        fixed(pair.n),
        share(pair.observed),
        share(pair.kappa),
        boundsText(pair.ci95.kappa),
        ...(weighted
          ? [
              share(pair.weightedKappa),
              boundsText(pair.ci95.weighted),
              share(pair.linear.weightedKappa),
            ]
          : []),
      ]),
      layout,
    ),
    ...(pairs.length > shown.length
      ? [`${pairs.length - shown.length} more pairs are in --json`]
      : []),
  ];
}

const meanings = {
  ICC1: 'one rater, others for each thing',
  ICC2: 'one rater, any: agreement',
  ICC3: 'one rater, these: consistency',
  ICC1k: 'mean of the raters, as ICC1',
  ICC2k: 'mean of the raters, as ICC2',
  ICC3k: 'mean of the raters, as ICC3',
} as const;

function iccLines({ anova, dropped, targets }: IccJson, layout: Layout): string[] {
  return [
    ...tableLines(
      [
        { title: 'form' },
        right('ICC'),
        { title: '95 %' },
        right('F'),
        right('df1'),
        right('df2'),
        right('p'),
        { title: 'of', least: 12 },
      ],
      anova.type.map((type, i) => [
        type,
        share(anova.icc[i]!),
        boundsText([anova.lower[i]!, anova.upper[i]!]),
        anova.F[i] === null ? '∞' : fixed(anova.F[i]!, 2),
        fixed(anova.df1[i]!),
        fixed(anova.df2[i]!),
        probability(anova.p[i]!),
        meanings[type],
      ]),
      layout,
    ),
    ...(dropped > 0
      ? wrapText(
          `By mean squares of the ${plural(targets, 'thing')} that every rater has rated; ${dropped} with gaps ${dropped === 1 ? 'is' : 'are'} left out.`,
          layout.width,
        )
      : []),
  ];
}
