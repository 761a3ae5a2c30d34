/** Who asks a run something writes nothing into its folder. */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLargeRun } from '../../scripts/make-large-run.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';
import { listing } from './listing.ts';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const example = shippedExample(promptFiles());
const { run } = terminal;
const place = (name: string) =>
  join(terminal.runs, readdirSync(terminal.runs).find((one) => one.endsWith(name))!);

/** What is asked of a run that is done, and of another beside it; `a` and `b` are two of its models. */
const asking = (name: string, other: string, [a, b]: readonly [string, string]) => [
  [name],
  ['elicit', name],
  ['lexicon', name, '--json'],
  ['clusters', name],
  ['factors', name],
  ['factors', name, '--json'],
  ['scores', name],
  ['scores', name, '--profile'],
  ['compare', name, '--models', `${a},${b}`],
  ['compare', name, other],
  ['runs'],
  ['runs', '--json'],
];

beforeAll(async () => {
  await terminal.addFinishedRun();
});

describe('a command that only asks', () => {
  it('leaves a run that is done as it is, to the last byte', async () => {
    const before = listing(terminal.runs);
    for (const argv of asking('done', example, ['sim:alpha-7b', 'sim:beta-8b'])) {
      const { code, out, notes } = await run(...argv);
      expect(code, `${argv.join(' ')}: ${notes}`).toBe(0);
      expect(out.length).toBeGreaterThan(100);
      expect(listing(terminal.runs), argv.join(' ')).toEqual(before);
    }
  });

  it('leaves the examples as they are', async () => {
    const before = listing(join(example, '..'));
    const models = ['local:SmolLM2-135M-Instruct.Q4_1', 'local:gemma-3-270m-q4_k_m'] as const;
    for (const argv of asking(example, place('done'), models)) {
      const { code, notes } = await run(...argv);
      expect(code, `${argv.join(' ')}: ${notes}`).toBe(0);
      expect(listing(join(example, '..')), argv.join(' ')).toEqual(before);
    }
    // A report is asked for: it goes beside the user's own runs.
    const { code, notes } = await run('report', example);
    expect(code).toBe(0);
    expect(notes).toContain(join(terminal.runs, 'example-report'));
    expect(existsSync(join(terminal.runs, 'example-report', 'report.html'))).toBe(true);
    expect(listing(join(example, '..'))).toEqual(before);
    rmSync(join(terminal.runs, 'example-report'), { recursive: true });
    // An edit that fits nothing makes no copy.
    const own = listing(terminal.runs);
    const refused = await run('curate', example, 'merge', 'nosuch', 'empathy');
    expect(refused.code).toBe(2);
    expect(refused.notes).toContain('There is no cluster nosuch');
    expect(listing(terminal.runs)).toEqual(own);
  });

  it('leaves a large run without an index as it is', async () => {
    const folder = join(terminal.runs, '2026-01-01-large');
    // More than is held in memory, and than is counted twice.
    makeLargeRun(folder, 75_000);
    expect(statSync(join(folder, 'responses.jsonl')).size).toBeGreaterThan(33 * 2 ** 20);
    const before = listing(folder);
    expect((await run('runs')).out).toContain('75000');
    const reader = openRunFolder(folder, false, Date.now);
    expect(reader.responses.lines.length).toBe(75_000);
    await reader.close();
    expect(listing(folder)).toEqual(before);
    rmSync(folder, { recursive: true });
  });
});

describe('without a terminal', () => {
  it('the tables of a run that is done are printed, and no report is written', async () => {
    const folder = place('-done');
    for (const name of readdirSync(folder).filter((one) => /report|\.csv$|run\.json/.test(one)))
      rmSync(join(folder, name));
    const before = listing(folder);
    const { code, out, notes } = await run('done');
    expect(code).toBe(0);
    expect(out).toMatch(/^Loadings \(simulated\)/);
    expect(out).toContain('Sentence completion (simulated)');
    expect(notes).toContain('nothing is written');
    expect(listing(folder)).toEqual(before);
  });

  it('an unfinished run continues, as it says', async () => {
    const folder = join(terminal.runs, '2026-01-01-unfinished');
    renameSync(await terminal.addFinishedRun({ models: 2, judges: 1 }), folder);
    rmSync(join(folder, 'ratings.jsonl'));
    rmSync(join(folder, 'events.jsonl'));
    const { code, notes } = await run('2026-01-01-unfinished');
    expect(code, notes).toBe(0);
    expect(notes).toContain('the run continues to its end in plain lines');
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
    expect(statSync(join(folder, 'ratings.jsonl')).size).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  });
});
