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

/** What `valuelex models pull stance` makes: its vector of a text is the state behind block 16, counted from 0. */
export const stanceModel: DerivedModel = {
  id: `${gemma.id}.blocks-17`,
  title: 'Gemma 3 270M up to block 16: tells for from against in sentence completions',
  file: `${gemma.id}.blocks-17.gguf`,
  bytes: 249_116_640,
  sha256: '174d02ac7c9687a9e78df1ae2cb03aca65647a88c8ec8bccde52ca5fc906f2c6',
  licence: gemma.licence,
  parent: gemma,
  blocks: 17,
};

const derivedModels: readonly DerivedModel[] = [stanceModel];

/** The one of this id; `stance` is that of the stance head. */
export function findDerived(id: string): DerivedModel | undefined {
  if (id === 'stance') return stanceModel;
  return derivedModels.find((model) => model.id === id);
}

export function derivedFrom(parent: string): DerivedModel[] {
  return derivedModels.filter((model) => model.parent.id === parent);
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
