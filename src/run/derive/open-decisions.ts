/** The open decisions of a run's clusters: the queue of the Clusters screen, whose suggestions learn from earlier decisions. */
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

/** The most answers in which words used together are counted, drawn evenly. */
const mostPaired = 20_000;

export function pairedAnswers(lexicon: Lexicon) {
  return sampleOfAnswers(lexicon.answers, mostPaired);
}

/** `blind` hides which models suggested names. */
export function createOpenDecisions(
  { run, worker }: Pick<StageParts, 'run' | 'worker'>,
  blind: boolean,
) {
  /** The decisions that are open before any edit, and their inputs. */
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
    /** Prepares the learning, once there are decisions on these clusters. */
    async prepare(clustering: Clustering, edits: readonly Edit[]): Promise<void> {
      if (learner?.on === clustering || handDecisions(clustering, edits).length === 0) return;
      const { similarity, words } = clustering;
      const features = await worker().run('features', { similarity, n: words.length });
      learner = { on: clustering, after: createLearner(clustering, features).after };
    },
    /** The decisions still open after the edits; suggestions learn from the edits if `prepare` was called and the settings allow it. */
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
