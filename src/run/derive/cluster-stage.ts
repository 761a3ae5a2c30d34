/** The clusters of the words, cut from their meaning, with the researcher's edits replayed on them. */
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import { replayEdits } from '../../clustering/curate.ts';
import { type FirstDecisions, firstDecisions, openDecisions } from '../../clustering/decisions.ts';
import { settingsOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { handDecisions } from '../../clustering/hand-decisions.ts';
import { createLearner, type Taught } from '../../clustering/learned-map.ts';
import { spaceByRecipe } from '../../clustering/recipes.ts';
import { EndpointError, explainError } from '../../errors.ts';
import { sampleOfAnswers } from '../../lexicon/answer-columns.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import type { Results } from '../state.ts';
import type { FactorStage } from './factor-stage.ts';
import { runEmbedder } from './run-embedder.ts';
import { isComputed, type StageParts } from './stage.ts';

/** At most so many words are clustered, the most named first. */
const mostWords = 2000;

/** Words said together are counted in at most this many answers, drawn evenly. */
const mostPaired = 20_000;

export type ClusterStage = {
  /** What the clusters after these edits follow from. */
  basis(edits: readonly Edit[]): unknown;
  /** False where the clusters wait for a model that is not there. */
  compute(edits: readonly Edit[]): Promise<boolean>;
  /** What is quick of new edits, at once, unless they want another cut, which `compute` brings. */
  replay(edits: readonly Edit[]): void;
  /** Compares likeness of meaning with being said together, once the factors are computed. */
  meaning(): Promise<void>;
};

export function createClusterStage(
  { run, environment, results, publish, onComputing, worker, onChange, closing }: StageParts,
  factorStage: Pick<FactorStage, 'replay'>,
  /** Models that suggest names are not named. */
  blind = false,
): ClusterStage {
  let space: MeaningSpace | null = null;
  /** What the latest replay stood on, and the decisions that were open before any edit. */
  let replayedOn: readonly unknown[] = [];
  let first: { on: readonly unknown[]; decisions: FirstDecisions } | null = null;
  let learner: { on: Clustering; after: ReturnType<typeof createLearner>['after'] } | null = null;

  async function embeddingSpace(words: string[]): Promise<MeaningSpace> {
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

  function clusterBasis(edits: readonly Edit[]) {
    const { minCount, method, embedding, recipe, k } = run.study.clusters;
    const { lexicon } = results();
    const words = wordsToCluster(lexicon, minCount);
    // No answers yet, and answers without a word that is named often enough, are told apart.
    return {
      hasLexicon: lexicon !== null,
      words,
      k: settingsOf(edits).clusters ?? k,
      method,
      embedding,
      recipe,
    };
  }

  async function clusterStage(edits: readonly Edit[]): Promise<boolean> {
    let stand = true;
    const basis = clusterBasis(edits);
    try {
      await onChange('clusters', basis, async () => publish({ clustering: await cluster(basis) }));
    } catch (error) {
      // Clusters that stand are shown on; without any, what hangs on none is computed all the same.
      if (!(error instanceof EndpointError) || isComputed(results().clustering)) throw error;
      stand = false;
      const [unavailable = '', ...hints] = explainError(error);
      publish({ clustering: { unavailable, hint: hints.join(' ') } });
    }
    await learn(edits);
    const ground = [results().clustering, results().lexicon, edits.length];
    if (!ground.every((part, i) => part === replayedOn[i])) replay(edits);
    return stand;
  }

  /** Prepares what learns from decisions, once some were taken on these clusters. */
  async function learn(edits: readonly Edit[]): Promise<void> {
    const { clustering } = results();
    if (!isComputed(clustering) || learner?.on === clustering) return;
    if (handDecisions(clustering, edits).length === 0) return;
    const { similarity, words } = clustering;
    const features = await worker().run('features', { similarity, n: words.length });
    learner = { on: clustering, after: createLearner(clustering, features).after };
  }

  function taughtBy(clustering: Clustering, edits: readonly Edit[]): Taught | undefined {
    if (learner?.on !== clustering || !settingsOf(edits).learning) return undefined;
    return learner.after(handDecisions(clustering, edits));
  }

  async function cluster({
    words,
    k,
    method,
  }: ReturnType<typeof clusterBasis>): Promise<Results['clustering']> {
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
      space = await embeddingSpace(names);
    });
    return worker().run('clusters', {
      words,
      space: space!,
      options: { method, seed: run.study.seed, ...(k === null ? {} : { k }) },
    });
  }

  /** Quick parts: replay of the edits, open decisions, and the loadings where the parallel analysis stands. */
  function replay(edits: readonly Edit[]): void {
    const { clustering, lexicon } = results();
    replayedOn = [clustering, lexicon, edits.length];
    if (!isComputed(clustering) || !lexicon) {
      publish({ curated: null, decisions: null, factors: null, ownSystem: null });
      return;
    }
    const curated = replayEdits(clustering, edits);
    const first = firstOf(clustering, lexicon);
    const decisions = openDecisions(first, clustering, curated, taughtBy(clustering, edits));
    publish({ curated, decisions });
    factorStage.replay(lexicon, curated, edits);
  }

  function firstOf(clustering: Clustering, lexicon: Lexicon): FirstDecisions {
    const on = [clustering, lexicon, run.names.lines.length];
    if (!first || on.some((part, i) => part !== first!.on[i])) {
      const answers = sampleOfAnswers(lexicon.answers, mostPaired);
      const names = run.names.lines.flatMap(({ words, name, by }) =>
        name ? [{ words, name, by: blind ? 'a model' : by }] : [],
      );
      first = { on, decisions: firstDecisions(clustering, answers, names) };
    }
    return first.decisions;
  }

  async function meaningStage(): Promise<void> {
    const { clustering, lexicon, factors } = results();
    if (!isComputed(clustering) || !lexicon || !isComputed(factors)) return;
    await onChange('meaning', [clustering.words], async () => {
      const meaning = await worker().run('meaning', {
        words: clustering.words.map(({ word }) => word),
        similarity: clustering.similarity,
        answers: sampleOfAnswers(lexicon.answers, mostPaired),
        seed: run.study.seed,
      });
      const now = results().factors;
      if (isComputed(now)) publish({ factors: { ...now, meaning } });
    });
  }

  return {
    basis: clusterBasis,
    compute: clusterStage,
    meaning: meaningStage,
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

function wordsToCluster(lexicon: Lexicon | null, least: number): WordCount[] {
  if (!lexicon) return [];
  return lexicon.descriptors
    .filter((descriptor) => descriptor.count >= least)
    .slice(0, mostWords)
    .map(({ word, count, models }) => ({ word, count, models }));
}
