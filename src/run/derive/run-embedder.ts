/** The embedder of a run: stored vectors first, then its model. */
import { join } from 'node:path';
import { hashOf } from '../../asking/identity.ts';
import { type VectorStore, withCache } from '../../embedding/cache.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { UserError } from '../../errors.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import { sharedEmbedder } from './shared-vectors.ts';
import { vectorStore } from './vector-store.ts';

/**
 * Takes vectors from the run's own folder, then from those of all runs, then from the model, which is opened
 * only for texts without a vector: a run whose model is missing opens with its stored vectors. `embed` throws
 * what opening the model throws, and UserError if its weights have changed since the run was made.
 */
export function runEmbedder(
  { folder, readOnly, study }: Pick<RunFolder, 'folder' | 'readOnly' | 'study'>,
  environment: Pick<RunEnvironment, 'openEmbedder' | 'vectorsFolder'>,
): Embedder {
  const { embeddingHash } = study.clusters;
  const name = embeddingOf(study);
  let opened: Promise<Embedder> | null = null;
  const model: Embedder = {
    name: embeddingHash ?? name,
    async embed(texts, options) {
      opened ??= environment.openEmbedder(name, study);
      const embedder = await opened;
      if (embeddingHash !== undefined && (embedder.hash ?? embeddingHash) !== embeddingHash)
        throw new UserError(`${name} is not the file that this run's clusters were made with`, {
          where: folder,
          hint: `Put the file with the SHA-256 ${embeddingHash} in its place, or take clusters.embeddingHash out of study.yaml to use the present one.`,
        });
      return embedder.embed(texts, options);
    },
    close: async () => {
      await (await opened?.catch(() => null))?.close();
    },
  };
  const shared = sharedEmbedder(model, model.name, environment.vectorsFolder);
  return withCache({ ...shared, name }, runVectors({ folder, study }, !readOnly));
}

const embeddingOf = ({ clusters: { embedding } }: RunFolder['study']) =>
  embedding === 'auto' ? 'use-lite' : embedding;

/** The vectors in the run's own folder. */
export function runVectors(
  { folder, study }: Pick<RunFolder, 'folder' | 'study'>,
  write: boolean,
): VectorStore {
  const name = hashOf(embeddingOf(study)).slice(0, 8);
  return vectorStore(join(folder, 'derived', `vectors.${name}.json`), write);
}
