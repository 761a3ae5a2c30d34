import { bcaInterval, bootstrap, percentileInterval, resampleRows } from '../bootstrap.ts';
import { isComplete } from '../correlation.ts';
import type { Rows } from '../dense.ts';
import { createRandom } from '../random.ts';
import { type AlphaInterval, feldtInterval } from './alpha.ts';
import { rawAlpha } from './alpha-figures.ts';

export interface GroupAlpha {
  group: string;
  n: number;
  /** Cronbach's α within the group; `null` with the reason. */
  raw: number | null;
  feldt: AlphaInterval | null;
  reason: string | null;
}

export interface AlphaOverGroups {
  groups: GroupAlpha[];
  /** α of the groups' mean rows: how well the items tell groups apart. */
  ofMeans: number | null;
  /** Interval of the whole α with groups drawn instead of rows; `null` with the reason. */
  cluster: {
    groups: number;
    replicates: number;
    percentile: AlphaInterval;
    bca: AlphaInterval;
  } | null;
  reason: string | null;
}

/** Below this an interval over groups is not worth its name. */
const leastGroups = 5;

/** What α needs of some rows: sums by item, of all squares, and of the squared row sums; around one centre. */
type Moments = { n: number; sums: Float64Array; squares: number; squaredTotals: number };

/**
 * Cronbach's α by group of rows, and an interval of the α of all rows that lets rows of one group depend on
 * each other: whole groups are drawn with replacement (cluster bootstrap, Field and Welsh 2007; Huang 2018).
 * Rows with a gap are left out.
 */
export function alphaOverGroups(
  rows: Rows,
  groups: readonly string[],
  options: {
    level?: number;
    replicates?: number;
    seed?: number;
    onProgress?: (done: number, total: number) => void;
    shouldStop?: () => boolean;
  } = {},
): AlphaOverGroups {
  const { level = 0.95, replicates = 2000, seed = 1 } = options;
  const k = rows[0]?.length ?? 0;
  const complete = rows.flatMap((row, i) =>
    isComplete(row, k) ? [{ row, group: groups[i]! }] : [],
  );
  const names = [...new Set(groups)].sort();
  const centre = columnMeans(
    complete.map(({ row }) => row),
    k,
  );
  const moments = names.map((name) =>
    momentsOf(
      complete.filter((one) => one.group === name).map(({ row }) => row),
      centre,
    ),
  );
  const filled = moments.filter(({ n }) => n > 0);
  const byGroup = names.map((group, g): GroupAlpha => {
    const { n } = moments[g]!;
    const raw = n < 3 ? null : alphaOf([moments[g]!], k);
    const reason =
      n < 3
        ? `${n} complete ${n === 1 ? 'row' : 'rows'}`
        : raw === null
          ? 'the sum of the items does not vary'
          : null;
    return { group, n, raw, feldt: feldtInterval(raw, n, k, level), reason };
  });
  const means = filled.map(({ sums, n }) =>
    momentsOf([sums.map((x) => x / n)], new Float64Array(k)),
  );
  const ofMeans = filled.length < 3 ? null : alphaOf(means, k);
  const estimate = alphaOf(filled, k);
  if (filled.length < leastGroups || estimate === null) {
    const reason =
      estimate === null
        ? 'the sum of the items does not vary'
        : `${filled.length} groups are too few to draw from; ${leastGroups} are the least, 20 are better`;
    return { groups: byGroup, ofMeans, cluster: null, reason };
  }
  const drawn = bootstrap({
    replicates,
    random: createRandom(seed),
    resample: (random) => resampleRows(filled.length, random),
    statistic: (draw) => {
      const value = alphaOf(
        draw.map((g) => filled[g]!),
        k,
      );
      return value === null ? undefined : [value];
    },
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    ...(options.shouldStop ? { shouldStop: options.shouldStop } : {}),
  }).map(([value]) => value!);
  const leftOut = filled.flatMap((_, out) => {
    const value = alphaOf(
      filled.filter((__, g) => g !== out),
      k,
    );
    return value === null ? [] : [value];
  });
  return {
    groups: byGroup,
    ofMeans,
    cluster: {
      groups: filled.length,
      replicates: drawn.length,
      percentile: { ...percentileInterval(drawn, level), level },
      bca: { ...bcaInterval(drawn, estimate, leftOut, level), level },
    },
    reason: null,
  };
}

function columnMeans(rows: Rows, k: number): Float64Array {
  return Float64Array.from(
    { length: k },
    (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / Math.max(1, rows.length),
  );
}

function momentsOf(rows: Rows, centre: Float64Array): Moments {
  const k = centre.length;
  const sums = new Float64Array(k);
  let squares = 0;
  let squaredTotals = 0;
  for (const row of rows) {
    let rowTotal = 0;
    for (let j = 0; j < k; j++) {
      const x = row[j]! - centre[j]!;
      sums[j] = sums[j]! + x;
      squares += x * x;
      rowTotal += x;
    }
    squaredTotals += rowTotal * rowTotal;
  }
  return { n: rows.length, sums, squares, squaredTotals };
}

/** α of all rows behind some moments together. */
function alphaOf(parts: readonly Moments[], k: number): number | null {
  const sums = new Float64Array(k);
  let n = 0;
  let squares = 0;
  let squaredTotals = 0;
  for (const part of parts) {
    for (let j = 0; j < k; j++) sums[j] = sums[j]! + part.sums[j]!;
    n += part.n;
    squares += part.squares;
    squaredTotals += part.squaredTotals;
  }
  if (n < 2) return null;
  const sum = sums.reduce((all, x) => all + x, 0);
  const ofSums = sums.reduce((all, x) => all + x * x, 0);
  return rawAlpha((squares - ofSums / n) / (n - 1), (squaredTotals - (sum * sum) / n) / (n - 1), k);
}
