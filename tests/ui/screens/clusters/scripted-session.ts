/** Researchers who decide by script, with every key counted. */
import type { Cluster, Clustering } from '../../../../src/clustering/clusters.ts';
import { type Curated, replayEdits } from '../../../../src/clustering/curate.ts';
import {
  type Decision,
  firstDecisions,
  openDecisions,
} from '../../../../src/clustering/decisions.ts';
import type { Edit } from '../../../../src/clustering/edits.ts';
import { handDecisions } from '../../../../src/clustering/hand-decisions.ts';
import {
  createLearner,
  type Learned,
  wordFeatures,
} from '../../../../src/clustering/learned-map.ts';
import { adjustedRandIndex } from '../../../../src/statistics/partition-agreement.ts';
import {
  choicesOf,
  intoEdit,
  pointedAt,
  queueOf,
} from '../../../../src/ui/screens/clusters/queue-state.ts';

/** What one may press: a digit, `/` with four letters and Enter, `n`, Enter. */
type Press = { keys: number; edit: Edit } | { keys: number; pick: string };
export type Researcher = (decision: Decision, curated: Curated) => Press;

/**
 * Decides until nothing is open. `groups` are the true groups of the words; agreement with them is the adjusted Rand
 * index, at the start and at the end; with `learns` the candidates learn from the decisions. `opened` is how many decisions were open before each key.
 */
export function scriptedSession(
  clustering: Clustering,
  groups: ReadonlyMap<string, number>,
  researcher: (groupOf: (word: string) => number) => Researcher,
  { learns = false } = {},
) {
  const decide = researcher((word) => groups.get(word)!);
  const first = firstDecisions(clustering, []);
  const learner = learns
    ? createLearner(clustering, wordFeatures(clustering.similarity, clustering.words.length))
    : null;
  const edits: Edit[] = [];
  const agreement = ({ clusters }: Curated) => {
    const held = clusters.flatMap(({ words }, at) => words.map((word) => ({ word, at })));
    return adjustedRandIndex(
      held.map(({ at }) => at),
      held.map(({ word }) => groups.get(word)!),
    );
  };
  let curated = replayEdits(clustering, edits);
  const start = agreement(curated);
  let keys = 0;
  let keysTo95: number | null = null;
  let picked: string | null = null;
  const opened: number[] = [];
  let learned: Learned | null = null;
  for (;;) {
    const taught = learner?.after(handDecisions(clustering, edits));
    learned = taught?.learned ?? null;
    const decisions = openDecisions(first, clustering, curated, taught);
    opened.push(decisions.open.length);
    const [decision] = queueOf(decisions, curated.clusters, { later: [], first: picked }, '');
    if (!decision) break;
    const press = decide(decision, curated);
    keys += press.keys;
    picked = 'pick' in press ? `word ${press.pick}` : null;
    if ('edit' in press) edits.push(press.edit);
    curated = replayEdits(clustering, edits);
    if (agreement(curated) >= 0.95) keysTo95 ??= keys;
  }
  return { start, end: agreement(curated), keys, keysTo95, opened, learned };
}

/** Knows the groups, and takes the shortest way to them. */
export const knowing =
  (groupOf: (word: string) => number): Researcher =>
  (decision, curated) => {
    const { clusters } = curated;
    const choices = choicesOf(decision, curated);
    const groupOfMost = ({ words }: Cluster) => {
      const counts = [...Map.groupBy(words, groupOf)].sort((a, b) => b[1].length - a[1].length);
      return counts[0]![0];
    };
    const digit = (at: number): Press => {
      const choice = choices[at]!;
      return choice.kind === 'word'
        ? { keys: 1, pick: choice.word }
        : { keys: 1, edit: choice.edit };
    };
    const typed = (into: Cluster): Press => ({
      keys: 6,
      edit: intoEdit(decision, into, curated)!,
    });
    switch (decision.kind) {
      case 'merge': {
        const [a, b] = [decision.from, decision.into].map((at) => groupOfMost(clusters[at]!));
        return digit(a === b ? 1 : 0);
      }
      case 'rename':
        return digit(0);
      case 'word': {
        const { word } = decision;
        const fits = ({ words }: Cluster) => {
          const others = words.filter((other) => other !== word);
          const same = others.filter((other) => groupOf(other) === groupOf(word)).length;
          return 2 * same >= others.length ? same : 0;
        };
        const best = clusters.toSorted((a, b) => fits(b) - fits(a))[0]!;
        if (fits(best) === 0)
          return decision.alone ? digit(0) : { keys: 1, edit: { edit: 'move', word, to: null } };
        if (best === clusters[decision.cluster]) return digit(0);
        const at = choices.findIndex(
          (one) => one.kind === 'into' && clusters[one.cluster] === best,
        );
        return at > 0 ? digit(at) : typed(best);
      }
      case 'cluster': {
        const cluster = clusters[decision.cluster]!;
        const group = groupOfMost(cluster);
        const wrong = choices.findIndex(
          (one) => one.kind === 'word' && groupOf(one.word) !== group,
        );
        if (wrong > 0) return digit(wrong);
        const other = clusters.find((one) => one !== cluster && groupOfMost(one) === group);
        return other ? typed(other) : digit(0);
      }
    }
  };

/** Presses Enter and nothing else. */
export const entering = (): Researcher => (decision, curated) => {
  const choice = choicesOf(decision, curated)[pointedAt(decision)]!;
  return choice.kind === 'word' ? { keys: 1, pick: choice.word } : { keys: 1, edit: choice.edit };
};
