/** What does not compile: `tsc` checks each line that must be an error. */
import { expect, test } from 'vitest';
import type { Commands } from '../../../src/ui/keymap/command.ts';
import { editing } from '../../../src/ui/keymap/shared-commands.ts';
import { moving, words } from '../../../src/ui/keymap/shared-words.ts';
import { tableMoves } from '../../../src/ui/keymap/table-commands.ts';
import { moveInList } from '../../../src/ui/list-position.ts';
import { defineScene, type Scene } from '../../../src/ui/scene.ts';
import { scenes } from '../../../src/ui/scenes.ts';

const { crumbs, right, so, Body } = scenes.report;
const plain = { crumbs, right, so, Body };
const nothing = () => {};
const open = { ...words.open, act: nothing };

test('a footer names commands of its own scene and of everywhere, and no others', () => {
  const commands = { ...moving(nothing), ...editing, open };
  const scene = defineScene({
    ...plain,
    commands,
    footer: ['open', 'up', ['undo', 'back'], 'quit'],
  });
  expect(Object.keys(scene.commands)).toContain('undo');
  // @ts-expect-error A mistyped id.
  defineScene({ ...plain, commands, footer: ['opne'] });
  // @ts-expect-error A mistyped id with another word.
  defineScene({ ...plain, commands, footer: [['opne', 'look']] });
  // @ts-expect-error A mistyped id of a pair.
  defineScene({ ...plain, commands, footer: [[['up', 'dwon'], 'move']] });
  // @ts-expect-error A command that only other scenes have.
  defineScene({ ...plain, commands, footer: ['merge'] });
});

test('a command has keys, words, and an act', () => {
  // @ts-expect-error No act.
  const noAct = { open: words.open } satisfies Commands;
  // @ts-expect-error No key.
  const noKey = { open: { ...open, keys: [] } } satisfies Commands;
  // @ts-expect-error A group that the help does not have.
  const noGroup = { open: { ...open, group: 'opening' } } satisfies Commands;
  // @ts-expect-error Words that are not there.
  const noWords = { open: { ...words.opne, act: nothing } } satisfies Commands;
  // @ts-expect-error A scene without an act for its key.
  defineScene({ ...plain, commands: { open: words.open }, footer: [] });
  expect([noAct, noKey, noGroup, noWords]).toHaveLength(4);
});

test('an act for several keys knows which there are', () => {
  // @ts-expect-error No move is called so.
  moving((move) => move === 'upward');
  // @ts-expect-error No move in a table is called so.
  tableMoves(() => null)['column-up'];
  // @ts-expect-error No move is called so.
  expect(moveInList(1, 'downward', 3)).toBeUndefined();
});

test('every place has a scene', () => {
  const { report: _, ...others } = scenes;
  // @ts-expect-error The report is missing.
  const all: typeof scenes = others;
  const found: Scene | undefined = all.report;
  expect(found).toBeUndefined();
});
