/** The order in which loadings are read. */

/**
 * Variables by the factor on which they load highest, then by the size of that loading, the largest first; of equals the
 * earlier. R: `psych::fa.sort`.
 * @param loadings variables × factors; null counts as 0
 */
export function sortedByFactor(
  loadings: readonly (readonly (number | null)[])[],
): { variable: number; factor: number }[] {
  return loadings
    .map((row, variable) => {
      const sizes = row.map((value) => Math.abs(value ?? 0));
      const size = Math.max(...sizes);
      return { variable, factor: sizes.indexOf(size), size };
    })
    .sort((a, b) => a.factor - b.factor || b.size - a.size)
    .map(({ variable, factor }) => ({ variable, factor }));
}
