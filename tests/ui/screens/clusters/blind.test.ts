/** What a second curator must not see: names of models, and what the first curator did. */
import { afterEach, expect, it } from 'vitest';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { fixtureModels } from '../../../support/fixture-words.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

const text = () =>
  screen!
    .lines()
    .join('\n')
    .replace(/\u001b\[[0-9;]*m/g, '');

const names = fixtureModels.map((model) => model.split(':').at(-1)!);
const expectBlind = () => {
  for (const name of names) expect(text()).not.toContain(name);
};

async function blindScreen(columns: number, rows: number) {
  const session = fixtureSession();
  session.set({ curator: 'ann' });
  screen = await interfaceScreen(fixtureInterface(session), { columns, rows });
  screen.act.openSession(session, 4);
  return session;
}

it.each([
  [80, 24],
  [160, 48],
])('shows no model at %i×%i, on no screen that is left', async (columns, rows) => {
  await blindScreen(columns, rows);
  await screen!.press('Esc');
  expect(text()).toContain('ann, blind ▸ 4 Clusters');
  for (const keys of [
    ['Tab'],
    ['Enter'],
    ['Enter'],
    ['Esc'],
    ['Esc'],
    ['Tab'],
    ['D'],
    ['c'],
    ['Esc'],
    ['Esc'],
    ['O'],
    ['Esc'],
    ['H'],
    ['Esc'],
    ['K'],
    ['Esc'],
  ]) {
    await screen!.press(...keys);
    expectBlind();
    expect(text()).toContain('4 Clusters');
  }
});

it('leads nowhere else, by key, by line, or by name', async () => {
  const session = await blindScreen(100, 30);
  for (const key of ['1', '2', '3', '5', '6', '7', '[', ']', 'W', 'P', 'L', 'A', 'T']) {
    await screen!.press(key);
    expect(text(), key).toContain(`${key}: not while you curate blind`);
  }
  // The line that leads on to the factors elsewhere.
  await screen!.press('G', 'Enter');
  expect(text()).toContain('you curate blind');
  await screen!.press('D', 'b');
  expect(text()).toContain('b: not while you curate blind');
  await screen!.press('o');
  expect(text()).toContain('o: not while you curate blind');
  await screen!.press(':', ...'import answers', 'Enter');
  expect(text()).toContain('you curate blind');
  expect(screen!.ui.screen).toBe(4);
  expect(session.calls.filter((call) => call !== 'close')).toEqual([]);
  await screen!.press('?');
  expect(text()).toContain('not while you curate blind');
});

it('says at the end what to do', async () => {
  const session = await blindScreen(80, 24);
  const decisions = { open: [], unseen: [], total: 3, totalUnseen: 0, learned: null };
  session.set({ results: { ...session.getState().results, decisions } });
  screen!.act.push({ kind: 'queue', later: [], first: null, pointer: null, since: 0 });
  await screen!.press('j');
  expect(text()).toContain('q leaves');
  expect(text()).not.toContain('5 Factors');
});
