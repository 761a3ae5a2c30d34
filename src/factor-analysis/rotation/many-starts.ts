import { identity } from '../../statistics/dense.ts';
import { createRandom } from '../../statistics/random.ts';
import type { DescentOptions, GradientProjection } from './gradient-projection.ts';
import { randomStart } from './random-start.ts';

export interface Starts {
  best: GradientProjection;
  starts: number;
  /** Different criterion values that the starts ended at. */
  distinctMinima: number;
  /** Share of the starts that reached the best one. */
  shareAtBest: number;
}

type Run = (start: Float64Array, options: DescentOptions) => GradientProjection | undefined;

/**
 * A rotation from the unrotated solution and from random orthogonal matrices. The first start's end is kept
 * unless another lies lower; then that one is carried on to the end. `undefined` if no start could be run.
 */
export function fromManyStarts(
  k: number,
  run: Run,
  options: { starts?: number; seed?: number | string } = {},
): Starts | undefined {
  const random = createRandom(options.seed ?? 1).fork('rotation');
  const starts = Math.max(1, options.starts ?? 30);
  const rough = { tolerance: 3e-4, maxIterations: 500 };
  const found: GradientProjection[] = [];
  for (let s = 0; s < starts; s++) {
    const start = s === 0 ? identity(k) : randomStart(k, random.fork(s));
    const end = run(start, s === 0 ? {} : rough);
    if (end) found.push(end);
  }
  const first = found[0];
  if (!first) return undefined;
  const lowest = Math.min(...found.map((end) => end.criterion));
  const near = (value: number) => value <= lowest + 1e-5 * Math.max(1, Math.abs(lowest));
  let best = near(first.criterion) ? first : found.find((end) => end.criterion === lowest)!;
  // A rough minimum is refined from where it ended.
  if (best !== first) best = run(best.turn, {}) ?? best;
  return {
    best,
    starts,
    distinctMinima: countDistinct(found.map((end) => end.criterion)),
    shareAtBest: found.filter((end) => near(end.criterion)).length / found.length,
  };
}

/** Rough minima scatter by less than 1e-4 of themselves around the true one. */
function countDistinct(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const gap = 1e-4 * Math.max(1, Math.abs(sorted[0]!));
  return 1 + sorted.filter((value, i) => i > 0 && value - sorted[i - 1]! > gap).length;
}
