/** The real program in a terminal, on a run folder in which every text is hostile: all screens and layers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command, makePlace, onlyRun } from '../../support/program.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { keys, startTerminal, type Terminal } from '../../support/terminal.ts';
import { poison, poisonNames } from '../hostile-folder.ts';
import { acting } from '../payloads.ts';

const place = makePlace();
let run: string;
beforeAll(async () => {
  writeSmallStudy(place.folder);
  expect((await command(['run', 'study.yaml'], place)).code).toBe(0);
  run = onlyRun(place);
  const found = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
    clusters: { clusters: { words: { word: string }[] }[] };
  };
  poison(run, ['sim:beta-8b', 'sim:delta-7b-base', 'sim:judge-b', 'sim:alpha-7b']);
  poisonNames(
    run,
    found.clusters.clusters.slice(0, 12).map((cluster) => cluster.words[0]!.word),
  );
}, 120_000);

const open: Terminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.kill();
  place.leave();
});

/** Waits until nothing more is drawn for a moment. */
async function rest(terminal: Terminal): Promise<string[]> {
  for (let before = -1; before !== terminal.raw().length; ) {
    before = terminal.raw().length;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  return terminal.screen();
}

const on = (screen: string) => (lines: readonly string[]) => lines[0]!.includes(screen);

/** Screen, what shows that it is there, and keys that open what lies over it, each closed again by Esc. */
const walk: readonly {
  key: string;
  there: (lines: readonly string[]) => boolean;
  over: string[];
}[] = [
  { key: '1', there: on('1 Runs'), over: ['f', `f${keys.enter}`, 'c', '='] },
  { key: '2', there: on('2 Models'), over: [] },
  {
    key: '3',
    there: on('3 Elicit'),
    over: [
      'E',
      `E${keys.enter}`,
      keys.enter,
      keys.enter + keys.enter,
      `${keys.down}${keys.enter}${keys.enter}`,
    ],
  },
  {
    key: '4',
    there: (lines) => on('4 Clusters')(lines) && lines.join().includes('cluster  '),
    over: [
      'D',
      'H',
      'O',
      'K',
      'e',
      '/val',
      keys.enter,
      keys.enter + keys.enter,
      keys.enter.repeat(3),
      'z',
      keys.down,
      'y',
    ],
  },
  {
    key: '5',
    there: (lines) => on('5 Factors')(lines) && lines.join().includes('[F1'),
    over: ['d', 'm', 'K', 'i', 'a', 'f', 'e', keys.enter, keys.enter + keys.enter, 'lll'],
  },
  {
    key: '6',
    there: (lines) => on('6 Scores')(lines) && lines.join().includes('told apart'),
    over: [
      'X',
      'i',
      'K',
      'b',
      'c',
      keys.enter,
      keys.enter + keys.enter,
      `${keys.space}${keys.down}${keys.space}=`,
      `=${keys.enter}`,
    ],
  },
  {
    key: '7',
    there: (lines) => on('7 Report')(lines) && lines.join().includes('report.html'),
    over: ['w'],
  },
];

it.each([
  [80, 24],
  [160, 48],
])(
  'leaves a terminal of %i × %i intact on every screen',
  async (columns, rows) => {
    const terminal = startTerminal([run], place, { columns, rows });
    open.push(terminal);
    /** One frame: whole, at its place, nothing beside it, nothing that acts. */
    const check = async (where: string) => {
      const lines = await rest(terminal);
      const shown = `${where}:\n${lines.join('\n')}`;
      expect(terminal.onOtherScreen(), shown).toBe(true);
      expect(lines[0], shown).toMatch(/^ valuelex/);
      expect(
        lines.filter((line) => line.startsWith(' valuelex')),
        shown,
      ).toHaveLength(1);
      // Throws where a line has gone on in the next.
      await terminal.waitFor((now) => now.length === rows);
      expect(acting(terminal.raw()), shown).toEqual([]);
      for (const line of lines) expect(line, shown).not.toContain('PWNED\u0007');
    };
    await terminal.waitFor(/findings|4 Clusters/, 60_000);
    terminal.press('6');
    await terminal.waitFor((lines) => lines.join().includes('told apart'), 60_000);
    for (const { key, there, over } of walk) {
      terminal.press(key);
      await terminal.waitFor(there);
      await check(key);
      for (const pressed of over) {
        for (const one of pressed.match(/\u001b\[[A-D]|./gs) ?? []) {
          terminal.press(one);
          await rest(terminal);
        }
        await check(`${key} ${JSON.stringify(pressed)}`);
        for (let steps = 0; steps < 4; steps++) {
          terminal.press(keys.esc);
          await rest(terminal);
        }
        terminal.press(key);
        await terminal.waitFor(there);
      }
    }
    for (const pressed of ['?', ':val']) {
      terminal.press(pressed);
      await check(pressed);
      terminal.press(keys.esc);
      await rest(terminal);
    }
    terminal.press('q');
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.onOtherScreen()).toBe(false);
    expect(acting(terminal.raw())).toEqual([]);
  },
  300_000,
);
