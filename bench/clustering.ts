/**
 * How long k-means and agglomeration take, beside R's on the same numbers in the same run, where Rscript
 * is on this machine. One thread each, by processor time, which other work on the machine hardly
 * touches. Less time is worth nothing with worse clusters, so sums of squares stand beside the times.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agglomerate } from '../src/statistics/agglomerate.ts';
import { euclideanDistances } from '../src/statistics/dissimilarity.ts';
import { kMeans } from '../src/statistics/k-means.ts';
import { createRandom } from '../src/statistics/random.ts';
import type { BenchRow } from './local.ts';

type R = {
  r: string;
  blas: string;
  times: Record<string, { cpu: number; total: number | null }>;
};

const k = 20;
const starts = 10;

/** Rows beside R's where it is installed; `note` says which R that is, or that there is none. */
export function benchClustering(): { rows: BenchRow[]; note: string } {
  const sets = {
    groups: rowsInGroups(5000, 384, 60, 0.8),
    noise: rowsInGroups(5000, 384, 1, 0),
  };
  const words = rowsInGroups(2000, 50, 100, 1);
  const r = timeR({ ...sets, words });
  const rows: BenchRow[] = [];
  for (const [name, data] of Object.entries(sets)) {
    const said = name === 'groups' ? '60 groups' : 'no groups';
    kMeans(data.slice(0, 500), { k, random: createRandom(1), starts: 2 });
    for (const [algorithm, theirs] of [
      ['hartigan', 'Hartigan-Wong'],
      ['lloyd', 'Lloyd'],
    ] as const) {
      const before = process.cpuUsage();
      const found = kMeans(data, { k, random: createRandom(2), starts, algorithm });
      const seconds = secondsSince(before);
      rows.push({
        what: `k-means 5000 × 384, ${said}, k ${k}, ${starts} starts, ${algorithm}`,
        value: seconds * 1000,
        unit: 'ms',
      });
      const other = r?.times[`${name} ${theirs}`];
      if (!other) continue;
      const ratio = seconds / other.cpu;
      rows.push(
        { what: `  R's kmeans, ${theirs}`, value: other.cpu * 1000, unit: 'ms' },
        {
          what: '  ours / R',
          value: ratio,
          unit: '',
          // Where there is nothing to find neither stops before hundreds of rounds: told, not a goal.
          ...(name === 'groups' && { goal: '≤ 0.25', met: ratio <= 0.25 }),
        },
        {
          what: '  sum of squares within, ours / R, − 1',
          value: 100 * (found.totalWithin / other.total! - 1),
          unit: '%',
        },
      );
    }
  }
  const distances = euclideanDistances(words);
  for (const [linkage, theirs] of [
    ['average', 'average'],
    ['complete', 'complete'],
    ['single', 'single'],
    ['ward', 'ward.D2'],
  ] as const) {
    const seconds = median(
      Array.from({ length: 6 }, () => {
        const before = process.cpuUsage();
        agglomerate(distances, linkage);
        return secondsSince(before);
      }).slice(1),
    );
    rows.push({
      what: `agglomeration of 2000 by ${linkage} link`,
      value: seconds * 1000,
      unit: 'ms',
      goal: '< 1000',
      met: seconds < 1,
    });
    const other = r?.times[theirs];
    if (other) rows.push({ what: '  ours / R’s hclust', value: seconds / other.cpu, unit: '' });
  }
  return {
    rows,
    note: r
      ? `clustering: R ${r.r}, BLAS ${r.blas}`
      : 'clustering beside R: skipped, as Rscript is not on this machine',
  };
}

/** Null where there is no R. */
function timeR(sets: Record<string, Float64Array[]>): R | null {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-bench-'));
  try {
    for (const [name, rows] of Object.entries(sets))
      writeFileSync(
        join(folder, name),
        Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength))),
      );
    const script = fileURLToPath(new URL('./clustering.R', import.meta.url));
    const text = execFileSync('Rscript', [script, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
    });
    return JSON.parse(text.slice(text.lastIndexOf('{"r"')));
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Standard normal about the means of groups, which spread by `spread` in every column. */
function rowsInGroups(n: number, columns: number, groups: number, spread: number): Float64Array[] {
  const random = createRandom(`groups ${n} ${columns} ${groups}`);
  const means = Array.from({ length: groups }, () =>
    Float64Array.from({ length: columns }, () => spread * random.normal()),
  );
  return Array.from({ length: n }, () =>
    means[random.integer(groups)]!.map((m) => m + random.normal()),
  );
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, note } = benchClustering();
  process.stdout.write(`${note}\n`);
  for (const { what, value, unit, goal, met } of rows)
    process.stdout.write(
      `${what.padEnd(70)} ${value.toFixed(Math.abs(value) < 10 ? 3 : 0).padStart(7)} ${unit}${goal ? `  goal ${goal}: ${met ? 'met' : 'MISSED'}` : ''}\n`,
    );
}
