/** How a screen names the folder of a run, so that a command finds it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { examplesOf } from '../../src/commands/runs/examples.ts';
import { commandFolder } from '../../src/commands/runs/show-results.ts';
import { realOutside } from '../../src/environment.ts';
import { placeOf } from '../../src/run/example-place.ts';
import { findRun } from '../../src/run/list-runs.ts';
import type { Session } from '../../src/run/session.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-folder-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const named = (folder: string, from: string) => {
  const outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(place, 'cache') },
  });
  const session = { getState: () => ({ folder }) } as Session;
  return commandFolder(session, outside, from);
};

test('a run below is named from where the user stands, another by its whole path', () => {
  const folder = join(place, 'runs', 'one');
  expect(named(folder, place)).toBe(join('runs', 'one'));
  expect(named(folder, join(place, 'elsewhere'))).toBe(folder);
  expect(named(folder, folder)).toBe(folder);
});

test('an example is named by its own folder, which a command finds, wherever it was made whole', () => {
  const outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(place, 'cache') },
  });
  for (const { folder } of examplesOf(outside)) {
    const made = placeOf(folder, outside.cache, outside.version);
    mkdirSync(made, { recursive: true });
    expect(named(made, place)).toBe(folder);
    const root = dirname(dirname(folder));
    const short = named(made, root);
    expect(resolve(root, short)).toBe(folder);
    expect(existsSync(findRun(named(made, place), join(place, 'runs')))).toBe(true);
  }
});
