/** Reads the test's items: its stems. */
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import { type PromptFiles, promptFiles } from '../../prompts/load.ts';
import { readYaml, refuseRepeats } from '../../prompts/read-yaml.ts';
import { hashText } from '../../prompts/template.ts';
import { isImportedStem } from './imported-stem.ts';
import { type Stem, stemSchema } from './items.ts';
import type { TestSettings } from './settings.ts';

/** The stems that ship, with the hash of their file. Throws UserError (field, line; a repeated id). */
export function loadStems(files: PromptFiles = promptFiles()): { stems: Stem[]; hash: string } {
  const text = files.read('stems/stems.yaml');
  const file = join(files.root, 'stems/stems.yaml');
  const stems = readYaml(text, z.array(stemSchema).min(1), file);
  refuseRepeats(
    stems.map((stem) => stem.id),
    file,
  );
  return { stems, hash: hashText(text) };
}

/**
 * The stems that the settings name: as they were asked (`before`), else in the study's own words or as they ship; behind
 * them those that were asked and are not named any more. Throws UserError for an id that is none of these.
 */
export function chosenStems(
  settings: Pick<TestSettings, 'stems' | 'ownStems'>,
  files: PromptFiles,
  before: readonly Stem[] = [],
): Stem[] {
  const known = [...ownStemsOf(settings), ...loadStems(files).stems];
  const chosen = settings.stems.map((id) => {
    const stem = [...before, ...known].find((one) => one.id === id);
    if (!stem) throw unknownStem(id, known, 'study.yaml');
    return stem;
  });
  return [...chosen, ...before.filter((stem) => !settings.stems.includes(stem.id))];
}

/** A study's own stems, whole: an occasion is positive unless the stem says otherwise. */
export function ownStemsOf({ ownStems = [] }: Pick<TestSettings, 'ownStems'>): Stem[] {
  return ownStems.map(({ id, text, framing = 'positive', tags = [], bothForms = false }) => ({
    ...{ id, text, framing, tags, bothForms },
  }));
}

/**
 * Throws UserError for an id of no stem that ships and none of the study's own, but for stems that came with
 * completions: these have their words in the run. Throws too for a stem of the study's own with the id of one that ships.
 */
export function refuseUnknownStems(settings: TestSettings, files: PromptFiles, where: string) {
  const { stems } = loadStems(files);
  const own = ownStemsOf(settings);
  const taken = own.find(({ id }) => stems.some((stem) => stem.id === id));
  if (taken)
    throw new UserError(`The stem ${taken.id} is one that ships.`, {
      where: `${where}, test.ownStems`,
      hint: 'Give yours another id.',
    });
  const known = [...stems, ...own];
  const unknown = settings.stems.find(
    (id) => !isImportedStem(id) && !known.some((stem) => stem.id === id),
  );
  if (unknown !== undefined) throw unknownStem(unknown, known, where);
}

function unknownStem(id: string, known: readonly Stem[], where: string): UserError {
  const near = nearest(
    id,
    known.map((one) => one.id),
  );
  return new UserError(`There is no stem ${id}.`, {
    where: `${where}, test.stems`,
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'See prompts/stems/stems.yaml.',
  });
}

/** Those of these ids that ship. */
export function knownStems(ids: readonly string[], files: PromptFiles): Stem[] {
  const { stems } = loadStems(files);
  return ids.flatMap((id) => stems.find((one) => one.id === id) ?? []);
}

/** The ids of those that ship with another text. */
export function rewordedStems(stems: readonly Stem[], files: PromptFiles): string[] {
  const shipped = new Map(loadStems(files).stems.map(({ id, text }) => [id, text]));
  return stems
    .filter(({ id, text }) => shipped.has(id) && shipped.get(id) !== text)
    .map(({ id }) => id);
}
