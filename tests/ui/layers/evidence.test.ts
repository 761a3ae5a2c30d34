import { afterEach, expect, test } from 'vitest';
import { fixtureInterface } from '../../support/fixture-interface.ts';
import { fixtureSession } from '../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

const text = () => screen.lines().join('\n');

test('Enter goes from a cell of a told table to its lines, to their ratings, and to the raw line', async () => {
  const session = fixtureSession();
  screen = await interfaceScreen(fixtureInterface(session), { columns: 160, rows: 48 });
  // The stems: a table with a row a stem.
  await screen.press('6', 'i', 'Enter');
  expect(text()).toContain('The answers behind stem-1');
  expect(text()).toContain('… begin with what they feel');
  await screen.press('Enter');
  expect(text()).toMatch(/Ethical +missing: no number in the answer/);
  await screen.press('Esc', 'Esc');
  expect(text()).toContain('Discrimination');
});

test('Tab goes to the next table; a cell that no line stands behind says so', async () => {
  screen = await interfaceScreen(fixtureInterface(), { columns: 160, rows: 48 });
  await screen.press('6', 'D');
  const first = text();
  await screen.press('Tab');
  expect(text()).not.toBe(first);
  await screen.press('Enter');
  await expect.poll(text).toMatch(/no line of a log is behind it|The answers behind /);
});
