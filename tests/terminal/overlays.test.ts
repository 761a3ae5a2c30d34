/** What lies over the screens: help, palette, a terminal that is too small, resizing. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { makePlace } from '../support/program.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

const place = makePlace();
afterAll(place.leave);

let terminal: Terminal;
beforeEach(async () => {
  terminal = startTerminal([], place);
  await terminal.waitFor(settled);
});
afterEach(async () => {
  terminal.kill();
  await terminal.exitCode;
});

it('shows the keys of where one is, and goes away again', async () => {
  const before = terminal.text();
  terminal.press('?');
  await terminal.waitFor('Choose models and start a new run.');
  terminal.press(keys.esc);
  await terminal.waitFor((lines) => lines.join('\n') === before);
});

it('closes a layer and does the next key too, where a busy program reads both at once', async () => {
  terminal.press('?');
  await terminal.waitFor('Choose models and start a new run.');
  process.kill(terminal.pid, 'SIGSTOP');
  terminal.press(keys.esc);
  terminal.press('4');
  process.kill(terminal.pid, 'SIGCONT');
  await terminal.waitFor((lines) => lines[0]!.includes('4 Clusters'));
});

it('finds any command by typing, with its key and its command line', async () => {
  terminal.press(':');
  await terminal.waitFor('Enter take');
  terminal.press('sco');
  const found = await terminal.waitFor(/Go to Scores/);
  expect(found.join('\n')).toMatch(/6/);
  await terminal.moveTo('Go to Scores');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => lines[0]!.includes('6 Scores'));
});

it('says why a key does nothing', async () => {
  terminal.press('4');
  await terminal.waitFor((lines) => lines[0]!.includes('4 Clusters'));
  terminal.press('m');
  await terminal.waitFor('there are no clusters yet');
  // Esc is always safe.
  terminal.press(keys.esc);
  const after = await terminal.waitFor(
    (lines) => !lines.join('\n').includes('there are no clusters yet'),
  );
  expect(after[0]).toContain('4 Clusters');
});

it('names the size that it needs, and draws again when it gets it', async () => {
  terminal.resize(50, 18);
  await terminal.waitFor('valuelex needs 60×20; this terminal is 50×18');
  terminal.resize(120, 40);
  const large = await terminal.waitFor(
    (lines) => settled(lines) && lines.length === 40 && lines.at(-1)!.includes('q quit'),
  );
  expect(large[0]).toMatch(/^ valuelex/);
  expect(large.join('\n')).not.toContain('valuelex needs');
  // One frame, not the rests of two.
  expect(large.filter((line) => line.startsWith(' valuelex'))).toHaveLength(1);
  terminal.resize(80, 24);
  const small = await terminal.waitFor(
    (lines) => settled(lines) && lines.length === 24 && lines.at(-1)!.includes('q quit'),
  );
  expect(small.filter((line) => line.startsWith(' valuelex'))).toHaveLength(1);
  expect(small[1]).toContain('Which values do language models hold?');
});
