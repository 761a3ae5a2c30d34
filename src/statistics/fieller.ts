/** Fieller's interval of a value that an estimated slope has divided. */

export interface FiellerError {
  /** Variance of the estimate that does not hang on the slope. */
  own: number;
  /** The rest of the variance at a distance u from the origin: `constant` + 2·`linear`·u + `square`·u². */
  constant?: number;
  linear?: number;
  /** Squared relative error of the slope. */
  square: number;
}

/**
 * All u with (estimate − u)² ≤ t²·(own + constant + 2·linear·u + square·u²) (Fieller 1954): where a slope is in doubt
 * the interval is longer on the far side. Where the slope is in so much doubt that the set has no end (t²·square ≥ 1),
 * its part on the side of the estimate is given, infinite as it may be, and all there is where it holds 0.
 */
export function fiellerInterval(
  estimate: number,
  t: number,
  { own, constant = 0, linear = 0, square }: FiellerError,
): { low: number; high: number } {
  const q = 1 - t * t * square;
  const half = estimate + t * t * linear;
  const rest = estimate * estimate - t * t * (own + constant);
  if (Math.abs(q) < 1e-12) {
    const edge = rest / (2 * half);
    return half > 0 ? { low: edge, high: Infinity } : { low: -Infinity, high: edge };
  }
  const inside = half * half - q * rest;
  const everything = { low: -Infinity, high: Infinity };
  if (q < 0 && rest < 0) return everything;
  if (inside < 0) return q > 0 ? { low: estimate, high: estimate } : everything;
  const roots = [(half - Math.sqrt(inside)) / q, (half + Math.sqrt(inside)) / q].sort(
    (a, b) => a - b,
  );
  const [first, second] = [roots[0]!, roots[1]!];
  if (q > 0) return { low: first, high: second };
  return estimate >= second ? { low: second, high: Infinity } : { low: -Infinity, high: first };
}
