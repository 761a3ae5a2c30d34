/** People in the real program: a second curator, who settles what is disputed, and a rater; each is killed and continues. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addComputedRun } from '../support/computed-run.ts';
import { command, makePlace, type Place, until } from '../support/program.ts';
import { keys, startTerminal, type Terminal } from '../support/terminal.ts';

let place: Place;
let terminal: Terminal;
beforeEach(() => {
  place = makePlace();
});
afterEach(async () => {
  terminal.kill();
  await terminal.exitCode;
  place.leave();
});

const linesOf = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];

it('lets a second person curate blind, keeps each decision, and continues after a kill', async () => {
  const folder = await addComputedRun(place, 'few', 'mine');
  const first = await command(['curate', 'mine', 'clusters', '9'], place);
  expect(first.code, first.err).toBe(0);
  const before = readFileSync(join(folder, 'curation.jsonl'), 'utf8');
  const log = join(folder, 'curation-ann.jsonl');
  const second = ['curate', 'mine', '--second', '--as', 'ann'];

  terminal = startTerminal(second, place);
  const screen = await terminal.waitFor(/decision 1 of \d+|cluster 1 of \d+/);
  expect(screen[0]).toMatch(/▸ ann, blind ▸ 4 Clusters ▸ queue/);
  expect(terminal.text()).not.toMatch(/alpha|beta|gamma/);
  for (let taken = 1; taken <= 6; taken++) {
    terminal.press(taken % 2 === 1 ? '0' : keys.enter);
    // The line after the one that says what ann began with.
    await until(() => linesOf(log).length === taken + 1, `decision ${taken}`);
  }
  const elsewhere = await command([...second, '--sheet', join(place.folder, 'x.csv')], place);
  expect(elsewhere.err).toContain('leave it there (q), then run the same command');
  expect(elsewhere.err).not.toContain('attach');
  terminal.press('[');
  await terminal.waitFor('not while you curate blind');
  terminal.press('b');
  await terminal.waitFor('b: not while you curate blind');
  terminal.kill('SIGKILL');
  await terminal.exitCode;
  expect(linesOf(log)).toHaveLength(7);

  terminal = startTerminal(second, place);
  await terminal.waitFor(/▸ ann, blind ▸ 4 Clusters ▸ queue/);
  await terminal.waitFor(/decision [2-9] of|decision \d\d of|cluster [2-9] of/);
  for (let taken = 7; taken <= 10; taken++) {
    terminal.press('0');
    await until(() => linesOf(log).length === taken + 1, `decision ${taken}`);
  }
  expect(terminal.text()).not.toMatch(/alpha|beta|gamma/);
  terminal.press(keys.esc);
  // The first curator's number of clusters is not part of it.
  await terminal.waitFor(/· k \d+/);
  expect(terminal.text()).not.toMatch(/· k 9\b/);
  expect(terminal.text()).not.toMatch(/alpha|beta|gamma/);
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).toContain('still open; every one taken is on disk');
  expect(terminal.text().replaceAll('\n', '')).toContain('--second --as ann');
  expect(readFileSync(join(folder, 'curation.jsonl'), 'utf8')).toBe(before);

  const agreement = async () => {
    const told = await command(['curate', 'mine', '--agreement', '--json'], place);
    expect(told.code, told.err).toBe(0);
    return JSON.parse(told.out);
  };
  const found = await agreement();
  expect(found.people.map(({ name }: { name: string }) => name)).toEqual(['first', 'ann']);
  expect(found.people[1].pace.decisions).toBe(10);
  const disputed = found.seconds[0].disputes.length;
  expect(disputed).toBeGreaterThan(3);

  // What is disputed is settled in the run itself, over another kill.
  const settle = ['curate', 'mine', '--settle', '--as', 'cem'];
  const edits = () => linesOf(join(folder, 'curation.jsonl'));
  const stood = edits().length;
  terminal = startTerminal(settle, place);
  await terminal.waitFor(`disputed word 1 of ${disputed}`);
  expect(terminal.text()).not.toMatch(/\bann\b|alpha|beta|gamma/);
  terminal.press('a');
  await until(() => edits().length === stood + 1, 'a settlement');
  terminal.press('b');
  await until(() => edits().length === stood + 2, 'another');
  await terminal.waitFor(`disputed word 3 of ${disputed}`);
  terminal.kill('SIGKILL');
  await terminal.exitCode;
  terminal = startTerminal(settle, place);
  await terminal.waitFor(`disputed word 3 of ${disputed}`);
  terminal.press('u');
  await terminal.waitFor(`disputed word 2 of ${disputed}`);
  terminal.press('n');
  await terminal.waitFor(`disputed word 3 of ${disputed}`);
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).toContain(`2 of ${disputed} disputed words are settled`);
  const settled = edits()
    .slice(stood)
    .map((line) => JSON.parse(line));
  expect(settled.map(({ edit, settled: one }) => one?.by ?? edit)).toEqual([
    ...['cem', 'cem', 'undo', 'cem'],
  ]);
  expect(linesOf(log)).toHaveLength(11);
  // The figures stand on what both did before they saw each other.
  expect((await agreement()).pairs).toEqual(found.pairs);
});

it('lets a person rate texts blind, keeps each rating, and continues after a kill', async () => {
  const folder = await addComputedRun(place, 'few', 'mine');
  const log = join(folder, 'annotations.jsonl');
  const rate = ['annotate', 'mine', '--as', 'bo', '--count', '10'];
  terminal = startTerminal(rate, place, { columns: 100, rows: 30 });
  await terminal.waitFor('The names of models are hidden.');
  expect(terminal.text()).toContain('0 of 10');
  expect(terminal.text()).not.toMatch(/alpha|beta|gamma/);
  for (const [at, key] of ['4', '0', 's'].entries()) {
    terminal.press(key);
    await until(() => linesOf(log).length === at + 1, `rating ${at + 1}`);
    await terminal.waitFor(`${at + 1} of 10`);
  }
  terminal.kill('SIGKILL');
  await terminal.exitCode;

  terminal = startTerminal(rate, place, { columns: 100, rows: 30 });
  await terminal.waitFor('Continuing where you stopped.');
  expect(terminal.text()).toContain('3 of 10');
  terminal.press('u');
  await terminal.waitFor('You said cannot tell.');
  terminal.press('6');
  await until(() => linesOf(log).length === 4, 'another rating');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).toContain('bo has rated 3 of 10 texts; every rating is on disk.');
  const said = linesOf(log).map((line) => JSON.parse(line));
  expect(said.map(({ rating }) => rating)).toEqual([4, 0, null, 6]);
  expect(said.map(({ revision }) => revision)).toEqual([0, 0, 0, 1]);
  expect(said[3].id).not.toBe(said[2].id);
  expect(said[3].completion).toBe(said[2].completion);
});
