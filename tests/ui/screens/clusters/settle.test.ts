import { afterEach, expect, it } from 'vitest';
import { inOrder, orderOf } from '../../../../src/ui/screens/clusters/settle-state.ts';
import { contextUnder } from '../../../../src/ui/ui-state.ts';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { fixtureSeconds } from '../../../support/fixture-state.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

const seconds = fixtureSeconds;
const text = () =>
  screen!
    .lines()
    .join('\n')
    .replace(/\u001b\[[0-9;]*m/g, '');

it('asks each disputed word with both homes, tells nobody’s name, and stores who settled it', async () => {
  const session = fixtureSession({ seconds });
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('4');
  expect(text().replace(/\s+/g, ' ')).toMatch(/ann agrees \.\d\d \(A\) · 3 disputed \(T\)/);
  await screen.press('T');
  const { disputes } = session.getState().results.curators!.result.seconds[0]!;
  const [dispute] = disputes;
  const [a] = orderOf(session.getState().study.seed, 'ann', dispute!.word);
  expect(text()).toContain('disputed word 1 of 3');
  expect(text()).toMatch(/A ▸ (with|on its own|discarded)/);
  expect(text()).not.toMatch(/\bann\b|\bfirst\b/);
  await screen.press('a');
  expect(session.edits.at(-1)).toMatchObject({
    settled: { word: dispute!.word, by: 'first', second: 'ann', took: a },
  });
  expect(text()).toContain('disputed word 2 of 3');
  expect(text()).toContain(`${dispute!.word}: `);

  // Later, and back by undo.
  await screen.press('→', '↓', 'Enter');
  expect(session.edits.at(-1)!.settled!.word).toBe(disputes[2]!.word);
  await screen.press('u');
  expect(session.edits.at(-1)).toEqual({ edit: 'undo' });
  expect(text()).toContain(`undone: ${disputes[2]!.word} is open again`);
  expect(text()).toContain(`   ${disputes[2]!.word}   said`);
  await screen.press('x', 'n');
  expect(session.edits.at(-1)).toMatchObject({
    edit: 'move',
    to: null,
    settled: { took: 'other' },
  });
  expect(text()).toContain('Every disputed word is settled.');
  // The keys that place a word leave the footer with the last word.
  expect(screen.lines().at(-1)!.trim()).toBe('u undo  ? help');
  await screen.press('a');
  expect(text()).toContain('a: every disputed word is settled');
  await screen.press('Esc', 'T');
  expect(contextUnder(screen.ui)).toBe('clusters');
  expect(text()).toContain('T: no disputed word is open');
});

it('says on the clusters that nobody has curated a second time', async () => {
  screen = await interfaceScreen(fixtureInterface(fixtureSession()));
  await screen.press('4', 'A');
  expect(text()).toContain('A: this run has no second curator');
});

it('shows the first as A about as often as as B, the same each time', () => {
  const words = Array.from({ length: 1000 }, (_, at) => `word ${at}`);
  const asA = words.filter((word) => orderOf(1, 'ann', word)[0] === 'first').length;
  expect(asA).toBeGreaterThan(440);
  expect(asA).toBeLessThan(560);
  expect(words.every((word) => new Set(orderOf(1, 'ann', word)).size === 2)).toBe(true);
});

it('asks what undo brought back first, and what was left for later last', () => {
  const disputes = ['a', 'b', 'c', 'd'].map((word) => ({
    word,
    count: 1,
    first: [],
    second: null,
  }));
  const order = inOrder(disputes, { later: ['b', 'a'], front: 'd' });
  expect(order.map(({ word }) => word)).toEqual(['d', 'c', 'b', 'a']);
});
