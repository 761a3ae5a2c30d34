/** The examples in the list of runs: opening one that is not whole works it out, so nothing is asked first. */
import { afterEach, expect, test } from 'vitest';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

async function screenOf(folder: string) {
  const session = fixtureSession();
  const made = fixtureInterface(session);
  const [run] = await made.listRuns(null);
  const options = {
    ...made,
    listRuns: async () => [{ ...run!, folder, stage: 'elicit 0/7875', finished: false }],
    placeOf: () => session.getState().folder,
  };
  screen = await interfaceScreen(options, { folder: null });
  await screen.press('1');
  return options;
}

const opens = (calls: readonly string[]) => calls.filter((call) => call.startsWith('open '));

test('an example is opened without a question, and once', async () => {
  const { calls } = await screenOf('runs/example');
  expect(screen.text()).not.toContain('unfinished');
  await screen.press('Enter');
  expect(opens(calls)).toEqual(['open runs/example']);
  expect(screen.text()).not.toContain('where it stopped?');
  await screen.press('1', 'Enter');
  expect(opens(calls)).toHaveLength(1);
});

test('any other run that is not finished asks whether to continue', async () => {
  await screenOf('runs/2026-11-21-quiet-otter');
  expect(screen.text()).toContain('1 run unfinished');
  await screen.press('Enter');
  expect(screen.text()).toContain('where it stopped?');
  expect(screen.text()).toContain('It stopped at this stage: elicit 0/7875.');
});
