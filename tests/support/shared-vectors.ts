/** Vectors of words are made once in all test processes: the built-in embedder takes seconds for the words of a study. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type VectorStore, withCache } from '../../src/embedding/cache.ts';
import { vectorStore } from '../../src/run/derive/vector-store.ts';
import type { RunEnvironment } from '../../src/run/environment.ts';
import { sharedPlace } from './shared-place.ts';

/** The same environment, whose embedders look among the vectors of other tests first. */
export function withSharedVectors<T extends RunEnvironment>(environment: T): T {
  const folder = sharedPlace('vectors');
  if (folder === null) return environment;
  const { openEmbedder } = environment;
  const store = sharedStore(folder);
  environment.openEmbedder = async (name, study) =>
    withCache(await openEmbedder(name, study), store);
  return environment;
}

/** Each thread writes a file of its own, so that none loses what another one adds. */
function sharedStore(folder: string): VectorStore {
  const own = `${process.pid}-${threadId}.json`;
  return {
    async read(keys) {
      const found = new Map<string, Float32Array>();
      const names = existsSync(folder) ? readdirSync(folder) : [];
      for (const name of names.filter((one) => one.endsWith('.json')))
        for (const [key, vector] of await vectorStore(join(folder, name), false).read(keys))
          found.set(key, vector);
      return found;
    },
    write: (vectors) => vectorStore(join(folder, own), true).write(vectors),
  };
}
