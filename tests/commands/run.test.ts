import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type SmallStudy, writeSmallStudy } from '../support/small-study.ts';
import { listing } from './listing.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

/** The ids of a log's lines. */
function ids(folder: string, log: string): string[] {
  return readFileSync(join(folder, `${log}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

/** A study of two models that is answered and computed in a moment; gives its file. */
function writeTwoModels(terminal: TestTerminal, change: SmallStudy = {}): string {
  return writeSmallStudy(terminal.folder, {
    models: ['sim:alpha-7b', 'sim:beta-8b'],
    judges: ['sim:judge'],
    ...change,
  });
}

/** Every file below; a folder is changed by the lock alone. */
const filesIn = (folder: string) => listing(folder).filter((line) => !line.endsWith(' '));
const nameOf = (line: string) => line.split(' ')[0];

/** For tests of what is asked, which hangs on nothing that is computed. */
const withoutClusters = { more: { clusters: { minCount: 1000 } } };

describe('run', () => {
  it('runs a study to its end, prints its tables, and writes the report', async () => {
    const terminal = testTerminal();
    const small = ['run', writeTwoModels(terminal)];
    const { code, out, notes } = await terminal.run(...small);
    expect(notes).toContain('Simulated models');
    expect(code).toBe(0);
    expect(out).toMatch(/^Loadings \(simulated\)/);
    expect(out).toContain('Sentence completion (simulated)');
    expect(out).toContain('Findings (simulated)');
    const [folder] = readdirSync(terminal.runs);
    const files = readdirSync(join(terminal.runs, folder!));
    expect(files).toEqual(expect.arrayContaining(['report.html', 'run.json', 'study.yaml']));

    const before = filesIn(terminal.runs);
    const again = await terminal.run(...small);
    expect(again.code).toBe(0);
    expect(again.notes).toContain('This study is done');
    expect(again.out).toBe(out);
    // Also where less is asked for than is done.
    const less = await terminal.run(...small, '--until', 'elicit');
    for (const { notes } of [again, less])
      expect(notes).toContain(
        'Nothing was left to ask, and the files of the report were left as they are.',
      );
    expect(filesIn(terminal.runs)).toEqual(before);

    rmSync(join(terminal.runs, folder!, 'scores.csv'));
    expect((await terminal.run('run', 'small')).notes).toMatch(/^Wrote report.html/m);
    expect(filesIn(terminal.runs).map(nameOf)).toEqual(before.map(nameOf));
  });

  it('prints JSON lines and nothing else with --json', async () => {
    const terminal = testTerminal();
    const { code, out } = await terminal.run('run', writeTwoModels(terminal), '--json');
    expect(code).toBe(0);
    const events = out.split('\n').map((line) => JSON.parse(line) as { event: string });
    expect(new Set(events.map((one) => one.event))).toEqual(
      new Set(['progress', 'result', 'report']),
    );
    const result = events.find((one) => one.event === 'result') as unknown as {
      scores: { models: unknown[] }[];
    };
    expect(result.scores[0]!.models).toHaveLength(2);
  });

  it('pauses on the first Ctrl+C, names the command that continues, and asks nothing twice', async () => {
    const terminal = testTerminal({ VALUELEX_SIM_SPEED: '200' });
    terminal.onNote = (line) => {
      if (!/^asking for values [1-9]/.test(line)) return;
      terminal.onNote = null;
      terminal.interrupt();
    };
    const file = writeTwoModels(terminal, withoutClusters);
    const paused = await terminal.run('run', file);
    expect(paused.code).toBe(130);
    expect(paused.notes).toMatch(/Continue with: valuelex run \S+-small$/);
    expect(paused.out).toBe('');
    const folder = join(terminal.runs, readdirSync(terminal.runs)[0]!);
    const before = ids(folder, 'responses');
    expect(before.length).toBeGreaterThan(0);
    const done = await terminal.run('run', file);
    expect(done.code).toBe(0);
    expect(done.notes).toContain('Continuing');
    const after = ids(folder, 'responses');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
    expect(after).toHaveLength(36);

    await terminal.run('run', file, '--new', '--until', 'elicit');
    expect(readdirSync(terminal.runs)).toHaveLength(2);
  });

  it('names field, line, and the nearest valid name of a typo in a study', async () => {
    const terminal = testTerminal();
    const folder = await terminal.addFinishedRun();
    const text = readFileSync(join(folder, 'study.yaml'), 'utf8');
    const file = join(terminal.folder, 'typo.yaml');
    writeFileSync(file, text.replace(/^repeats:/m, 'repaets:'));
    const line = text.split('\n').findIndex((one) => one.startsWith('repeats:')) + 1;
    const typo = await terminal.run('run', file);
    expect(typo.code).toBe(3);
    expect(typo.notes).toContain(`repaets: no such field here (${file}:${line})`);
    expect(typo.notes).toContain('Did you mean repeats?');

    const study = parse(text) as { prompts: { id: string }[]; test: { judges: string[] } };
    const unknown = { ...study, prompts: [{ id: `${study.prompts[0]!.id}x` }] };
    writeFileSync(file, stringify(unknown));
    const prompt = await terminal.run('run', file);
    expect(prompt.code).toBe(3);
    expect(prompt.notes).toContain(`Nearest: ${study.prompts[0]!.id}`);

    writeFileSync(file, stringify({ ...study, test: { ...study.test, judges: ['openai:x'] } }));
    const mixed = await terminal.run('run', file);
    expect(mixed.code).toBe(3);
    expect(mixed.notes).toContain('all simulated or not at all');
  });

  it('asks other judges alone when they are named for a run that is done', async () => {
    const terminal = testTerminal();
    const folder = await terminal.addFinishedRun({ models: 2, judges: 1 });
    const responses = ids(folder, 'responses');
    const ratings = ids(folder, 'ratings');
    const { code } = await terminal.run('run', 'done', '--judges', 'sim:judge,sim:judge-b');
    expect(code).toBe(0);
    expect(ids(folder, 'responses')).toEqual(responses);
    const more = ids(folder, 'ratings');
    expect(more.slice(0, ratings.length)).toEqual(ratings);
    expect(more).toHaveLength(2 * ratings.length);
  });

  it('continues with a study that has grown, asking only for what is new', async () => {
    const terminal = testTerminal();
    const settings = [{ id: 't1', temperature: 1 }];
    const file = writeTwoModels(terminal, {
      ...withoutClusters,
      settings,
      prompts: ['01-describe'],
    });
    expect((await terminal.run('run', file)).code).toBe(0);
    const folder = join(terminal.runs, readdirSync(terminal.runs)[0]!);
    const before = ['responses', 'completions', 'ratings'].map((log) => ids(folder, log));

    writeTwoModels(terminal, {
      ...withoutClusters,
      settings,
      models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'],
      prompts: ['02-principles', '01-describe'],
    });
    const { code, notes } = await terminal.run('run', file);
    expect(code).toBe(0);
    expect(notes).toContain('whose study has grown: 1 model, 1 prompt; --new');
    expect(readdirSync(terminal.runs)).toHaveLength(1);
    const after = ['responses', 'completions', 'ratings'].map((log) => ids(folder, log));
    expect(after.map((all, i) => all.slice(0, before[i]!.length))).toEqual(before);
    expect(after.map((all) => new Set(all).size)).toEqual(after.map((all) => all.length));
    expect(before.map((all) => all.length)).toEqual([2, 10, 60]);
    expect(after.map((all) => all.length)).toEqual([6, 15, 90]);
    expect((await terminal.run('run', file)).notes).toContain('This study is done');
  });

  it('says which run, model, or option does not fit', async () => {
    const terminal = testTerminal();
    await terminal.addFinishedRun();
    const none = await terminal.run('run', 'quiet-otter');
    expect(none.code).toBe(2);
    expect(none.notes).toContain('There is no run quiet-otter in ');
    const nameless = await terminal.run('run', '--models', 'alpha-7b');
    expect(nameless.code).not.toBe(0);
    expect(nameless.notes).toContain('names no model');
    const unknown = await terminal.run('run', '--preset', 'quick', '--models', 'sim:alfa-7b');
    expect(unknown.code).toBe(4);
    expect(unknown.notes).toContain('sim:alpha-7b');
    const renamed = await terminal.run('run', 'done', '--seed', '4');
    expect(renamed.code).toBe(2);
  });
});
