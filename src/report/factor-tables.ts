/** What a factor analysis says, as tables worded once: window, commands, page, and Markdown render the same ones. */

import { kmoWord } from '../factor-analysis/adequacy.ts';
import { verdictSigns } from '../factor-analysis/congruence-verdict.ts';
import { isGraphRule } from '../factor-analysis/graph-rule.ts';
import { sortedByFactor } from '../factor-analysis/sorted-by-factor.ts';
import type { PowerView, Withheld } from '../run/factor-view.ts';
import { foundIn } from '../run/found-in-check.ts';
import { capital } from '../safe-text/capital.ts';
import {
  fixed,
  modelsOf,
  percent,
  plural,
  probability,
  share,
  shortName,
} from '../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Table, tableOf } from '../tables/table.ts';
import type { ReportFactors } from './report-schema.ts';

/** Tables that belong together, with what they say in sentences. */
export type FactorPart = { title: string; tables: Table[]; notes: string[] };

/** A loading of at least this size is read. */
export const salient = 0.3;

const loading = (id: string, title: string): Column => ({ id, title, form: 'correlation' });
const nameOf = ({ factors }: Pick<ReportFactors, 'factors'>, f: number) =>
  `F${f + 1} ${factors[f]?.name ?? ''}`;

/** How many factors, whether they come back in other models, how well they fit; then how factors and models go together. */
export function factorParts(factors: ReportFactors): FactorPart[] {
  return [
    numberPart(factors),
    stabilityPart(factors),
    fitPart(factors),
    placesPart(factors),
  ].filter(({ tables, notes }) => tables.length > 0 || notes.length > 0);
}

/** Pattern loadings, with what each factor explains and whether it comes back. */
export function loadingTable(factors: ReportFactors): Table {
  const foot = (name: string, cells: readonly string[]) => ({ id: name, cells: [name, ...cells] });
  return {
    id: 'loadings',
    title: 'Loadings, sorted by factor',
    ruled: true,
    columns: [
      { id: 'cluster', title: 'Cluster' },
      ...factors.factors.map((_, f) => ({
        ...loading(`F${f + 1}`, nameOf(factors, f)),
        faint: salient,
      })),
      { id: 'h2', title: 'h²', form: 'share', meaning: 'Communality' },
      { id: 'complexity', title: 'Complexity', digits: 1, meaning: 'Hofmann’s: 1 is one factor' },
      {
        ...{ id: 'reliability', title: 'Reliability', form: 'share' },
        meaning: 'Odd–even over prompts, Spearman–Brown',
      },
      { id: 'mentions', title: 'Mentions', digits: 0, meaning: 'Answers that name a word of it' },
    ],
    rows: sortedByFactor(factors.loadings).map(({ variable: column, factor }) => {
      const one = factors.columns[column]!;
      return {
        id: one.cluster,
        group: String(factor),
        cells: [
          one.cluster,
          ...factors.loadings[column]!.map((value, f): Cell => {
            if (value === null || !isDoubtful(factors, column, f)) return value;
            return estimateCell(value, null, null, '°');
          }),
          ...[
            factors.communalities[column] ?? null,
            estimateCell(factors.complexity[column] ?? null),
          ],
          ...[one.reliability, one.count],
        ],
      };
    }),
    foot: [
      foot(
        'variance',
        factors.factors.map(({ variance }) => percent(variance)),
      ),
      foot(
        'replicates',
        factors.factors.map((_, f) => replicationMark(factors, f)),
      ),
      ...(factors.factors.some(({ like }) => like !== null)
        ? [
            foot(
              'like, in ValueLex',
              factors.factors.map(({ like }) => like ?? '–'),
            ),
          ]
        : []),
    ],
    notes: [
      'Replicates: Tucker’s congruence over halves of the models (✓ .95, ~ .85, and more than chance). °: the interval over resampled models covers 0.',
      ...wordinessWords(factors).map((words) => `▲ ${words}`),
    ],
  };
}

/** ".97 ✓", ".91 ~", ".80 ?", ".62 ✗", stepped up from halves; "withheld" where it cannot be told, "–" where it was not computed. */
export function replicationMark({ checks }: Pick<ReportFactors, 'checks'>, factor: number): string {
  const { replication } = checks;
  if (replication === null) return '–';
  if ('withheld' in replication) return 'withheld';
  const one = replication.factors[factor];
  return one ? `${share(one.steppedUp)} ${verdictSigns[one.verdict]}` : '–';
}

/** One sentence for each factor that may only say who names many words. */
export function wordinessWords({ factors }: Pick<ReportFactors, 'factors'>): string[] {
  return factors.flatMap(({ name, wordiness, wordinessCorrelation }, f) => {
    if (wordiness === 'apart') return [];
    return wordiness === 'follows'
      ? `F${f + 1} ${name}: wordiness? Its scores follow the words per answer outside it (r ${share(wordinessCorrelation)}).`
      : `F${f + 1} ${name}: wordiness cannot be told from a general factor; hardly a word lies outside it.`;
  });
}

const standings = { counts: 'counts', shown: 'beside', warning: '▲ warning' } as const;

/** Every rule beside the others, and the eigenvalues beside those of chance. */
export function numberPart(factors: ReportFactors): FactorPart {
  const { numberOfFactors, k, suggestedKWithoutTotal: without } = factors;
  const rules = tableOf(
    'rules',
    'Rules for the number of factors',
    { rule: 'Rule', factors: 'Factors', standing: 'Standing', taken: '' },
    numberOfFactors.rules.map((rule) => [
      ...[rule.name, rule.suggested],
      `${standings[rule.standing]}${rule.why && !isGraphRule(rule) ? `: ${rule.why}` : ''}`,
      rule.suggested === k ? '= taken' : '',
    ]),
  );
  return {
    title: 'Number of factors',
    tables: [rules, eigenvalueTable(factors)],
    notes: [
      numberOfFactors.summary,
      ...numberOfFactors.rules
        .filter((rule) => isGraphRule(rule) && rule.why !== null)
        .map(({ name, suggested, why }) => `${capital(name)}: ${suggested}; ${why}.`),
      without === null
        ? 'All rows add up to the same, so the row total cannot be taken out.'
        : `With the row total (how many words an answer has) taken out: ${without}.`,
    ],
  };
}

function eigenvalueTable({ eigenvalues, parallel, ordinary }: ReportFactors): Table {
  const standing = (value: number | null, at: number) => {
    const above = (criterion: readonly (number | null)[]) =>
      value !== null && value > (criterion[at] ?? Number.POSITIVE_INFINITY);
    if (above(parallel.criterion)) return ordinary ? '● both' : '● yes';
    return ordinary && above(ordinary.criterion) ? '○ rows alone' : '';
  };
  return tableOf(
    'eigenvalues',
    'Eigenvalues',
    {
      at: '',
      value: 'Eigenvalue',
      chance: `Chance (${parallel.kind})`,
      ...(ordinary && { alone: 'Chance (rows alone)' }),
      above: 'Above chance',
    },
    eigenvalues.map((value, at) => [
      ...[String(at + 1), estimateCell(value), estimateCell(parallel.criterion[at] ?? null)],
      ...(ordinary ? [estimateCell(ordinary.criterion[at] ?? null)] : []),
      standing(value, at),
    ]),
  );
}

/** Whether the factors come back in other models, how far loadings wander, and whether the other half confirms them. */
export function stabilityPart(factors: ReportFactors): FactorPart {
  const { checks } = factors;
  const replication = foundIn(checks.replication);
  const intervals = foundIn(checks.intervals);
  const otherHalf = foundIn(checks.otherHalf);
  return {
    title: 'Stability over models',
    tables: [
      ...(replication ? [replicationTable(factors, replication, intervals)] : []),
      ...(intervals ? [intervalTable(factors, intervals)] : []),
      ...(otherHalf ? [otherHalfTable(otherHalf)] : []),
    ],
    notes: stabilityWords(factors),
  };
}

type Found<Name extends keyof ReportFactors['checks']> = Exclude<
  ReportFactors['checks'][Name],
  Withheld | null
>;

function replicationTable(
  factors: ReportFactors,
  { factors: told }: Found<'replication'>,
  intervals: Found<'intervals'> | null,
): Table {
  const drawn = intervals?.congruence;
  const figure = (id: string, title: string): Column => ({ id, title, form: 'share' });
  return {
    id: 'replication',
    title: 'Do the factors come back in other models? (Tucker’s congruence)',
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
    rows: told.map((one, f) => ({
      id: `F${f + 1}`,
      cells: [
        nameOf(factors, f),
        estimateCell(one.median, one.low, one.high),
        one.steppedUp,
        ...(drawn ? [drawn[f]?.median ?? null] : []),
        ...[one.least, shortName(one.without)],
        ...[`${verdictSigns[one.verdict]} ${one.verdict}`, `${share(one.threshold)} ${one.source}`],
      ],
    })),
    notes: [],
  };
}

function intervalTable(factors: ReportFactors, { loadings: drawn }: Found<'intervals'>): Table {
  return {
    id: 'loading-intervals',
    title: 'Loadings with intervals over resampled models',
    columns: [
      { id: 'cluster', title: 'Cluster' },
      ...factors.factors.map((_, f) => loading(`F${f + 1}`, nameOf(factors, f))),
    ],
    rows: sortedByFactor(factors.loadings).map(({ variable: column }) => ({
      id: factors.columns[column]!.cluster,
      cells: [
        factors.columns[column]!.cluster,
        ...factors.loadings[column]!.map((value, f): Cell => {
          const one = drawn[column]?.[f];
          if (value === null || !one) return value;
          return estimateCell(value, one.low, one.high, coversZero(one) ? '°' : '');
        }),
      ],
    })),
    notes: [],
  };
}

/** Why CFI and TLI of halves are withheld. */
const fewModels = 'withheld: fewer models than degrees of freedom';

function otherHalfTable(found: Found<'otherHalf'>): Table {
  const row = (name: string, spread: Found<'otherHalf'>['cfi'], good: string): Cell[] =>
    spread
      ? [name, share(spread.median, 3), `${share(spread.low, 3)}–${share(spread.high, 3)}`, good]
      : [name, '–', fewModels, ''];
  return tableOf(
    'other-half',
    `The structure of one half of the models, fitted to the other half (confirmatory, ${found.halves} of ${found.asked} halves)`,
    { fit: 'Fit', median: 'Median', range: '5–95 %', good: 'Good by custom' },
    [
      row('CFI', found.cfi, '.95 and more'),
      row('TLI', found.tli, '.95 and more'),
      row('RMSEA', found.rmsea, '.06 and less'),
      row('SRMR', found.srmr, '.08 and less'),
      ['improper solutions', percent(found.improper), '', ''],
      ...found.failures.map((one): Cell[] => [
        'could not be fitted',
        String(one.count),
        '',
        one.reason,
      ]),
    ],
  );
}

/** What the checks say in sentences: verdicts short of the best with their bounds, chance, reasons why something is withheld. */
function stabilityWords({ checks }: ReportFactors): string[] {
  const { replication, intervals, otherHalf } = checks;
  const reasons = (
    [
      ['Halves of the models', replication],
      ['Intervals of the loadings', intervals],
      ['The other half', otherHalf],
    ] as const
  ).flatMap(([name, part]) => (part && 'withheld' in part ? [`${name}: ${part.withheld}.`] : []));
  const told = foundIn(replication);
  const drawn = foundIn(intervals);
  return [
    ...reasons,
    ...(told?.factors ?? [])
      .filter((one) => one.verdict !== 'replicates')
      .map((one) => `${capital(one.words)}.`),
    ...(told
      ? [
          `${plural(told.splits, 'random half', 'random halves')} of ${plural(told.models, 'model')}; the model that matters most is ${shortName(leastOf(told.factors)?.without ?? '–')}.`,
          ...(told.chance === null
            ? []
            : [
                `Halves of data without structure agree up to ${share(told.chance)} (95 %). All: congruence of the whole solution with the truth, expected from the halves, √(2φ / (1 + φ)).`,
              ]),
        ]
      : []),
    ...(drawn
      ? [
          `Loadings: ${percent(drawn.level)} intervals from ${drawn.draws} resamples of whole models; ° where 0 lies within.${drawn.note ? ` ${drawn.note}.` : ''}`,
        ]
      : []),
  ];
}

/** Whether the correlations can be factored, how well the model fits, and how few rows these count like. */
export function fitPart(factors: ReportFactors): FactorPart {
  const { nesting, heywood, fit, dropped } = factors;
  return {
    title: 'Adequacy and fit',
    tables: [fitTable(factors), ...nestingTables(factors)],
    notes: [
      ...(nesting?.words ?? []),
      ...(fit.withheld ? [`Not told: ${fit.withheld}.`] : []),
      ...(fit.groups === null ? ['χ² and what rests on it take rows for independent.'] : []),
      ...(heywood.length > 0
        ? [`Heywood case: less than 2 % of the variance is its own in ${heywood.join(', ')}.`]
        : []),
      ...(dropped.length > 0
        ? [`Left out: ${dropped.map((one) => `${one.cluster} (${one.why})`).join(', ')}.`]
        : []),
    ],
  };
}

function fitTable(factors: ReportFactors): Table {
  const { kmo, bartlett, fit } = factors;
  const low = kmo ? factors.columns.filter((_, at) => (kmo.perColumn[at] ?? 1) < 0.5) : [];
  const singular = 'the correlations have no proper inverse';
  return tableOf('fit', 'Adequacy and fit', { measure: 'Measure', value: 'Value', remark: '' }, [
    ['KMO', share(kmo?.overall ?? null), kmo?.overall == null ? singular : kmoWord(kmo.overall)],
    ...(low.length > 0
      ? [['MSA below .5', String(low.length), low.map((one) => one.cluster).join(', ')]]
      : []),
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

function nestingTables({ nesting, ...factors }: ReportFactors): Table[] {
  if (!nesting) return [];
  return [
    tableOf('nesting', 'Rows of one model', { measure: 'Measure', value: 'Value', remark: '' }, [
      [factors.rows, String(factors.n), `of ${modelsOf(factors)}`],
      ['intraclass correlation', share(nesting.icc), 'mean over columns'],
      ['design effect', fixed(nesting.designEffect, 1), 'times the variance of a mean'],
      ['count for a mean like', fixed(nesting.effectiveRows), 'independent rows'],
      [
        ...['for a correlation like', fixed(nesting.effectiveRowsForCorrelations)],
        'independent rows',
      ],
    ]),
  ];
}

/** How the factors go together, and where the models stand on them. */
export function placesPart(factors: ReportFactors): FactorPart {
  return {
    title: 'Factors and models',
    tables: [
      ...(factors.k > 1 ? [correlationTable(factors)] : []),
      ...(factors.modelScores.length > 0 ? [modelScoresTable(factors)] : []),
    ],
    notes: [],
  };
}

function correlationTable(factors: ReportFactors): Table {
  return {
    id: 'phi',
    title: 'Correlations of the factors',
    columns: [
      { id: 'factor', title: '' },
      ...factors.factors.map((_, f) => loading(`F${f + 1}`, `F${f + 1}`)),
    ],
    rows: factors.phi.map((row, f) => ({
      id: `F${f + 1}`,
      cells: [nameOf(factors, f), ...row.map((value, g) => (g === f ? 1 : value))],
    })),
    notes: [],
  };
}

/** Regression scores, 0 is the average. */
export function modelScoresTable(factors: ReportFactors): Table {
  return {
    id: 'model-scores',
    title: 'Factor scores (regression), mean over the rows of each model; 0 is the average',
    columns: [
      { id: 'model', title: 'Model' },
      ...factors.factors.map((_, f) => loading(`F${f + 1}`, nameOf(factors, f))),
    ],
    rows: factors.modelScores.map(({ model, scores }) => ({
      id: model,
      cells: [shortName(model), ...scores],
    })),
    notes: [],
  };
}

/** What studies of other sizes would find, simulated from this solution. */
export function powerTable(power: PowerView): Table {
  return tableOf(
    'power',
    'Simulated studies',
    {
      models: 'Models',
      rows: 'Rows',
      ...Object.fromEntries(
        (power.sizes[0]?.factors ?? []).map((_, f) => [`F${f + 1}`, `F${f + 1}`]),
      ),
      all: 'All ≥ .95',
      heywood: 'Heywood',
    },
    power.sizes.map((size) => [
      ...[String(size.models), size.rows],
      ...size.factors.map((one) =>
        size.draws === 0 ? '–' : `${share(one.mean)} (${share(one.lower)})`,
      ),
      ...[percent(size.allRecovered), percent(size.heywood)],
    ]),
  );
}

/** Pairs of clusters on which meaning and use disagree most. */
export function meaningTable(meaning: NonNullable<ReportFactors['meaning']>): Table {
  return {
    id: 'meaning',
    title: 'Pairs on which meaning and use disagree most',
    columns: [
      { id: 'words', title: 'Words' },
      loading('meaning', 'Meaning'),
      loading('together', 'Said together'),
    ],
    rows: meaning.disagree.slice(0, 10).map((pair) => ({
      id: `${pair.a} ${pair.b}`,
      cells: [`${pair.a} – ${pair.b}`, pair.meaning, pair.together],
    })),
    notes: [],
  };
}

export function coversZero({ low, high }: { low: number | null; high: number | null }): boolean {
  return (low ?? -1) <= 0 && (high ?? 1) >= 0;
}

/** A loading of .3 or more whose interval covers 0. */
function isDoubtful({ checks, loadings }: ReportFactors, column: number, factor: number) {
  const one = foundIn(checks.intervals)?.loadings[column]?.[factor];
  const value = loadings[column]?.[factor] ?? 0;
  return one !== undefined && Math.abs(value) >= salient && coversZero(one);
}

function leastOf<T extends { least: number | null }>(factors: readonly T[]): T | undefined {
  return factors.toSorted((a, b) => (a.least ?? 1) - (b.least ?? 1))[0];
}
