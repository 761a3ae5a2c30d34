import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { promptFiles } from '../../src/prompts/load.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

let terminal: TestTerminal;
beforeAll(async () => {
  terminal = testTerminal();
  await terminal.addFinishedRun({ models: 1 });
  expect((await terminal.run('runs', 'rename', 'done', 'quiet-otter')).code).toBe(0);
  expect((await terminal.run('check', 'sim:beta-8b', '--against', 'quiet-otter')).code).toBe(0);
});

const listed = async (...options: string[]) => {
  const { out } = await terminal.run('runs', '--json', ...options);
  return out === '' ? [] : (JSON.parse(out) as { name: string }[]).map(({ name }) => name).sort();
};

/** The same check again is done already where it finds its run, and prints the same verdict. */
const checked = async (against: string) =>
  terminal.run('check', 'sim:beta-8b', '--against', against, '--json');

describe('valuelex runs', () => {
  it('renames a run, whose check still finds it', async () => {
    const before = JSON.parse((await checked('quiet-otter')).out);
    const { code, out, notes } = await terminal.run('runs', 'rename', 'quiet-otter', 'calm-hare');
    expect(code).toBe(0);
    expect(out).toMatch(/^Renamed: .*\d{4}-\d{2}-\d{2}-calm-hare$/);
    expect(notes).toMatch(/name its new place: .*-check-sim-beta-8b$/);
    expect(await listed()).toEqual(['calm-hare', 'check-sim-beta-8b']);
    const after = await checked('calm-hare');
    expect(after.code).toBe(0);
    expect(after.notes).toContain('Continuing');
    expect(JSON.parse(after.out)).toEqual({ ...before, against: out.replace('Renamed: ', '') });

    const taken = await terminal.run('runs', 'rename', 'calm-hare', 'check-sim-beta-8b');
    expect(taken.code).toBe(2);
    expect(taken.notes).toContain('Another run is named check-sim-beta-8b');
    expect((await terminal.run('runs', 'rename', 'calm-hare', 'Calm Hare')).code).toBe(2);
  });

  it('archives, deletes, and restores runs, and says where one is that was put away', async () => {
    expect((await terminal.run('runs', 'archive', 'calm-hare')).out).toContain('In the archive: ');
    expect(await listed()).toEqual(['check-sim-beta-8b']);
    expect(await listed('--archived')).toEqual(['calm-hare']);
    expect((await terminal.run('runs', '--archived')).out).toContain('calm-hare');
    for (const args of [['scores', 'calm-hare'], ['calm-hare']]) {
      const away = await terminal.run(...args);
      expect(away.code).toBe(2);
      expect(away.notes).toContain('is in the archive');
      expect(away.notes).toContain('valuelex runs restore calm-hare');
    }
    const deleted = await terminal.run('runs', 'delete', 'calm-hare', 'check-sim-beta-8b');
    expect(deleted.code).toBe(0);
    expect(deleted.out.match(/^In the trash: /gm)).toHaveLength(2);
    expect(await listed()).toEqual([]);
    expect(await listed('--archived')).toEqual([]);
    expect(await listed('--trash')).toEqual(['calm-hare', 'check-sim-beta-8b']);
    const both = await terminal.run('runs', 'restore', 'calm-hare', 'check-sim-beta-8b', '--json');
    expect(JSON.parse(both.out)).toMatchObject([{ stale: [] }, { checks: [] }]);
    expect(await listed()).toEqual(['calm-hare', 'check-sim-beta-8b']);
    expect((await checked('calm-hare')).code).toBe(0);

    // One name that is wrong leaves all where they are.
    const wrong = await terminal.run('runs', 'archive', 'calm-hare', 'brave-heron');
    expect(wrong.code).toBe(2);
    expect(await listed('--archived')).toEqual([]);
    expect((await terminal.run('runs', 'restore', 'calm-hare')).notes).toContain('Neither');
  });

  it('deletes for good what is in the trash, once told to', async () => {
    const [run] = readdirSync(terminal.runs).filter((name) => name.endsWith('-calm-hare'));
    await terminal.run('runs', 'delete', 'calm-hare');
    const asked = await terminal.run('runs', 'empty-trash');
    expect(asked.code).toBe(2);
    expect(asked.notes).toContain(`This deletes 1 run for good: ${run}`);
    expect(asked.notes).toContain('check-sim-beta-8b is a check against a run in the trash');
    expect(existsSync(join(terminal.runs, '.trash', run!))).toBe(true);
    const done = await terminal.run('runs', 'empty-trash', '--yes');
    expect(done.out).toBe(`Deleted: ${run}`);
    expect(readdirSync(join(terminal.runs, '.trash'))).toEqual([]);
    expect((await terminal.run('runs', 'empty-trash')).out).toBe('Nothing is deleted.');
    // The check says what has happened, once it has to look.
    const check = await terminal.run('scores', 'check-sim-beta-8b');
    expect(check.code).toBe(3);
    expect(check.notes).toContain('The run that this check compares with is gone (');
  });

  it('leaves the examples of the program alone', async () => {
    const example = shippedExample(promptFiles());
    for (const args of [
      ['archive', example],
      ['delete', example],
      ['rename', example, 'mine'],
    ]) {
      const { code, notes } = await terminal.run('runs', ...args);
      expect(code).toBe(3);
      expect(notes).toContain('An example of the program stays where it is');
      expect(existsSync(join(example, 'study.yaml'))).toBe(true);
    }
  });
});
