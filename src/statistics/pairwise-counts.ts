import type { Rows } from './dense.ts';

/**
 * For each two columns of `rows` (n × p) the number of rows in which both hold a finite number; a column's
 * own on the diagonal. R: `psych::pairwiseCount`.
 */
export function pairwiseCounts(rows: Rows): number[][] {
  const p = rows[0]?.length ?? 0;
  const counts = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (const row of rows) {
    const there: number[] = [];
    for (let j = 0; j < p; j++) if (Number.isFinite(row[j])) there.push(j);
    for (const i of there) {
      const line = counts[i]!;
      for (const j of there) line[j] = line[j]! + 1;
    }
  }
  return counts;
}
