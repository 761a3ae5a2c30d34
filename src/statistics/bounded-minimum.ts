import { cholesky, solveCholesky } from './dense.ts';

export interface Evaluation {
  value: number;
  gradient: Float64Array;
  /** Rounding error of the value, where it is more than a few units in its last place. */
  noise?: number;
  /** Flat n × n; without it steps come from a limited-memory quasi-Newton model. */
  hessian?: () => Float64Array;
}

/** A function with its derivatives. */
export type Evaluate = (x: Float64Array) => Evaluation;

export interface Minimum {
  x: Float64Array;
  value: number;
  /** Largest absolute gradient among variables that are not held at a bound. */
  gradient: number;
  iterations: number;
  converged: boolean;
}

/** A bound of every variable, or one for each. */
export type Bound = number | ArrayLike<number>;

/**
 * Minimises a smooth function in a box by projected Newton steps (Bertsekas 1982): variables at a bound
 * whose gradient points outward are held, the others take a Newton (or L-BFGS) step whose path is bent
 * along the box, shortened until the function falls. Ends when the free gradient is below `tolerance`.
 */
export function minimiseInBox(
  start: Float64Array,
  lower: Bound,
  upper: Bound,
  evaluate: Evaluate,
  { tolerance = 1e-11, maxIterations = 500 } = {},
): Minimum {
  const n = start.length;
  const [least, most] = [each(lower, n), each(upper, n)];
  const clip = (value: number, i: number) => Math.min(most[i]!, Math.max(least[i]!, value));
  let x = Float64Array.from(start, clip);
  let now = evaluate(x);
  const memory: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let iterations = 0;
  let stalled = 0;

  for (; iterations < maxIterations; iterations++) {
    const free = freeVariables(x, now.gradient, least, most);
    if (largest(now.gradient, free) < tolerance || stalled > 2) break;
    const newton = now.hessian
      ? newtonStep(now.hessian(), now.gradient, free, n)
      : quasiNewtonStep(memory, now.gradient, free, n);
    const step =
      search(newton, free) ??
      search(
        Float64Array.from(now.gradient, (g) => -g),
        free,
      );
    if (!step) break;
    const s = new Float64Array(n);
    const y = new Float64Array(n);
    let sy = 0;
    let yy = 0;
    for (let i = 0; i < n; i++) {
      s[i] = step.x[i]! - x[i]!;
      y[i] = step.at.gradient[i]! - now.gradient[i]!;
      sy += s[i]! * y[i]!;
      yy += y[i]! * y[i]!;
    }
    if (!now.hessian && sy > 1e-12 * yy) {
      memory.push({ s, y, rho: 1 / sy });
      if (memory.length > 12) memory.shift();
    }
    const before = largest(now.gradient, free);
    const flat = Math.abs(step.at.value - now.value) <= 2 * noiseOf(now);
    x = step.x;
    now = step.at;
    const after = largest(now.gradient, freeVariables(x, now.gradient, least, most));
    stalled = flat && after >= before ? stalled + 1 : 0;
  }

  const gradient = largest(now.gradient, freeVariables(x, now.gradient, least, most));
  return {
    x,
    value: now.value,
    gradient,
    iterations,
    converged: gradient < Math.max(tolerance, 1e-7),
  };

  function search(direction: Float64Array, free: Uint8Array) {
    const before = largest(now.gradient, free);
    for (let t = 1; t > 1e-10; t /= 2) {
      const trial = new Float64Array(n);
      let slope = 0;
      for (let i = 0; i < n; i++) {
        trial[i] = free[i] ? clip(x[i]! + t * direction[i]!, i) : x[i]!;
        slope += now.gradient[i]! * (trial[i]! - x[i]!);
      }
      if (!(slope < 0)) continue;
      const at = evaluate(trial);
      if (at.value <= now.value + 1e-4 * slope) return { x: trial, at };
      // Where the function is flat to rounding, the gradient still tells progress.
      const level = at.value <= now.value + noiseOf(now);
      if (level && largest(at.gradient, freeVariables(trial, at.gradient, least, most)) < before) {
        return { x: trial, at };
      }
    }
    return undefined;
  }
}

function each(bound: Bound, n: number): Float64Array {
  return typeof bound === 'number' ? new Float64Array(n).fill(bound) : Float64Array.from(bound);
}

function noiseOf({ value, noise }: Evaluation): number {
  return noise ?? 4e-16 * (1 + Math.abs(value));
}

function freeVariables(
  x: Float64Array,
  gradient: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Uint8Array {
  const free = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const held =
      (x[i]! <= lower[i]! && gradient[i]! > 0) || (x[i]! >= upper[i]! && gradient[i]! < 0);
    free[i] = held ? 0 : 1;
  }
  return free;
}

function largest(gradient: Float64Array, free: Uint8Array): number {
  let out = 0;
  for (let i = 0; i < gradient.length; i++) {
    if (free[i]) out = Math.max(out, Math.abs(gradient[i]!));
  }
  return out;
}

function newtonStep(
  hessian: Float64Array,
  gradient: Float64Array,
  free: Uint8Array,
  n: number,
): Float64Array {
  const index: number[] = [];
  for (let i = 0; i < n; i++) if (free[i]) index.push(i);
  const m = index.length;
  const block = new Float64Array(m * m);
  let scale = 0;
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) block[a * m + b] = hessian[index[a]! * n + index[b]!]!;
    scale = Math.max(scale, Math.abs(block[a * m + a]!));
  }
  const right = index.map((i) => -gradient[i]!);
  const step = new Float64Array(n);
  for (let damping = 0; damping < 1e8 * (scale || 1); ) {
    const damped = Float64Array.from(block);
    for (let a = 0; a < m; a++) damped[a * m + a] = damped[a * m + a]! + damping;
    const l = cholesky(damped, m);
    if (l) {
      const solution = solveCholesky(l, right, m);
      for (let a = 0; a < m; a++) step[index[a]!] = solution[a]!;
      return step;
    }
    damping = damping === 0 ? 1e-3 * (scale || 1) : damping * 10;
  }
  for (let a = 0; a < m; a++) step[index[a]!] = right[a]!;
  return step;
}

function quasiNewtonStep(
  memory: { s: Float64Array; y: Float64Array; rho: number }[],
  gradient: Float64Array,
  free: Uint8Array,
  n: number,
): Float64Array {
  const q = new Float64Array(n);
  for (let i = 0; i < n; i++) q[i] = free[i] ? gradient[i]! : 0;
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < n; i++) if (free[i]) sum += a[i]! * b[i]!;
    return sum;
  };
  // Curvature is taken on the free variables only, so a pair may turn out useless for this set.
  const pairs = memory
    .map(({ s, y }) => ({ s, y, sy: dot(s, y), alpha: 0 }))
    .filter((pair) => pair.sy > 1e-14);
  for (let m = pairs.length - 1; m >= 0; m--) {
    const pair = pairs[m]!;
    pair.alpha = dot(pair.s, q) / pair.sy;
    for (let i = 0; i < n; i++) q[i] = q[i]! - pair.alpha * pair.y[i]!;
  }
  const last = pairs.at(-1);
  // Without history a unit step: for minres that is exactly one step of principal-axis iteration.
  const scale = last ? last.sy / dot(last.y, last.y) : 1;
  for (let i = 0; i < n; i++) q[i] = q[i]! * scale;
  for (const pair of pairs) {
    const beta = dot(pair.y, q) / pair.sy;
    for (let i = 0; i < n; i++) q[i] = q[i]! + (pair.alpha - beta) * pair.s[i]!;
  }
  for (let i = 0; i < n; i++) q[i] = free[i] ? -q[i]! : 0;
  return q;
}
