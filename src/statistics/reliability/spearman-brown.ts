/** Reliability of a test `factor` times as long (Spearman 1910; Brown 1910). 2 steps up a split half. */
export function spearmanBrown(r: number, factor: number): number {
  return (factor * r) / (1 + (factor - 1) * r);
}
