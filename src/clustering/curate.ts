/** The researcher's edits replayed on the computed clusters. */
import { applyEdit } from './apply-edit.ts';
import { byCount, describeCluster } from './clustering.ts';
import type { Cluster, Clustering } from './clusters.ts';
import { type CurationSettings, historyOf, type LoggedEdit, settingsOf } from './edit-history.ts';
import { editText } from './edit-text.ts';
import { createEditedGroups, type GroupState } from './edited-groups.ts';
import type { Edit } from './edits.ts';
import { nameByRule } from './naming.ts';

export type AppliedEdit = {
  edit: Edit;
  /** Position in the log. */
  at: number;
  /** "merge Truth → Honesty" */
  text: string;
};

export type Curated = {
  /** Most frequent first. */
  clusters: Cluster[];
  /** Most said first. */
  discarded: { word: string; count: number }[];
  /** Words that the researcher has decided: confirmed, moved, or split off by hand, or in an approved cluster. */
  settled: Set<string>;
  /** Pairs of clusters that the researcher merged or keeps apart, and clusters that were named; each by its words at that time. */
  judged: GroupState['judged'];
  /** Edits in force, oldest first. */
  applied: AppliedEdit[];
  /** Edits that redo would bring back, next first. */
  undone: AppliedEdit[];
  /** Edits in force whose clusters or words no longer exist. */
  unplaced: Edit[];
  /** Number of clusters: by the last such edit in force, else the clustering's own. */
  k: number;
  settings: CurationSettings;
};

/**
 * Replays the log of edits on the clusters. Edits name words: each acts on the cluster that now
 * holds most of them (of equals the one most said), so a recomputed clustering keeps them; those
 * that fit nothing are listed, never lost. An edit of the number of clusters acts through the
 * clustering: cluster with `settingsOf(edits).clusters` first. Every word of the clustering is in
 * exactly one cluster or in the tray. Pure; replaying again gives the same.
 */
export function replayEdits(clustering: Clustering, edits: readonly Edit[]): Curated {
  const position = new Map(clustering.words.map(({ word }, i) => [word, i]));
  const countOf = (word: string) => clustering.words[position.get(word)!]?.count ?? 0;
  const rename = (words: Iterable<string>) =>
    nameByRule(
      clustering,
      [...words].map((word) => position.get(word)!).sort((a, b) => a - b),
    );
  const groups = createEditedGroups(clustering.clusters, countOf, rename);
  const { done, redoable } = historyOf(edits);
  const applied: AppliedEdit[] = [];
  const unplaced: Edit[] = [];
  for (const { edit, at } of done) {
    const text = applyEdit(groups, edit);
    if (text === null) unplaced.push(edit);
    else applied.push({ edit, at, text });
  }
  const result = describe(groups.state, clustering, position, countOf);

  // Texts of edits to redo come from applying them, after the result is taken.
  const undone = redoable.map(({ edit, at }) => ({
    edit,
    at,
    text: applyEdit(groups, edit) ?? editText(edit),
  }));
  const settings = settingsOf(edits);
  return { ...result, applied, undone, unplaced, k: settings.clusters ?? clustering.k, settings };
}

/**
 * Goes through the edits in force, oldest first; `visit` sees each and the words of every cluster as they stood just
 * before it.
 */
export function walkEdits(
  clustering: Clustering,
  edits: readonly Edit[],
  visit: (logged: LoggedEdit, clusters: readonly ReadonlySet<string>[]) => void,
): void {
  const counts = new Map(clustering.words.map(({ word, count }) => [word, count]));
  const countOf = (word: string) => counts.get(word) ?? 0;
  // Names decide nothing here, so none are made.
  const groups = createEditedGroups(clustering.clusters, countOf, () => '');
  for (const logged of historyOf(edits).done) {
    const clusters = groups.state.groups.map(({ words }) => words);
    visit(logged, clusters);
    applyEdit(groups, logged.edit);
  }
}

function describe(
  state: GroupState,
  clustering: Clustering,
  position: ReadonlyMap<string, number>,
  countOf: (word: string) => number,
): Pick<Curated, 'clusters' | 'discarded' | 'settled' | 'judged'> {
  const clusters = state.groups.map((group) => ({
    ...describeCluster(
      clustering,
      [...group.words].map((word) => position.get(word)!),
      group.name,
    ),
    named: group.named,
  }));
  if (clustering.common) tellApart(clusters, clustering, position);
  return {
    clusters: clusters.sort(byCount),
    discarded: [...state.discarded.keys()]
      .map((word) => ({ word, count: countOf(word) }))
      .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)),
    settled: new Set(state.settled),
    judged: { pairs: [...state.judged.pairs], names: [...state.judged.names] },
  };
}

/** Renames clusters with the name of another: one that a person named keeps it, else the most frequent. */
function tellApart(
  clusters: Cluster[],
  clustering: Clustering,
  position: ReadonlyMap<string, number>,
): void {
  const taken = new Set<string>();
  const first = (a: Cluster, b: Cluster) => Number(b.named) - Number(a.named) || byCount(a, b);
  for (const cluster of clusters.toSorted(first)) {
    if (taken.has(cluster.name) && !cluster.named) {
      const members = cluster.words.map((word) => position.get(word)!);
      const name = nameByRule(clustering, members, taken);
      cluster.name = name;
      for (let number = 2; taken.has(cluster.name); number++) cluster.name = `${name} (${number})`;
    }
    taken.add(cluster.name);
  }
}
