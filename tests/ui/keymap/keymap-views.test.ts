import { describe, expect, test } from 'vitest';
import { everywhere } from '../../../src/ui/keymap/everywhere.ts';
import {
  collisions,
  commandFor,
  commandsOf,
  contexts,
  footer,
  footerEntries,
  helpOf,
  keymapMarkdown,
  keySigns,
  places,
} from '../../../src/ui/keymap/keymap-views.ts';
import { scenes } from '../../../src/ui/scenes.ts';
import { columnsOf } from '../../../src/ui/text.ts';

const now = {
  ...{ open: true, working: false, elicited: true, clustered: true, factored: false, scored: true },
  numbers: false,
  ...{
    undoable: false,
    redoable: false,
    suggestions: 1,
    decisions: 3,
    stoppable: false,
    curators: false,
    disputed: 0,
    blind: false,
    unfinished: true,
    traced: false,
    off: {},
  },
};

/** What the terminal's reader calls a key. */
const named =
  /^(?:[!-~]|Space|[↑↓←→]|PageUp|PageDown|Home|End|Enter|Esc|Tab|Shift\+Tab|Ctrl\+[A-Z])$/;

describe.each(contexts)('in %s', (context) => {
  test('no key means two things', () => {
    expect(collisions(context)).toEqual([]);
  });

  test('every key has a name that the terminal can give', () => {
    for (const { id, keys } of commandsOf(context))
      for (const key of keys) expect(key, id).toMatch(named);
  });

  test('the footer shows the keys that mean what it says, and fits', () => {
    const entries = footerEntries(context);
    expect(entries.length).toBeGreaterThan(0);
    for (const { ids, text } of entries) {
      const signs = text.split(' ').slice(0, ids.length);
      const keys = commandsOf(context).flatMap((one) =>
        keySigns(one.keys).map((sign) => ({ id: one.id, sign })),
      );
      const meant = signs.map((sign) => keys.find((key) => key.sign === sign)?.id);
      expect(meant, text).toEqual(ids);
    }
    expect(columnsOf(footer(context, 80))).toBeLessThanOrEqual(80);
  });
});

test.each(places)('%s has no command of its own under an id of everywhere', (place) => {
  const ids = Object.keys(scenes[place].commands);
  expect(ids.filter((id) => id in everywhere)).toEqual([]);
});

test('a key that both panes of the clusters have means the same in both', () => {
  for (const { id, keys } of commandsOf('words'))
    for (const key of keys) expect([id, undefined], key).toContain(commandFor('clusters', key)?.id);
});

/** What a key does wherever it does anything; `x` takes away, `u` takes back. */
const everyScreen = ['Space', 'Y', 'w', 'o', 'u', 'Ctrl+R', 'Ctrl+X', 'P', 'B', 'C', 'W', 'z', 'q'];

test.each(everyScreen)('%s does the same on every screen', (key) => {
  const ids = new Set(places.flatMap((place) => commandFor(place, key)?.id ?? []));
  // On the shelves, what was put away comes back by undo; the report is written as tables are.
  const alike = ['bring-back', 'write-report'];
  expect([...ids].filter((id) => !alike.includes(id))).toHaveLength(1);
});

test('a command of several contexts is worded once', () => {
  const words = new Map<string, Set<string>>();
  for (const context of contexts)
    for (const { id, help } of commandsOf(context))
      words.set(id, (words.get(id) ?? new Set()).add(help));
  const several = [...words].filter(([, helps]) => helps.size > 1).map(([id]) => id);
  // Moves and overlays say what they do where they are; the shelf brings back what is selected.
  expect(several.sort()).toEqual(
    [
      ...['up', 'down', 'page-up', 'page-down', 'keep'],
      ...['accept', 'close', 'interrupt', 'stop', 'bring-back', 'next-shelf'],
    ].sort(),
  );
});

test('a key means what its scene says', () => {
  expect(commandFor('clusters', 'm')?.id).toBe('merge');
  expect(commandFor('factors', 'm')?.id).toBe('model-scores');
  expect(commandFor('prompt', 'm')).toBeUndefined();
  expect(commandFor('scores', '4')?.id).toBe('screen-4');
  expect(commandFor('queue', '4')?.id).toBe('choose');
});

test('the footer leaves out what needs results that are not there', () => {
  const ids = (context: Parameters<typeof footerEntries>[0], change: Partial<typeof now>) =>
    footerEntries(context, { ...now, ...change }).flatMap((entry) => entry.ids);
  expect(ids('clusters', {})).toContain('merge');
  expect(ids('clusters', { clustered: false })).not.toContain('merge');
  expect(ids('scores', { scored: false })).not.toContain('compare-models');
  expect(ids('list', {})).toContain('source');
  expect(ids('list', { off: { source: 'computed' } })).not.toContain('source');
  expect(ids('clusters', { clustered: false, suggestions: 0 })).toEqual(['help']);
  expect(ids('clusters', { undoable: true })).toContain('undo');
  expect(ids('clusters', { undoable: false })).not.toContain('undo');
  expect(ids('elicit', { working: false, unfinished: false })).toEqual([
    ...['open', 'next-screen', 'help'],
  ]);
});

test('the footer of the scores names what its keys do on the picture, the numbers, and the lanes', () => {
  const texts = (change: Partial<typeof now>) =>
    footerEntries('scores', { ...now, ...change }).map(({ text }) => text);
  expect(texts({})).toEqual(expect.arrayContaining(['↑ ↓ reference', 't numbers']));
  expect(texts({ numbers: true })).toEqual(expect.arrayContaining(['↑ ↓ model', 't picture']));
  const lanes = texts({ scored: false, working: true });
  expect(lanes.slice(0, 4)).toEqual(['↑ ↓ lane', 'Enter answers', 'p pause lane', 'P pause']);
  expect(lanes.join(' ')).not.toMatch(/reference|value|sort/);
});

test('the help says why a key can do nothing now', () => {
  const entries = helpOf('factors', now).flatMap((section) => section.entries);
  expect(entries.find(({ help }) => help.startsWith('Next rotation'))?.off).toBe(
    'there are no factors yet',
  );
  expect(entries.find(({ help }) => help.startsWith('Find'))?.off).toBeNull();
});

test('the table of the documentation has every key of every context', () => {
  const [, , ...rows] = keymapMarkdown().trim().split('\n');
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
  for (const context of contexts) {
    const here = rows.filter((row) => {
      const where = row.slice(2).split(' | ')[0]!.split(', ');
      const [everywhere, ...without] = where[0]!.split(/ but | and /);
      return (
        where.includes(context) ||
        (context in scenes && everywhere === 'everywhere' && !without.includes(context))
      );
    });
    expect(here, context).toHaveLength(commandsOf(context).length);
  }
});
