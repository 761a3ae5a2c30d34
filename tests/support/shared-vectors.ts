/** Vectors of words are made once in all test processes: the built-in embedder takes seconds for the words of a study. */
import type { RunEnvironment } from '../../src/run/environment.ts';
import { sharedPlace } from './shared-place.ts';

/** The same environment, whose runs look among the vectors of other tests' runs first. */
export function withSharedVectors<T extends RunEnvironment>(environment: T): T {
  const vectorsFolder = sharedPlace('vectors');
  return vectorsFolder === null ? environment : { ...environment, vectorsFolder };
}
