/** The real program on a run folder in which every text is hostile: all screens and layers in a terminal, and plain output. */
import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, severalCommands } from '../../support/program.ts';
import { keys, startTerminal, type Terminal } from '../../support/terminal.ts';
import { acting } from '../payloads.ts';
import { hostilePlace } from './place.ts';

const sizes = [
  [80, 24],
  [160, 48],
] as const;

let place: Place;
let run: string;
beforeAll(async () => {
  ({ place, run } = await hostilePlace());
  // For a terminal that writes.
  cpSync(run, `${run}-walked`, { recursive: true });
});

const open: Terminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.kill();
  place.leave();
});

/** Presses one key and waits for what it does; of many nobody knows here what that is. */
async function press(terminal: Terminal, key: string): Promise<void> {
  terminal.press(key);
  await terminal.rest();
}

/** Goes to a screen. */
async function arrive(
  terminal: Terminal,
  key: string,
  there: (lines: readonly string[]) => boolean,
): Promise<void> {
  terminal.press(key);
  await terminal.waitFor(there);
}

const on = (screen: string) => (lines: readonly string[]) => lines[0]!.includes(screen);

/** Screen, what shows that it is there, and keys that open what lies over it, looked at after each, all closed again by Esc. */
const walk: readonly {
  key: string;
  there: (lines: readonly string[]) => boolean;
  over: string[];
}[] = [
  { key: '1', there: on('1 Runs'), over: [`f${keys.enter}`, 'c', '='] },
  { key: '2', there: on('2 Models'), over: [] },
  {
    key: '3',
    there: on('3 Elicit'),
    over: [`E${keys.enter}`, keys.enter + keys.enter, `${keys.down}${keys.enter}${keys.enter}`],
  },
  {
    key: '4',
    there: (lines) => on('4 Clusters')(lines) && lines.join().includes('cluster  '),
    over: ['D', 'H', 'O', 'K', 'e', '/val', keys.enter.repeat(3), 'z', keys.down, 'y'],
  },
  {
    key: '5',
    // The column that is sorted by may be beside the screen; what a factor explains is below each.
    there: (lines) => on('5 Factors')(lines) && lines.some((line) => /^ +variance /.test(line)),
    over: ['d', 'm', 'K', 'i', 'a', 'f', 'e', keys.enter + keys.enter, 'lll'],
  },
  {
    key: '6',
    there: (lines) => on('6 Scores')(lines) && lines.join().includes('cannot be told from it'),
    over: [
      'tt',
      'X',
      'i',
      'K',
      'b',
      'c',
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

it('leaves a terminal intact on every screen, small and large', async () => {
  let [columns, rows]: readonly [number, number] = sizes[0];
  const terminal = startTerminal([`${run}-walked`], place, { columns, rows });
  open.push(terminal);
  /** One frame: whole, at its place, nothing beside it, nothing that acts. */
  let from = 0;
  const check = async (where: string) => {
    const lines = terminal.screen();
    const shown = `${where}:\n${lines.join('\n')}`;
    expect(terminal.onOtherScreen(), shown).toBe(true);
    expect(lines[0], shown).toMatch(/^ valuelex/);
    expect(
      lines.filter((line) => line.startsWith(' valuelex')),
      shown,
    ).toHaveLength(1);
    // Throws where a line has continued in the next.
    await terminal.waitFor((now) => now.length === rows);
    // A sequence may begin in what came before.
    expect(acting(terminal.raw().slice(Math.max(0, from - 100))), shown).toEqual([]);
    from = terminal.raw().length;
  };
  await terminal.waitFor(/findings|4 Clusters/);
  terminal.press('6');
  await terminal.waitFor((lines) => lines.join().includes('cannot be told from it'));
  for (const size of sizes) {
    const before = terminal.raw().length;
    terminal.resize(size[0], size[1]);
    [columns, rows] = size;
    // A larger one draws a frame.
    if (size !== sizes[0]) await terminal.waitFor(() => terminal.raw().length > before);
    for (const { key, there, over } of walk) {
      await arrive(terminal, key, there);
      await terminal.rest();
      await check(`${key} at ${columns}`);
      for (const pressed of over) {
        for (const one of pressed.match(/\u001b\[[A-D]|./gs) ?? []) {
          await press(terminal, one);
          await check(`${key} at ${columns} ${JSON.stringify(one)} of ${JSON.stringify(pressed)}`);
        }
        // Esc closes one layer after the other, until there is none; a busy machine answers late.
        for (let steps = 0; steps < 8; steps++) {
          const before = terminal.text();
          await press(terminal, keys.esc);
          if (terminal.text() === before && there(terminal.screen())) break;
        }
        await arrive(terminal, key, there);
      }
    }
    for (const pressed of ['?', ':val']) {
      for (const one of pressed) await press(terminal, one);
      await check(pressed);
      await press(terminal, keys.esc);
    }
  }
  // A name of which nothing would be seen is spelled out.
  expect(terminal.raw()).toContain('␛]52');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(acting(terminal.raw())).toEqual([]);
});

const tables = ['lexicon', 'clusters', 'factors', 'scores', 'compare', 'report', 'runs'];
const argsOf = (name: string): string[] => {
  if (name === 'runs') return [name];
  return name === 'compare' ? [name, run, `${run}-walked`] : [name, run];
};

const wrong = [
  ['lexicon', '\u001b]52;c;UFdORUQ=\u0007'],
  ['run', 'study-\u009b2J.yaml'],
  ['import', 'an\u001b[2Jswers.csv', '--as', 'responses'],
  ['models', 'pull', 'hf:../../\u001b]0;x\u0007'],
  ['judge', 'exam', '\u001b[2J\u202e', '--json'],
  ['\u001b[31mrun'],
];

describe('plain output', () => {
  const asJson = tables.filter((name) => name !== 'report');
  type Ended = Awaited<ReturnType<typeof severalCommands>>;
  let plain: Ended;
  let json: Ended;
  let refused: Ended;
  beforeAll(async () => {
    const ended = await severalCommands(
      [...tables.map(argsOf), ...asJson.map((name) => [...argsOf(name), '--json']), ...wrong],
      place,
    );
    plain = ended.splice(0, tables.length);
    json = ended.splice(0, asJson.length);
    refused = ended;
  });

  it.each(tables)('%s shows hostile text and obeys none', (name) => {
    const { out, err } = plain[tables.indexOf(name)]!;
    expect(out + err).not.toBe('');
    expect(acting(out)).toEqual([]);
    expect(acting(err)).toEqual([]);
    expect(err).not.toContain('This is a bug');
  });

  it.each(asJson)('%s --json holds it so that a terminal obeys none, and reads back', (name) => {
    const { out } = json[asJson.indexOf(name)]!;
    expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(JSON.parse(out)).toBeTypeOf('object');
  });

  it('says what is wrong with a hostile name, and obeys none of it', () => {
    expect(refused).toHaveLength(wrong.length);
    for (const { code, out, err } of refused) {
      expect(code).not.toBe(0);
      expect(err).not.toBe('');
      expect(acting(out + err)).toEqual([]);
      expect(err).not.toContain('This is a bug');
    }
  });
});

it('gives a terminal nothing else than a pipe', async () => {
  const terminal = startTerminal(['clusters', run], place, { columns: 100, rows: 40 });
  await terminal.exitCode;
  expect(acting(terminal.raw())).toEqual([]);
});
