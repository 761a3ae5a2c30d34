import { UserError } from '../../errors.ts';
import { flatten, type Rows, unflatten } from '../../statistics/dense.ts';
import type { Criterion } from './gradient-projection.ts';
import { fromManyStarts } from './many-starts.ts';
import { rotateOblique } from './oblique.ts';
import { rotateOrthogonal } from './orthogonal.ts';
import { rowLengths, scaleRows } from './orthomax.ts';

/** Where loadings should go: `null` (or NaN) leaves a cell open. */
export type Target = readonly ArrayLike<number | null>[];

export interface TargetOptions {
  /** Let factors correlate (GPArotation's `targetQ`), default false (`targetT`). */
  oblique?: boolean;
  /** Rows of loadings and target over the row's length before rotating, default false. */
  kaiser?: boolean;
  /** Starts: the loadings as they are, then random ones. Default 30. */
  starts?: number;
  seed?: number | string;
}

export interface TargetRotation {
  /** p × k, columns in the target's order and direction. */
  loadings: number[][];
  /** k × k; `null` for the orthogonal rotation. */
  phi: number[][] | null;
  /** Sum of squared distances from the given cells. */
  criterion: number;
  /** Root mean square distance from the given cells. */
  rmsDifference: number;
  gradient: number;
  converged: boolean;
  starts: number;
  distinctMinima: number;
  shareAtBest: number;
}

/**
 * Rotation towards a target, of which cells may be left open (Browne 1972, 2001): least squares over the given
 * cells by gradient projection, to a gradient of 1e-12. GPArotation: `targetT`, `targetQ`.
 * @param loadings unrotated (or any orthogonal) loadings, p × k
 * @param target p × k
 * @throws UserError where sizes differ or no cell is given
 */
export function rotateToTarget(
  loadings: Rows,
  target: Target,
  options: TargetOptions = {},
): TargetRotation {
  const p = loadings.length;
  const k = loadings[0]?.length ?? 0;
  checkTarget(target, p, k);
  const a = flatten(loadings, k);
  const lengths = options.kaiser ? rowLengths(a, p, k) : undefined;
  const goal = new Float64Array(p * k);
  for (let i = 0; i < p; i++) {
    for (let m = 0; m < k; m++) goal[i * k + m] = target[i]![m] ?? Number.NaN;
  }
  const criterion = targetCriterion(scaleRows(goal, lengths, p, k, -1));
  const x = scaleRows(a, lengths, p, k, -1);
  const rotate = options.oblique ? rotateOblique : rotateOrthogonal;
  const found = fromManyStarts(
    k,
    (start, descent) => rotate(x, p, k, criterion, start, descent),
    options,
  );
  if (!found) throw new UserError('the loadings cannot be rotated: they are not all numbers');
  const { best, ...starts } = found;
  const turned = scaleRows(best.loadings, lengths, p, k, 1);
  const signs = freeSigns(goal, turned, p, k);
  const given = goal.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return {
    ...starts,
    loadings: unflatten(
      turned.map((x, at) => x * signs[at % k]!),
      p,
      k,
    ),
    phi: best.phi
      ? unflatten(
          best.phi.map((x, at) => x * signs[at % k]! * signs[Math.floor(at / k)]!),
          k,
          k,
        )
      : null,
    criterion: best.criterion,
    rmsDifference: Math.sqrt(best.criterion / given),
    gradient: best.gradient,
    converged: best.gradient < 1e-6,
  };
}

/** A column whose given cells are all 0 may point either way: it is given a positive sum. */
function freeSigns(goal: Float64Array, loadings: Float64Array, p: number, k: number): Int8Array {
  return Int8Array.from({ length: k }, (_, m) => {
    let sum = 0;
    for (let i = 0; i < p; i++) {
      const cell = goal[i * k + m]!;
      if (!Number.isNaN(cell) && cell !== 0) return 1;
      sum += loadings[i * k + m]!;
    }
    return sum < 0 ? -1 : 1;
  });
}

function targetCriterion(goal: Float64Array): Criterion {
  return (loadings, gradient) => {
    let value = 0;
    for (let at = 0; at < goal.length; at++) {
      const off = loadings[at]! - goal[at]!;
      const counts = !Number.isNaN(goal[at]!);
      gradient[at] = counts ? 2 * off : 0;
      if (counts) value += off * off;
    }
    return value;
  };
}

function checkTarget(target: Target, p: number, k: number): void {
  if (target.length !== p || Array.from(target).some((row) => row.length !== k)) {
    throw new UserError(`the target must be ${p} × ${k}, as the loadings are`);
  }
  const given = target.some((row) => Array.from(row).some((x) => x !== null && !Number.isNaN(x)));
  if (!given) throw new UserError('the target leaves every cell open');
}
