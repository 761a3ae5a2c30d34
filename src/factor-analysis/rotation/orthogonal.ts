import { identity, multiply, multiplyTransposed } from '../../statistics/dense.ts';
import {
  type Criterion,
  type DescentOptions,
  descend,
  type GradientProjection,
  largestElement,
  type Point,
} from './gradient-projection.ts';
import { polarFactor } from './polar-factor.ts';

/**
 * Orthogonal rotation by gradient projection (Jennrich 2001; GPArotation's `GPForth`) from the orthogonal
 * k × k matrix `start`. Returns `undefined` if the start cannot be evaluated.
 */
export function rotateOrthogonal(
  unrotated: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
  start: Float64Array = identity(k),
  options: DescentOptions = {},
): GradientProjection | undefined {
  const found = descend(
    {
      evaluateAt: (turn) => evaluateAt(unrotated, turn, p, k, criterion),
      moved: (from, step) =>
        polarFactor(
          from.turn.map((t, at) => t - step * from.projected[at]!),
          k,
        ),
    },
    start,
    options,
  );
  if (!found) return undefined;
  const { best, iterations } = found;
  return {
    loadings: multiply(unrotated, best.turn, p, k, k),
    phi: undefined,
    turn: best.turn,
    criterion: best.value,
    gradient: largestElement(best.projected),
    iterations,
  };
}

function evaluateAt(
  unrotated: Float64Array,
  turn: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
): Point | undefined {
  const loadings = multiply(unrotated, turn, p, k, k);
  const g = new Float64Array(p * k);
  const value = criterion(loadings, g, p, k);
  if (!Number.isFinite(value)) return undefined;
  // G = Aᵀ ∂f/∂L; what is tangent to the orthogonal matrices is G − T sym(TᵀG).
  const gradient = multiplyTransposed(unrotated, g, p, k, k);
  const inner = multiplyTransposed(turn, gradient, k, k, k);
  const symmetric = inner.map((x, at) => (x + inner[(at % k) * k + Math.floor(at / k)]!) / 2);
  const along = multiply(turn, symmetric, k, k, k);
  const projected = gradient.map((x, at) => x - along[at]!);
  let norm = 0;
  for (const x of projected) norm += x * x;
  return { turn, value, projected, norm: Math.sqrt(norm) };
}
