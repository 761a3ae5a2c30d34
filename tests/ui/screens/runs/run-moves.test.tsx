/** Renaming, putting away, and bringing back runs on screen 1, over real folders. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { interfaceOptions } from '../../../../src/commands/runs/interface-options.ts';
import { realOutside } from '../../../../src/environment.ts';
import { presetStudy } from '../../../../src/run/presets.ts';
import { createRunFolder } from '../../../../src/run/run-folder.ts';
import { readStudy } from '../../../../src/run/study-file.ts';
import type { InterfaceOptions } from '../../../../src/ui/interface-options.ts';
import { contextOf } from '../../../../src/ui/ui-state.ts';
import {
  type InterfaceScreen,
  interfaceScreen,
  settled,
} from '../../../support/interface-screen.tsx';

let place: string;
let runs: string;
let options: InterfaceOptions;
let screen: InterfaceScreen;
const outsideOf = () =>
  realOutside({
    endpoints: () => ({}),
    env: { HOME: place, VALUELEX_CACHE: join(place, 'cache') },
  });
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-moves-'));
  runs = join(place, 'runs');
  // No model is looked for: that takes seconds, and nothing here asks one.
  options = {
    ...interfaceOptions(outsideOf(), runs, {}),
    listModels: async () => ({ endpoints: [], models: [] }),
  };
});
afterEach(async () => {
  screen?.close();
  await screen?.ui.session?.close();
  rmSync(place, { recursive: true, maxRetries: 5 });
});

function make(name: string, against?: string): string {
  const { prompts } = outsideOf();
  const study = presetStudy('quick', prompts, { name, models: [{ id: 'sim:alpha-7b' }] });
  const check = against === undefined ? {} : { against };
  return createRunFolder(runs, { ...study, ...check }, () => Date.UTC(2026, 10, 21));
}

/** Waits until the screen shows it. */
async function shown(what: string | RegExp): Promise<string> {
  for (let tries = 0; tries < 500; tries++) {
    const text = screen.text();
    if (typeof what === 'string' ? text.includes(what) : what.test(text)) return text;
    await new Promise((wake) => setTimeout(wake, 20));
    await settled();
  }
  throw new Error(`${what} did not come:\n${screen.text()}`);
}

const folders = (at = runs) =>
  readdirSync(at)
    .filter((name) => !name.startsWith('.'))
    .sort();

describe('screen 1', () => {
  test('moves a run to the trash, and brings it back with u', async () => {
    make('calm-hare');
    make('quiet-otter');
    screen = await interfaceScreen(options, { folder: null });
    const selected = () => screen.lines().find((line) => line.includes('▸ '))!;
    const name = /▸\s+(\S+)/.exec(selected())![1]!;
    await screen.press('x');
    await shown(`${name} moved to the trash: u brings it back`);
    expect(folders()).toHaveLength(1);
    expect(folders(join(runs, '.trash'))).toEqual([`2026-11-21-${name}`]);
    expect(screen.text()).not.toMatch(new RegExp(`▸\\s+${name}`));
    await screen.press('u');
    await shown('brought back');
    expect(folders()).toHaveLength(2);
    await screen.press('u');
    await shown('nothing was put away here');
  });

  test('leaves a run open whose new name is refused, with the name in its field', async () => {
    const folder = make('calm-hare');
    screen = await interfaceScreen(options, { folder });
    await screen.press('1');
    const session = screen.ui.session;
    for (const [name, reason] of [
      ['My Study', 'is not a name for a run'],
      ['quiet-otter', 'Another run is named quiet-otter'],
    ] as const) {
      if (name === 'quiet-otter') make(name);
      await screen.press('e', 'Ctrl+U', name, 'Enter');
      const text = await shown(reason);
      expect(text).toMatch(new RegExp(`new name of calm-hare: +${name}`));
      await screen.press('Esc');
    }
    expect(screen.ui.session).toBe(session);
    expect(screen.lines()[0]).toContain('1 Runs');
  });

  test('names the copy of a study apart from it, and shows names and ways to begin whole', async () => {
    make('check-sim-beta-8b');
    make('check-sim-beta-8b');
    screen = await interfaceScreen(options, { folder: null });
    const text = await shown('check-sim-beta-8b-2 ◆ sim');
    expect(text).toContain('check-sim-beta-8b ◆ sim');
    for (const { title, note } of options.examples)
      expect(text.replace(/ +/g, ' ')).toContain(`${title} ${note}`);
  });

  test('puts the last run away, and brings it back from the start screen', async () => {
    make('quiet-otter');
    screen = await interfaceScreen(options, { folder: null });
    await screen.press('A');
    await shown('moved to the archive: u brings it back');
    expect(contextOf(screen.ui)).toBe('start');
    await screen.press('u');
    await shown('brought back');
    expect(folders()).toEqual(['2026-11-21-quiet-otter']);
  });

  test('shows the archive and the trash with v, and brings back from there', async () => {
    make('quiet-otter');
    make('calm-hare');
    screen = await interfaceScreen(options, { folder: null });
    await screen.press('A');
    await shown('moved to the archive');
    await screen.press('x');
    await shown('moved to the trash');
    await screen.press('v');
    await shown('1 Runs ▸ archive');
    await shown(/▸\s+(quiet-otter|calm-hare)/);
    await screen.press('v');
    await shown('1 Runs ▸ trash');
    await shown(/▸\s+(quiet-otter|calm-hare)/);
    await screen.press('Enter');
    await shown('it is in the trash: u brings it back first');
    await screen.press('x');
    await shown('empty-trash deletes for good');
    await screen.press('u');
    await shown('brought back');
    const empty = await shown('Nothing is in the trash.');
    expect(empty).not.toMatch(/u bring back|x delete|Enter open/);
    await screen.press('v');
    await shown(/▸\s+(quiet-otter|calm-hare)/);
    expect(contextOf(screen.ui)).toBe('runs');
    expect(folders()).toHaveLength(1);
    await screen.press('v');
    await shown('1 Runs ▸ archive');
    await screen.press('Esc');
    await shown(/▸\s+(quiet-otter|calm-hare)/);
    expect(contextOf(screen.ui)).toBe('runs');
  });

  test('renames the open run: it is closed, and open again under its new name', async () => {
    const folder = make('quiet-otter');
    screen = await interfaceScreen(options, { folder });
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    await screen.press('1', 'e', 'Ctrl+U', ...'calm-hare', 'Enter');
    await shown('renamed: ');
    const renamed = join(runs, '2026-11-21-calm-hare');
    expect(folders()).toEqual(['2026-11-21-calm-hare']);
    expect(screen.ui.session?.getState()).toMatchObject({ folder: renamed, name: 'calm-hare' });
    expect(screen.lines()[0]).toContain('calm-hare ▸ 1 Runs');
    expect(existsSync(join(renamed, 'lock'))).toBe(true);
    // A name that is refused leaves it open where it was.
    await screen.press('e', 'Ctrl+U', ...'Bad Name', 'Enter');
    await shown('is not a name for a run');
    await shown('calm-hare (open)');
    expect(screen.ui.session?.getState().folder).toBe(renamed);
  });

  test('puts the open run away closed', async () => {
    const folder = make('quiet-otter');
    make('calm-hare');
    screen = await interfaceScreen(options, { folder });
    await screen.press('1');
    await shown('quiet-otter (open)');
    while (!screen.lines().some((line) => /▸\s+quiet-otter/.test(line))) await screen.press('↓');
    await screen.press('x');
    await shown('Close quiet-otter, which is open, and move it to the trash?');
    await screen.press('Esc');
    expect(folders()).toContain('2026-11-21-quiet-otter');
    expect(screen.ui.session).not.toBeNull();
    await screen.press('x', 'Enter');
    await shown('quiet-otter moved to the trash: u brings it back');
    expect(screen.ui.session).toBeNull();
    for (const key of ['3', '4', '5', '6', '7']) {
      await screen.press(key);
      await shown('2026-11-21-quiet-otter is in the trash: 1, then u brings it back');
    }
    expect(readdirSync(join(runs, '.trash', '2026-11-21-quiet-otter'))).not.toContain('lock');
  });

  test('keeps a check open whose run is renamed', async () => {
    const old = make('quiet-otter');
    const check = make('check-sim-beta', old);
    screen = await interfaceScreen(options, { folder: check });
    await screen.press('1', 'Esc');
    await shown('check-sim-beta (open)');
    while (!screen.lines().some((line) => /▸\s+quiet-otter/.test(line))) await screen.press('↓');
    await screen.press('e', 'Ctrl+U', ...'calm-hare', 'Enter');
    await shown('renamed: ');
    const renamed = join(runs, '2026-11-21-calm-hare');
    expect(readStudy(join(check, 'study.yaml')).against).toBe(renamed);
    expect(screen.ui.session?.getState()).toMatchObject({
      folder: check,
      study: { against: renamed },
    });
  });

  test('leaves a run that another process works on, and an example, where they are', async () => {
    const folder = make('quiet-otter');
    const owner = { pid: process.ppid, host: hostname(), since: '2026-11-21T10:00:00Z' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(owner));
    screen = await interfaceScreen(options, { folder: null });
    await screen.press('x');
    await shown(`open in another valuelex (process ${process.ppid}`);
    expect(folders()).toEqual(['2026-11-21-quiet-otter']);
    await shown(/▸\s+quiet-otter/);
    await screen.press('↓');
    await shown(/▸\s+Open the simul/);
    for (const key of ['x', 'A', 'e']) {
      await screen.press(key);
      await shown('an example of the program stays where it is');
    }
  });
});
