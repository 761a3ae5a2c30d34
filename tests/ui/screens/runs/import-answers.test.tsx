/** A file of answers taken in from the first screen: what was left out is told there too. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { interfaceOptions } from '../../../../src/commands/runs/interface-options.ts';
import { realOutside } from '../../../../src/environment.ts';
import {
  type InterfaceScreen,
  interfaceScreen,
  settled,
} from '../../../support/interface-screen.tsx';

const place = mkdtempSync(join(tmpdir(), 'valuelex-import-'));
let screen: InterfaceScreen;
afterEach(async () => {
  screen?.close();
  await screen?.ui.session?.close();
  rmSync(place, { recursive: true, maxRetries: 5 });
});

test('opens the new run, and says which rows are left out', async () => {
  const file = join(place, 'a.csv');
  writeFileSync(file, 'model;prompt;answer\na;What do you value?;honesty\na;And what else?;\n');
  const outside = realOutside({
    endpoints: () => ({}),
    env: { HOME: place, VALUELEX_CACHE: join(place, 'cache') },
  });
  const options = {
    ...interfaceOptions(outside, join(place, 'runs'), {}),
    listModels: async () => ({ endpoints: [], models: [] }),
  };
  screen = await interfaceScreen(options, { folder: null });
  await screen.press('i', ...file.slice(0, -1), 'Enter', 'Enter');
  // The file that is not there stands in the field again, below the reason.
  await expect.poll(() => screen.text()).toContain('▲ a.cs cannot be read');
  expect(screen.ui.overlay).toMatchObject({ kind: 'prompt', field: { value: file.slice(0, -1) } });
  await screen.press('v', 'Enter');
  await screen.press('Enter');
  for (let tries = 0; tries < 500 && !screen.text().includes('left out'); tries++) {
    await new Promise((wake) => setTimeout(wake, 20));
    await settled();
  }
  expect(screen.text()).toContain('1 row without an answer is left out');
  expect(screen.ui.session?.getState().study.models).toEqual([]);
});
