/** `valuelex recluster <run>`: the clusters of a run by another recipe or embedding, only when the researcher asks for it. */
import type { Curated } from '../../clustering/curate.ts';
import { editText } from '../../clustering/edit-text.ts';
import { type MovedWord, movedWords } from '../../clustering/moved-words.ts';
import { newestRecipe, recipes } from '../../clustering/recipe-numbers.ts';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { findRun } from '../../run/list-runs.ts';
import { openSession } from '../../run/open-session.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import type { Study } from '../../run/study.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { fetchMissingModels } from '../models/fetch-missing-models.ts';
import { writableRun } from './open-run.ts';

type ReclusterOptions = SharedOptions & { embedding?: string; recipe?: string };

/**
 * Writes the recipe (default: that of a new run) and the embedding (default: the run's own) into the run's
 * study, computes its clusters again, replays the edits, and prints which words moved. The
 * study stays as it was where the clusters cannot be computed.
 */
export async function recluster(
  name: string,
  options: ReclusterOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folder = await writableRun(findRun(name, options.runs), options, outside, context);
  const before = await clustersOf(folder, outside);
  const { study } = before;
  const wanted = { ...study.clusters };
  if (options.embedding !== undefined) {
    delete wanted.embeddingHash;
    wanted.embedding = options.embedding;
    await fetchMissingModels({ ...study, clusters: wanted }, outside, context);
    Object.assign(wanted, await outside.chooseEmbedding(options.embedding));
  }
  wanted.recipe = recipeOf(options.recipe, wanted.embedding);
  await saveClusters(folder, outside, wanted);
  const after = await clustersOf(folder, outside).catch(async (error: unknown) => {
    await saveClusters(folder, outside, study.clusters);
    throw error;
  });
  const moved = movedWords(before.curated.clusters, after.curated.clusters);
  const unplaced = after.curated.unplaced.map(editText);
  if (options.json) {
    context.out(JSON.stringify({ folder, moved, unplaced }, null, 1));
    return;
  }
  for (const line of moved.map(movedLine)) context.out(line);
  const [words, clusters, formerly] = [
    after.curated.clusters.flatMap((cluster) => cluster.words),
    after.curated.clusters,
    before.curated.clusters,
  ].map((list) => list.length);
  context.note(
    `${moved.length} of ${words} words are in another cluster than before; clusters: ${clusters} (${formerly} before).`,
  );
  if (unplaced.length > 0)
    context.note(`Edits that fit nothing any more (${unplaced.length}): ${unplaced.join('; ')}`);
}

/** The option allows existing recipes only. */
function recipeOf(text: string | undefined, embedding: string) {
  return recipes.find((recipe) => String(recipe) === text) ?? newestRecipe(embedding);
}

function movedLine({ word, from, to }: MovedWord): string {
  return `${word}: ${from ?? 'in no cluster'} → ${to ?? 'in no cluster'}`;
}

/** The study, and its clusters once they are computed. Throws UserError where there are none. */
async function clustersOf(
  folder: string,
  outside: Outside,
): Promise<{ study: Study; curated: Curated }> {
  const session = await openSession(folder, outside, { listen: false, followed: false });
  try {
    await session.clustered();
    const { study, results } = session.getState();
    if (results.curated) return { study, curated: results.curated };
    const { clustering } = results;
    throw clustering && 'unavailable' in clustering
      ? new UserError(clustering.unavailable, { where: folder, hint: clustering.hint ?? '' })
      : new UserError('This run has no clusters yet.', {
          hint: `Ask its models first: valuelex elicit ${folder}`,
        });
  } finally {
    await session.close();
  }
}

async function saveClusters(
  folder: string,
  outside: Outside,
  clusters: Study['clusters'],
): Promise<void> {
  const run = openRunFolder(folder, true, outside.now, { instruments: outside.instruments });
  try {
    run.saveStudy({ ...run.study, clusters });
  } finally {
    await run.close();
  }
}
