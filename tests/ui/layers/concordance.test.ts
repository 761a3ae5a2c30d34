import { afterEach, expect, test } from 'vitest';
import { contextLine, sortedPlaces } from '../../../src/ui/layers/concordance.tsx';
import type { Excerpt } from '../../../src/ui/layers/excerpts.ts';
import { columnsOf } from '../../../src/ui/text.ts';
import { fixtureInterface } from '../../support/fixture-interface.ts';
import { fixtureSession } from '../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

const place = (model: string, before: string, after: string): Excerpt => ({
  ...{ model, before, hit: 'security', after },
  ...{ asked: 't0.7 · prompt 4', id: model + before, text: `${before}security${after}` },
});
const places = [
  place('b', 'your privacy and ', ' of your data'),
  place('a', 'data ', ', transparency'),
  place('c', 'stability, ', ', family'),
];

test('places are sorted by model, by what follows, and by the nearest word before', () => {
  const order = (by: Parameters<typeof sortedPlaces>[1]) =>
    sortedPlaces(places, by).map(({ model }) => model);
  expect(order('model')).toEqual(['a', 'b', 'c']);
  expect(order('after')).toEqual(['c', 'b', 'a']);
  expect(order('before')).toEqual(['b', 'a', 'c']);
});

test('the word stands in one column in each line, and who said it can be hidden', () => {
  const at = places.map((one) => contextLine(one, false, 70).indexOf('security'));
  expect(new Set(at).size).toBe(1);
  for (const one of places) expect(columnsOf(contextLine(one, false, 70))).toBeLessThanOrEqual(70);
  expect(contextLine(places[0]!, false, 70)).toMatch(/^b /);
  expect(contextLine(places[0]!, true, 70)).not.toMatch(/^b /);
});

test('a wide line tells the name of a model in full', () => {
  const model = 'SmolLM2-135M-Instruct.Q4_1';
  const place = { ...places[0]!, model };
  expect(contextLine(place, false, 95)).toContain(model);
  expect(columnsOf(contextLine(place, false, 95))).toBeLessThanOrEqual(95);
  expect(contextLine(place, false, 70)).not.toContain(model);
});

test('marked lines become a word of their own, which can go to another cluster', async () => {
  const session = fixtureSession();
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('4', 'Tab', 'Enter', 's');
  expect(screen.text()).toContain('mark with ␣ the lines');
  const places = screen.lines().filter((line) => line.includes('accuracy'));
  await screen.press('Space');
  expect(screen.text()).toContain('●');
  await screen.press('s');
  expect(places.length).toBeGreaterThan(0);
  expect(session.edits).toEqual([]);
});

test('s splits off the smaller of two groups of contexts, named after what it is near', async () => {
  const session = fixtureSession({
    groups: (contexts) => ({
      found: 'two',
      labels: contexts.map((_, at) => (at === 0 ? 1 : 0)),
      groups: [
        { size: 7, near: 'facts' },
        { size: 1, near: 'aim' },
      ],
    }),
  });
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('4', '↓', 'Tab', 'Enter');
  expect(screen.text().replace(/\s+/g, ' ')).toContain(
    's splits two groups of contexts: 7 near facts, 1 near aim (gap statistic)',
  );
  await screen.press('s');
  expect(screen.text()).toContain('in these 1 “honesty” means: aim');
  await screen.press('Enter');
  expect(session.edits).toEqual([
    { edit: 'divide', word: 'honesty', as: 'honesty (aim)', answers: [expect.any(String)] },
  ]);
});
