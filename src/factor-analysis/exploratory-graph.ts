/** Exploratory graph analysis: variables that go together as communities of a network, and whether resamples agree. */
import { columnsOf, correlateColumns } from '../statistics/correlation.ts';
import type { Rows } from '../statistics/dense.ts';
import { largestEigenpairs } from '../statistics/eigen.ts';
import { filteredGraph } from '../statistics/filtered-graph.ts';
import { ebicNetwork } from '../statistics/graphical-lasso.ts';
import { numberOf } from '../statistics/number-of.ts';
import { createRandom } from '../statistics/random.ts';
import { assign } from '../statistics/tucker.ts';
import { walktrap } from '../statistics/walktrap.ts';

export const graphNetworks = ['glasso', 'tmfg'] as const;
export type GraphNetwork = (typeof graphNetworks)[number];

export interface GraphDimensions {
  network: GraphNetwork;
  /** Communities of at least two variables. */
  dimensions: number;
  /** Of each variable, from 0; null for one that stands alone. */
  communities: (number | null)[];
  /** Partial correlations (glasso), or the correlations that are kept (TMFG): flat p × p, 0 on the diagonal. */
  weights: Float64Array;
  /** The penalty of the glasso and the γ of its extended BIC; null for TMFG. */
  lambda: number | null;
  gamma: number | null;
}

export interface GraphOptions {
  network?: GraphNetwork;
  /** Penalties that are tried. Default 100. */
  penalties?: number;
}

/** Larger tables have no glasso: it would take minutes. */
export const mostVariables = 80;
/** The filtered graph begins with four variables. */
export const leastVariables = 5;

/**
 * Golino and Epskamp (2017): a sparse network (EBIC glasso, or TMFG) of the correlations, and its communities by walktrap on
 * the sizes of the edges. Before that, whether there is more than one dimension at all: where the leading eigenvector of
 * the correlations’ modularity matrix gives no split, all variables are one community (Christensen, Garrido, Guerra-Peña, Golino 2023).
 * R: `EGAnet::EGA(model = "glasso" | "TMFG", algorithm = "walktrap", uni.method = "LE")`.
 * @param r flat p × p correlations, p from 5 to 80 (glasso)
 * @param n rows, or their effective number
 */
export function exploratoryGraph(
  r: Float64Array,
  p: number,
  n: number,
  { network = 'glasso', penalties = 100 }: GraphOptions = {},
): GraphDimensions {
  const sparse = network === 'glasso' ? ebicNetwork(r, p, n, { count: penalties }) : null;
  const weights = sparse?.network ?? filteredGraph(r, p);
  const labels = isOneDimension(r, p)
    ? new Int32Array(p)
    : walktrap(
        weights.map((weight) => Math.abs(weight)),
        p,
      );
  const communities = withoutSingles(labels);
  return {
    network,
    dimensions: dimensionsOf(communities),
    communities,
    weights,
    lambda: sparse?.lambda ?? null,
    gamma: sparse?.gamma ?? null,
  };
}

/**
 * Whether no split in two is better than none (Newman 2006). R: `igraph::cluster_leading_eigen` of the sizes of the
 * correlations gives one community.
 */
function isOneDimension(r: Float64Array, p: number): boolean {
  const sizes = r.map((value, at) => (at % (p + 1) === 0 ? 0 : Math.abs(value)));
  const strength = Array.from({ length: p }, (_, i) =>
    sizes.subarray(i * p, (i + 1) * p).reduce((sum, x) => sum + x, 0),
  );
  const total = strength.reduce((sum, x) => sum + x, 0);
  if (total === 0) return false;
  const modularity = sizes.map(
    (size, at) => size - (strength[Math.floor(at / p)]! * strength[at % p]!) / total,
  );
  const { vectors } = largestEigenpairs(modularity, p, 1);
  const sides = Array.from({ length: p }, (_, i) => (vectors[i]! >= 0 ? 1 : -1));
  let gain = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) gain += sides[i]! * sides[j]! * modularity[i * p + j]!;
  return gain <= 1e-8 * total || new Set(sides).size === 1;
}

/** A variable alone is no dimension; the others are numbered again. */
function withoutSingles(labels: Int32Array): (number | null)[] {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const numbers = new Map<number, number>();
  return Array.from(labels, (label) => (sizes.get(label)! < 2 ? null : numberOf(numbers, label)));
}

function dimensionsOf(communities: readonly (number | null)[]): number {
  return new Set(communities.filter((one) => one !== null)).size;
}

export interface GraphStability extends Omit<GraphDimensions, 'weights'> {
  /** Resamples, and of how many units. */
  draws: number;
  units: number;
  /** How many resamples have each number of dimensions, the most frequent first. */
  frequency: { dimensions: number; draws: number }[];
  /** For each variable: the share of resamples that put it into its own community, or leave it alone where it is alone. */
  items: number[];
}

/** Fewer units are too few to resample. */
export const leastUnits = 6;

export interface GraphPlan {
  rows: number[][];
  /** Rows of each unit. */
  units: number[][];
  /** Effective number of rows. */
  n: number;
  network: GraphNetwork;
  seed: number | string;
  whole: Omit<GraphDimensions, 'weights'>;
}

/** In resamples fewer penalties are tried. */
const penaltiesOfDraws = 30;

/**
 * The data that resamples start from; null where there are too few, or too many, columns.
 * @param rows n × p, no gaps
 * @param units the independent unit of each row (family, model, or the row itself)
 */
export function planGraphs(
  rows: Rows,
  units: readonly (string | number)[],
  { n, network, seed }: { n: number; network: GraphNetwork; seed: number | string },
): GraphPlan | null {
  const p = rows[0]?.length ?? 0;
  if (p < leastVariables || (network === 'glasso' && p > mostVariables)) return null;
  const table = Array.from(rows, (row) => Array.from(row));
  const { correlation } = correlateColumns(columnsOf(table, p), table.length, p);
  const { weights: _, ...whole } = exploratoryGraph(correlation, p, n, { network });
  return { rows: table, units: rowsOfUnits(units), n, network, seed, whole };
}

/** The rows of each unit, in the order in which units come. */
export function rowsOfUnits(units: readonly (string | number)[]): number[][] {
  return [...Map.groupBy(units.keys(), (i) => String(units[i])).values()];
}

/** The communities of one resample of the units; null where a column does not vary in it. */
export function graphDraw(plan: GraphPlan, draw: number): (number | null)[] | null {
  const random = createRandom(plan.seed).fork(`graph ${plan.network}`).fork(draw);
  const count = plan.units.length;
  const places = Array.from({ length: count }, () => plan.units[random.integer(count)]!).flat();
  const rows = places.map((i) => plan.rows[i]!);
  const p = rows[0]!.length;
  const { correlation, constant } = correlateColumns(columnsOf(rows, p), rows.length, p);
  if (constant.length > 0) return null;
  return exploratoryGraph(correlation, p, plan.n, {
    network: plan.network,
    penalties: penaltiesOfDraws,
  }).communities;
}

/** Summary over all resamples. R: `EGAnet::bootEGA`, `itemStability`, with whole units resampled. */
export function summariseGraphs(
  { whole, units }: Pick<GraphPlan, 'whole' | 'units'>,
  draws: readonly ((number | null)[] | null)[],
): GraphStability {
  const told = draws.filter((one) => one !== null);
  const counts = new Map<number, number>();
  const own = new Float64Array(whole.communities.length);
  for (const communities of told) {
    const dimensions = dimensionsOf(communities);
    counts.set(dimensions, (counts.get(dimensions) ?? 0) + 1);
    const named = namedAs(communities, whole.communities);
    whole.communities.forEach((label, i) => {
      if (named[i] === label) own[i]! += 1;
    });
  }
  return {
    ...whole,
    draws: told.length,
    units: units.length,
    frequency: [...counts]
      .map(([dimensions, count]) => ({ dimensions, draws: count }))
      .sort((a, b) => b.draws - a.draws || a.dimensions - b.dimensions),
    items: Array.from(own, (count) => (told.length > 0 ? count / told.length : 0)),
  };
}

/** Communities under the labels of others that share most of their members; those without one under numbers of their own. */
function namedAs(
  communities: readonly (number | null)[],
  labels: readonly (number | null)[],
): (number | null)[] {
  const size = 1 + Math.max(-1, ...communities.map(Number), ...labels.map(Number));
  const shared = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  communities.forEach((own, i) => {
    const label = labels[i];
    if (own !== null && label !== null && label !== undefined) shared[own]![label]! -= 1;
  });
  const partner = assign(shared);
  return communities.map((own) =>
    own === null ? null : shared[own]![partner[own]!]! < 0 ? partner[own]! : size + own,
  );
}
