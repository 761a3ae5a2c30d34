/** The weights of a head from pairs of endings. */
import { logisticRidge } from '../../src/statistics/logistic-ridge.ts';
import type { Pair } from './pairs.ts';

/** Root mean square of each number over the differences: what the penalty counts in. */
export function scaleOf(pairs: readonly Pair[]): Float64Array {
  const size = pairs[0]!.difference.length;
  const sums = new Float64Array(size);
  for (const { difference } of pairs)
    for (let i = 0; i < size; i++) sums[i]! += difference[i]! ** 2;
  return sums.map((sum) => Math.sqrt(sum / pairs.length) || 1);
}

/**
 * Logistic regression without an intercept on the differences within stems: each pair counts as it is and turned
 * round, half each, which leaves no room for one. Ridge penalty on the scaled numbers; weights are of the unscaled.
 */
export function trainHead(
  pairs: readonly Pair[],
  scale: Float64Array,
  penalty: number,
): Float64Array {
  const rows = pairs.map(({ difference }) => difference.map((x, i) => x / scale[i]!));
  const turned = rows.map((row) => row.map((x) => -x));
  const { weights } = logisticRidge(
    [...rows, ...turned],
    [...rows.map(() => true), ...turned.map(() => false)],
    penalty,
    new Float64Array(2 * rows.length).fill(0.5),
  );
  return weights.map((weight, i) => weight / scale[i]!);
}
