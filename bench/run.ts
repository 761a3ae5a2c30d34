/**
 * `npm run bench`: how soon the program draws, how soon a key shows while fifty models stream and
 * what that costs, how many requests a second a run asks and what of that it keeps on a flaky endpoint, what large runs and many
 * scored models cost, how long resampling, factor analysis, and
 * clustering take, and how fast local models are and tell likelihoods; beside each number its goal and their ratio.
 */
import { benchClustering } from './clustering.ts';
import { benchFactorAnalysis } from './factor-analysis.ts';
import { benchFlaky } from './flaky.ts';
import { benchLikelihood } from './likelihood.ts';
import { type BenchRow, benchLocal } from './local.ts';
import { benchManyModels } from './many-models.ts';
import { benchResampling } from './resampling.ts';
import { benchScreen } from './screen.ts';
import { benchSize } from './size.ts';
import { benchThroughput } from './throughput.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

tell('Screen: fifty simulated streams, some 40 seconds …');
const screen = await benchScreen();
tell('Bootstrap of loadings: some seconds …');
const resampling = benchResampling();
tell('Factor analysis beside psych: some two minutes where R is on this machine …');
const factorAnalysis = await benchFactorAnalysis();
tell('Clustering beside R: some two minutes where R is on this machine …');
const clustering = benchClustering();
tell('Requests a second: some two minutes …');
const throughput = await benchThroughput();
tell('Flaky endpoints: some two minutes …');
const flaky = await benchFlaky();
tell('Large runs: half a minute, some minutes more with BENCH_LARGE=1 …');
const size = await benchSize();
tell('Many scored models: one or two minutes …');
const manyModels = await benchManyModels();
tell('Local models: some minutes where they are on this machine …');
const local = [...(await benchLocal()), ...(await benchLikelihood())];

const rows = [
  ...screen,
  ...throughput.rows,
  ...flaky,
  ...size.rows,
  ...manyModels,
  ...resampling,
  ...factorAnalysis.rows,
  ...clustering.rows,
  ...local,
];
const cells = rows.map(cellsOf);
const head = ['what', 'value', 'goal', 'value / goal', ''];
const widths = head.map((title, column) =>
  Math.max(title.length, ...cells.map((row) => row[column]!.length)),
);
for (const row of [head, ...cells])
  process.stdout.write(
    `${row
      .map((cell, column) =>
        column === 0 || column === 4
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd()}\n`,
  );
for (const note of [...throughput.notes, ...size.notes, factorAnalysis.note, clustering.note])
  process.stdout.write(`${note}\n`);
if (local.length === 0)
  process.stdout.write(
    'local models: skipped, as none of the default models is on this machine (valuelex models pull)\n',
  );
if (rows.some((row) => row.met === false)) process.exitCode = 1;

function cellsOf({ what, value, unit, goal, met }: BenchRow): string[] {
  const bound = Number(/[\d.]+/.exec(goal ?? '')?.[0]);
  return [
    what,
    `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)}${unit ? ` ${unit}` : ''}`,
    goal ?? '',
    goal ? (value / bound).toFixed(2) : '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ];
}
