/** The open decisions of a run's clusters: the queue of the Clusters screen, and what its suggestions learn from decisions. */
import type { Clustering } from '../../clustering/clusters.ts';
import type { Curated } from '../../clustering/curate.ts';
import {
  type FirstDecisions,
  firstDecisions,
  type OpenDecisions,
  openDecisions,
} from '../../clustering/decisions.ts';
import { settingsOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import { handDecisions } from '../../clustering/hand-decisions.ts';
import { createLearner } from '../../clustering/learned-map.ts';
import { sampleOfAnswers } from '../../lexicon/answer-columns.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import type { StageParts } from './stage.ts';

/** Words said together are counted in at most this many answers, drawn evenly. */
const mostPaired = 20_000;

export function pairedAnswers(lexicon: Lexicon) {
  return sampleOfAnswers(lexicon.answers, mostPaired);
}

/** `blind`: models that suggest names are not named. */
export function createOpenDecisions(
  { run, worker }: Pick<StageParts, 'run' | 'worker'>,
  blind: boolean,
) {
  /** The decisions that are open before any edit, and what they follow from. */
  let first: { on: readonly unknown[]; decisions: FirstDecisions } | null = null;
  let learner: { on: Clustering; after: ReturnType<typeof createLearner>['after'] } | null = null;

  function firstOf(clustering: Clustering, lexicon: Lexicon): FirstDecisions {
    const on = [clustering, lexicon, run.names.lines.length];
    if (!first || on.some((part, i) => part !== first!.on[i])) {
      const names = run.names.lines.flatMap(({ words, name, by }) =>
        name ? [{ words, name, by: blind ? 'a model' : by }] : [],
      );
      first = { on, decisions: firstDecisions(clustering, pairedAnswers(lexicon), names) };
    }
    return first.decisions;
  }

  return {
    /** Prepares what learns from decisions, once some were taken on these clusters. */
    async prepare(clustering: Clustering, edits: readonly Edit[]): Promise<void> {
      if (learner?.on === clustering || handDecisions(clustering, edits).length === 0) return;
      const { similarity, words } = clustering;
      const features = await worker().run('features', { similarity, n: words.length });
      learner = { on: clustering, after: createLearner(clustering, features).after };
    },
    /** Those that the edits have left open; suggestions learn from the edits where `prepare` has come before and the settings say so. */
    after(
      clustering: Clustering,
      lexicon: Lexicon,
      curated: Curated,
      edits: readonly Edit[],
    ): OpenDecisions {
      const learns = learner?.on === clustering && settingsOf(edits).learning;
      const taught = learns ? learner?.after(handDecisions(clustering, edits)) : undefined;
      return openDecisions(firstOf(clustering, lexicon), clustering, curated, taught);
    },
  };
}
