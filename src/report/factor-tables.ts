/** A factor analysis as tables, worded once: window, commands, page, and Markdown render the same ones. */

import { verdictSigns } from '../factor-analysis/congruence-verdict.ts';
import { sortedByFactor } from '../factor-analysis/sorted-by-factor.ts';
import type { PowerView, Withheld } from '../run/factor-checks-schema.ts';
import { foundIn } from '../run/found-in-check.ts';
import { modelsOf, percent, probability, share, shortName, signed } from '../tables/numbers.ts';
import { type Cell, estimateCell, type Plot, type Table, tableOf } from '../tables/table.ts';
import { invarianceTables, withheldWords } from './invariance-tables.ts';
import type { ReportFactors } from './report-schema.ts';
import {
  correlationTable,
  coversZero,
  type FactorPart,
  families,
  fitTable,
  loadingColumn,
  models,
  nestingTable,
  ruleNotes,
  ruleTable,
  screePlot,
  stabilityNotes,
  stabilityTables,
} from './solution-tables.ts';

/** A loading of at least this size is interpreted. */
export const salient = 0.3;

const nameOf = ({ factors }: Pick<ReportFactors, 'factors'>, f: number) =>
  `F${f + 1} ${factors[f]?.name ?? ''}`;

const namesOf = (factors: ReportFactors) => factors.factors.map((_, f) => nameOf(factors, f));

/** Number of factors, replication in other models, fit; then correlations of factors, and models on them. */
export function factorParts(factors: ReportFactors): FactorPart[] {
  return [
    numberPart(factors),
    stabilityPart(factors),
    fitPart(factors),
    placesPart(factors),
    meaningPart(factors),
  ].filter(({ tables, notes }) => tables.length > 0 || notes.length > 0);
}

/** Pattern loadings, with the variance that each factor explains and whether it replicates. */
export function loadingTable(factors: ReportFactors): Table {
  const foot = (name: string, cells: readonly string[]) => ({ id: name, cells: [name, ...cells] });
  return {
    id: 'loadings',
    title: 'Loadings, sorted by factor',
    ruled: true,
    columns: [
      { id: 'cluster', title: 'Cluster' },
      ...factors.factors.map((_, f) => ({
        ...loadingColumn(`F${f + 1}`, nameOf(factors, f)),
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

/** ".97 ✓", ".91 ~", ".80 ?", ".62 ✗", stepped up from halves; "withheld" where it is not trustworthy, "–" where it was not computed. */
export function replicationMark({ checks }: Pick<ReportFactors, 'checks'>, factor: number): string {
  const { replication } = checks;
  if (replication === null) return '–';
  if ('withheld' in replication) return 'withheld';
  const one = replication.factors[factor];
  return one ? `${share(one.steppedUp)} ${verdictSigns[one.verdict]}` : '–';
}

/** One sentence for each factor that may only reflect answer length. */
export function wordinessWords({ factors }: Pick<ReportFactors, 'factors'>): string[] {
  return factors.flatMap(({ name, wordiness, wordinessCorrelation }, f) => {
    if (wordiness === 'apart') return [];
    return wordiness === 'follows'
      ? `F${f + 1} ${name}: wordiness? Its scores follow the words per answer outside it (r ${share(wordinessCorrelation)}).`
      : `F${f + 1} ${name}: wordiness and a general factor cannot be told apart; almost all words belong to it.`;
  });
}

/** All rules side by side, and the eigenvalues next to those of chance. */
export function numberPart(factors: ReportFactors): FactorPart {
  const { numberOfFactors, k, suggestedKWithoutTotal: without } = factors;
  return {
    title: 'Number of factors',
    tables: [ruleTable(numberOfFactors, k), eigenvalueTable(factors)],
    plots: [screeOf(factors)],
    notes: [
      ...ruleNotes(numberOfFactors),
      without === null
        ? 'All rows add up to the same, so the row total cannot be taken out.'
        : `With the row total (how many words an answer has) taken out: ${without}.`,
    ],
  };
}

/** The eigenvalues of a run's factor analysis, drawn. */
export function screeOf({
  eigenvalues,
  parallel,
  k,
}: Pick<ReportFactors, 'eigenvalues' | 'parallel' | 'k'>): Plot & { kind: 'scree' } {
  return screePlot(eigenvalues, parallel.criterion, parallel.kind, k);
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

/** Whether the factors replicate in other models, how stable loadings are, and whether the other half confirms them. */
export function stabilityPart(factors: ReportFactors): FactorPart {
  const { checks, loadings } = factors;
  const otherHalf = foundIn(checks.otherHalf);
  const compared = checks.invariance ?? [];
  const unit = (factors.families ?? 1) > 1 ? families : models;
  const solution = {
    ...{ checks, loadings, names: namesOf(factors), variable: 'Cluster' },
    variables: factors.columns.map(({ cluster }) => cluster),
  };
  return {
    title: 'Stability over models',
    tables: [
      ...stabilityTables(solution, unit),
      ...(otherHalf ? [otherHalfTable(otherHalf)] : []),
      ...compared.flatMap(({ by, found }) =>
        'withheld' in found
          ? []
          : invarianceTables({ by, found, names: namesOf(factors), unit: 'models' }),
      ),
    ],
    plots: [],
    notes: [
      ...stabilityNotes(checks, unit),
      ...(checks.otherHalf && 'withheld' in checks.otherHalf
        ? [`The other half: ${checks.otherHalf.withheld}.`]
        : []),
      ...compared.flatMap(({ by, found }) =>
        'withheld' in found ? [withheldWords(by, found.withheld)] : [],
      ),
    ],
  };
}

/** Why CFI and TLI of halves are withheld. */
const fewModels = 'withheld: fewer models than degrees of freedom';

type OtherHalf = Exclude<ReportFactors['checks']['otherHalf'], Withheld | null>;

function otherHalfTable(found: OtherHalf): Table {
  const row = (name: string, spread: OtherHalf['cfi'], good: string): Cell[] =>
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

/** Whether the correlations can be factored, how well the model fits, and the effective number of rows. */
export function fitPart(factors: ReportFactors): FactorPart {
  const { nesting, heywood, fit, dropped } = factors;
  return {
    title: 'Adequacy and fit',
    tables: [
      fitTable(
        factors,
        factors.columns.map(({ cluster }) => cluster),
      ),
      ...(nesting
        ? [
            nestingTable(
              nesting,
              { name: factors.rows, n: factors.n, of: modelsOf(factors) },
              models,
            ),
          ]
        : []),
    ],
    plots: [],
    notes: [
      ...(nesting?.words ?? []),
      ...(fit.withheld ? [`Withheld: ${fit.withheld}.`] : []),
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

/** Correlations of the factors, and the models' scores on them. */
export function placesPart(factors: ReportFactors): FactorPart {
  return {
    title: 'Factors and models',
    tables: [
      ...(factors.k > 1 ? [correlationTable(factors.phi, namesOf(factors))] : []),
      ...(factors.modelScores.length > 0 ? [modelScoresTable(factors)] : []),
    ],
    plots: [],
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
      ...factors.factors.map((_, f) => loadingColumn(`F${f + 1}`, nameOf(factors, f))),
    ],
    rows: factors.modelScores.map(({ model, scores }) => ({
      id: model,
      cells: [shortName(model), ...scores],
    })),
    notes: [],
  };
}

/** Results expected of studies of other sizes, simulated from this solution. */
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

type Meaning = NonNullable<ReportFactors['meaning']>;

/** Whether words of similar meaning are used together, and the pairs that are exceptions. */
function meaningPart({ meaning }: ReportFactors): FactorPart {
  return {
    title: 'Meaning against use',
    tables: meaning ? [meaningTable(meaning)] : [],
    plots: [],
    notes: meaning
      ? [
          `${meaningWords(meaning)}: correlation over pairs, frequency partialled out, p by permutation.`,
        ]
      : [],
  };
}

/** The result of the comparison, without a full stop. */
export function meaningWords({ r, p }: Meaning): string {
  const figures = `(r = ${signed(r)}, p ${pEquals(p)})`;
  return p !== null && p < 0.05
    ? `Words of like meaning are used together more often than chance ${figures}`
    : `Words of like meaning are not used together more often than chance ${figures}`;
}

function pEquals(p: number | null): string {
  const text = probability(p);
  return text.startsWith('<') ? text : `= ${text}`;
}

/** Pairs of clusters on which meaning and use disagree most. */
function meaningTable(meaning: Meaning): Table {
  return {
    id: 'meaning',
    title: 'Pairs on which meaning and use disagree most',
    columns: [
      { id: 'words', title: 'Words' },
      loadingColumn('meaning', 'Meaning'),
      loadingColumn('together', 'Said together'),
    ],
    rows: meaning.disagree.slice(0, 10).map((pair) => ({
      id: `${pair.a} ${pair.b}`,
      cells: [`${pair.a} – ${pair.b}`, pair.meaning, pair.together],
    })),
    notes: [],
  };
}

/** A loading of .3 or more whose interval covers 0. */
function isDoubtful({ checks, loadings }: ReportFactors, column: number, factor: number) {
  const one = foundIn(checks.intervals)?.loadings[column]?.[factor];
  const value = loadings[column]?.[factor] ?? 0;
  return one !== undefined && Math.abs(value) >= salient && coversZero(one);
}
