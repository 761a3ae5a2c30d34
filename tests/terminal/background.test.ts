/** What is computed continues when its layer is left; only Ctrl+X stops it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComputedRun } from '../support/computed-run.ts';
import { makePlace } from '../support/program.ts';
import { keys, startTerminal, type Terminal } from '../support/terminal.ts';

const place = makePlace();
let terminal: Terminal;
beforeAll(async () => {
  await addComputedRun(place, 'example');
  terminal = startTerminal(['example'], place);
  await terminal.waitFor((lines) => lines[0]!.includes('findings'));
  terminal.press('5');
  await terminal.waitFor((lines) => lines.join().includes('Bartlett') && !lines[0]!.includes('●'));
});
afterAll(async () => {
  terminal.kill();
  await terminal.exitCode;
  place.leave();
});

const simulated = (lines: readonly string[]) =>
  Number(/● simulated studies (\d+)\//.exec(lines[0]!)?.[1] ?? Number.NaN);

it('continues behind every screen until Ctrl+X', async () => {
  terminal.press('p');
  await terminal.waitFor((lines) => simulated(lines) > 0);
  terminal.press(keys.esc);
  const left = await terminal.waitFor((lines) => !lines[0]!.includes('▸ power'));
  const then = simulated(left);
  expect(then).toBeGreaterThan(0);
  terminal.press('4');
  await terminal.waitFor((lines) => lines[0]!.includes('4 Clusters') && simulated(lines) > then);
  terminal.press(keys.ctrlX);
  await terminal.waitFor('stopped; on 5 Factors');
  await terminal.waitFor((lines) => !lines[0]!.includes('●'));
  // And is taken up again.
  terminal.press('5');
  await terminal.waitFor('Bartlett');
  terminal.press('p');
  await terminal.waitFor((lines) => simulated(lines) > 0);
});
