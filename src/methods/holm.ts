/** Holm's (1979) step-down correction of several tests. */

/** The probabilities after correction, in the order given. */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
  const corrected = p.map(() => 1);
  let least = 0;
  order.forEach((at, rank) => {
    least = Math.max(least, Math.min(1, (p.length - rank) * p[at]!));
    corrected[at] = least;
  });
  return corrected;
}
