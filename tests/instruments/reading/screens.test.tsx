/** The screens of a run of a file of texts: no answers, no sentence test, and the way to what was read. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { interfaceOptions } from '../../../src/commands/runs/interface-options.ts';
import { realOutside } from '../../../src/environment.ts';
import { testTerminal } from '../../commands/test-context.ts';
import { interfaceScreen } from '../../support/interface-screen.tsx';
import { readerEndpoint } from './reader-endpoint.ts';

test('say what the run holds, and lead there', async () => {
  const endpoint = await readerEndpoint('reader');
  const terminal = testTerminal({}, { endpoints: () => ({ lab: { url: endpoint.url } }) });
  const file = join(terminal.folder, 'texts.csv');
  writeFileSync(
    file,
    'id,text\na,I chose kindness.\nb,No kindness in it.\nc,Safety first: safety.\n',
  );
  const read = await terminal.run('read', file, '--readers', 'lab:reader', '--no-exam');
  expect(read.code, read.notes).toBe(0);
  await endpoint.close();
  const outside = realOutside({
    endpoints: () => ({}),
    env: { HOME: terminal.folder, VALUELEX_CACHE: join(terminal.folder, 'cache') },
  });
  const options = {
    ...interfaceOptions(outside, terminal.runs, {}),
    listModels: async () => ({ endpoints: [], models: [] }),
  };
  const folder = join(terminal.runs, readdirSync(terminal.runs)[0]!);
  const screen = await interfaceScreen(options, { folder });
  try {
    // The screen is drawn before the results are computed.
    await expect
      .poll(() => screen.text())
      .toContain('3 texts, read by reader: Benevolence is expressed most often');
    for (const key of ['3', '4']) {
      await screen.press(key);
      expect(screen.text()).toMatch(/6 shows what it holds: Enter goes there/);
      expect(screen.text()).not.toMatch(/Waiting|come in/);
      await screen.press('Enter');
      expect(screen.text()).toContain('6 Scores');
    }
    await screen.press('5');
    expect(screen.text()).toContain('no factors');
    await screen.press('6', 'I');
    expect(screen.text()).toContain('no models to ask');
    expect(screen.text()).not.toContain('0 requests');
    await screen.press('Esc', 'Enter');
    expect(screen.text()).toContain('Profile of all texts');
    expect(screen.text()).toContain('Benevolence');
  } finally {
    screen.close();
    await screen.ui.session?.close();
    rmSync(terminal.folder, { recursive: true, maxRetries: 5 });
  }
});
