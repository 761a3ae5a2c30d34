/** How similarity of meaning is computed, where a study leaves it open: chosen when its run is made, kept from then on. */
import { newestRecipe } from '../clustering/recipe-numbers.ts';
import type { RunEnvironment } from './environment.ts';
import type { Study } from './study.ts';

/** An embedding by name, and the SHA-256 of its weights where it is known. */
export type EmbeddingChoice = { embedding: string; embeddingHash?: string };

/**
 * The study of a new run: what it leaves open is chosen now. `choice` is what its embedding means on this
 * machine. A part of a study leaves the embedding open, since machines differ.
 */
export function withMeaningChosen(study: Study, choice: EmbeddingChoice | null = null): Study {
  const clusters = { ...study.clusters, ...(study.shard === undefined ? choice : null) };
  const recipe = clusters.recipe ?? newestRecipe(clusters.embedding);
  return { ...study, clusters: { ...clusters, recipe } };
}

/** The study of a new run with its embedding chosen among what this machine has; see `withMeaningChosen`. */
export async function withMeaning(
  study: Study,
  { chooseEmbedding }: Pick<RunEnvironment, 'chooseEmbedding'>,
): Promise<Study> {
  return withMeaningChosen(study, await chooseEmbedding(study.clusters.embedding));
}

/** The study with the choices of a run that it is to continue in, where it makes none of its own. */
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
