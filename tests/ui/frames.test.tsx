/** Every screen, at the smallest and at a large size: no frame is larger than the terminal. */
import { afterEach, describe, expect, test } from 'vitest';
import { commandsOf } from '../../src/ui/keymap/keymap-views.ts';
import { contextOf } from '../../src/ui/ui-state.ts';
import { fixtureInterface } from '../support/fixture-interface.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import type { FixtureOptions } from '../support/fixture-state.ts';
import { expectLinesToFit } from '../support/frames-that-fit.ts';
import { type InterfaceScreen, interfaceScreen } from '../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

function expectToFit(shown: InterfaceScreen, columns: number, rows: number, what: string): void {
  expect(expectLinesToFit(shown, columns, what).length, what).toBeLessThanOrEqual(rows);
}

const sizes = [
  [80, 24],
  [160, 48],
] as const;
const many = Array.from({ length: 60 }, (_, at) => `lab:模型-${at}-with-a-long-name-70b-instruct`);

describe.each(sizes)('at %i×%i', (columns, rows) => {
  test.each<[string, FixtureOptions]>([
    ['two models', {}],
    ['sixty models, working', { models: many, status: 'working' }],
    ['a simulated run', { simulated: true }],
    ['nothing answered yet', { bare: true, status: 'idle' }],
  ])('every screen of %s fits', async (_, options) => {
    screen = await interfaceScreen(fixtureInterface(fixtureSession(options)), { columns, rows });
    for (const key of ['1', '2', '3', '4', '5', '6', '7']) {
      await screen.press(key);
      expectToFit(screen, columns, rows, `screen ${key}`);
      expect(screen.lines()).toHaveLength(rows);
      if (options.simulated) expect(screen.lines()[0]).toContain('SIMULATED');
      for (const way of [['Enter'], ['?'], ['Esc'], ['z'], [':'], ['Esc']]) {
        await screen.press(...way);
        expectToFit(screen, columns, rows, `screen ${key} after ${way}`);
      }
    }
  });

  test('walking about with every key of the keymap never breaks a frame', async () => {
    screen = await interfaceScreen(fixtureInterface(fixtureSession({ models: many })), {
      columns,
      rows,
    });
    let seed = columns;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let step = 0; step < 500; step++) {
      const context = contextOf(screen.ui);
      const keys = commandsOf(context)
        .flatMap((command) => command.keys)
        .filter(
          (key) => !['q', 'Ctrl+C', 'PageUp', 'PageDown', 'Home', 'End', 'Shift+Tab'].includes(key),
        );
      // Leaving a layer takes time, so it is tried less often than it stands in the table.
      const key = keys[random(keys.length)]!;
      if (key === 'Esc' && random(4) > 0) continue;
      await screen.press(key);
      expectToFit(screen, columns, rows, `step ${step}: ${key} in ${context}`);
    }
  });
});

test('a terminal that is too small is told the size it needs, and drawn again when it grows', async () => {
  screen = await interfaceScreen(fixtureInterface(), { columns: 59, rows: 19 });
  expect(screen.text()).toContain('60×20');
  expectToFit(screen, 59, 19, 'too small');
  expect(screen.text().replace(/\s+/g, ' ')).toContain('finding');
  await screen.resize(100, 30);
  expect(screen.text()).toContain('findings');
  expectToFit(screen, 100, 30, 'grown');
});

test('what a model wrote cannot reach the terminal', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('3', '↑', '↑', 'Enter');
  expect(screen.text()).toContain('Everything that');
  for (let row = 0; row < 6; row++) {
    expect(screen.text()).not.toMatch(/\u001b\[2J|\u202e|\u0007|\u200d/);
    await screen.press('↓');
  }
});

test('a run without answers that is not working says which key asks the models', async () => {
  const session = fixtureSession({ bare: true, status: 'idle' });
  screen = await interfaceScreen(fixtureInterface(session), { columns: 80, rows: 24 });
  await screen.press('3');
  expect(screen.lines()[1]).toContain('No answers yet: P asks the models');
});

test('a cluster that is typed is shown with its words, also one that only holds the text', async () => {
  const session = fixtureSession({});
  screen = await interfaceScreen(fixtureInterface(session), { columns: 80, rows: 24 });
  const clusters = session.getState().results.curated!.clusters;
  const { name, words } = clusters.find((one) => one.words.length > 1)!;
  const other = words.find((word) => word.toLowerCase() !== name.toLowerCase())!;
  await screen.press('4', 'D', '/', ...other.slice(1, 6));
  const lines = screen.lines();
  const field = lines.findIndex((line) => line.includes(`→ ${name}`));
  expect(field, lines.join('\n')).toBeGreaterThan(0);
  expect(lines[field - 1]).toContain(words.join(', ').slice(0, 60));
});

test('a filter that no cluster passes says so, also beside discarded words', async () => {
  const session = fixtureSession({});
  screen = await interfaceScreen(fixtureInterface(session), { columns: 80, rows: 24 });
  await screen.press('4', 'x', '&', ...'zzz', 'Enter');
  expect(screen.text()).toContain('nothing holds "zzz": r shows all');
});

test('a comparison that does not fit says which key shows the rest', async () => {
  const session = fixtureSession({});
  screen = await interfaceScreen(fixtureInterface(session), { columns: 80, rows: 24 });
  await screen.press('6', 'Space', '↓', 'Space', '=');
  expect(screen.text()).toContain('compare');
  expect(screen.text()).toContain('…  z shows the rest');
  await screen.press('z');
  expect(screen.text()).toContain('Levels are drawn.');
  expect(screen.text()).not.toContain('┌ ');
});
