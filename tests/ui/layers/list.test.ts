import { afterEach, expect, test } from 'vitest';
import { findItem, keptItems } from '../../../src/ui/layers/list.tsx';
import { fixtureInterface } from '../../support/fixture-interface.ts';
import { fixtureSession } from '../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

test('a list is read from the facts once per state of the run, and not at every key', async () => {
  const session = fixtureSession();
  let looked = 0;
  const counting = {
    ...session,
    evidenceOf: (...cell: Parameters<typeof session.evidenceOf>) => {
      looked += 1;
      return session.evidenceOf(...cell);
    },
  };
  screen = await interfaceScreen(fixtureInterface(counting), { columns: 160, rows: 48 });
  await screen.press('6', 'Enter');
  expect(screen.lines()[0]).toContain('1 of 2');
  const before = looked;
  await screen.press('↓', '↑', '↓');
  expect(screen.lines()[0]).toContain('2 of 2');
  expect(looked).toBe(before);
  // What has come in since is shown.
  session.set({ message: 'another rating' });
  await expect.poll(() => looked).toBe(before + 1);
});

test('lists keep and find in the whole text', () => {
  const items = ['a', 'b', 'c'].map((text) => ({ text, detail: [`about ${text}`] }));
  expect(keptItems(items, 'about b')).toEqual([items[1]]);
  expect(findItem(items, 2, 'a', 1)).toBe(0);
  expect(findItem(items, 1, 'nowhere', 1)).toBeNull();
});
