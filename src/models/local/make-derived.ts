/** Makes the file of a derived model out of its parent's. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { EndpointError } from '../../errors.ts';
import { cacheFolder, modelsFolder } from './cache-folder.ts';
import { type DerivedModel, derivedPath, stateOfDerived } from './derived-models.ts';
import { rememberedHash } from './file-hash.ts';
import { readGgufLayout } from './gguf.ts';
import type { Pulled, PullOptions } from './pull-options.ts';
import { truncatedPieces } from './truncate-gguf.ts';
import { writeChecked } from './write-checked.ts';

/**
 * Makes it, unless it is there and the right one; nothing is fetched. Throws EndpointError 'missing' where the parent
 * is not in the cache, or is another file, and 'malformed' where the result is not the expected file.
 */
export async function makeDerived(model: DerivedModel, options: PullOptions = {}): Promise<Pulled> {
  const { signal, onProgress } = options;
  const cache = options.cacheFolder ?? cacheFolder(options.env);
  const target = derivedPath(model, cache);
  const { id, bytes, sha256, parent } = model;
  const done = (source: Pulled['source']): Pulled => {
    onProgress?.({ phase: 'done', doneBytes: bytes, totalBytes: bytes });
    return { id, path: target, bytes, sha256, source, notice: null };
  };
  if ((await stateOfDerived(model, cache)) === 'ready') return done('cache');
  const source = path.join(modelsFolder(cache), parent.file);
  const there = await stat(source).catch(() => null);
  if (there?.size !== parent.bytes || (await rememberedHash(source, cache)) !== parent.sha256)
    throw new EndpointError('missing', `This needs ${parent.id}, which has not been fetched`, {
      where: source,
      hint: `Fetch it with: valuelex models pull ${parent.id}`,
    });
  const pieces = truncatedPieces(source, await readGgufLayout(source), model.blocks);
  await writeChecked(pieces, target, sha256, {
    signal,
    onBytes: (doneBytes) => onProgress?.({ phase: 'converting', doneBytes, totalBytes: bytes }),
  });
  return done('made');
}
