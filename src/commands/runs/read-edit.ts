/** An edit from the words of a command line. Pure: clusters and factors are looked up in the present results. */
import type { Curated } from '../../clustering/curate.ts';
import type { Edit } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import type { Results } from '../../run/state.ts';
import { type EditOptions, type EditReader, need, usage } from './edit-reader.ts';
import { clusterEditReaders } from './read-cluster-edit.ts';
import { factorEditReaders } from './read-factor-edit.ts';

const undo: EditReader = (words, { curated: { applied, unplaced } }) => {
  need(words, 0, 0, 'undo');
  if (applied.length + unplaced.length === 0) throw usage('There is nothing to undo.');
  return { edit: 'undo' };
};

const redo: EditReader = (words, { curated: { undone } }) => {
  need(words, 0, 0, 'redo');
  if (undone.length === 0) throw usage('There is nothing to redo.');
  return { edit: 'redo' };
};

const readers = {
  ...clusterEditReaders,
  ...factorEditReaders,
  undo,
  redo,
} satisfies Record<string, EditReader>;

export type EditName = keyof typeof readers;

const edits = Object.keys(readers) as EditName[];

/** The edits that take each option. */
const optionOf = {
  name: ['merge', 'split'],
  alone: ['gather'],
  onward: ['clusters', 'factors'],
} as const satisfies Record<keyof EditOptions, readonly EditName[]>;

/** Edits that name a factor, or count them. */
export const factorEdits: readonly EditName[] = ['factors', 'name-factor', 'flip'];

/** Throws UserError with the nearest names for a word that is not an edit. */
export function refuseUnknownEdit(name: string): asserts name is EditName {
  if (Object.hasOwn(readers, name)) return;
  const near = nearest(name, edits);
  throw new UserError(`There is no edit ${name}.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : `Edits are ${edits.join(', ')}.`,
    exit: 'usage',
  });
}

/** Throws UserError for the wrong number of words, and for an unknown or ambiguous name, with the nearest names. */
export function readEdit(
  name: EditName,
  words: readonly string[],
  results: Results,
  curated: Curated,
  options: EditOptions = {},
): Edit {
  for (const [option, takers] of Object.entries(optionOf))
    if (
      options[option as keyof EditOptions] !== undefined &&
      !(takers as readonly string[]).includes(name)
    )
      throw usage(`--${option} goes with ${takers.join(' and ')}, not with ${name}.`);
  return readers[name](words, { results, curated, options });
}
