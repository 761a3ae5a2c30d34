/** What is equal between groups, or between occasions on which the same units were measured, level by level. */
import type { Parameter, Place, SampleMoments, SampleValues } from './structured-model.ts';

/** Each level holds what those before it hold: the same items on each factor; equal loadings; equal intercepts. */
export const levels = ['configural', 'metric', 'scalar'] as const;
export type Level = (typeof levels)[number];

/** A level, or an item at it, is rejected at this p or below. */
export const rejectedAt = 0.05;

/** What is compared: `blocks` groups that are samples of their own, or occasions that are parts of one sample. */
export interface Layout {
  /** Which item may load on which factor, p × k, the same in each block. */
  pattern: readonly (readonly boolean[])[];
  blocks: number;
  repeated: boolean;
}

/** Items whose loadings, or intercepts, need not be equal. */
export interface Freed {
  loadings: ReadonlySet<number>;
  intercepts: ReadonlySet<number>;
}

const nothingFreed: Freed = { loadings: new Set(), intercepts: new Set() };

/**
 * The free parameters of a level. Factors have variance 1 in every block until loadings are equal, then in the first alone, and mean
 * 0 until intercepts are. Occasions: factors of all occasions correlate freely, and so do the uniquenesses of one item.
 * @param identified false: factor variances and means are free everywhere, which is the same model with parameters to spare
 */
export function parametersOf(
  { pattern, blocks, repeated }: Layout,
  level: Level,
  freed: Freed = nothingFreed,
  identified = true,
): Parameter[] {
  const p = pattern.length;
  const k = pattern[0]!.length;
  const place = (at: Place['in'], block: number, row: number, column: number): Place => {
    if (!repeated) return { sample: block, in: at, row, column };
    const [height, width] = {
      loadings: [p, k],
      phi: [k, k],
      theta: [p, p],
      intercepts: [p, 0],
      means: [k, 0],
    }[at] as [number, number];
    return { sample: 0, in: at, row: block * height + row, column: block * width + column };
  };
  const everywhere = (of: (block: number) => Place): Place[] =>
    Array.from({ length: blocks }, (_, block) => of(block));
  const out: Parameter[] = [];
  /** One parameter for all blocks, or one for each. */
  const add = (equal: boolean, places: Place[]) => {
    if (equal) out.push(places);
    else for (const one of places) out.push([one]);
  };
  const equalLoadings = level !== 'configural';
  const equalIntercepts = level === 'scalar';
  pattern.forEach((row, i) => {
    row.forEach((may, m) => {
      if (may)
        add(
          equalLoadings && !freed.loadings.has(i),
          everywhere((block) => place('loadings', block, i, m)),
        );
    });
    add(
      equalIntercepts && !freed.intercepts.has(i),
      everywhere((block) => place('intercepts', block, i, 0)),
    );
    add(
      false,
      everywhere((block) => place('theta', block, i, i)),
    );
    if (!repeated) return;
    for (let later = 1; later < blocks; later++)
      for (let block = 0; block < later; block++)
        out.push([{ sample: 0, in: 'theta', row: later * p + i, column: block * p + i }]);
  });
  for (let block = 0; block < blocks; block++) {
    const isFree = !identified || block > 0;
    for (let m = 0; m < k; m++) {
      if (!identified || (equalLoadings && isFree)) out.push([place('phi', block, m, m)]);
      for (let q = 0; q < m; q++) out.push([place('phi', block, m, q)]);
      if (!identified || (equalIntercepts && isFree)) out.push([place('means', block, m, 0)]);
    }
    if (!repeated) continue;
    for (let earlier = 0; earlier < block; earlier++)
      for (let m = 0; m < k; m++)
        for (let q = 0; q < k; q++)
          out.push([{ sample: 0, in: 'phi', row: block * k + m, column: earlier * k + q }]);
  }
  return out;
}

/** Values to start from: the same pooled loadings (p × k) in every block, and the means of its items as intercepts. */
export function startingValues(
  { pattern, blocks, repeated }: Layout,
  loadings: Float64Array,
  samples: readonly SampleMoments[],
): SampleValues[] {
  const p = pattern.length;
  const k = pattern[0]!.length;
  const inOne = repeated ? blocks : 1;
  return samples.map(({ mean, covariance }) => {
    const [rows, factors] = [p * inOne, k * inOne];
    const all = new Float64Array(rows * factors);
    const theta = new Float64Array(rows * rows);
    const phi = new Float64Array(factors * factors);
    for (let block = 0; block < inOne; block++)
      for (let i = 0; i < p; i++)
        for (let m = 0; m < k; m++)
          all[(block * p + i) * factors + block * k + m] = loadings[i * k + m]!;
    for (let i = 0; i < rows; i++) theta[i * rows + i] = covariance[i * rows + i]! / 2;
    for (let m = 0; m < factors; m++) {
      phi[m * factors + m] = 1;
      // Factors of two occasions are near each other.
      for (let q = 0; q < factors; q++) if (q !== m && q % k === m % k) phi[m * factors + q] = 0.5;
    }
    return {
      p: rows,
      k: factors,
      loadings: all,
      phi,
      theta,
      intercepts: Float64Array.from(mean),
      means: new Float64Array(factors),
    };
  });
}
