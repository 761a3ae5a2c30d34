/** How long the bootstrap of loadings over models takes, in one thread. */
import { fileURLToPath } from 'node:url';
import { loadingStability } from '../src/factor-analysis/loading-stability.ts';
import { createRandom } from '../src/statistics/random.ts';
import type { BenchRow } from './local.ts';

const models = 35;
const rowsEach = 15;
const columns = 24;
const factors = 3;

/** The median of `rounds` runs of `draws` draws, each from the rows to the intervals. */
export function benchResampling(draws = 1000, rounds = 3): BenchRow[] {
  const { rows, groups } = study();
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    const found = loadingStability(rows, groups, { factors, draws, seed: round });
    if (found.withheld) throw new Error(found.reason);
    seconds.push((performance.now() - started) / 1000);
  }
  const value = seconds.sort((a, b) => a - b)[seconds.length >> 1]!;
  return [
    {
      what: `bootstrap of loadings, ${draws} draws over ${models} models, ${models * rowsEach} × ${columns}`,
      value,
      unit: 's',
      goal: '< 5',
      met: value < 5,
    },
  ];
}

/** Three correlated factors, rows nested in models. */
function study(): { rows: number[][]; groups: string[] } {
  const random = createRandom('resampling');
  const rows: number[][] = [];
  const groups: string[] = [];
  for (let model = 0; model < models; model += 1) {
    const level = Array.from({ length: factors }, () => random.normal());
    const own = Array.from({ length: columns }, () => random.normal());
    for (let row = 0; row < rowsEach; row += 1) {
      const scores = level.map((x) => 0.5 * x + 0.85 * random.normal());
      groups.push(`model ${model}`);
      rows.push(
        own.map(
          (x, column) => 0.6 * (scores[column % factors] ?? 0) + 0.3 * x + 0.75 * random.normal(),
        ),
      );
    }
  }
  return { rows, groups };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const row of benchResampling())
    process.stdout.write(
      `${row.what.padEnd(70)} ${row.value.toFixed(2)} ${row.unit}  goal ${row.goal}: ${row.met ? 'met' : 'MISSED'}\n`,
    );
}
