/** The interface where nothing can be written to the home folder, as in containers and on batch nodes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makePlace } from '../support/program.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

const place = makePlace();
const temporary = join(place.folder, 'temporary');
mkdirSync(temporary);
const open: Terminal[] = [];
afterAll(() => {
  for (const one of open) one.kill();
  place.leave();
});

function start(home: string): Terminal {
  const { VALUELEX_CACHE: _cache, XDG_CONFIG_HOME: _config, XDG_CACHE_HOME: _, ...env } = place.env;
  const terminal = startTerminal([], {
    ...place,
    env: { ...env, HOME: home, TMPDIR: temporary },
  });
  open.push(terminal);
  return terminal;
}

const warning = /▲ Settings last until the program ends, caches go to/;

/** /proc says ENOENT to whoever makes a folder there, for ever. */
const homes = ['/dev/null/home', ...(process.platform === 'linux' ? ['/proc/nonexistent'] : [])];

describe.each(homes)('with %s as home folder', (home) => {
  it('says so once, takes an endpoint until the end, and leaves by q', async () => {
    const terminal = start(home);
    // On a busy machine the warning may leave before all models are found.
    await terminal.waitFor(warning);
    await terminal.waitFor((lines) => settled(lines) && lines.join('\n').includes('Quick study'));
    terminal.press('2');
    // The next key takes the message away, and it does not come back.
    await terminal.waitFor((lines) => lines[0]!.includes('2 Models') && settled(lines));
    expect(terminal.text()).not.toMatch(warning);
    terminal.press('n');
    await terminal.waitFor('An address of models, like');
    for (const [label, typed] of [
      ['name', 'lab'],
      ['address', 'http://127.0.0.1:9/v1'],
    ]) {
      terminal.press(keys.enter);
      await terminal.waitFor(`\n ${label}:`);
      terminal.press(typed!);
      // Enter in one read with it would be pasted text. The example above the form holds "lab" too.
      await terminal.waitFor(`\n ${label}: ${typed}`);
      terminal.press(keys.enter);
      await terminal.waitFor((lines) => !lines.join('\n').includes(`\n ${label}:`));
    }
    terminal.press(keys.down);
    await terminal.waitFor('▸ add it');
    terminal.press(keys.enter);
    await terminal.waitFor('▲ lab is added until valuelex ends, as settings cannot be kept');
    terminal.press('q');
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.onOtherScreen()).toBe(false);
    expect(terminal.text()).not.toMatch(warning);
  });

  it('ends on SIGTERM', async () => {
    const terminal = start(home);
    await terminal.waitFor((lines) => settled(lines));
    const asked = performance.now();
    terminal.kill('SIGTERM');
    expect(await terminal.exitCode).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(terminal.onOtherScreen()).toBe(false);
  });
});
