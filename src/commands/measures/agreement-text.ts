/** Agreement as text: its tables and the sentences around them. */

import type { MeasurementLevel } from '../../statistics/agreement/krippendorff.ts';
import { tableText, warningText } from '../../tables/as-text.ts';
import { fixed, plural, probability, share } from '../../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Table } from '../../tables/table.ts';
import { type Layout, wrapText } from '../../tables/text-lines.ts';
import type { AgreementJson, IccJson, KappaJson } from './agreement.ts';

/** Pairs of raters shown; the others are in the JSON. */
const mostPairs = 45;

export function agreementText(result: AgreementJson, layout: Layout): string[] {
  const { meta, warnings } = result;
  const wrapped = (text: string) => wrapText(text, layout.width);
  return [
    ...wrapped(
      `Agreement of ${plural(meta.raters.length, 'rater')} on ${plural(meta.things, 'thing')}: ${meta.level} ratings${meta.levelReason ? ` (${meta.levelReason}; --level says otherwise)` : ''}`,
    ),
    ...agreementTables(result).flatMap((table) => ['', ...tableText(table, layout)]),
    '',
    layout.paint.bold('Which figure'),
    ...wrapped(result.advice),
    ...warningText(warnings, layout),
  ];
}

/** Krippendorff’s α at every level, κ of every pair, intraclass correlations; a table without rows says why. */
export function agreementTables(result: AgreementJson): Table[] {
  return [krippendorffTable(result), kappaTable(result), iccTable(result.icc)];
}

type Bounds = readonly [number | null, number | null] | null;

const within = (value: number | null, bounds: Bounds): Cell =>
  estimateCell(value, bounds?.[0] ?? null, bounds?.[1] ?? null);

function krippendorffTable({ krippendorff, meta }: AgreementJson): Table {
  const shown = (['nominal', 'ordinal', 'interval', 'ratio'] as const).filter(
    (level: MeasurementLevel) => krippendorff[level] !== null || level === meta.level,
  );
  return {
    id: 'krippendorff',
    title: 'Krippendorff’s α',
    columns: [
      { id: 'level', title: 'Level' },
      { id: 'alpha', title: 'α', form: 'share', digits: 3 },
      { id: 'mark', title: '' },
    ],
    rows: shown.map((level) => ({
      id: level,
      cells: [
        level,
        within(krippendorff[level], krippendorff.ci95[level]),
        level === meta.level ? '← these ratings' : '',
      ],
    })),
    notes: [`95 % intervals from ${fixed(krippendorff.replicates)} draws of whole things.`],
  };
}

function kappaTable({ kappa, fleiss }: AgreementJson): Table {
  const pairs: readonly KappaJson[] =
    'withheld' in kappa ? [] : 'pairs' in kappa ? kappa.pairs : [kappa];
  const shown = pairs.slice(0, mostPairs);
  const weighted = pairs.some((pair) => pair.weightedKappa !== null);
  const figure = (id: string, title: string): Column => ({ id, title, form: 'share' });
  return {
    id: 'kappa',
    title: 'Cohen’s κ',
    columns: [
      { id: 'raters', title: 'Raters' },
      { id: 'n', title: 'n', digits: 0 },
      figure('equal', 'Equal'),
      figure('kappa', 'κ'),
      ...(weighted ? [figure('quadratic', 'κ quad.'), figure('linear', 'κ lin.')] : []),
    ],
    rows: shown.map((pair) => ({
      id: pair.raters.join(' '),
      cells: [
        ...[pair.raters.join(' · '), pair.n, pair.observed],
        within(pair.kappa, pair.ci95.kappa),
        ...(weighted
          ? [within(pair.weightedKappa, pair.ci95.weighted), pair.linear.weightedKappa]
          : []),
      ],
    })),
    notes: [
      ...('withheld' in kappa ? [`Withheld: ${kappa.withheld}.`] : []),
      ...(pairs.length > shown.length
        ? [`${pairs.length - shown.length} more pairs are in --json.`]
        : []),
      ...('pairs' in kappa
        ? [
            `Mean of the pairs (Light): κ ${share(kappa.kappa)}${kappa.weightedKappa === null ? '' : `, with quadratic weights ${share(kappa.weightedKappa)}`}.${'withheld' in fleiss ? '' : ` Fleiss’ κ ${share(fleiss.kappa)}${fleiss.dropped > 0 ? ` (${plural(fleiss.n, 'thing')} that all have rated)` : ''}.`}`,
          ]
        : []),
    ],
  };
}

const meanings = {
  ICC1: 'one rater, others for each thing',
  ICC2: 'one rater, any: agreement',
  ICC3: 'one rater, these: consistency',
  ICC1k: 'mean of the raters, as ICC1',
  ICC2k: 'mean of the raters, as ICC2',
  ICC3k: 'mean of the raters, as ICC3',
} as const;

function iccTable(icc: AgreementJson['icc']): Table {
  const whole = (id: string): Column => ({ id, title: id, digits: 0 });
  const rows = ({ anova }: IccJson) =>
    anova.type.map((type, i) => ({
      id: type,
      cells: [
        type,
        within(anova.icc[i]!, [anova.lower[i]!, anova.upper[i]!]),
        anova.F[i] === null ? '∞' : fixed(anova.F[i]!, 2),
        ...[anova.df1[i]!, anova.df2[i]!, probability(anova.p[i]!), meanings[type]],
      ],
    }));
  return {
    id: 'icc',
    title: 'Intraclass correlations',
    columns: [
      { id: 'form', title: 'Form' },
      { id: 'icc', title: 'ICC', form: 'share' },
      { id: 'F', title: 'F' },
      ...[whole('df1'), whole('df2')],
      { id: 'p', title: 'p' },
      { id: 'of', title: 'Of' },
    ],
    rows: 'withheld' in icc ? [] : rows(icc),
    notes:
      'withheld' in icc
        ? [`Withheld: ${icc.withheld}.`]
        : icc.dropped > 0
          ? [
              `By mean squares of the ${plural(icc.targets, 'thing')} that every rater has rated; ${icc.dropped} with gaps ${icc.dropped === 1 ? 'is' : 'are'} left out.`,
            ]
          : [],
  };
}
