/** Number of factors, stability, and fit as plain tables, for the page, the Markdown, and the commands alike. */

import { kmoWord } from '../factor-analysis/adequacy.ts';
import { verdictSigns } from '../factor-analysis/congruence-verdict.ts';
import { capital } from '../safe-text/capital.ts';
import { fixed, percent, plural, probability, share, shortName } from '../tables/numbers.ts';
import type { ReportFactors } from './report-schema.ts';

export type FactorTable = {
  title: string;
  /** The first is the name of the row; the others hold numbers, unless named in `words`. */
  columns: string[];
  words: readonly number[];
  rows: string[][];
};

const standings = { counts: 'counts', shown: 'beside', warning: '▲ warning' } as const;

/** ".97 ✓", ".91 ~", ".80 ?", ".62 ✗", stepped up from halves; "withheld" where it cannot be told, "–" where it was not computed. */
export function replicationMark({ checks }: ReportFactors, factor: number): string {
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

/** Every rule for the number of factors. */
export function numberTable({ numberOfFactors }: ReportFactors): FactorTable {
  return {
    title: 'Rules for the number of factors',
    columns: ['Rule', 'Factors', 'Standing'],
    words: [2],
    rows: numberOfFactors.rules.map((rule) => [
      rule.name,
      String(rule.suggested),
      `${standings[rule.standing]}${rule.why ? `: ${rule.why}` : ''}`,
    ]),
  };
}

/** What all rules come to, in sentences. */
export function numberWords(factors: ReportFactors): string[] {
  const without = factors.suggestedKWithoutTotal;
  return [
    factors.numberOfFactors.summary,
    ...(without === null
      ? []
      : [`With the row total (how many words an answer has) taken out: ${without}.`]),
  ];
}

/** Adequacy and fit: measure, value, remark. */
export function fitTable(
  factors: Pick<
    ReportFactors,
    'columns' | 'kmo' | 'bartlett' | 'fit' | 'logDeterminant' | 'condition' | 'rmsr'
  >,
): FactorTable {
  const { kmo, bartlett, fit } = factors;
  const low = kmo ? factors.columns.filter((_, at) => (kmo.perColumn[at] ?? 1) < 0.5) : [];
  const singular = 'the correlations have no proper inverse';
  const rows = [
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
  ];
  return { title: 'Adequacy and fit', columns: ['Measure', 'Value', ''], words: [2], rows };
}

/** Why CFI and TLI of halves are withheld. */
export const fewModels = 'withheld: fewer models than degrees of freedom';

/** "df 19, p .03"; with groups of rows that the test is adjusted for them, or why it is withheld. */
function testWords(test: { df: number | null; p: number | null; groups: number | null }) {
  const { df, p, groups } = test;
  if (groups === null) return `df ${fixed(df)}, p ${probability(p)}`;
  return p === null
    ? `withheld: ${plural(groups, 'independent group')} of rows for ${fixed(df)} degrees of freedom`
    : `df ${fixed(df, 1)}, p ${probability(p)}; adjusted for ${groups} groups of rows, conservative`;
}

/** How few rows these count like, what was left out of the fit and why, Heywood cases. */
export function fitWords({ nesting, heywood, fit, dropped }: ReportFactors): string[] {
  return [
    ...(nesting?.words ?? []),
    ...(fit.withheld ? [`Not told: ${fit.withheld}.`] : []),
    ...(heywood.length > 0
      ? [`Heywood case: less than 2 % of the variance is its own in ${heywood.join(', ')}.`]
      : []),
    ...(dropped.length > 0
      ? [`Left out: ${dropped.map((one) => `${one.cluster} (${one.why})`).join(', ')}.`]
      : []),
  ];
}

/** Verdicts on the factors, and the fit of one half's structure to the other half; those that were computed. */
export function stabilityTables(factors: ReportFactors): FactorTable[] {
  const { replication, intervals, otherHalf } = factors.checks;
  const drawn = intervals && 'congruence' in intervals ? intervals.congruence : null;
  const tables: FactorTable[] = [];
  if (replication && 'factors' in replication)
    tables.push({
      title: 'Do the factors come back in other models? (Tucker’s congruence)',
      columns: [
        'Factor',
        'Halves',
        '5–95 %',
        'All',
        ...(drawn ? ['Resamples'] : []),
        'Without one',
        'Verdict',
      ],
      words: [drawn ? 6 : 5],
      rows: replication.factors.map((one, f) => [
        `F${f + 1} ${factors.factors[f]?.name ?? ''}`,
        share(one.median),
        `${share(one.low)}–${share(one.high)}`,
        share(one.steppedUp),
        ...(drawn ? [share(drawn[f]?.median ?? null)] : []),
        share(one.least),
        `${verdictSigns[one.verdict]} ${one.verdict}`,
      ]),
    });
  if (otherHalf && 'cfi' in otherHalf) {
    const row = (name: string, spread: typeof otherHalf.cfi) => [
      name,
      share(spread?.median ?? null, 3),
      spread ? `${share(spread.low, 3)}–${share(spread.high, 3)}` : fewModels,
    ];
    tables.push({
      title: 'The structure of one half of the models, fitted to the other half (confirmatory)',
      columns: ['Fit', 'Median', '5–95 %'],
      words: [],
      rows: [
        row('CFI', otherHalf.cfi),
        row('TLI', otherHalf.tli),
        row('RMSEA', otherHalf.rmsea),
        row('SRMR', otherHalf.srmr),
      ],
    });
  }
  return tables;
}

/** What the checks say in sentences: verdicts short of the best with their bounds, chance, reasons why something is withheld. */
export function stabilityWords({ checks }: ReportFactors): string[] {
  const { replication, intervals, otherHalf } = checks;
  const reasons = (
    [
      ['Halves of the models', replication],
      ['Intervals of the loadings', intervals],
      ['The other half', otherHalf],
    ] as const
  ).flatMap(([name, part]) => (part && 'withheld' in part ? [`${name}: ${part.withheld}.`] : []));
  const told = replication && 'factors' in replication ? replication : null;
  const drawn = intervals && 'loadings' in intervals ? intervals : null;
  const half = otherHalf && 'cfi' in otherHalf ? otherHalf : null;
  return [
    ...(told?.factors ?? [])
      .filter((one) => one.verdict !== 'replicates')
      .map((one) => `${capital(one.words)}.`),
    ...(told
      ? [
          `${plural(told.splits, 'random half', 'random halves')} of ${plural(told.models, 'model')}; the model that matters most is ${shortName(leastOf(told.factors)?.without ?? '–')}.${told.chance === null ? '' : ` Halves of data without structure agree up to ${share(told.chance)} (95 %). All: congruence of the whole solution with the truth, expected from the halves, √(2φ / (1 + φ)).`}`,
        ]
      : []),
    ...(half
      ? [
          `${half.halves} of ${half.asked} halves could be fitted${(half.improper ?? 0) > 0 ? `, ${percent(half.improper)} of them improperly` : ''}.`,
        ]
      : []),
    ...(drawn
      ? [
          `Loadings: ${percent(drawn.level)} intervals from ${drawn.draws} resamples of whole models; ° where 0 lies within.${drawn.note ? ` ${drawn.note}.` : ''}`,
        ]
      : []),
    ...reasons,
  ];
}

/** A loading of .3 or more whose interval covers 0. */
export function isDoubtful({ checks, loadings }: ReportFactors, column: number, factor: number) {
  const { intervals } = checks;
  const one =
    intervals && 'loadings' in intervals ? intervals.loadings[column]?.[factor] : undefined;
  const value = loadings[column]?.[factor] ?? 0;
  return (
    one !== undefined && Math.abs(value) >= 0.3 && (one.low ?? -1) <= 0 && (one.high ?? 1) >= 0
  );
}

function leastOf<T extends { least: number | null }>(factors: readonly T[]): T | undefined {
  return factors.toSorted((a, b) => (a.least ?? 1) - (b.least ?? 1))[0];
}
