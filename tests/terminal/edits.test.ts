/** Edits in the real program: one copy of what is read-only, and nothing claimed that is not on disk. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { rowsOf } from '../faults/covered.ts';
import { addComputedRun } from '../support/computed-run.ts';
import { makePlace, onlyRun, type Place, until } from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { keys, startTerminal, type Terminal } from '../support/terminal.ts';

const example = fileURLToPath(new URL('../../runs/example', import.meta.url));

const { fault, whole } = rowsOf('../terminal/edits.test.ts');

let place: Place;
let terminal: Terminal;
let mounted: string | null;
beforeEach(() => {
  place = makePlace();
  mounted = null;
});
afterEach(async () => {
  terminal.kill();
  await terminal.exitCode;
  if (mounted) spawnSync('umount', [mounted]);
  place.leave();
});

const editsOf = (run: string) => {
  const file = join(run, 'curation.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
};

/** Opens a run, which may be written to, on its clusters. */
async function openRun(): Promise<string> {
  const run = await addComputedRun(place, 'few', 'mine');
  await openClusters(run);
  return run;
}

async function openClusters(run: string): Promise<void> {
  terminal = startTerminal([run], place, { columns: 100, rows: 30 });
  await terminal.waitFor((lines) => /▸ 1 Runs ▸ findings/.test(lines[0]!));
  terminal.press('4');
  await terminal.waitFor(clustersShown);
}

/** Bytes that the smallest part of a disk in memory has. */
const page = 1 << 12;

const clustersShown = (lines: string[]) =>
  /▸ 4 Clusters +(\d+ words · \d+ clusters|● )/.test(lines[0]!) &&
  lines.some((line) => /^ ▸ /.test(line) && / \d+ /.test(line));

fault('edits of a read-only run, faster than it can be copied', async ({ sees }) => {
  const before = editsOf(example);
  await openClusters(example);
  // Not waiting for anything between two keys.
  for (let at = 0; at < 10; at++) terminal.press('x');
  await terminal.waitFor(sees!);
  expect(terminal.screen()[0]).toMatch(/-copy ▸ 4 Clusters/);
  await until(() => editsOf(onlyRun(place)).length === before.length + 10, 'ten edits');
  expect(onlyRun(place)).toMatch(/-copy$/);
  const edits = editsOf(onlyRun(place))
    .slice(before.length)
    .map((line) => JSON.parse(line));
  expect(edits.every(({ edit }) => edit === 'discard')).toBe(true);
  // Each key saw what the one before had done.
  expect(new Set(edits.map(({ words }) => words.join())).size).toBe(10);
  expect(editsOf(example)).toEqual(before);
  // Undo reaches all of them, in the same copy.
  for (let at = 0; at < 10; at++) terminal.press('u');
  await until(() => editsOf(onlyRun(place)).length === before.length + 20, 'ten undos');
  await terminal.waitFor('undone');
});

fault('a run folder that is deleted while it is open', async ({ sees }) => {
  const run = await openRun();
  terminal.press('x');
  await until(() => editsOf(run).length === 1, 'an edit on disk');
  await terminal.waitFor('u undoes');
  const edits = editsOf(run);
  rmSync(run, { recursive: true });
  terminal.press('j');
  await terminal.waitFor(sees!);
  terminal.press('x');
  await terminal.waitFor('not saved');
  terminal.press('7');
  await terminal.waitFor((lines) => /▸ 7 Report/.test(lines[0]!));
  terminal.press('w');
  await terminal.waitFor('nothing was written');
  expect(existsSync(run)).toBe(false);

  terminal.press('W');
  await terminal.waitFor('to a new run in');
  terminal.press(keys.enter);
  await terminal.waitFor(/-saved ▸ 7 Report/);
  const saved = onlyRun(place);
  expect(saved).toMatch(/-saved$/);
  expect(editsOf(saved)).toEqual(edits);
  terminal.press('4');
  await terminal.waitFor(clustersShown);
  terminal.press('x');
  await until(() => editsOf(saved).length === edits.length + 1, 'an edit in the new run');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
});

fault('a run folder that is deleted while it is open, and left', async ({ sees }) => {
  const run = await openRun();
  rmSync(run, { recursive: true });
  terminal.press('q');
  expect(await terminal.exitCode).toBe(exitCodes.disk);
  expect(terminal.text().replaceAll('\n', '')).toContain(sees);
  expect(terminal.text()).not.toContain('everything is on disk');
  expect(existsSync(run)).toBe(false);
});

fault('a run folder that becomes read-only while it is open', async ({ sees }) => {
  const run = await openRun();
  const edits = editsOf(run);
  chmodSync(run, 0o555);
  await terminal.waitFor(sees!);
  const pointed = (lines: readonly string[]) => lines.slice(1).find((line) => line.includes('▸'));
  const before = pointed(terminal.screen());
  terminal.press('x');
  terminal.press('j');
  // The pointer moves when the edit has been refused: until then the trouble stands there already.
  await terminal.waitFor((lines) => pointed(lines) !== before);
  await terminal.waitFor('not saved');
  expect(editsOf(run)).toEqual(edits);
  chmodSync(run, 0o755);
  await terminal.waitFor((lines) => !lines.join('\n').includes('not saved'));
  terminal.press('x');
  await until(() => editsOf(run).length === edits.length + 1, 'the edit');
});

fault('a disk that fills while a run is edited', async ({ sees }) => {
  mkdirSync(place.runs);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place.runs]);
  if (mount.status !== 0) throw new Error(`no small disk can be made here: ${mount.stderr}`);
  mounted = place.runs;
  const run = await addComputedRun(place, 'few', 'mine');
  const { lexicon } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
  const edit = JSON.stringify({ edit: 'discard', words: [lexicon.descriptors[0].word] });
  // The page that was begun has room for a few edits more.
  writeFileSync(join(run, 'curation.jsonl'), `${edit.padEnd(page - 300)}\n`);
  await openClusters(run);
  terminal.press('x');
  await until(() => editsOf(run).length === 2, 'an edit on disk');
  const edits = editsOf(run);
  const filler = join(place.runs, '.filler');
  for (const size of [1 << 16, page, 1]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
    } catch {}
  }
  const refused = () => terminal.text().includes('not saved');
  for (let at = 0; at < 400 && !refused(); at++) {
    const before = editsOf(run).length;
    terminal.press(at % 2 === 0 ? 'x' : 'u');
    await until(() => editsOf(run).length > before || refused(), 'an edit or a refusal');
  }
  await terminal.waitFor(sees!);
  const full = editsOf(run);
  expect(full.slice(0, edits.length)).toEqual(edits);
  expect(readFileSync(join(run, 'curation.jsonl'), 'utf8')).toMatch(/\}\n$/);
  rmSync(filler);
  terminal.press('x');
  await until(() => editsOf(run).length === full.length + 1, 'an edit after room was made');
  await terminal.waitFor('u undoes');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
});

fault('a key that pauses, pressed twice in a row', async ({ sees }) => {
  writeSmallStudy(place.folder, {
    models: ['sim:alpha-7b', 'sim:beta-8b'],
    more: { clusters: { minCount: 1000 } },
  });
  terminal = startTerminal(['run', 'study.yaml', '--until', 'elicit'], place, {
    env: { VALUELEX_SIM_SPEED: '1' },
  });
  await terminal.waitFor(/asking for values|eliciting/);
  terminal.kill('SIGKILL');
  await terminal.exitCode;
  terminal = startTerminal([onlyRun(place)], place, {
    columns: 120,
    rows: 40,
    env: { VALUELEX_SIM_SPEED: '5' },
  });
  await terminal.waitFor(/P lets it continue|3 Elicit/);
  terminal.press('3', 'P');
  await terminal.waitFor(/eliciting \d+/);
  const row = (lines: string[]) => lines.find((line) => /^ ▸ .*\d+\/\d+/.test(line)) ?? '';
  await terminal.waitFor((lines) => row(lines) !== '');
  terminal.press('p');
  await terminal.waitFor((lines) => row(lines).includes('‖ paused'));
  terminal.press('p');
  await terminal.waitFor((lines) => row(lines) !== '' && !row(lines).includes('‖ paused'));
  for (const _ of [1, 2]) terminal.press('p');
  // Its message is the reply to the second key, and the row shows what came of it.
  await terminal.waitFor((lines) => lines.join('\n').includes(sees!));
  expect(row(terminal.screen())).not.toContain('‖ paused');
});

describe('the rows', () => {
  whole();
});
