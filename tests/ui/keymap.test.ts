import { describe, expect, test } from 'vitest';
import { footers } from '../../src/ui/footers.ts';
import { contexts, keymap } from '../../src/ui/keymap.ts';
import {
  collisions,
  commandFor,
  commandsOf,
  footer,
  helpOf,
  keymapMarkdown,
  paletteOf,
} from '../../src/ui/keymap-views.ts';
import { columnsOf } from '../../src/ui/text.ts';

const now = {
  ...{ open: true, working: false, elicited: true, clustered: true, factored: false, scored: true },
  ...{ undoable: false, redoable: false, suggestions: 1, doubts: 3, stoppable: false },
};

describe.each(contexts)('in %s', (context) => {
  test('no key means two things', () => {
    expect(collisions(context)).toEqual([]);
  });

  test('the footer is made of commands that exist, and fits', () => {
    const known = new Set(commandsOf(context).map(({ id }) => id));
    for (const entry of footers[context])
      expect(known).toContain(typeof entry === 'string' ? entry : entry[0]);
    expect(columnsOf(footer(context, 80))).toBeLessThanOrEqual(80);
  });
});

test('a key means what the table says, where it says so', () => {
  expect(commandFor('clusters', 'm')?.id).toBe('merge');
  expect(commandFor('factors', 'm')?.id).toBe('model-scores');
  expect(commandFor('prompt', 'm')).toBeUndefined();
  expect(commandFor('scores', '4')?.id).toBe('screen-4');
});

test('the help says why a key can do nothing now', () => {
  const entries = helpOf('factors', now).flatMap((section) => section.entries);
  expect(entries.find(({ help }) => help.startsWith('Next rotation'))?.off).toBe(
    'there are no factors yet',
  );
  expect(entries.find(({ help }) => help.startsWith('Find'))?.off).toBeNull();
});

test('the palette reaches the commands of other screens, each with its key and command line', () => {
  const entries = paletteOf('runs', 'runs/otter');
  const merge = entries.find(({ command }) => command.id === 'merge');
  expect(merge).toMatchObject({ keys: 'm', context: 'clusters' });
  expect(merge?.line).toBe('valuelex curate runs/otter merge <word> <word>');
});

test('the table of the documentation has every command', () => {
  const rows = keymapMarkdown().trim().split('\n');
  expect(rows).toHaveLength(keymap.length + 2);
  expect(rows.every((row) => row.startsWith('| '))).toBe(false);
  expect(rows.filter((row) => row.startsWith('| ') || row.startsWith('|-'))).toHaveLength(
    rows.length,
  );
});
