/** The first screens at both sizes: what is offered, that every frame fits, that the terminal is given back. */
import { afterAll, expect, it } from 'vitest';
import { makePlace } from '../support/program.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

const place = makePlace();
afterAll(place.leave);

/** A frame fills the terminal from the first line (where one is) to the last (the keys). */
function expectWholeFrame(screen: readonly string[], columns: number) {
  expect(screen[0]).toMatch(/^ valuelex /);
  expect(screen.at(-1)).toMatch(/(\? help|q quit)/);
  for (const line of screen) expect(line.length).toBeLessThanOrEqual(columns);
}

async function leave(terminal: Terminal) {
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
}

it.each([
  [80, 24],
  [160, 48],
])(
  'offers what can be begun, and every empty screen says what to do, at %i×%i',
  async (columns, rows) => {
    const terminal = startTerminal([], place, { columns, rows });
    const first = await terminal.waitFor(settled);
    for (const choice of ['Quick study', 'Guided study', 'Check a new model', 'Import answers'])
      expect(first.join('\n')).toContain(choice);
    expect(first.join('\n')).toContain('Found on this machine');
    expect(first[1]).toContain('Which values do language models hold?');
    expect(terminal.onOtherScreen()).toBe(true);
    expectWholeFrame(first, columns);

    const names = ['Models', 'Elicit', 'Clusters', 'Factors', 'Scores', 'Report'];
    for (const [at, name] of names.entries()) {
      terminal.press(String(at + 2));
      const screen = await terminal.waitFor((lines) => lines[0]!.includes(`${at + 2} ${name}`));
      expectWholeFrame(screen, columns);
      // An empty screen names its next step.
      if (name !== 'Models') expect(screen.slice(2).join('\n')).toContain('▸');
    }
    terminal.press('1');
    await terminal.waitFor('Quick study');
    await leave(terminal);
  },
);

it('says what is selected by more than colour, and leads on by Enter and arrows', async () => {
  const terminal = startTerminal([], place);
  await terminal.waitFor(settled);
  await terminal.moveTo('Guided study');
  const screen = terminal.screen();
  const row = screen.findIndex((line) => line.includes('▸ Guided study'));
  const other = screen.findIndex((line) => line.includes('Import answers'));
  const column = screen[row]!.indexOf('Guided');
  expect(terminal.cell(row, column)).not.toEqual({
    ...terminal.cell(other, column),
    text: 'G',
  });
  terminal.press(keys.enter);
  const models = await terminal.waitFor(
    (lines) => lines[0]!.includes('2 Models') && lines.join('\n').includes('SmolLM2-135M-Instruct'),
  );
  expect(models.join('\n')).toContain('to be fetched');
  terminal.press(keys.enter);
  // Nothing is fetched or asked before a yes: size and licence are said first.
  const question = await terminal.waitFor('First to be fetched');
  expect(question.join('\n')).toMatch(/98 MB, licence Apache-2\.0/);
  terminal.press(keys.esc);
  await terminal.waitFor((lines) => !lines.join('\n').includes('First to be fetched'));
  await leave(terminal);
});

it('takes keys that were typed ahead, and draws as ever', async () => {
  const terminal = startTerminal([], place);
  terminal.press(keys.down);
  const screen = await terminal.waitFor(
    (lines) => settled(lines) && /▸ Open the example/.test(lines.join('\n')),
  );
  expectWholeFrame(screen, 80);
  await leave(terminal);
});

it('draws without colours where NO_COLOR is set', async () => {
  const terminal = startTerminal([], place, { env: { NO_COLOR: '1' } });
  const screen = await terminal.waitFor(settled);
  for (const [row, line] of screen.entries())
    for (let column = 0; column < line.length; column++) {
      const { foreground, background } = terminal.cell(row, column);
      expect({ foreground, background }).toEqual({ foreground: null, background: null });
    }
  expect(screen.join('\n')).toContain('▸ ');
  await leave(terminal);
});
