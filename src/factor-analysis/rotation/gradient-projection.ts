/** A rotation criterion: fills `gradient` (flat p × k) and returns the value at `loadings`. */
export interface Criterion {
  (loadings: Float64Array, gradient: Float64Array, p: number, k: number): number;
  /** For criteria that have a kernel: all that an oblique rotation asks at a turning matrix, as in `Manifold`. */
  oblique?: (unrotated: Float64Array, p: number, k: number) => Manifold['evaluateAt'];
}

export interface GradientProjection {
  /** Pattern, flat p × k. */
  loadings: Float64Array;
  /** Factor correlations, flat k × k; `undefined` for orthogonal rotations. */
  phi: Float64Array | undefined;
  /** The k × k matrix that was found (oblique: with unit columns, `phi` is its cross product). */
  turn: Float64Array;
  criterion: number;
  /** Largest element of the projected gradient. */
  gradient: number;
  iterations: number;
}

export interface DescentOptions {
  /** Frobenius norm of the projected gradient to stop at, default 1e-12. */
  tolerance?: number;
  /** Default 3000. */
  maxIterations?: number;
}

/** A point of a descent: a turning matrix, and what follows from it. */
export interface Point {
  turn: Float64Array;
  value: number;
  /** The gradient's part within the set of allowed turns. */
  projected: Float64Array;
  /** Frobenius norm of the projected gradient. */
  norm: number;
}

/** A set of allowed turning matrices: how to evaluate one, and how to step from one to another. */
export interface Manifold {
  /** `undefined` where the turn cannot be evaluated. */
  evaluateAt: (turn: Float64Array) => Point | undefined;
  moved: (from: Point, step: number) => Float64Array;
}

/**
 * Gradient projection (Jennrich 2001, 2002; Bernaards and Jennrich 2005). The step length comes from two
 * gradients (Barzilai and Borwein 1988), kept if the criterion falls below the highest of the last five
 * (Grippo, Lampariello and Lucidi 1986): it needs fewer steps than doubling and halving, and converges to
 * `tolerance` where GPArotation stops at 1e-5. Returns `undefined` if the start cannot be evaluated.
 */
export function descend(
  { evaluateAt, moved }: Manifold,
  start: Float64Array,
  { tolerance = 1e-12, maxIterations = 3000 }: DescentOptions = {},
): { best: Point; iterations: number } | undefined {
  let now = evaluateAt(Float64Array.from(start));
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
      next = evaluateAt(moved(now, step));
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
  return { best, iterations };
}

export function largestElement(values: Float64Array): number {
  let out = 0;
  for (const value of values) out = Math.max(out, Math.abs(value));
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
