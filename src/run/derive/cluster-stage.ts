/** The clusters of the words by similarity of meaning, with the researcher's edits replayed on them. */
import type { WordCount } from '../../clustering/clusters.ts';
import { replayEdits } from '../../clustering/curate.ts';
import { settingsOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { spaceByRecipe } from '../../clustering/recipes.ts';
import { EndpointError, explainError } from '../../errors.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import type { Results } from '../state.ts';
import type { FactorStage } from './factor-stage.ts';
import { createOpenDecisions, pairedAnswers } from './open-decisions.ts';
import { runEmbedder } from './run-embedder.ts';
import { isComputed, type StageParts } from './stage.ts';

/** The most words that are clustered; the most frequent ones are taken. */
const mostWords = 2000;

export type ClusterStage = {
  /** The inputs of the clusters after these edits. */
  basis(edits: readonly Edit[]): unknown;
  /** False if the clusters need a model that is missing. */
  compute(edits: readonly Edit[]): Promise<boolean>;
  /** Computes the quick part of new edits at once; another number of clusters is left to `compute`. */
  replay(edits: readonly Edit[]): void;
  /** Compares similarity of meaning with use together, once the factors are computed. */
  meaning(): Promise<void>;
};

export function createClusterStage(
  parts: StageParts,
  factorStage: Pick<FactorStage, 'replay'>,
  /** Hides which models suggested names. */
  blind = false,
): ClusterStage {
  const { run, results, publish, worker, onChange } = parts;
  const cut = createCut(parts);
  const decisions = createOpenDecisions(parts, blind);
  /** The inputs of the latest replay. */
  let replayedOn: readonly unknown[] = [];

  async function compute(edits: readonly Edit[]): Promise<boolean> {
    let stand = true;
    const basis = cut.basis(edits);
    try {
      await onChange('clusters', basis, async () =>
        publish({ clustering: await cut.cluster(basis) }),
      );
    } catch (error) {
      // Clusters already computed stay on the screen; without any, the results that need none are still computed.
      if (!(error instanceof EndpointError) || isComputed(results().clustering)) throw error;
      stand = false;
      const [unavailable = '', ...hints] = explainError(error);
      publish({ clustering: { unavailable, hint: hints.join(' ') } });
    }
    const { clustering, lexicon } = results();
    if (isComputed(clustering)) await decisions.prepare(clustering, edits);
    const ground = [clustering, lexicon, edits.length];
    if (!ground.every((part, i) => part === replayedOn[i])) replay(edits);
    return stand;
  }

  /** The quick parts: replay of the edits, open decisions, and the loadings if the parallel analysis is done. */
  function replay(edits: readonly Edit[]): void {
    const { clustering, lexicon } = results();
    replayedOn = [clustering, lexicon, edits.length];
    if (!isComputed(clustering) || !lexicon) {
      publish({ curated: null, decisions: null, factors: null, ownSystem: null });
      return;
    }
    const curated = replayEdits(clustering, edits);
    publish({ curated, decisions: decisions.after(clustering, lexicon, curated, edits) });
    factorStage.replay(lexicon, curated, edits);
  }

  async function meaning(): Promise<void> {
    const { clustering, lexicon, factors } = results();
    if (!isComputed(clustering) || !lexicon || !isComputed(factors)) return;
    await onChange('meaning', [clustering.words], async () => {
      const meaning = await worker().run('meaning', {
        words: clustering.words.map(({ word }) => word),
        similarity: clustering.similarity,
        answers: pairedAnswers(lexicon),
        seed: run.study.seed,
      });
      const now = results().factors;
      if (isComputed(now)) publish({ factors: { ...now, meaning } });
    });
  }

  return {
    basis: cut.basis,
    compute,
    meaning,
    replay(edits) {
      const settings = settingsOf(edits);
      const { clustering } = results();
      const k = settings.clusters ?? run.study.clusters.k;
      if (
        isComputed(clustering) &&
        (k === null ? clustering.k === clustering.suggestedK : clustering.k === k)
      )
        replay(edits);
    },
  };
}

/** The words of a run and their clusters before all edits except that of their number. */
function createCut({
  run,
  environment,
  results,
  onComputing,
  worker,
  onChange,
  closing,
}: StageParts) {
  let space: MeaningSpace | null = null;

  async function embed(words: string[]): Promise<MeaningSpace> {
    const { embedding: name, recipe } = run.study.clusters;
    const embedder = runEmbedder(run, environment);
    try {
      return await spaceByRecipe(recipe, words, embedder, environment, {
        signal: closing,
        onProgress: (done, total) => onComputing({ what: `embedding by ${name}`, done, total }),
      });
    } finally {
      onComputing(null);
      await embedder.close();
    }
  }

  /** The inputs of the clusters after these edits. */
  function basis(edits: readonly Edit[]) {
    const { minCount, method, embedding, recipe, k } = run.study.clusters;
    const { lexicon } = results();
    const words = wordsToCluster(lexicon, minCount);
    // The reason differs: no answers yet, or no word that is named often enough.
    return {
      hasLexicon: lexicon !== null,
      words,
      k: settingsOf(edits).clusters ?? k,
      method,
      embedding,
      recipe,
    };
  }

  async function cluster({
    words,
    k,
    method,
  }: ReturnType<typeof basis>): Promise<Results['clustering']> {
    if (words.length < 4)
      return results().lexicon
        ? {
            unavailable: `${words.length} words were named by at least ${run.study.clusters.minCount} answers; clusters need 4.`,
            hint: 'Ask more models or prompts.',
          }
        : null;
    const names = words.map(({ word }) => word);
    const { embedding, recipe } = run.study.clusters;
    await onChange('space', [names, embedding, recipe], async () => {
      space = await embed(names);
    });
    return worker().run('clusters', {
      words,
      space: space!,
      options: { method, seed: run.study.seed, ...(k === null ? {} : { k }) },
    });
  }

  return { basis, cluster };
}

function wordsToCluster(lexicon: Lexicon | null, least: number): WordCount[] {
  if (!lexicon) return [];
  return lexicon.descriptors
    .filter((descriptor) => descriptor.count >= least)
    .slice(0, mostWords)
    .map(({ word, count, models }) => ({ word, count, models }));
}
