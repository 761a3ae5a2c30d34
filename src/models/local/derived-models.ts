/** Models that are made here out of a fetched one. They are opened by their id; no list shows them. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { derivedFolder } from './cache-folder.ts';
import { type CatalogueModel, findInCatalogue, type ModelFile } from './catalogue.ts';
import { rememberedHash } from './file-hash.ts';

export type DerivedModel = ModelFile & {
  parent: CatalogueModel;
  /** How many of its parent's blocks it keeps, from the first. */
  blocks: number;
};

const gemma = findInCatalogue('gemma-3-270m-q4_k_m')!;

/** What `valuelex models pull stance` makes: its vector of a text is the mean state behind block 8, counted from 0. */
export const stanceModel: DerivedModel = {
  id: `${gemma.id}.blocks-9`,
  title: 'Gemma 3 270M up to block 8: tells for from against in sentence completions',
  file: `${gemma.id}.blocks-9.gguf`,
  bytes: 218_742_688,
  sha256: 'd4885fae2c2fb1f2066868cad9a5f8d8fb0440066c609941d3789deec1efc79d',
  licence: gemma.licence,
  parent: gemma,
  blocks: 9,
};

const derivedModels: readonly DerivedModel[] = [stanceModel];

/** The one of this id; `stance` is that of the stance head. */
export function findDerived(id: string): DerivedModel | undefined {
  if (id === 'stance') return stanceModel;
  return derivedModels.find((model) => model.id === id);
}

/** Where its file lies, beside the fetched models. */
export function derivedPath(model: DerivedModel, cache: string): string {
  return path.join(cache, derivedFolder, model.file);
}

/** Whether its file is there, and whether it is the right one. */
export async function stateOfDerived(
  model: DerivedModel,
  cache: string,
): Promise<'missing' | 'wrong' | 'ready'> {
  const file = derivedPath(model, cache);
  const there = await stat(file).catch(() => null);
  if (!there) return 'missing';
  if (there.size !== model.bytes) return 'wrong';
  return (await rememberedHash(file, cache)) === model.sha256 ? 'ready' : 'wrong';
}
