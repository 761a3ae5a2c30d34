import { UserError } from '../errors.ts';
import { pearson } from './correlation.ts';
import type { Rows } from './dense.ts';
import { ranks } from './describe.ts';
import type { Random } from './random.ts';

export interface MantelTest {
  /** Correlation of the two matrices over pairs, the third held constant where there is one. */
  r: number;
  /** Share of permutations (the data counted as one) with an r at least as high: one-sided. */
  p: number;
  permutations: number;
}

export interface MantelOptions {
  random: Random;
  /** Default 999. */
  permutations?: number;
  method?: 'pearson' | 'spearman';
}

/**
 * Correlation of two symmetric n × n matrices over the pairs below the diagonal, tested by permuting the objects of
 * the first (Mantel 1967). With `control` (n × n) the partial correlation, rows and columns of `x` permuted
 * (Smouse, Long and Sokal 1986). R: `vegan::mantel`, `vegan::mantel.partial`.
 * @throws UserError for sizes that differ, fewer than three objects, or a matrix without variation.
 */
export function mantelTest(
  x: Rows,
  y: Rows,
  control: Rows | undefined,
  options: MantelOptions,
): MantelTest {
  const n = x.length;
  if (y.length !== n || (control && control.length !== n)) {
    throw new UserError('the matrices to compare must be of the same size');
  }
  if (n < 3) throw new UserError(`a comparison over pairs needs at least 3 words; there are ${n}`);
  const rank = options.method === 'spearman';
  const lower = (m: Rows) => {
    const values = new Float64Array((n * (n - 1)) / 2);
    let at = 0;
    for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) values[at++] = m[i]![j]!;
    return rank ? ranks(values) : values;
  };
  const vx = lower(x);
  const vy = standardise(lower(y), 'second');
  const vz = control ? standardise(lower(control), 'third') : undefined;
  const zx = standardise(vx, 'first');
  const ryz = vz ? dot(vy, vz) : 0;
  const partial = (v: Float64Array) => {
    const rxy = dot(v, vy);
    if (!vz) return rxy;
    const rxz = dot(v, vz);
    return (rxy - rxz * ryz) / Math.sqrt((1 - rxz * rxz) * (1 - ryz * ryz));
  };
  const r = partial(zx);
  const rxz = vz ? dot(zx, vz) : 0;
  if (1 - rxz * rxz < 1e-12 || 1 - ryz * ryz < 1e-12) {
    throw new UserError(
      'the third matrix explains one of the others fully; nothing is left to correlate',
    );
  }
  const permutations = options.permutations ?? 999;
  const permuted = new Float64Array(zx.length);
  let reaching = 0;
  for (let b = 0; b < permutations; b++) {
    const order = options.random.sample(n, n);
    let at = 0;
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const a = Math.max(order[i]!, order[j]!);
        const c = Math.min(order[i]!, order[j]!);
        permuted[at++] = zx[(a * (a - 1)) / 2 + c]!;
      }
    }
    if (partial(permuted) >= r - 1e-12) reaching++;
  }
  return { r, p: (reaching + 1) / (permutations + 1), permutations };
}

/** Partial correlation of x and y given z. */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  z: ArrayLike<number>,
): number {
  const rxy = pearson(x, y);
  const rxz = pearson(x, z);
  const ryz = pearson(y, z);
  return (rxy - rxz * ryz) / Math.sqrt((1 - rxz * rxz) * (1 - ryz * ryz));
}

function standardise(values: Float64Array, which: string): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  const out = values.map((value) => value - mean);
  for (const value of out) squares += value * value;
  if (!(squares > 0))
    throw new UserError(`the ${which} matrix is the same for every pair of words`);
  const scale = 1 / Math.sqrt(squares);
  return out.map((value) => value * scale);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
