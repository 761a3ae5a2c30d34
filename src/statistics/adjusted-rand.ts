/**
 * Adjusted Rand index of two partitions of the same objects (Hubert and Arabie 1985): 1 for the same partition,
 * about 0 for chance. R: `mclust::adjustedRandIndex`. Two partitions that are both trivial agree fully (1).
 */
export function adjustedRandIndex(
  a: readonly (string | number)[],
  b: readonly (string | number)[],
): number {
  if (a.length !== b.length) {
    throw new RangeError(`partitions of ${a.length} and ${b.length} objects cannot be compared`);
  }
  const cells = new Map<string, number>();
  const rows = new Map<string | number, number>();
  const columns = new Map<string | number, number>();
  const names = new Map<string | number, number>();
  for (let i = 0; i < a.length; i++) {
    if (!names.has(b[i]!)) names.set(b[i]!, names.size);
    const key = `${names.get(b[i]!)} ${a[i]}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
    rows.set(a[i]!, (rows.get(a[i]!) ?? 0) + 1);
    columns.set(b[i]!, (columns.get(b[i]!) ?? 0) + 1);
  }
  const together = pairsIn(cells.values());
  const inA = pairsIn(rows.values());
  const inB = pairsIn(columns.values());
  const all = (a.length * (a.length - 1)) / 2;
  const expected = all > 0 ? (inA * inB) / all : 0;
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function pairsIn(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}
