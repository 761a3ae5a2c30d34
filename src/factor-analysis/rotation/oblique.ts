import { identity, multiply, multiplyTransposed, solve } from '../../statistics/dense.ts';
import { roundUp, type Workspace, workspace } from '../../statistics/kernels/kernels.ts';
import {
  type Criterion,
  type DescentOptions,
  descend,
  type GradientProjection,
  largestElement,
  type Manifold,
  type Point,
} from './gradient-projection.ts';

/** Direct oblimin (Jennrich and Sampson 1966); gamma 0 is quartimin. GPArotation: `vgQ.oblimin`. */
export function obliminCriterion(gamma = 0): Criterion {
  const criterion: Criterion = (loadings, gradient, p, k) => {
    const mean = new Float64Array(k);
    const cross = new Float64Array(p * k);
    for (let i = 0; i < p; i++) {
      let sum = 0;
      for (let m = 0; m < k; m++) sum += loadings[i * k + m]! ** 2;
      for (let m = 0; m < k; m++) {
        const other = sum - loadings[i * k + m]! ** 2;
        cross[i * k + m] = other;
        mean[m] = mean[m]! + other / p;
      }
    }
    let value = 0;
    for (let i = 0; i < p; i++) {
      for (let m = 0; m < k; m++) {
        const x = cross[i * k + m]! - gamma * mean[m]!;
        const l = loadings[i * k + m]!;
        gradient[i * k + m] = l * x;
        value += l * l * x;
      }
    }
    return value / 4;
  };
  criterion.oblique = (unrotated, p, k) => obliminKernel(unrotated, p, k, gamma);
  return criterion;
}

/** As `evaluateAt` with `obliminCriterion`, in one kernel on columns. */
function obliminKernel(
  unrotated: Float64Array,
  p: number,
  k: number,
  gamma: number,
): Manifold['evaluateAt'] {
  const stride = roundUp(p, 2);
  const size = k * stride;
  const lengths = {
    unrotated: size,
    turn: k * k,
    loadings: size,
    gradient: size,
    sums: stride,
    work: 3 * k * k,
    projected: k * k,
  };
  let room: Workspace<keyof typeof lengths> | undefined;
  return (turn) => {
    if (!room?.isCurrent()) {
      room = workspace(lengths);
      const columns = room.arrays.unrotated;
      columns.fill(0);
      for (let i = 0; i < p; i++) {
        for (let m = 0; m < k; m++) columns[m * stride + i] = unrotated[i * k + m]!;
      }
    }
    const { kernels, at, arrays } = room;
    arrays.turn.set(turn);
    const value = kernels.oblimin(
      at.unrotated,
      p,
      stride,
      k,
      at.turn,
      gamma,
      at.loadings,
      at.gradient,
      at.sums,
      at.work,
      at.projected,
    );
    if (!Number.isFinite(value)) return undefined;
    const projected = arrays.projected.slice();
    let norm = 0;
    for (const x of projected) norm += x * x;
    return { turn, value, projected, norm: Math.sqrt(norm) };
  };
}

/** Geomin (Yates 1987; Browne 2001). GPArotation: `vgQ.geomin`, delta .01. */
export function geominCriterion(delta = 0.01): Criterion {
  return (loadings, gradient, p, k) => {
    let value = 0;
    for (let i = 0; i < p; i++) {
      let log = 0;
      for (let m = 0; m < k; m++) log += Math.log(loadings[i * k + m]! ** 2 + delta);
      const product = Math.exp(log / k);
      value += product;
      for (let m = 0; m < k; m++) {
        const l = loadings[i * k + m]!;
        gradient[i * k + m] = ((2 / k) * l * product) / (l * l + delta);
      }
    }
    return value;
  };
}

/**
 * Oblique rotation by gradient projection (Jennrich 2002; GPArotation's `GPFoblq`) from the k × k matrix
 * `start` with unit columns. Returns `undefined` if the start cannot be evaluated.
 */
export function rotateOblique(
  unrotated: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
  start: Float64Array = identity(k),
  options: DescentOptions = {},
): GradientProjection | undefined {
  const found = descend(
    {
      evaluateAt:
        criterion.oblique?.(unrotated, p, k) ??
        ((turn) => evaluateAt(unrotated, turn, p, k, criterion)),
      moved: (from, step) => moved(from, step, k),
    },
    start,
    options,
  );
  if (!found) return undefined;
  const { best, iterations } = found;
  return {
    loadings: turnedBy(solve(best.turn, identity(k), k, k)!, unrotated, p, k),
    phi: multiplyTransposed(best.turn, best.turn, k, k, k),
    turn: best.turn,
    criterion: best.value,
    gradient: largestElement(best.projected),
    iterations,
  };
}

/** A (T⁻¹)ᵀ, flat p × k. */
function turnedBy(
  inverse: Float64Array,
  unrotated: Float64Array,
  p: number,
  k: number,
): Float64Array {
  const loadings = new Float64Array(p * k);
  for (let i = 0; i < p; i++) {
    for (let m = 0; m < k; m++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += unrotated[i * k + l]! * inverse[m * k + l]!;
      loadings[i * k + m] = sum;
    }
  }
  return loadings;
}

function evaluateAt(
  unrotated: Float64Array,
  turn: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
): Point | undefined {
  const inverse = solve(turn, identity(k), k, k);
  if (!inverse) return undefined;
  const loadings = turnedBy(inverse, unrotated, p, k);
  const g = new Float64Array(p * k);
  const value = criterion(loadings, g, p, k);
  if (!Number.isFinite(value)) return undefined;
  // ∂f/∂T = −(Lᵀ G T⁻¹)ᵀ, then its part along the columns of T is taken off.
  const inner = multiply(multiplyTransposed(loadings, g, p, k, k), inverse, k, k, k);
  const projected = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let m = 0; m < k; m++) projected[i * k + m] = -inner[m * k + i]!;
  let norm = 0;
  for (let m = 0; m < k; m++) {
    let along = 0;
    for (let i = 0; i < k; i++) along += turn[i * k + m]! * projected[i * k + m]!;
    for (let i = 0; i < k; i++) {
      const x = projected[i * k + m]! - turn[i * k + m]! * along;
      projected[i * k + m] = x;
      norm += x * x;
    }
  }
  return { turn, value, projected, norm: Math.sqrt(norm) };
}

function moved(from: Point, step: number, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let m = 0; m < k; m++) {
    let length = 0;
    for (let i = 0; i < k; i++) {
      const x = from.turn[i * k + m]! - step * from.projected[i * k + m]!;
      out[i * k + m] = x;
      length += x * x;
    }
    const scale = 1 / Math.sqrt(length);
    for (let i = 0; i < k; i++) out[i * k + m] = out[i * k + m]! * scale;
  }
  return out;
}
