/** Place of the factor with the largest loading, by its size, of a row of loadings; of equal ones the first. */
export function homeOf(row: readonly number[]): number {
  return row.reduce((best, x, m) => (Math.abs(x) > Math.abs(row[best]!) ? m : best), 0);
}
