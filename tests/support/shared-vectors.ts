/** Vectors of words are made once in all test processes: the built-in embedder takes seconds for the words of a study. */
import { sharedEmbedder } from '../../src/run/derive/shared-vectors.ts';
import type { RunEnvironment } from '../../src/run/environment.ts';
import type { Study } from '../../src/run/study.ts';
import { sharedPlace } from './shared-place.ts';

/** The same environment, whose runs look among the vectors of other tests' runs first. */
export function withSharedVectors<T extends RunEnvironment>(environment: T): T {
  const vectorsFolder = sharedPlace('vectors');
  return vectorsFolder === null ? environment : { ...environment, vectorsFolder };
}

/** Opens the environment's embedder, which then looks there: for tests of whether, and when, a model is opened. */
export function embedderWithSharedVectors(
  { openEmbedder }: Pick<RunEnvironment, 'openEmbedder'>,
  { clusters }: Pick<Study, 'clusters'>,
): RunEnvironment['openEmbedder'] {
  return async (name, endpoints) => {
    const embedder = await openEmbedder(name, endpoints);
    return sharedEmbedder(
      embedder,
      clusters.embeddingHash ?? name,
      sharedPlace('vectors') ?? undefined,
    );
  };
}
