/** Tables that factor analyses of a run and of any table share, worded once for all names of rows and columns. */
import { kmoWord } from '../factor-analysis/adequacy.ts';
import { verdictSigns } from '../factor-analysis/congruence-verdict.ts';
import { sortedByFactor } from '../factor-analysis/sorted-by-factor.ts';
import type { Withheld } from '../run/factor-checks-schema.ts';
import { foundIn } from '../run/found-in-check.ts';
import { capital } from '../safe-text/capital.ts';
import { fixed, percent, plural, probability, share, shortName } from '../tables/numbers.ts';
import {
  type Cell,
  type Column,
  estimateCell,
  type Plot,
  type Table,
  tableOf,
} from '../tables/table.ts';
import type { ReportFactors } from './report-schema.ts';

/** Tables and plots that belong together, with sentences about them. */
export type FactorPart = { title: string; tables: Table[]; plots: Plot[]; notes: string[] };

/** The unit that groups the rows. */
export type Unit = { one: string; many: string; short(name: string): string };

export const models: Unit = { one: 'model', many: 'models', short: shortName };

/** Families of models, where some have several; a model of unknown family counts as one. */
export const families: Unit = {
  one: 'family',
  many: 'families',
  short: (name) => shortName(name.replace(/^family /, '')),
};

export const loadingColumn = (id: string, title: string): Column => ({
  ...{ id, title, form: 'correlation' },
});

export function coversZero({ low, high }: { low: number | null; high: number | null }): boolean {
  return (low ?? -1) <= 0 && (high ?? 1) >= 0;
}

const standings = { counts: 'counts', shown: 'beside', warning: '▲ warning' } as const;

type Rules = Pick<ReportFactors['numberOfFactors'], 'rules' | 'summary'>;

/** All rules for the number of factors side by side. */
export function ruleTable({ rules }: Rules, taken: number): Table {
  return tableOf(
    'rules',
    'Rules for the number of factors',
    { rule: 'Rule', factors: 'Factors', standing: 'Standing', taken: '' },
    rules.map((rule) => [
      ...[rule.name, rule.suggested],
      standings[rule.standing],
      rule.suggested === taken ? '= taken' : '',
    ]),
  );
}

/** How far the rules agree, and what is to be known of each: its reason, where the summary does not give it. */
export function ruleNotes({ rules, summary }: Rules): string[] {
  return [
    summary,
    ...rules
      .filter(({ why }) => why !== null && !summary.includes(why))
      .map(({ name, suggested, why }) => `${capital(name)}: ${suggested ?? 'withheld'}; ${why}.`),
  ];
}

/** The eigenvalues next to those of chance. */
export function screePlot(
  values: readonly (number | null)[],
  chance: readonly (number | null)[],
  kind: string,
  taken: number,
): Plot & { kind: 'scree' } {
  return {
    ...{
      kind: 'scree',
      id: 'scree',
      title: 'Eigenvalues beside those of the same data without structure',
    },
    values: values.map((value) => value ?? 0),
    chance: chance.map((value) => value ?? 0),
    reference: `chance (95 %, ${kind})`,
    taken,
  };
}

/** Whether the correlations can be factored, and how well the model fits. */
export function fitTable(
  factors: Pick<
    ReportFactors,
    'kmo' | 'bartlett' | 'fit' | 'logDeterminant' | 'condition' | 'rmsr'
  >,
  variables: readonly string[],
  more: readonly (readonly Cell[])[] = [],
): Table {
  const { kmo, bartlett, fit } = factors;
  const low = kmo ? variables.filter((_, at) => (kmo.perColumn[at] ?? 1) < 0.5) : [];
  const singular = 'the correlations have no proper inverse';
  return tableOf('fit', 'Adequacy and fit', { measure: 'Measure', value: 'Value', remark: '' }, [
    ['KMO', share(kmo?.overall ?? null), kmo?.overall == null ? singular : kmoWord(kmo.overall)],
    ...(low.length > 0 ? [['MSA below .5', String(low.length), low.join(', ')]] : []),
    ['Bartlett', fixed(bartlett?.chisq ?? null, 1), bartlett ? testWords(bartlett) : singular],
    [
      'ln |det R|',
      fixed(factors.logDeterminant, 1),
      factors.condition === null ? 'singular' : `condition ${factors.condition.toPrecision(2)}`,
    ],
    ['RMSR', share(factors.rmsr, 3), 'root mean square of the residuals'],
    ['χ² of the model', fixed(fit.chisq, 1), testWords(fit)],
    [
      'RMSEA',
      share(fit.rmsea, 3),
      fit.rmseaLow === null
        ? ''
        : `90 % interval ${share(fit.rmseaLow, 3)} to ${share(fit.rmseaHigh, 3)}`,
    ],
    ['TLI', share(fit.tli, 3), ''],
    ['CFI', share(fit.cfi, 3), ''],
    ['BIC', fixed(fit.bic, 1), ''],
    ...more,
  ]);
}

/** "df 19, p .03"; with groups of rows that the test is adjusted for them, or why it is withheld. */
function testWords(test: { df: number | null; p: number | null; groups: number | null }) {
  const { df, p, groups } = test;
  if (groups === null) return `df ${fixed(df)}, p ${probability(p)}`;
  return p === null
    ? `withheld: ${plural(groups, 'independent group')} of rows for ${fixed(df)} degrees of freedom`
    : `df ${fixed(df, 1)}, p ${probability(p)}; adjusted for ${groups} groups of rows, conservative`;
}

/** The effective number of independent rows. `of`: "35 models". */
export function nestingTable(
  nesting: Omit<NonNullable<ReportFactors['nesting']>, 'words'>,
  rows: { name: string; n: number; of: string },
  { one }: Unit,
): Table {
  return tableOf(
    'nesting',
    `Rows of one ${one}`,
    { measure: 'Measure', value: 'Value', remark: '' },
    [
      [rows.name, String(rows.n), `of ${rows.of}`],
      ['intraclass correlation', share(nesting.icc), 'mean over columns'],
      ['design effect', fixed(nesting.designEffect, 1), 'times the variance of a mean'],
      ['count for a mean like', fixed(nesting.effectiveRows), 'independent rows'],
      [
        ...['for a correlation like', fixed(nesting.effectiveRowsForCorrelations)],
        'independent rows',
      ],
    ],
  );
}

/** Correlations of oblique factors. */
export function correlationTable(
  phi: readonly (readonly Cell[])[],
  names: readonly string[],
): Table {
  return {
    id: 'phi',
    title: 'Correlations of the factors',
    columns: [
      { id: 'factor', title: '' },
      ...phi.map((_, f) => loadingColumn(`F${f + 1}`, `F${f + 1}`)),
    ],
    rows: phi.map((row, f) => ({
      id: `F${f + 1}`,
      cells: [names[f]!, ...row.map((value, g) => (g === f ? 1 : value))],
    })),
    notes: [],
  };
}

type Checks = Pick<ReportFactors['checks'], 'replication' | 'intervals'>;
type Found<Name extends keyof Checks> = Exclude<Checks[Name], Withheld | null>;

/** Input of the tables of stability. `names` are those of the factors, `variables` those of the columns. */
export type Solution = {
  loadings: ReportFactors['loadings'];
  names: readonly string[];
  variables: readonly string[];
  /** Heading of the column of variables. */
  variable: string;
  checks: Checks;
};

/** Replication of the factors and stability of the loadings; only what was computed. */
export function stabilityTables(solution: Solution, unit: Unit): Table[] {
  const replication = foundIn(solution.checks.replication);
  const intervals = foundIn(solution.checks.intervals);
  return [
    ...(replication ? [replicationTable(solution, replication, intervals, unit)] : []),
    ...(intervals ? [intervalTable(solution, intervals, unit)] : []),
  ];
}

function replicationTable(
  { names }: Solution,
  { factors }: Found<'replication'>,
  intervals: Found<'intervals'> | null,
  { many, short }: Unit,
): Table {
  const drawn = intervals?.congruence;
  const figure = (id: string, title: string): Column => ({ id, title, form: 'share' });
  return {
    id: 'replication',
    title: `Do the factors come back in other ${many}? (Tucker’s congruence)`,
    columns: [
      { id: 'factor', title: 'Factor' },
      { ...figure('halves', 'Halves'), meaning: 'Median of random halves, 5–95 % of them' },
      { ...figure('all', 'All'), meaning: 'The whole solution with the truth' },
      ...(drawn ? [figure('resamples', 'Resamples')] : []),
      figure('least', 'Without one'),
      { id: 'without', title: 'Which' },
      { id: 'verdict', title: 'Verdict' },
      { id: 'bound', title: 'Bound' },
    ],
    rows: factors.map((one, f) => ({
      id: `F${f + 1}`,
      cells: [
        names[f]!,
        estimateCell(one.median, one.low, one.high),
        one.steppedUp,
        ...(drawn ? [drawn[f]?.median ?? null] : []),
        ...[one.least, short(one.without)],
        ...[`${verdictSigns[one.verdict]} ${one.verdict}`, `${share(one.threshold)} ${one.source}`],
      ],
    })),
    notes: [],
  };
}

function intervalTable(
  { loadings, names, variables, variable }: Solution,
  { loadings: drawn }: Found<'intervals'>,
  { many }: Unit,
): Table {
  return {
    id: 'loading-intervals',
    title: `Loadings with intervals over resampled ${many}`,
    columns: [
      { id: 'variable', title: variable },
      ...names.map((name, f) => loadingColumn(`F${f + 1}`, name)),
    ],
    rows: sortedByFactor(loadings).map(({ variable: column }) => ({
      id: variables[column]!,
      cells: [
        variables[column]!,
        ...loadings[column]!.map((value, f): Cell => {
          const one = drawn[column]?.[f];
          if (value === null || !one) return value;
          return estimateCell(value, one.low, one.high, coversZero(one) ? '°' : '');
        }),
      ],
    })),
    notes: [],
  };
}

/** The checks in sentences: verdicts below the best with their bounds, chance, reasons for withheld figures. */
export function stabilityNotes(
  { replication, intervals }: Checks,
  { one, many, short }: Unit,
): string[] {
  const reasons = (
    [
      [`Halves of the ${many}`, replication],
      ['Intervals of the loadings', intervals],
    ] as const
  ).flatMap(([name, part]) => (part && 'withheld' in part ? [`${name}: ${part.withheld}.`] : []));
  const found = foundIn(replication);
  const drawn = foundIn(intervals);
  return [
    ...reasons,
    ...(found?.factors ?? [])
      .filter((one) => one.verdict !== 'replicates')
      .map((one) => `${capital(one.words)}.`),
    ...(found
      ? [
          `${plural(found.splits, 'random half', 'random halves')} of ${plural(found.models, one, many)}; the ${one} that matters most is ${short(leastOf(found.factors)?.without ?? '–')}.`,
          ...(found.chance === null
            ? []
            : [
                `Halves of data without structure agree up to ${share(found.chance)} (95 %). All: congruence of the whole solution with the truth, expected from the halves, √(2φ / (1 + φ)).`,
              ]),
        ]
      : []),
    ...(drawn
      ? [
          `Loadings: ${percent(drawn.level)} intervals ${drawn.how}; ° marks intervals that include 0. Resamples: congruence over ${drawn.draws} resamples of whole ${many}.`,
        ]
      : []),
  ];
}

function leastOf<T extends { least: number | null }>(factors: readonly T[]): T | undefined {
  return factors.toSorted((a, b) => (a.least ?? 1) - (b.least ?? 1))[0];
}
