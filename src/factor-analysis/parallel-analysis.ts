import { UserError } from '../errors.ts';
import {
  type CorrelationKind,
  columnsOf,
  correlateColumns,
  isComplete,
} from '../statistics/correlation.ts';
import { flatten, type Rows } from '../statistics/dense.ts';
import { mean, quantile, ranks } from '../statistics/describe.ts';
import { symmetricEigenvalues } from '../statistics/eigen.ts';
import { createRandom, type Random } from '../statistics/random.ts';
import { squaredMultipleCorrelations } from './adequacy.ts';

/**
 * Where the unrelated data come from. `normal`: standard normal deviates. `resampled`: each column drawn
 * with replacement. `permuted`: each column shuffled. `blocks`: for each column the groups of rows (models)
 * change places as wholes, then rows within each; what rows of one group share stays, what columns share goes.
 */
export type ParallelMethod = 'normal' | 'resampled' | 'permuted' | 'blocks';

export interface ParallelOptions {
  /** Default `blocks` where groups are given, else `permuted` for rows and `normal` for a matrix. */
  method?: ParallelMethod;
  /** Group label (model) of each row; needed for `blocks`. */
  groups?: readonly (string | number)[];
  /** Default 100. */
  iterations?: number;
  /** Criterion line, default .95. */
  quantile?: number;
  /** Kind of correlation, of the data and of the simulations alike. Default `pearson`. */
  kind?: CorrelationKind;
  seed?: number | string;
  onProgress?: (done: number, total: number) => void;
  /** Looked at before each replicate; when true the analysis ends with what it has. */
  shouldStop?: () => boolean;
}

export interface ParallelLine {
  /** Eigenvalues of the data, descending. */
  observed: number[];
  mean: number[];
  sd: number[];
  /** The criterion quantile of each simulated eigenvalue. */
  quantile: number[];
  /** Position of the first observed eigenvalue not above its criterion, minus one. */
  suggestedByQuantile: number;
  suggestedByMean: number;
}

export interface ParallelAnalysis {
  method: ParallelMethod;
  /** Replicates done; fewer than asked for when stopped. */
  iterations: number;
  quantile: number;
  seed: string;
  stopped: boolean;
  /** Eigenvalues of R (components). */
  pc: ParallelLine;
  /** Eigenvalues of R with squared multiple correlations on its diagonal. */
  smc: ParallelLine;
}

export type ParallelInput = { rows: Rows } | { correlation: Rows; n: number };

/**
 * Horn's parallel analysis (1965): how many eigenvalues exceed those of unrelated data. Replicate i draws from
 * its own stream of the seed, so results do not depend on the order or place of computation.
 * Rows with gaps are left out. R: `psych::fa.parallel`; the block permutation has no counterpart there.
 * @throws UserError when rows or groups do not suffice, or a method needs rows and got a matrix.
 */
export function parallelAnalysis(
  input: ParallelInput,
  options: ParallelOptions = {},
): ParallelAnalysis {
  const kind = options.kind ?? 'pearson';
  const raw = 'rows' in input ? prepareRows(input.rows, kind, options.groups) : undefined;
  const p = raw ? raw.p : (input as { correlation: Rows }).correlation.length;
  const n = raw ? raw.n : (input as { n: number }).n;
  const method = options.method ?? (raw ? (options.groups ? 'blocks' : 'permuted') : 'normal');
  if (method !== 'normal' && !raw) {
    throw new UserError(
      `parallel analysis by '${method}' needs the rows, not only a correlation matrix`,
    );
  }
  if (method === 'blocks' && !raw?.blocks) {
    throw new UserError('block-permuted parallel analysis needs the group of each row');
  }
  if (method === 'blocks' && raw!.blocks!.length < 2) {
    throw new UserError('block-permuted parallel analysis needs at least 2 groups of rows');
  }
  const iterations = Math.max(1, Math.round(options.iterations ?? 100));
  const level = options.quantile ?? 0.95;
  const seed = String(options.seed ?? 1);
  const random = createRandom(seed).fork('parallel');
  const observed = raw
    ? correlateColumns(Float64Array.from(raw.columns), n, p).correlation
    : flatten((input as { correlation: Rows }).correlation, p);

  const pc: Float64Array[] = [];
  const smc: Float64Array[] = [];
  const columns = new Float64Array(n * p);
  while (pc.length < iterations && !options.shouldStop?.()) {
    drawUnrelated(method, columns, raw, n, p, random.fork(pc.length));
    if (method === 'normal' && kind === 'spearman') rankColumns(columns, n, p);
    const { correlation } = correlateColumns(columns, n, p);
    pc.push(symmetricEigenvalues(correlation, p));
    smc.push(reducedEigenvalues(correlation, p));
    options.onProgress?.(pc.length, iterations);
  }
  return {
    method,
    iterations: pc.length,
    quantile: level,
    seed,
    stopped: pc.length < iterations,
    pc: summarise(symmetricEigenvalues(observed, p), pc, level),
    smc: summarise(reducedEigenvalues(observed, p), smc, level),
  };
}

/** Position of the first value not above its criterion, minus one; all of them when every value is above. */
export function firstBelow(observed: ArrayLike<number>, criterion: ArrayLike<number>): number {
  for (let i = 0; i < observed.length; i++) if (!(observed[i]! > criterion[i]!)) return i;
  return observed.length;
}

interface Prepared {
  columns: Float64Array;
  n: number;
  p: number;
  /** Row indices of each group. */
  blocks: number[][] | undefined;
}

function prepareRows(
  rows: Rows,
  kind: CorrelationKind,
  groups: readonly (string | number)[] | undefined,
): Prepared {
  const p = rows[0]?.length ?? 0;
  if (groups && groups.length !== rows.length) {
    throw new UserError(`${groups.length} group labels were given for ${rows.length} rows`);
  }
  const kept = rows.map((_, i) => i).filter((i) => isComplete(rows[i]!, p));
  if (kept.length < 3) {
    throw new UserError(
      `parallel analysis needs at least 3 rows without gaps; there are ${kept.length}`,
    );
  }
  let blocks: number[][] | undefined;
  if (groups) {
    const byLabel = new Map<string, number[]>();
    kept.forEach((from, i) => {
      const label = String(groups[from]);
      const block = byLabel.get(label);
      if (block) block.push(i);
      else byLabel.set(label, [i]);
    });
    blocks = [...byLabel.values()];
  }
  const complete = kept.map((i) => rows[i]!);
  return { columns: columnsOf(complete, p, kind), n: kept.length, p, blocks };
}

function drawUnrelated(
  method: ParallelMethod,
  out: Float64Array,
  raw: Prepared | undefined,
  n: number,
  p: number,
  random: Random,
): void {
  if (method === 'normal' || !raw) {
    for (let i = 0; i < out.length; i++) out[i] = random.normal();
    return;
  }
  for (let j = 0; j < p; j++) {
    const from = raw.columns.subarray(j * n, (j + 1) * n);
    const to = out.subarray(j * n, (j + 1) * n);
    if (method === 'resampled') {
      for (let i = 0; i < n; i++) to[i] = from[random.integer(n)]!;
    } else if (method === 'permuted') {
      to.set(from);
      random.shuffle(to);
    } else {
      exchangeBlocks(from, to, raw.blocks!, random);
    }
  }
}

/**
 * Each group receives the values of another group in random order. Where the giving group is larger, a random
 * part of it is used; where it is smaller, all of it and then draws with replacement, so that the
 * groups stay in line across columns whatever their sizes.
 */
function exchangeBlocks(
  from: Float64Array,
  to: Float64Array,
  blocks: number[][],
  random: Random,
): void {
  const order = random.sample(blocks.length, blocks.length);
  blocks.forEach((target, b) => {
    const source = blocks[order[b]!]!;
    const drawn = random.sample(source.length, source.length);
    target.forEach((row, i) => {
      const pick = i < drawn.length ? drawn[i]! : random.integer(source.length);
      to[row] = from[source[pick]!]!;
    });
  });
}

function rankColumns(columns: Float64Array, n: number, p: number): void {
  for (let j = 0; j < p; j++) columns.set(ranks(columns.subarray(j * n, (j + 1) * n)), j * n);
}

function reducedEigenvalues(r: Float64Array, p: number): Float64Array {
  const smc = squaredMultipleCorrelations(r, p);
  const reduced = Float64Array.from(r);
  for (let i = 0; i < p; i++) reduced[i * p + i] = smc[i]!;
  return symmetricEigenvalues(reduced, p);
}

function summarise(observed: Float64Array, drawn: Float64Array[], level: number): ParallelLine {
  const at = Array.from(observed, (_, j) => drawn.map((values) => values[j]!));
  const means = at.map(mean);
  const quantiles = at.map((values) => quantile(values, level));
  return {
    observed: Array.from(observed),
    mean: means,
    sd: at.map((values, j) => {
      const squares = values.reduce((sum, x) => sum + (x - means[j]!) ** 2, 0);
      return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
    }),
    quantile: quantiles,
    suggestedByQuantile: drawn.length > 0 ? firstBelow(observed, quantiles) : 0,
    suggestedByMean: drawn.length > 0 ? firstBelow(observed, means) : 0,
  };
}
