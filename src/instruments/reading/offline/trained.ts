/** Trained readers of a run: its settings name their files, and its items store them, so that the run continues without the files. */
import { resolve } from 'node:path';
import { UserError } from '../../../errors.ts';
import { givenText } from '../../../facts/given-text.ts';
import { readPlainText } from '../../../facts/plain-file.ts';
import type { ValueSystem } from '../../../values/value-system.ts';
import { hashOfModel, type ModelFile, parseModel } from './model-file.ts';

/** The prefix of their names. */
const prefix = 'offline:';

/** By the name of the reader in its readings. */
export type TrainedReaders = Readonly<Record<string, ModelFile>>;

const mostBytes = 50_000_000;

export function isTrained(reader: string): boolean {
  return reader.startsWith(prefix);
}

/**
 * The reader in `offline:<file>`, and the absolute path. Its name depends on the content of the file, not on its path.
 * Throws UserError if the file is not a trained reader.
 */
export function trainedIn(reader: string): { name: string; file: string; model: ModelFile } {
  const file = resolve(reader.slice(prefix.length));
  const model = readModel(file);
  return { name: nameOf(model), file, model };
}

/** Throws UserError for a reader that reads none of the systems. */
export function refuseOtherSystem(
  name: string,
  { system }: ModelFile,
  systems: readonly ValueSystem[],
): void {
  if (systems.some(({ id }) => id === system)) return;
  throw new UserError(`${name} reads ${system}, which is not asked for.`, {
    hint: `Asked for: ${systems.map(({ id }) => id).join(', ')}. Add --system ${system}.`,
  });
}

/**
 * The trained readers among `readers`: from `before` if it has them, else from their files. Throws UserError if a file
 * cannot be read or has another reader, and for a reader that reads no system of `systems`.
 */
export function loadTrained(
  readers: readonly string[],
  files: Readonly<Record<string, string>>,
  systems: readonly ValueSystem[],
  before: TrainedReaders,
): TrainedReaders {
  const named = readers.filter(isTrained).map((name) => {
    const model = before[name] ?? modelNamed(name, files[name]);
    refuseOtherSystem(name, model, systems);
    return [name, model] as const;
  });
  return { ...before, ...Object.fromEntries(named) };
}

function modelNamed(name: string, file: string | undefined): ModelFile {
  const hint = 'Name it by its file: --readers offline:model.json';
  if (file === undefined) throw new UserError(`There is no trained reader ${name}.`, { hint });
  const model = readModel(file);
  if (nameOf(model) !== name)
    throw new UserError(`This is another trained reader than ${name}.`, { where: file, hint });
  return model;
}

function nameOf(model: ModelFile): string {
  return `${prefix}trained-${hashOfModel(model).slice(0, 12)}`;
}

function readModel(file: string): ModelFile {
  const text = givenText(file, 'The trained reader', {
    hint: 'Check its path and permissions. valuelex reading train makes one.',
    read: (path) => readPlainText(path, mostBytes),
  });
  return parseModel(text, file);
}
