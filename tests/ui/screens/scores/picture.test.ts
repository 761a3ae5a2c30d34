/** Screen 6: the picture of one value, its keys, and its axis. */
import { afterEach, describe, expect, test } from 'vitest';
import type { DifferencesPlot } from '../../../../src/tables/table.ts';
import { barOf, pictureLines } from '../../../../src/ui/screens/scores/picture.ts';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

const models = Array.from({ length: 35 }, (_, at) => `lab:model-${at}`);
const shownWith = (size: { columns: number; rows: number }, of: readonly string[] = models) =>
  interfaceScreen(fixtureInterface(fixtureSession({ models: [...of] })), size);

type Row = DifferencesPlot['rows'][number];
const row = (id: string, value: number, difference: number | null, half: number): Row => ({
  ...{ id, label: id, value, difference },
  low: difference === null ? null : difference - half,
  high: difference === null ? null : difference + half,
  differs: difference !== null && Math.abs(difference) > half,
  reference: difference === null,
});

describe('a bar', () => {
  const scale = { low: 0, high: 100 };
  const reference = row('r', 50, null, 0);

  test('touches the line exactly where the two do not differ, however coarse the cells', () => {
    let kinds = 0;
    for (const columns of [12, 23, 40, 100])
      for (let difference = -50; difference <= 50; difference += 0.7)
        for (const half of [0.2, 3, 9, 21]) {
          const one = row('x', 50 + difference, difference, half);
          const line = barOf(reference, reference, scale, columns).indexOf('◆');
          const drawn = barOf(one, reference, scale, columns);
          expect(drawn).toHaveLength(columns);
          expect(drawn.includes('●')).toBe(one.differs);
          expect(drawn.includes('○')).toBe(!one.differs);
          expect(drawn[line] === '┆', `${difference} ±${half} in ${columns}: ${drawn}`).toBe(
            one.differs,
          );
          kinds += one.differs ? 1 : 0;
        }
    expect(kinds).toBeGreaterThan(100);
  });

  test('is cut with a sign at the end of the scale', () => {
    expect(barOf(row('x', 4, -46, 9), reference, scale, 40)).toMatch(/^ ‹/);
  });
});

test('the axis and the line stay where they are while the rows scroll', () => {
  const rows = Array.from({ length: 35 }, (_, at) =>
    at === 17 ? row(`m${at}`, 50, null, 0) : row(`m${at}`, 84 - 2 * at, 34 - 2 * at, 9),
  );
  const plot: DifferencesPlot = {
    ...{ kind: 'differences', id: 'x', title: 'x', so: 'x', unit: '', rows, notes: [] },
    scale: { low: 0, high: 100 },
  };
  const drawn = (at: number) => pictureLines({ plot, rows, at, marked: [], next: 'on' }, 80, 15);
  const frames = Array.from({ length: 36 }, (_, at) => drawn(at));
  expect(new Set(frames.map(([axis]) => axis)).size).toBe(1);
  for (const [at, frame] of frames.entries()) {
    expect(frame.length).toBeLessThanOrEqual(15);
    if (at < 35) expect(frame.some((line) => line.includes(`m${at} `))).toBe(true);
    expect(frame.join('\n')).toMatch(/\d+–\d+ of 35/);
  }
  const places = frames.flatMap((frame) =>
    frame.flatMap((line) => (line.includes('┆') ? [line.indexOf('┆')] : [])),
  );
  expect(new Set(places).size).toBe(1);
});

describe.each([
  [80, 24],
  [160, 48],
] as const)('at %i×%i', (columns, rows) => {
  test('the picture names the value, the reference, and the rule', async () => {
    screen = await shownWith({ columns, rows });
    await screen.press('6');
    const text = screen.text();
    expect(screen.lines()[1]).toMatch(/How often \S+ comes up: \d+ of 595 pairs differ/);
    expect(text).toContain('◆ reference  ● differs from it  ○ cannot be told from it');
    expect(text).toContain('Paired over 24 stems, simultaneous over 595 pairs (max-T)');
    expect(text.match(/100 = rating 6/g)).toHaveLength(1);
    expect(screen.lines().find((line) => line.startsWith(' ▸ '))).toContain('◆');
    for (const part of ['value', 'reference', 'numbers', 'ratings'])
      expect(screen.lines().at(-1)).toContain(part);
  });
});

test('the arrows change the value and the reference, and t shows the numbers on the same model', async () => {
  screen = await shownWith({ columns: 80, rows: 24 });
  await screen.press('6', '↓', '↓');
  const pointed = () =>
    /^ ▸ +(model-\d+)/.exec(screen!.lines().find((l) => l.startsWith(' ▸ '))!)![1];
  const model = pointed();
  const [, first] = screen.lines();
  await screen.press('→');
  expect(screen.lines()[1]).not.toBe(first);
  expect(pointed()).toBe(model);
  await screen.press('t');
  expect(screen.text()).toContain('told apart');
  expect(pointed()).toBe(model);
  await screen.press('S');
  await screen.press('t', '←');
  expect(screen.lines()[1]).toBe(first);
  // The first value is the last to the left: names are no value.
  await screen.press('←', '←');
  expect(screen.lines()[1]).toBe(first);
});

test('b puts each family under its mean, on the same model, in the picture too', async () => {
  screen = await interfaceScreen(fixtureInterface(fixtureSession()), { columns: 80, rows: 24 });
  await screen.press('6', '↓');
  const pointed = () => screen!.lines().find((line) => line.startsWith(' ▸ '));
  const before = pointed();
  await screen.press('b');
  expect(pointed()).toBe(before);
  expect(screen.text()).toMatch(/smollm: 1 model .*69/);
  expect(screen.text()).toMatch(/gemma: 1 model .*55/);
  await screen.press('b');
  expect(screen.text()).not.toContain('1 model ');
});

test('what changes the numbers alone says so over the picture', async () => {
  screen = await shownWith({ columns: 80, rows: 24 });
  await screen.press('6');
  for (const key of ['S', 'c', '!', '-', '%', '<', '>']) {
    const before = JSON.stringify(screen.ui.scores);
    await screen.press(key);
    expect(JSON.stringify(screen.ui.scores), key).toBe(before);
    expect(screen.text(), key).toContain('t shows it');
  }
});

test('the footer of the scores leaves out what one value system, or the picture, leaves nothing to do for', async () => {
  const session = fixtureSession();
  const state = session.getState();
  const footer = () => screen!.lines().at(-1)!;
  screen = await interfaceScreen(fixtureInterface(session), { columns: 160, rows: 48 });
  await screen.press('6');
  expect(footer()).toContain('V system');
  expect(footer()).not.toContain('S sort');
  await screen.press('t');
  expect(footer()).toContain('S sort');
  const instruments = Object.fromEntries(
    Object.entries(state.results.instruments).map(([id, one]) => {
      const result = 'result' in one ? (one.result as { scores?: unknown[] }) : null;
      return [
        id,
        result?.scores ? { ...one, result: { ...result, scores: [result.scores[0]] } } : one,
      ];
    }),
  );
  session.set({ results: { ...state.results, instruments } as typeof state.results });
  await screen.press('j');
  expect(footer()).not.toContain('V system');
  await screen.press('V');
  expect(screen.lines().at(-2)).toMatch(/V: only .+ has been rated/);
});
