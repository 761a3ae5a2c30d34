/** The queue of decisions: their order, the choices of each, and the edit of each choice. Pure. */
import type { Cluster } from '../../../clustering/clusters.ts';
import type { Curated } from '../../../clustering/curate.ts';
import type { Decision, OpenDecisions } from '../../../clustering/decisions.ts';
import type { Edit } from '../../../clustering/edits.ts';
import type { QueueState } from '../../layer.ts';

/** The queue from its first decision on. */
export function queueLayer(now: number): { kind: 'queue' } & QueueState {
  return { kind: 'queue', later: [], first: null, pointer: null, since: now };
}

/** A key of a decision that stays the same while clusters change. */
export function keyOf(decision: Decision, clusters: readonly Cluster[]): string {
  const name = (at: number) => clusters[at]?.words[0] ?? '';
  switch (decision.kind) {
    case 'word':
      return `word ${decision.word}`;
    case 'merge':
      return `merge ${name(decision.from)} ${name(decision.into)}`;
    case 'rename':
    case 'cluster':
      return `${decision.kind} ${name(decision.cluster)}`;
  }
}

/** Whether a word or a cluster of the decision contains the text. */
function holds(decision: Decision, clusters: readonly Cluster[], text: string): boolean {
  const wanted = text.toLowerCase();
  const about = decision.kind === 'merge' ? [decision.from, decision.into] : [decision.cluster];
  const texts = about.flatMap((at) => [clusters[at]?.name ?? '', ...(clusters[at]?.words ?? [])]);
  return texts.some((one) => one.toLowerCase().includes(wanted));
}

/**
 * The open decisions in the order in which they are shown: a word picked from a cluster, those that pass the filter,
 * those left for later, and at the end clusters to look over.
 */
export function queueOf(
  { open, unseen }: OpenDecisions,
  clusters: readonly Cluster[],
  { later, first }: Pick<QueueState, 'later' | 'first'>,
  keep: string,
): Decision[] {
  const place = (decision: Decision) => {
    const key = keyOf(decision, clusters);
    return key === first ? -1 : later.indexOf(key) + 1;
  };
  const inOrder = (decisions: readonly Decision[]) =>
    decisions
      .filter((decision) => keep === '' || holds(decision, clusters, keep))
      .map((decision) => ({ decision, place: place(decision) }))
      .sort((a, b) => a.place - b.place)
      .map(({ decision }) => decision);
  const picked = unseen
    .flatMap((one) => (one.kind === 'cluster' ? one.words : []))
    .filter((one) => keyOf(one, clusters) === first && !open.includes(one));
  return [...picked, ...inOrder(open), ...inOrder(unseen)];
}

/** The effect of a digit: an edit, or a word to decide on next. */
export type Choice =
  | { kind: 'leave'; edit: Edit }
  | { kind: 'into'; cluster: number; edit: Edit }
  | { kind: 'rename'; edit: Edit }
  | { kind: 'word'; word: string };

/** The choices of a decision by their digits; 0, the first, changes nothing. */
export function choicesOf(decision: Decision, { clusters }: Pick<Curated, 'clusters'>): Choice[] {
  const words = (at: number) => [...(clusters[at]?.words ?? [])];
  switch (decision.kind) {
    case 'word':
      return [
        { kind: 'leave', edit: { edit: 'confirm', word: decision.word } },
        ...decision.candidates.map(
          ({ cluster }): Choice => ({
            kind: 'into',
            cluster,
            edit: { edit: 'move', word: decision.word, to: words(cluster) },
          }),
        ),
      ];
    case 'merge': {
      const pair: [string[], string[]] = [words(decision.from), words(decision.into)];
      return [
        { kind: 'leave', edit: { edit: 'apart', clusters: decision.words } },
        { kind: 'into', cluster: decision.into, edit: { edit: 'merge', clusters: pair } },
      ];
    }
    case 'rename': {
      const cluster = decision.words;
      const name = clusters[decision.cluster]!.name;
      return [
        { kind: 'leave', edit: { edit: 'rename', cluster, name } },
        { kind: 'rename', edit: { edit: 'rename', cluster, name: decision.name } },
      ];
    }
    case 'cluster':
      return [
        { kind: 'leave', edit: { edit: 'approve', cluster: words(decision.cluster) } },
        ...decision.words.map(({ word }): Choice => ({ kind: 'word', word })),
      ];
  }
}

/** The digit that the program points at: the first candidate if its lead is clear, else 0. */
export function pointedAt(decision: Decision): number {
  return decision.kind === 'word' && decision.clear ? 1 : 0;
}

/** The edit that moves the decision's word or whole cluster into a cluster; null if it is there already. */
export function intoEdit(decision: Decision, into: Cluster, curated: Curated): Edit | null {
  const words = [...into.words];
  if (decision.kind === 'word') {
    if (into.words.includes(decision.word)) return { edit: 'confirm', word: decision.word };
    return { edit: 'move', word: decision.word, to: words };
  }
  const at = decision.kind === 'merge' ? decision.from : decision.cluster;
  const from = curated.clusters[at];
  if (!from || from === into) return null;
  return { edit: 'merge', clusters: [[...from.words], words] };
}

/** The target of the last move or merge; null without one. */
export function lastTarget({ applied, clusters }: Curated): Cluster | null {
  const last = applied.findLast(
    ({ edit }) =>
      edit.edit === 'merge' || ((edit.edit === 'move' || edit.edit === 'gather') && edit.to),
  )?.edit;
  const words =
    last?.edit === 'merge'
      ? last.clusters.at(-1)
      : last?.edit === 'move' || last?.edit === 'gather'
        ? last.to
        : null;
  if (!words) return null;
  const held = (cluster: Cluster) => cluster.words.filter((word) => words.includes(word)).length;
  return clusters.toSorted((a, b) => held(b) - held(a))[0] ?? null;
}
