/**
 * How long factor analysis and parallel analysis take, beside R's psych on the same tables in the same run, where
 * Rscript with psych is on this machine. One thread (and the loadings table) by processor time, which
 * other work on the machine hardly touches; two threads by the clock. VALUELEX_BENCH_DRAWS sets the draws (100).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingsOf } from '../src/clustering/edit-history.ts';
import { factorAnalysis } from '../src/factor-analysis/factor-analysis.ts';
import type { ParallelLineName } from '../src/factor-analysis/parallel-analysis.ts';
import { factorLines } from '../src/report/text-tables.ts';
import { parallelOfInWorkers } from '../src/run/derive/factor-ground.ts';
import { factorView, rotationsOnScreen } from '../src/run/derive/factors.ts';
import type { Matrix } from '../src/run/derive/matrix.ts';
import { parallelAnalysisInWorkers } from '../src/run/derive/parallel-in-workers.ts';
import { studySchema } from '../src/run/study.ts';
import { createRandom } from '../src/statistics/random.ts';
import { plainPaint } from '../src/tables/paint.ts';
import type { BenchRow } from './local.ts';

type Seconds = { cpu: number; elapsed: number };
type Psych = { r: string; psych: string; blas: string; times: Record<string, Seconds> };

const extraction = { factors: 3, extraction: 'minres', rotation: 'oblimin' } as const;

/** Rows beside psych's where it is installed; `note` says which R that is, or that there is none. */
export async function benchFactorAnalysis(
  draws = Number(process.env.VALUELEX_BENCH_DRAWS ?? 100),
): Promise<{ rows: BenchRow[]; note: string }> {
  const small = planted(525, 200);
  const large = planted(2000, 300);
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-bench-'));
  try {
    writeFileSync(join(folder, '525x200.csv'), csvOf(small));
    writeFileSync(join(folder, '2000x300.csv'), csvOf(large));
    const rows: BenchRow[] = [];
    let note = 'psych: skipped, as Rscript with psych and GPArotation is not on this machine';
    for (const threads of [1, 2]) {
      const psych = timePsych(folder, draws, threads);
      if (psych) note = `psych ${psych.psych}, R ${psych.r}, BLAS ${psych.blas}`;
      const clock = threads === 1 ? 'cpu' : 'elapsed';
      const beside = (what: string, ours: Seconds, name: string, bound: number) =>
        rows.push(...rowsBeside(what, ours[clock], psych?.times[name]?.[clock], bound, threads));

      const fitted = (table: number[][]) =>
        timed(7, async () => factorAnalysis({ rows: table }, extraction));
      beside('fa minres k 3 + oblimin, 525 × 200', await fitted(small), '525x200', 0.3);
      beside('fa minres k 3 + oblimin, 2000 × 300', await fitted(large), '2000x300', 0.3);
      const drawn = (lines: ParallelLineName[]) =>
        timed(1, () =>
          parallelAnalysisInWorkers(
            { rows: small },
            { method: 'resampled', iterations: draws, lines },
            { threads },
          ),
        );
      await parallelAnalysisInWorkers({ rows: small }, { iterations: 2 * threads }, { threads });
      beside(
        `parallel analysis 525 × 200, components, ${draws} draws`,
        await drawn(['pc']),
        'pc',
        0.1,
      );
      beside(
        `parallel analysis 525 × 200, both kinds, ${draws} draws`,
        await drawn(['pc', 'fa']),
        'both',
        0.1,
      );
    }
    rows.push(await tableAfterChange());
    return { rows, note };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsBeside(
  what: string,
  ours: number,
  psych: number | undefined,
  bound: number,
  threads: number,
): BenchRow[] {
  const how = threads === 1 ? 'one thread' : 'two threads';
  const row: BenchRow = { what: `${what}, ${how}`, value: ours * 1000, unit: 'ms' };
  if (psych === undefined) return [row];
  const ratio = ours / psych;
  return [
    row,
    { what: '  psych', value: psych * 1000, unit: 'ms' },
    { what: '  ours / psych', value: ratio, unit: '', goal: `≤ ${bound}`, met: ratio <= bound },
  ];
}

/** Null where there is no R, or no psych in it. */
function timePsych(folder: string, draws: number, threads: number): Psych | null {
  const script = fileURLToPath(new URL('./factor-analysis.R', import.meta.url));
  try {
    const text = execFileSync('Rscript', [script, folder, String(draws), String(threads)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads) },
    });
    return JSON.parse(text.slice(text.lastIndexOf('{"r"')));
  } catch {
    return null;
  }
}

/** From another k or rotation to the drawn table, as on the Factors screen; the slowest of all changes. */
async function tableAfterChange(): Promise<BenchRow> {
  const cells = planted(525, 40);
  const matrix: Matrix = {
    unit: 'responses',
    rowNames: cells.map((_, i) => `answer ${i + 1}`),
    models: cells.map((_, i) => `model ${i % 25}`),
    columns: cells[0]!.map((_, j) => ({
      name: `Value ${j + 1}`,
      named: false,
      words: [`value ${j + 1}`],
      cohesion: null,
      count: 100,
    })),
    cells,
    words: { columns: cells, elsewhere: cells.map(() => 0) },
    reliability: cells[0]!.map(() => 0.8),
    dropped: [],
  };
  const study = studySchema.parse({
    name: 'bench',
    models: [],
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: [{ id: 'values' }],
    test: { stems: ['one', 'two'], judges: ['sim:judge'] },
  });
  const parallel = await parallelOfInWorkers(matrix, study);
  let slowest = 0;
  for (const rotation of rotationsOnScreen) {
    for (let factors = 2; factors <= 6; factors++) {
      const settings = { ...settingsOf([]), factors, rotation };
      const { cpu } = await timed(3, async () =>
        factorLines(factorView(matrix, parallel, study, settings), {
          width: 120,
          paint: plainPaint,
        }),
      );
      slowest = Math.max(slowest, cpu * 1000);
    }
  }
  return {
    what: 'loadings table after a change of k or rotation, 525 × 40, the slowest',
    value: slowest,
    unit: 'ms',
    goal: '< 50',
    met: slowest < 50,
  };
}

/** Medians after one run that does not count; processor time of all threads. */
async function timed(rounds: number, work: () => Promise<unknown>): Promise<Seconds> {
  if (rounds > 1) await work();
  const seconds: Seconds[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    const started = performance.now();
    await work();
    const elapsed = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    seconds.push({ cpu: (user + system) / 1e6, elapsed });
  }
  const median = (key: keyof Seconds) =>
    seconds.map((one) => one[key]).sort((a, b) => a - b)[rounds >> 1]!;
  return { cpu: median('cpu'), elapsed: median('elapsed') };
}

/** Three factors behind p columns, loadings between −.2 and .7. */
function planted(n: number, p: number): number[][] {
  const random = createRandom(`planted ${n} ${p}`);
  const loadings = Array.from({ length: p }, () => [0, 1, 2].map(() => 0.9 * random.next() - 0.2));
  return Array.from({ length: n }, () => {
    const f = [0, 1, 2].map(() => random.normal());
    return loadings.map((row) => row.reduce((sum, l, m) => sum + l * f[m]!, random.normal()));
  });
}

function csvOf(rows: number[][]): string {
  const head = rows[0]!.map((_, j) => `V${j + 1}`);
  return `${[head, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rows, note } = await benchFactorAnalysis();
  process.stdout.write(`${note}\n`);
  for (const { what, value, unit, goal, met } of rows)
    process.stdout.write(
      `${what.padEnd(70)} ${value.toFixed(value < 10 ? 3 : 0).padStart(7)} ${unit}${goal ? `  goal ${goal}: ${met ? 'met' : 'MISSED'}` : ''}\n`,
    );
}
