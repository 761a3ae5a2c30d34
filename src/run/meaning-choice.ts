/** How similarity of meaning is computed if the study does not say: chosen when its run is made, then fixed. */
import { newestRecipe } from '../clustering/recipe-numbers.ts';
import type { RunEnvironment } from './environment.ts';
import type { Study } from './study.ts';

/** An embedding by name, and the SHA-256 of its weights where it is known. */
export type EmbeddingChoice = { embedding: string; embeddingHash?: string };

/**
 * The study of a new run with its open choices made. `choice` is the embedding on this machine. A part of a
 * study leaves the embedding open, since machines differ.
 */
export function withMeaningChosen(study: Study, choice: EmbeddingChoice | null = null): Study {
  const clusters = { ...study.clusters, ...(study.shard === undefined ? choice : null) };
  const recipe = clusters.recipe ?? newestRecipe(clusters.embedding);
  return { ...study, clusters: { ...clusters, recipe } };
}

/** The study of a new run with an embedding of this machine; see `withMeaningChosen`. */
export async function withMeaning(
  study: Study,
  { chooseEmbedding }: Pick<RunEnvironment, 'chooseEmbedding'>,
): Promise<Study> {
  return withMeaningChosen(study, await chooseEmbedding(study.clusters.embedding));
}

/** The study with the choices of the run that it continues, unless it makes its own. */
export function withMeaningOf(run: Study, study: Study): Study {
  const clusters = { ...study.clusters };
  if (clusters.recipe === undefined && run.clusters.recipe !== undefined)
    clusters.recipe = run.clusters.recipe;
  if (clusters.embedding === 'auto') clusters.embedding = run.clusters.embedding;
  if (
    clusters.embedding === run.clusters.embedding &&
    clusters.embeddingHash === undefined &&
    run.clusters.embeddingHash !== undefined
  )
    clusters.embeddingHash = run.clusters.embeddingHash;
  return { ...study, clusters };
}
