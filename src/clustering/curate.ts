/** The researcher's edits replayed on the computed clusters. */
import { byCount, describeCluster } from './clustering.ts';
import type { Cluster, Clustering } from './clusters.ts';
import { type CurationSettings, historyOf, type LoggedEdit, settingsOf } from './edit-history.ts';
import type { Edit } from './edits.ts';
import { nameByRule, titleCase } from './naming.ts';

export type AppliedEdit = {
  edit: Edit;
  /** Position in the log. */
  at: number;
  /** "merge Truth → Honesty" */
  text: string;
};

export type Curated = {
  /** Most said first. */
  clusters: Cluster[];
  /** Most said first. */
  discarded: { word: string; count: number }[];
  /** Words that the researcher put in their place: confirmed, moved, or split off by hand, or in a cluster that was approved. */
  settled: Set<string>;
  /** Clusters that the researcher put together or keeps apart, in pairs, and those that were named; by their words at the time. */
  judged: { pairs: [string[], string[]][]; names: string[][] };
  /** Edits in force, oldest first. */
  applied: AppliedEdit[];
  /** What redo would bring back, next first. */
  undone: AppliedEdit[];
  /** Edits in force that found no cluster or word of theirs. */
  unplaced: Edit[];
  /** Number of clusters asked for: the last such edit in force, else the clustering's own. */
  k: number;
  settings: CurationSettings;
};

type Group = { words: Set<string>; name: string; named: boolean };

type State = {
  groups: Group[];
  /** word → the group it was discarded from. */
  discarded: Map<string, Group | null>;
  settled: Set<string>;
  judged: Curated['judged'];
  /** Merged groups lead to what they became. */
  became: Map<Group, Group>;
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
  const state = stateBefore(clustering);
  const { done, redoable } = historyOf(edits);
  const applied: AppliedEdit[] = [];
  const unplaced: Edit[] = [];
  for (const { edit, at } of done) {
    const text = applyEdit(state, edit, countOf, rename);
    if (text === null) unplaced.push(edit);
    else applied.push({ edit, at, text });
  }
  const result = describe(state, clustering, position, countOf);

  // Names of what could be redone follow from doing it, after the result is taken.
  const undone = redoable.map(({ edit, at }) => ({
    edit,
    at,
    text: applyEdit(state, edit, countOf, rename) ?? plainText(edit),
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
  const state = stateBefore(clustering);
  const countOf = (word: string) => counts.get(word) ?? 0;
  for (const logged of historyOf(edits).done) {
    const clusters = state.groups.map(({ words }) => words);
    visit(logged, clusters);
    applyEdit(state, logged.edit, countOf, () => '');
  }
}

/** The computed clusters, before any edit. */
function stateBefore({ clusters }: Clustering): State {
  return {
    groups: clusters.map(({ words, name, named }) => ({ words: new Set(words), name, named })),
    discarded: new Map(),
    settled: new Set(),
    judged: { pairs: [], names: [] },
    became: new Map(),
  };
}

function describe(
  state: State,
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

/** Gives clusters that have the name of another one of their own: one that a person named keeps it, else the most said. */
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

/** Changes the state; the edit in words, or null when it fits nothing. */
function applyEdit(
  state: State,
  edit: Edit,
  countOf: (word: string) => number,
  nameOf: (words: Iterable<string>) => string,
): string | null {
  const said = (group: Group) => [...group.words].reduce((sum, word) => sum + countOf(word), 0);
  const holderOf = (word: string) => state.groups.find((group) => group.words.has(word)) ?? null;

  /** The group with most of the words. */
  function place(words: readonly string[]): Group | null {
    let best: Group | null = null;
    let most = 0;
    const wanted = new Set(words);
    for (const group of state.groups) {
      let held = 0;
      for (const word of wanted) if (group.words.has(word)) held++;
      if (held > most || (held > 0 && held === most && best && said(group) > said(best))) {
        most = held;
        best = group;
      }
    }
    return best;
  }

  function drop(group: Group): void {
    state.groups = state.groups.filter((other) => other !== group);
  }

  /** Takes a word out of its group, which goes when it is empty and is renamed when it lost its namesake. */
  function take(word: string): void {
    const group = holderOf(word);
    if (!group) return;
    group.words.delete(word);
    if (group.words.size === 0) drop(group);
    else if (!group.named && titleCase(word) === group.name) group.name = nameOf(group.words);
  }

  function found(words: readonly string[], name?: string): Group {
    const group = {
      words: new Set(words),
      name: name ?? nameOf(words),
      named: name !== undefined,
    };
    state.groups.push(group);
    return group;
  }

  /** Puts words of any clusters, or of the tray, into the cluster with most of `to`, or into one of their own. */
  function gather(words: readonly string[], to: readonly string[] | null): string | null {
    const known = [...new Set(words)].filter(
      (word) => holderOf(word) !== null || state.discarded.has(word),
    );
    const target = to && place(to.filter((word) => !known.includes(word)));
    if (known.length === 0 || (to && !target)) return null;
    for (const word of known) {
      state.settled.add(word);
      state.discarded.delete(word);
      if (!target?.words.has(word)) take(word);
      target?.words.add(word);
    }
    if (target) return `move ${list(known)} → ${target.name}`;
    found(known);
    return `move ${list(known)} → ${known.length > 1 ? 'a cluster of their own' : 'on its own'}`;
  }

  const list = (words: readonly string[]) =>
    words.length > 3
      ? `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`
      : words.join(', ');

  switch (edit.edit) {
    case 'rename': {
      const group = place(edit.cluster);
      if (!group) return null;
      const text = `rename ${group.name} → ${edit.name}`;
      group.name = edit.name;
      group.named = true;
      state.judged.names.push(edit.cluster);
      return text;
    }
    case 'merge': {
      // The last one named takes the others in.
      const groups = [...new Set(edit.clusters.map(place).filter((group) => group !== null))];
      const into = place(edit.clusters.at(-1)!) ?? groups.at(-1);
      const placed = edit.clusters.filter((words) => place(words) !== null).length;
      if (!into || placed < 2) return null;
      const from = groups.filter((group) => group !== into);
      // The word of a cluster of one was decided on by itself.
      for (const { words } of groups) if (words.size === 1) state.settled.add([...words][0]!);
      for (const group of from) state.judged.pairs.push([[...group.words], [...into.words]]);
      const text = `merge ${from.map((group) => group.name).join(', ') || into.name} → ${edit.name ?? into.name}`;
      for (const group of from) {
        for (const word of group.words) into.words.add(word);
        drop(group);
        state.became.set(group, into);
      }
      if (edit.name !== undefined) {
        into.name = edit.name;
        into.named = true;
      }
      return text;
    }
    case 'split': {
      const group = place(edit.cluster);
      const out = [...new Set(edit.out)].filter((word) => group?.words.has(word));
      if (!group || out.length === 0) return null;
      const from = group.name;
      const rest = [...group.words].filter((word) => !out.includes(word));
      for (const word of out) state.settled.add(word);
      if (rest.length > 0) state.judged.pairs.push([out, rest]);
      if (out.length === group.words.size) {
        group.name = edit.name ?? from;
        group.named ||= edit.name !== undefined;
        return `split ${group.name} from ${from}`;
      }
      for (const word of out) take(word);
      const made = found(out, edit.name);
      return `split ${made.name} from ${from}`;
    }
    case 'move':
      return gather([edit.word], edit.to);
    case 'gather':
      return gather(edit.words, edit.to);
    case 'discard': {
      const words = [...new Set(edit.words)].filter((word) => holderOf(word));
      if (words.length === 0) return null;
      for (const word of words) {
        const group = holderOf(word);
        take(word);
        state.discarded.set(word, group);
      }
      return `discard ${list(words)}`;
    }
    case 'restore': {
      const words = [...new Set(edit.words)].filter((word) => state.discarded.has(word));
      if (words.length === 0) return null;
      for (const word of words) {
        let home = state.discarded.get(word) ?? null;
        state.discarded.delete(word);
        while (home && state.became.has(home)) home = state.became.get(home)!;
        // An emptied home comes back with its name.
        if (home && !state.groups.includes(home)) state.groups.push(home);
        if (home) home.words.add(word);
        else found([word]);
      }
      return `restore ${list(words)}`;
    }
    case 'confirm': {
      const group = holderOf(edit.word);
      if (!group && !state.discarded.has(edit.word)) return null;
      state.settled.add(edit.word);
      return `confirm ${edit.word} ${group ? `in ${group.name}` : 'as discarded'}`;
    }
    case 'approve': {
      const group = place(edit.cluster);
      if (!group) return null;
      for (const word of group.words) state.settled.add(word);
      return `approve ${group.name}`;
    }
    case 'apart': {
      const [a, b] = edit.clusters.map(place);
      if (!a || !b || a === b) return null;
      state.judged.pairs.push(edit.clusters);
      return `keep ${a.name} and ${b.name} apart`;
    }
    default:
      return plainText(edit);
  }
}

/** The edit in words, without the clusters' present names. */
export function plainText(edit: Edit): string {
  switch (edit.edit) {
    case 'rename':
      return `rename → ${edit.name}`;
    case 'merge':
      return `merge ${edit.clusters.map((words) => words[0]).join(', ')}`;
    case 'split':
      return `split ${edit.out.join(', ')}`;
    case 'move':
      return `move ${edit.word}`;
    case 'gather':
      return `move ${edit.words.join(', ')}`;
    case 'approve':
      return `approve ${edit.cluster[0]}`;
    case 'apart':
      return `keep ${edit.clusters[0][0]} and ${edit.clusters[1][0]} apart`;
    case 'discard':
    case 'restore':
      return `${edit.edit} ${edit.words.join(', ')}`;
    case 'confirm':
      return `confirm ${edit.word}`;
    case 'learning':
      return edit.on ? 'suggestions learn from decisions' : 'suggestions learn nothing';
    case 'clusters':
      return `${edit.k} clusters`;
    case 'unmerge':
      return `keep ${edit.from} apart`;
    case 'factors':
      return edit.k === 1 ? '1 factor' : `${edit.k} factors`;
    case 'rotation':
      return `rotation ${edit.rotation}`;
    case 'extraction':
      return `extraction ${edit.extraction}`;
    case 'name-factor':
      return `name factor ${edit.name}`;
    case 'flip':
      return `flip ${edit.factor[0]}`;
    case 'undo':
    case 'redo':
      return edit.edit;
  }
}
