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
 * The stems of these ids: as they were asked (`before`), else as they ship; behind them those that were asked and
 * are not chosen any more. Throws UserError for an id that is neither.
 */
export function chosenStems(
  ids: readonly string[],
  files: PromptFiles,
  before: readonly Stem[] = [],
): Stem[] {
  const { stems: shipped } = loadStems(files);
  const chosen = ids.map((id) => {
    const stem = [...before, ...shipped].find((one) => one.id === id);
    if (!stem) throw unknownStem(id, shipped, 'study.yaml');
    return stem;
  });
  return [...chosen, ...before.filter((stem) => !ids.includes(stem.id))];
}

/** Throws UserError for an id of no stem that ships, but for stems that came with completions: these have their words in the run. */
export function refuseUnknownStems(ids: readonly string[], files: PromptFiles, where: string) {
  const { stems } = loadStems(files);
  const unknown = ids.find((id) => !isImportedStem(id) && !stems.some((stem) => stem.id === id));
  if (unknown !== undefined) throw unknownStem(unknown, stems, where);
}

function unknownStem(id: string, shipped: readonly Stem[], where: string): UserError {
  const near = nearest(
    id,
    shipped.map((one) => one.id),
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
