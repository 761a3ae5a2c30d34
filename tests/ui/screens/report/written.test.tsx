/** Screen 7 says where the files of the report are, which is not always the folder of the run. */
import { afterEach, expect, test } from 'vitest';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import {
  type InterfaceScreen,
  interfaceScreen,
  settled,
} from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

test('the report of an example is said to be where it was written', async () => {
  const files = ['report.html', 'scores.csv'].map((file) => `runs/example-report/${file}`);
  const options = { ...fixtureInterface(fixtureSession()), writeReport: async () => files };
  screen = await interfaceScreen(options);
  await screen.press('7', 'w');
  await settled();
  expect(screen.text()).toContain('written: 2 files in runs/example-report; B opens the page');
});
