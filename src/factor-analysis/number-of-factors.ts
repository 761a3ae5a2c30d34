/** How many factors: all rules side by side, and in words how far they agree. */

import { capital } from '../safe-text/capital.ts';
import type { CorrelationKind, MissingPolicy } from '../statistics/correlation.ts';
import { type Rows, unflatten } from '../statistics/dense.ts';
import { symmetricEigenvalues } from '../statistics/eigen.ts';
import { type EmpiricalKaiser, empiricalKaiser, kaiserGuttman } from './empirical-kaiser.ts';
import { type FactorInput, readInput } from './input.ts';
import { type MinimumAveragePartial, minimumAveragePartial } from './map.ts';
import { isOrdinal } from './ordinal-input.ts';
import type { ParallelLine, ParallelLineName, ParallelMethod } from './parallel-analysis.ts';
import { smoothCorrelation } from './smoothing.ts';
import { type VerySimpleStructure, verySimpleStructure } from './vss.ts';

/** What is needed of a parallel analysis: any `ParallelAnalysis` will do. */
export type ParallelFound = { method: ParallelMethod } & Partial<
  Record<ParallelLineName, Pick<ParallelLine, 'suggested'>>
>;

export interface NumberRule {
  /** As in `parallel.blocks.pc`, `map`, `map.revised`, `empiricalKaiser`, `vss.max1`, `kaiserGuttman`. */
  id: string;
  /** As in the summary. */
  name: string;
  /** Null where the rule is withheld, for the reason in `why`. */
  suggested: number | null;
  /**
   * `counts` for the agreement; `shown` beside it; `warning`: known to take too many here, for the reason in
   * `why`.
   */
  standing: 'counts' | 'shown' | 'warning';
  why: string | null;
}

export interface NumberOfFactors {
  /** What the leading parallel analysis says, at least 1; without one what most rules say, the least of them first. */
  suggested: number;
  rules: NumberRule[];
  /** `all` rules that count say the same, `most` of them do, or they are `split`. */
  agreement: 'all' | 'most' | 'split';
  /** Whole sentences. */
  summary: string;
  map: MinimumAveragePartial;
  vss: VerySimpleStructure;
  empiricalKaiser: EmpiricalKaiser;
  kaiserGuttman: number;
}

/**
 * Parallel analyses (of the same data and kind of correlation), Velicer's MAP, the empirical Kaiser criterion,
 * very simple structure, and Kaiser's rule in one result. A block-permuted parallel analysis leads; ordinary
 * ones are then shown as warnings, for they mistake what rows of one group share for factors. Tetrachorics and
 * polychorics are smoothed first.
 * @throws UserError as `factorAnalysis` does for the input
 */
export function numberOfFactors(
  input: FactorInput,
  parallel: readonly ParallelFound[],
  options: {
    kind?: CorrelationKind;
    missing?: MissingPolicy;
    emptyCell?: number;
    /** Effective rows for a correlation (`nesting`), for the empirical Kaiser criterion. */
    effectiveRows?: number | null;
  } = {},
): NumberOfFactors {
  const { r: estimated, n, variables } = readInput(input, options);
  const p = variables.length;
  const ordinal = options.kind !== undefined && isOrdinal(options.kind);
  const r = ordinal ? smoothCorrelation(estimated, p).matrix : estimated;
  const correlation = unflatten(r, p, p);
  const eigenvalues = Array.from(symmetricEigenvalues(r, p));
  const found = {
    map: minimumAveragePartial(correlation),
    vss: verySimpleStructure(correlation, n),
    empiricalKaiser: empiricalKaiser(eigenvalues, options.effectiveRows ?? n),
    kaiserGuttman: kaiserGuttman(eigenvalues),
  };
  const sparse = 'rows' in input && isSparse(input.rows);
  return { ...agree(rulesOf(parallel, found, sparse)), ...found };
}

const methodNames: Record<ParallelMethod, string> = {
  blocks: 'block-permuted parallel analysis',
  components: 'parallel analysis by variance components',
  permuted: 'parallel analysis of permuted columns',
  resampled: 'parallel analysis of resampled columns',
  normal: 'parallel analysis of normal data',
};
const lineNames: Record<ParallelLineName, string> = {
  pc: '',
  smc: ' (common factors)',
  fa: ' (one common factor, as psych)',
};

/** A column in which one value holds so many of the rows is sparse. */
const sparseShare = 0.8;

/** Whether one value holds more than 80 % of the rows in most columns, as in 0/1 data of rare words. */
export function isSparse(rows: Rows): boolean {
  const p = rows[0]?.length ?? 0;
  let sparse = 0;
  for (let j = 0; j < p; j++) {
    const counts = new Map<number, number>();
    let n = 0;
    for (const row of rows) {
      const x = row[j]!;
      if (!Number.isFinite(x)) continue;
      n++;
      counts.set(x, (counts.get(x) ?? 0) + 1);
    }
    if (Math.max(0, ...counts.values()) > sparseShare * n) sparse++;
  }
  return sparse > p / 2;
}

/** Every rule with its standing; the first that counts leads. MAP does not count for `sparse` columns. */
export function rulesOf(
  parallel: readonly ParallelFound[],
  found: Pick<NumberOfFactors, 'map' | 'vss' | 'empiricalKaiser' | 'kaiserGuttman'>,
  sparse = false,
): NumberRule[] {
  const order: ParallelMethod[] = ['blocks', 'components', 'permuted', 'resampled', 'normal'];
  const sorted = [...parallel].sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
  const nested = sorted[0]?.method === 'blocks' || sorted[0]?.method === 'components';
  const rules: NumberRule[] = [];
  const add = (
    id: string,
    name: string,
    suggested: number,
    standing: NumberRule['standing'],
    why: string | null = null,
  ) => rules.push({ id, name, suggested, standing, why });
  sorted.forEach((analysis, at) => {
    for (const line of ['pc', 'smc', 'fa'] as const) {
      const suggested = analysis[line]?.suggested;
      if (suggested === undefined) continue;
      const ordinary = nested && analysis.method !== 'blocks' && analysis.method !== 'components';
      const simple =
        ordinary || (!nested && sorted.length === 1)
          ? 'parallel analysis'
          : methodNames[analysis.method];
      add(
        `parallel.${analysis.method}.${line}`,
        `${ordinary ? 'ordinary ' : ''}${simple}${lineNames[line]}`,
        suggested,
        ordinary ? 'warning' : at === 0 && line === 'pc' ? 'counts' : 'shown',
        ordinary ? 'its rows are not independent' : null,
      );
    }
  });
  const least = (map: { suggested: number; noneIsLeast: boolean }) =>
    map.noneIsLeast ? 0 : map.suggested;
  const blind = 'it misses factors of columns that are mostly one value';
  add('map', 'MAP', least(found.map), sparse ? 'shown' : 'counts', sparse ? blind : null);
  add('map.revised', 'revised MAP', least(found.map.revised), 'shown');
  add('empiricalKaiser', 'EKC', found.empiricalKaiser.suggested, 'counts');
  add('vss.max1', 'very simple structure 1', found.vss.max1, 'shown');
  add('vss.max2', 'very simple structure 2', found.vss.max2, 'shown');
  add(
    'kaiserGuttman',
    'Kaiser’s rule',
    found.kaiserGuttman,
    'warning',
    'it takes sampling error for factors',
  );
  return rules;
}

type Told = NumberRule & { suggested: number };

/** How far the rules agree. */
export function agree(
  rules: readonly NumberRule[],
): Pick<NumberOfFactors, 'suggested' | 'rules' | 'agreement' | 'summary'> {
  const counting = rules.filter(
    (rule): rule is Told => rule.standing === 'counts' && rule.suggested !== null,
  );
  const camps = new Map<number, NumberRule[]>();
  for (const rule of counting) {
    camps.set(rule.suggested, [...(camps.get(rule.suggested) ?? []), rule]);
  }
  const bySize = [...camps].sort(([a, one], [b, other]) => other.length - one.length || a - b);
  const largest = bySize[0]?.[1].length ?? 0;
  const agreement = bySize.length <= 1 ? 'all' : largest > counting.length / 2 ? 'most' : 'split';
  const leader = rules.find(
    ({ id, standing }) => standing === 'counts' && id.startsWith('parallel.'),
  );
  const suggested = Math.max(1, leader?.suggested ?? bySize[0]?.[0] ?? 1);
  return {
    suggested,
    rules: [...rules],
    agreement,
    summary: [mainSentence(bySize, agreement), ...asides(rules, leader, suggested)].join(' '),
  };
}

function mainSentence(
  camps: readonly [number, NumberRule[]][],
  agreement: NumberOfFactors['agreement'],
): string {
  const said = camps.map(
    ([suggested, rules]) =>
      `${inWords(rules.map(({ name }) => name))} ${rules.length > 1 ? 'say' : 'says'} ${count(suggested)}`,
  );
  if (agreement !== 'split') return `${capital(said.join('; '))}.`;
  const numbers = camps.map(([suggested]) => Math.max(1, suggested));
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  return `The rules disagree: ${said.join('; ')}. ${low === high ? '' : `Compare the solutions from ${low} to ${high} factors.`}`.trim();
}

function asides(
  rules: readonly NumberRule[],
  leader: NumberRule | undefined,
  suggested: number,
): string[] {
  const out: string[] = [];
  if (leader?.suggested === 0)
    out.push(
      'No eigenvalue exceeds what unrelated columns give: one factor is the least that can be taken.',
    );
  const warned = rules.filter(
    (rule) => rule.standing === 'warning' && rule.id.startsWith('parallel.'),
  );
  const differing = warned.filter(
    (rule) => rule.id.endsWith('.pc') && rule.suggested !== leader?.suggested,
  );
  // Ordinary analyses that say the same are one thought.
  const seen = new Set<number | null>();
  for (const rule of differing) {
    if (seen.has(rule.suggested)) continue;
    seen.add(rule.suggested);
    const same = differing.filter((other) => other.suggested === rule.suggested);
    const name = same.length > 1 ? 'ordinary parallel analysis' : rule.name;
    out.push(`${capital(name)} says ${count(rule.suggested)}: ${rule.why}.`);
  }
  const revised = rules.find(({ id }) => id === 'map.revised');
  const original = rules.find(({ id }) => id === 'map');
  if (original?.standing === 'counts' && revised && revised.suggested !== original.suggested)
    out.push(`Revised MAP says ${count(revised.suggested)}.`);
  const kaiser = rules.find(({ id }) => id === 'kaiserGuttman');
  if (kaiser && kaiser.suggested !== suggested)
    out.push(`${kaiser.name} says ${count(kaiser.suggested)} and is shown only as a warning.`);
  return out;
}

function count(suggested: number | null): string {
  return suggested === 0 ? 'none' : String(suggested ?? 'nothing');
}

function inWords(names: readonly string[]): string {
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`;
}
