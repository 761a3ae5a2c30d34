import { identity, multiply, multiplyTransposed, solve } from '../../statistics/dense.ts';
import type { Random } from '../../statistics/random.ts';

/** A rotation criterion: fills `gradient` (flat p × k) and returns the value at `loadings`. */
export type Criterion = (
  loadings: Float64Array,
  gradient: Float64Array,
  p: number,
  k: number,
) => number;

export interface GradientProjection {
  /** Pattern, flat p × k. */
  loadings: Float64Array;
  /** Flat k × k. */
  phi: Float64Array;
  /** The k × k matrix with unit columns that was found; `phi` is its cross product. */
  turn: Float64Array;
  criterion: number;
  /** Largest element of the projected gradient. */
  gradient: number;
  iterations: number;
}

/** Direct oblimin (Jennrich and Sampson 1966); gamma 0 is quartimin. GPArotation: `vgQ.oblimin`. */
export function obliminCriterion(gamma = 0): Criterion {
  return (loadings, gradient, p, k) => {
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
 * Oblique rotation by gradient projection (Jennrich 2002; Bernaards and Jennrich 2005,
 * GPArotation's `GPFoblq`) from the k × k matrix `start` with unit columns. The step length comes from two
 * gradients (Barzilai and Borwein 1988), kept if the criterion falls below the highest of the last five
 * (Grippo, Lampariello and Lucidi 1986): it needs fewer steps than doubling and halving, and converges to
 * `tolerance` where GPArotation stops at 1e-5. Returns `undefined` if the start cannot be evaluated.
 */
export function rotateOblique(
  unrotated: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
  start: Float64Array = identity(k),
  { tolerance = 1e-12, maxIterations = 3000 } = {},
): GradientProjection | undefined {
  let now = evaluateAt(unrotated, Float64Array.from(start), p, k, criterion);
  if (!now) return undefined;
  let best = now;
  let step = 1;
  let iterations = 0;
  let sinceBest = 0;
  const recent = [now.value];
  for (; iterations < maxIterations && now.norm > tolerance; iterations++) {
    let next: Point | undefined;
    // Near the end differences of the criterion drown in rounding, and the step is taken as it is.
    const halvings = now.norm > 1e-5 ? 15 : 0;
    const bound = Math.max(...recent);
    for (let halving = 0; halving <= halvings; halving++) {
      next = evaluateAt(unrotated, moved(now, step, k), p, k, criterion);
      if (next && next.value <= bound - 1e-4 * step * now.norm ** 2) break;
      if (halving < halvings) step /= 2;
    }
    if (!next) break;
    step = secantStep(now, next, step);
    now = next;
    recent.push(now.value);
    if (recent.length > 5) recent.shift();
    if (now.norm < best.norm) {
      best = now;
      sinceBest = 0;
    } else if (now.norm < 1e-5 && ++sinceBest > 100) {
      break;
    }
  }
  const phi = multiplyTransposed(best.turn, best.turn, k, k, k);
  let gradient = 0;
  for (const value of best.projected) gradient = Math.max(gradient, Math.abs(value));
  return {
    loadings: best.loadings,
    phi,
    turn: best.turn,
    criterion: best.value,
    gradient,
    iterations,
  };
}

/** A random orthogonal k × k matrix (Gram and Schmidt on normal deviates), as GPArotation's `Random.Start`. */
export function randomStart(k: number, random: Random): Float64Array {
  const out = new Float64Array(k * k);
  for (let m = 0; m < k; m++) {
    for (let i = 0; i < k; i++) out[i * k + m] = random.normal();
    for (let twice = 0; twice < 2; twice++) {
      for (let before = 0; before < m; before++) {
        let dot = 0;
        for (let i = 0; i < k; i++) dot += out[i * k + m]! * out[i * k + before]!;
        for (let i = 0; i < k; i++) out[i * k + m] = out[i * k + m]! - dot * out[i * k + before]!;
      }
    }
    let length = 0;
    for (let i = 0; i < k; i++) length += out[i * k + m]! ** 2;
    for (let i = 0; i < k; i++) out[i * k + m] = out[i * k + m]! / Math.sqrt(length);
  }
  return out;
}

interface Point {
  turn: Float64Array;
  loadings: Float64Array;
  value: number;
  projected: Float64Array;
  /** Frobenius norm of the projected gradient. */
  norm: number;
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
  const loadings = new Float64Array(p * k); // A (T⁻¹)ᵀ
  for (let i = 0; i < p; i++) {
    for (let m = 0; m < k; m++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += unrotated[i * k + l]! * inverse[m * k + l]!;
      loadings[i * k + m] = sum;
    }
  }
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
  return { turn, loadings, value, projected, norm: Math.sqrt(norm) };
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

function secantStep(before: Point, after: Point, step: number): number {
  let ss = 0;
  let sy = 0;
  for (let i = 0; i < before.turn.length; i++) {
    const s = after.turn[i]! - before.turn[i]!;
    ss += s * s;
    sy += s * (after.projected[i]! - before.projected[i]!);
  }
  return sy > 0 && ss > 0 ? Math.min(ss / sy, 1e3) : step;
}
