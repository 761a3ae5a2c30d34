/** Pasted text in the real program: into a field or nowhere; the cursor in the field; keys that nobody can see the effect of. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../faults/covered.ts';
import { addComputedRun } from '../support/computed-run.ts';
import { makePlace } from '../support/program.ts';
import { keys, startTerminal, type Terminal } from '../support/terminal.ts';

const place = makePlace();
const { fault, whole } = rowsOf('../terminal/paste.test.ts');

let terminal: Terminal;
beforeAll(async () => {
  await addComputedRun(place, 'example');
  terminal = startTerminal(['example'], place);
  await terminal.waitFor((lines) => /findings/.test(lines[0]!));
});
afterAll(async () => {
  terminal.kill();
  await terminal.exitCode;
  place.leave();
});

/** All files of all runs but what is computed, with what is in them. */
function disk(): Record<string, string> {
  const files = globSync('**', { cwd: place.runs }).filter(
    (file) => !file.includes('derived') && statSync(join(place.runs, file)).isFile(),
  );
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(place.runs, file)))
        .digest('hex'),
    ]),
  );
}

/** Nothing is computed or looked for any more. */
const atRest = (lines: readonly string[]) =>
  lines[0]!.startsWith(' valuelex') &&
  !lines[0]!.includes('●') &&
  !/looking for|preview ─+\n +…/.test(lines.join('\n'));

/** The screen without the line of messages. */
const shown = (lines: readonly string[]) => lines.toSpliced(-2, 1).join('\n');

const text = 'Excluded: xylophone, y, x\nmerge 1\te 7 : q\n';
const ignored = 'pasted text is ignored outside a field';

/** Screen, what shows it, and keys that lead to what lies over it. */
const places: readonly [
  key: string,
  there: string,
  over: readonly (readonly [string, string])[],
][] = [
  ['1', '1 Runs', [['f', '1 Runs ▸ findings']]],
  [
    '2',
    '2 Models',
    [
      ['i', '2 Models ▸ balance'],
      ['?', 'Esc close'],
    ],
  ],
  ['3', '3 Elicit', [[`g${keys.enter}`, '3 Elicit ▸ ']]],
  [
    '4',
    '4 Clusters',
    [
      ['D', '4 Clusters ▸ queue'],
      ['O', '4 Clusters ▸ map'],
      ['H', '4 Clusters ▸ history'],
      ['K', '4 Clusters ▸ how many'],
      [keys.enter, 'Enter answers'],
      [keys.enter.repeat(2), 'group of contexts'],
    ],
  ],
  [
    '5',
    '5 Factors',
    [
      ['i', '5 Factors ▸ stability'],
      ['a', '5 Factors ▸ '],
      [keys.enter, '5 Factors ▸ '],
    ],
  ],
  [
    '6',
    '6 Scores',
    [
      ['X', '6 Scores ▸ '],
      ['i', '6 Scores ▸ '],
      [keys.enter, '6 Scores ▸ '],
    ],
  ],
  ['7', '7 Report', []],
];

it.each(places)('a paste on screen %s, or over it, changes nothing', async (key, there, over) => {
  terminal.press(key);
  await terminal.waitFor((lines) => lines[0]!.includes(there) && atRest(lines));
  await leaveAll(there);
  const expectNothing = async () => {
    const before = shown(await terminal.waitFor(atRest));
    const files = disk();
    for (const paste of [
      () => terminal.paste(text),
      () => terminal.press(text.replaceAll('\n', '\r')),
    ]) {
      paste();
      await terminal.waitFor(ignored);
      // What is computed meanwhile shows in the header, and passes.
      expect(shown(await terminal.waitFor(atRest))).toBe(before);
      // The next key takes the message away.
      terminal.press('\u0005');
      await terminal.waitFor((lines) => !lines.join().includes(ignored));
    }
    expect(disk()).toEqual(files);
  };
  await expectNothing();
  for (const [open, mark] of over) {
    terminal.press(open);
    await terminal.waitFor(mark);
    await expectNothing();
    await leaveAll(there);
  }
});

/** Esc until nothing lies over the screen. */
async function leaveAll(there: string): Promise<void> {
  const bare = (lines: readonly string[]) =>
    lines[0]!.includes(there) &&
    !lines[0]!.includes(`${there} ▸`) &&
    !lines.at(-1)!.includes('Esc');
  while (!bare(terminal.screen())) {
    const before = terminal.text();
    terminal.press(keys.esc);
    await terminal.waitFor((lines) => lines.join('\n') !== before);
  }
}

it('a paste into a field is one line of text, and nothing is done before Enter', async () => {
  terminal.press('4');
  await terminal.waitFor('decisions open');
  const files = disk();
  terminal.press('e');
  await terminal.waitFor('name: ');
  terminal.press('\u0015');
  await terminal.waitFor(/name: *(→|$)/m);
  terminal.paste('truth and\ncare\tfor\n\n\tothers');
  await terminal.waitFor('name: truth and care for others');
  expect(terminal.cursor()).toEqual({ row: 22, column: ' name: truth and care for others'.length });
  // In several reads, with its marks in pieces.
  for (const part of ['\u001b[20', '0~, to', 'o', '\u001b[201', '~']) {
    terminal.press(part);
    await new Promise((wake) => setTimeout(wake, 60));
  }
  await terminal.waitFor('name: truth and care for others, too');
  expect(disk()).toEqual(files);
  terminal.press(keys.esc);
  await terminal.waitFor((lines) => !lines.join().includes('name:'));
  expect(terminal.cursorShown()).toBe(false);
});

fault('pasted text whose end never comes, where no field is open', async ({ sees }) => {
  terminal.press('4');
  await terminal.waitFor('decisions open');
  terminal.press('\u001b[200~xyz');
  await terminal.waitFor(sees!);
  terminal.press('5');
  await terminal.waitFor((lines) => lines[0]!.includes('5 Factors'));
});

it('the cursor stands in the field, also behind wide characters and in a field that scrolls', async () => {
  terminal.press(':');
  await terminal.waitFor(() => terminal.cursorShown());
  expect(terminal.cursor()).toEqual({ row: 3, column: 3 });
  terminal.paste('価値観');
  await terminal.waitFor(' : 価値観');
  await terminal.waitFor(() => terminal.cursor().column === 9);
  terminal.press(keys.left);
  await terminal.waitFor(() => terminal.cursor().column === 7);
  terminal.paste('x'.repeat(200));
  await terminal.waitFor('…xxx');
  const { row, column } = terminal.cursor();
  expect(row).toBe(3);
  expect(terminal.screen()[3]!.slice(0, 4)).toBe(' : …');
  // The wide character that it is on.
  expect(terminal.cell(3, column).text).toBe('観');
  terminal.press(keys.esc);
  await terminal.waitFor(() => !terminal.cursorShown());
});

/** What was typed into a small terminal has been read once that is drawn in another size. */
async function readUntilResized(): Promise<void> {
  terminal.resize(41, 11);
  await terminal.waitFor(/41×11/);
}

fault('keys in a terminal too small to show anything', async ({ sees }) => {
  terminal.press('4');
  const before = shown(
    await terminal.waitFor((lines) => lines.join().includes('decisions open') && atRest(lines)),
  );
  const files = disk();
  terminal.resize(40, 10);
  const small = await terminal.waitFor(/To\s+leave: q or/);
  expect(small.join(' ').replace(/\s+/g, ' ')).toContain(sees);
  for (const key of ['x', 'y', 'm', '7', ':', keys.enter, keys.down]) terminal.press(key);
  terminal.paste(text);
  await readUntilResized();
  terminal.resize(80, 24);
  await terminal.waitFor((lines) => lines.length === 24 && shown(lines) === before);
  expect(disk()).toEqual(files);
  terminal.press('e');
  await terminal.waitFor('name: ');
  terminal.resize(40, 10);
  await terminal.waitFor(/To\s+leave: Ctrl\+C/);
  expect(terminal.cursorShown()).toBe(false);
  terminal.press('q', 'x', keys.enter);
  await readUntilResized();
  terminal.resize(80, 24);
  await terminal.waitFor('name: ');
  await terminal.waitFor(() => terminal.cursorShown());
  expect(terminal.cursor().row).toBe(22);
  expect(disk()).toEqual(files);
  terminal.press(keys.esc);
  await terminal.waitFor((lines) => !lines.join().includes('name: '));
  terminal.press('x');
  await terminal.waitFor('(u undoes)');
  expect(disk()).not.toEqual(files);
});

describe('the rows', () => {
  whole();
});
