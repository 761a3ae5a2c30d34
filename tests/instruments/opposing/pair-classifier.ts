/** Whether the wording alone tells which reply of a pair serves the value: a classifier that sees no request. */
import { cholesky, solveCholesky } from '../../../src/statistics/dense.ts';
import { mean, quantile } from '../../../src/statistics/describe.ts';
import { createRandom } from '../../../src/statistics/random.ts';

/**
 * A ridge classifier of differences (serving minus opposing), one vector per item, each item told by the others:
 * the share that it gets right, and the middle 95 % of that share where the sides are drawn by lot. Its leave-one-out
 * predictions follow from the smoother matrix H = K (K + λI)⁻¹ as (Hy − h y) / (1 − h), Golub, Heath, and Wahba (1979).
 */
export function classifyPairs(
  differences: readonly ArrayLike<number>[],
  { draws = 1000, ridge = 1, seed = 1 } = {},
): { right: number; chance: { low: number; high: number } } {
  const n = differences.length;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) kernel[i * n + j] = dot(differences[i]!, differences[j]!);
  const scale = mean(Array.from({ length: n }, (_, i) => kernel[i * n + i]!));
  const shifted = Float64Array.from(kernel);
  for (let i = 0; i < n; i++) shifted[i * n + i]! += ridge * scale;
  const factor = cholesky(shifted, n)!;
  // K and (K + λI)⁻¹ commute, so the columns solved for are those of H.
  const smoother = Array.from({ length: n }, (_, j) =>
    solveCholesky(factor, kernel.subarray(j * n, (j + 1) * n), n),
  );
  const rightOf = (sides: ArrayLike<number>) => {
    let right = 0;
    for (let i = 0; i < n; i++) {
      const own = smoother[i]!;
      const told = (dot(own, sides) - own[i]! * sides[i]!) / (1 - own[i]!);
      right += told * sides[i]! > 0 ? 1 : told === 0 ? 0.5 : 0;
    }
    return right / n;
  };
  const random = createRandom(seed);
  const drawn = Array.from({ length: draws }, () =>
    rightOf(Array.from({ length: n }, () => (random.next() < 0.5 ? 1 : -1))),
  );
  return {
    right: rightOf(new Float64Array(n).fill(1)),
    chance: { low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) },
  };
}

/** Bags of words as vectors over all words that stand in them: what the first has more often than the second. */
export function wordDifferences(
  pairs: readonly { serving: readonly string[]; opposing: readonly string[] }[],
  wordsOf: (text: string) => readonly string[],
): Float64Array[] {
  const places = new Map<string, number>();
  for (const { serving, opposing } of pairs)
    for (const word of [...serving, ...opposing].flatMap(wordsOf))
      if (!places.has(word)) places.set(word, places.size);
  return pairs.map(({ serving, opposing }) => {
    const vector = new Float64Array(places.size);
    for (const word of serving.flatMap(wordsOf)) vector[places.get(word)!]! += 1;
    for (const word of opposing.flatMap(wordsOf)) vector[places.get(word)!]! -= 1;
    return vector;
  });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
