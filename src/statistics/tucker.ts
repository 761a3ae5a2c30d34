import type { Rows } from './dense.ts';

/**
 * Tucker's congruence of each column of `a` (p × k) with each column of `b` (p × m): k × m cosines.
 * R: `psych::factor.congruence`. A zero column has congruence 0. Equal at .95, fair at .85
 * (Lorenzo-Seva and ten Berge 2006).
 */
export function tuckerCongruence(a: Rows, b: Rows): number[][] {
  const k = a[0]?.length ?? 0;
  const m = b[0]?.length ?? 0;
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: m }, (_, j) => {
      let ab = 0;
      let aa = 0;
      let bb = 0;
      for (let row = 0; row < a.length; row++) {
        const x = a[row]![i]!;
        const y = b[row]![j]!;
        ab += x * y;
        aa += x * x;
        bb += y * y;
      }
      return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
    }),
  );
}

export interface FactorMatch {
  /** For each column of the target, the column of the other matrix that goes with it, or −1. */
  order: number[];
  /** 1 or −1: whether that column is to be turned. */
  signs: number[];
  /** Congruence after turning, so 0 to 1; 0 where there is no partner. */
  congruence: number[];
}

/** Pairs the columns of `other` with those of `target` so that the summed absolute congruence is largest. */
export function matchFactors(target: Rows, other: Rows): FactorMatch {
  const all = tuckerCongruence(target, other);
  const columns = other[0]?.length ?? 0;
  const size = Math.max(all.length, columns);
  const cost = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => -Math.abs(all[i]?.[j] ?? 0)),
  );
  const assigned = assign(cost).slice(0, all.length);
  return {
    order: assigned.map((j) => (j < columns ? j : -1)),
    signs: assigned.map((j, i) => ((all[i]![j] ?? 0) < 0 ? -1 : 1)),
    congruence: assigned.map((j, i) => Math.abs(all[i]![j] ?? 0)),
  };
}

/** Columns of `other` brought into the target's order and signs (missing partners are zero). */
export function applyMatch(other: Rows, match: FactorMatch): number[][] {
  return Array.from(other, (row) =>
    match.order.map((from, i) => (from < 0 ? 0 : row[from]! * match.signs[i]!)),
  );
}

/** Least-cost assignment of rows to columns of a square matrix (Hungarian method, O(n³)). */
export function assign(cost: readonly (readonly number[])[]): number[] {
  const n = cost.length;
  const u = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  const rowOf = new Int32Array(n + 1);
  for (let i = 1; i <= n; i++) {
    const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(n + 1);
    const from = new Int32Array(n + 1);
    rowOf[0] = i;
    let column = 0;
    while (rowOf[column] !== 0) {
      used[column] = 1;
      const row = rowOf[column]!;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue;
        const reduced = cost[row - 1]![j - 1]! - u[row]! - v[j]!;
        if (reduced < least[j]!) {
          least[j] = reduced;
          from[j] = column;
        }
        if (least[j]! < delta) {
          delta = least[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= n; j++) {
        if (used[j]) {
          u[rowOf[j]!] = u[rowOf[j]!]! + delta;
          v[j] = v[j]! - delta;
        } else {
          least[j] = least[j]! - delta;
        }
      }
      column = next;
    }
    while (column !== 0) {
      rowOf[column] = rowOf[from[column]!]!;
      column = from[column]!;
    }
  }
  const out = new Array<number>(n).fill(0);
  for (let j = 1; j <= n; j++) out[rowOf[j]! - 1] = j - 1;
  return out;
}
