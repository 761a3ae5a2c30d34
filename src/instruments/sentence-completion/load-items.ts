/** Reads the test's items: stems, and the anchors of its exam. */
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import { type PromptFiles, promptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { hashText } from '../../prompts/template.ts';
import { type AnchorSet, anchorSetSchema, type Stem, stemSchema } from './items.ts';

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
    if (stem) return stem;
    const near = nearest(
      id,
      shipped.map((one) => one.id),
    );
    throw new UserError(`There is no stem ${id}.`, {
      where: 'study.yaml, test.stems',
      hint: near.length > 0 ? `Nearest: ${near.join(', ')}` : 'See prompts/stems/stems.yaml.',
    });
  });
  return [...chosen, ...before.filter((stem) => !ids.includes(stem.id))];
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

/** The exam's anchor sets of a value system, with the hash of their file; null where the system has none. Throws UserError. */
export function loadAnchors(
  system: string,
  files: PromptFiles = promptFiles(),
): { sets: AnchorSet[]; hash: string } | null {
  const name = `${system}.yaml`;
  if (!files.list('judge/anchors').includes(name)) return null;
  const text = files.read(`judge/anchors/${name}`);
  const file = join(files.root, 'judge/anchors', name);
  const sets = readYaml(text, z.array(anchorSetSchema).min(2), file);
  refuseRepeats(
    sets.map((set) => set.id),
    file,
  );
  return { sets, hash: hashText(text) };
}

function refuseRepeats(ids: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new UserError(`The id ${id} stands twice.`, {
        where: file,
        hint: 'Give each entry an id of its own.',
      });
    seen.add(id);
  }
}
