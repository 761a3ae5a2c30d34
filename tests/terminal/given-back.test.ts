/** The terminal is as it was, however the program ends, and while an editor has it. */
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { addComputedRun } from '../support/computed-run.ts';
import {
  isAlive,
  makePlace,
  onlyRun,
  type Place,
  startCommand,
  until,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

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

/** Starts with a way to run `code` inside the program: SIGURG, which nothing else listens to. */
async function start(code = '', env: Record<string, string> = {}): Promise<void> {
  const hook = join(place.folder, 'hook.mjs');
  writeFileSync(hook, `process.on('SIGURG', () => { ${code} });`);
  terminal = startTerminal([], place, { node: ['--import', pathToFileURL(hook).href], env });
  await terminal.waitFor(settled);
  expect(terminal.marksPastes()).toBe(true);
}

async function expectGivenBack(exit: number): Promise<void> {
  expect(await terminal.exitCode).toBe(exit);
  expect(terminal.marksPastes()).toBe(false);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
}

it.each<[how: string, exit: number, act: () => void]>([
  ['q', 0, () => terminal.press('q')],
  ['Ctrl+C', 0, () => terminal.press(keys.ctrlC)],
  ['q in a terminal that is too small', 0, () => terminal.press('q')],
  ['SIGTERM', 0, () => process.kill(terminal.pid, 'SIGTERM')],
  ['SIGHUP', 0, () => process.kill(terminal.pid, 'SIGHUP')],
  ['SIGINT', 0, () => process.kill(terminal.pid, 'SIGINT')],
])('by %s', async (how, exit, act) => {
  await start();
  if (how.includes('too small')) {
    terminal.resize(40, 10);
    await terminal.waitFor('valuelex needs 60×20');
  }
  act();
  await expectGivenBack(exit);
});

it('by q out of the middle of a field', async () => {
  await start();
  terminal.press(':');
  await terminal.waitFor(() => terminal.cursorShown());
  terminal.press(keys.ctrlC);
  await expectGivenBack(0);
});

it.each([
  ['a crash', `throw new Error('a bug')`, 1],
  ['a promise that nobody awaits', `Promise.reject(new Error('a bug'))`, 1],
  ['an exit from anywhere', 'process.exit(7)', 7],
])('by %s', async (_, code, exit) => {
  await start(code);
  process.kill(terminal.pid, 'SIGURG');
  await expectGivenBack(exit);
  if (exit === 1) expect(terminal.text()).toContain('a bug');
});

const slow = { VALUELEX_SIM_SPEED: '40' };
const killed = makePlace();
afterAll(killed.leave);
/** Opens a run that was killed in the middle, and continues with it, slowly. */
async function startWorking(): Promise<void> {
  if (!existsSync(killed.runs)) {
    writeSmallStudy(killed.folder, { more: { clusters: { minCount: 1000 } } });
    const first = startCommand(['run', 'study.yaml'], killed, slow);
    await until(() => first.err().includes('asking for values'), 'the first question');
    first.child.kill('SIGKILL');
    await first.ended;
  }
  cpSync(killed.runs, place.runs, { recursive: true });
  await start('', slow);
  await terminal.moveTo('small');
  terminal.press(keys.enter);
  await terminal.waitFor('Continue small');
  terminal.press(keys.enter);
  await terminal.waitFor(/eliciting/);
}

it('by a second Ctrl+C, which does not wait for anything', async () => {
  await startWorking();
  terminal.press(keys.ctrlC, keys.ctrlC);
  await expectGivenBack(130);
});

it('by SIGTERM in the middle of the work, which is paused first', async () => {
  await startWorking();
  process.kill(terminal.pid, 'SIGTERM');
  await expectGivenBack(0);
  expect(terminal.text()).toContain('Paused; everything is on disk.');
});

type Editor = {
  pid: number;
  /** The settings of the terminal, as it has them. */
  modes: string;
  /** The file that it writes. */
  typed: string;
  /** The screen that it was opened from. */
  before: string;
};

/** Opens a raw line in an editor, which writes what it is typed to a file until a line break; is asked to end by Ctrl+C, and stays. */
async function openEditor(code = ''): Promise<Editor> {
  await addComputedRun(place, 'few');
  const file = (name: string) => join(place.folder, name);
  const editor = file('editor.sh');
  writeFileSync(
    editor,
    `#!/bin/sh
trap '' INT
stty -a > '${file('modes')}'
echo $$ > '${file('pid')}'
printf 'editing %s %s\\n' "$1" "$2"
read -r line
printf '%s' "$line" > '${file('typed')}'
`,
  );
  chmodSync(editor, 0o755);
  await start(code, { EDITOR: editor });
  await terminal.moveTo('done');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => lines[0]!.includes('findings'));
  terminal.press('4');
  await terminal.waitFor('decisions open');
  terminal.press(keys.enter);
  await terminal.waitFor('answers');
  terminal.press(keys.enter);
  // What is computed beside it would change the header.
  const before = (
    await terminal.waitFor(
      (lines) => lines.join().includes('whole answer') && !lines[0]!.includes('●'),
    )
  ).join('\n');
  terminal.press('o');
  await terminal.waitFor(`editing +`);
  return {
    pid: Number(readFileSync(file('pid'), 'utf8')),
    modes: readFileSync(file('modes'), 'utf8'),
    typed: file('typed'),
    before,
  };
}

it('while an editor has the terminal, and every key is the editor’s', async () => {
  const { before, typed, modes } = await openEditor();
  expect(terminal.text().replaceAll('\n', '')).toContain(join(onlyRun(place), 'responses.jsonl'));
  expect(terminal.marksPastes()).toBe(false);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
  expect(modes).toMatch(/[^-]icanon/);
  process.kill(terminal.pid, 'SIGINT');
  const line = 'x123456789:q'.repeat(20);
  for (const one of line) terminal.press(one);
  terminal.press('\r');
  await terminal.waitFor((lines) => lines.join('\n') === before);
  expect(readFileSync(typed, 'utf8')).toBe(line);
  expect(terminal.marksPastes()).toBe(true);
  expect(terminal.onOtherScreen()).toBe(true);
  expect(terminal.cursorShown()).toBe(false);
  expect(
    existsSync(join(onlyRun(place), 'curation.jsonl')) &&
      readFileSync(join(onlyRun(place), 'curation.jsonl'), 'utf8'),
  ).toBeFalsy();
  terminal.press('q');
  await expectGivenBack(0);
});

it('while an editor has the terminal, and a Ctrl+C is told after its end', async () => {
  const held = join(place.folder, 'held');
  const letGo = join(place.folder, 'let-go');
  // Holds up the program until the editor has ended, and again once it was told of that.
  const { before, typed, pid } = await openEditor(`
    const { existsSync, writeFileSync } = process.getBuiltinModule('node:fs');
    const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    writeFileSync('${held}', '');
    while (!existsSync('${letGo}')) wait(10);
    process.once('SIGINT', () => setImmediate(() => wait(500)));
  `);
  process.kill(terminal.pid, 'SIGURG');
  await until(() => existsSync(held), 'the program to be held up');
  process.kill(terminal.pid, 'SIGINT');
  terminal.press('as typed\r');
  await until(() => !isAlive(pid), 'the end of the editor');
  writeFileSync(letGo, '');
  await terminal.waitFor((lines) => lines.join('\n') === before);
  expect(readFileSync(typed, 'utf8')).toBe('as typed');
  // It is still there, and takes keys.
  terminal.press(':');
  await terminal.waitFor(() => terminal.cursorShown());
  terminal.press(keys.ctrlC);
  await expectGivenBack(0);
});
