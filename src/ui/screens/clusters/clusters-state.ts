/** The workbench: its rows, and the edit of each key. Pure. */
import type { Cluster, Suggestion } from '../../../clustering/clusters.ts';
import type { Edit } from '../../../clustering/edits.ts';
import type { Results } from '../../../run/state.ts';
import { type Move, moveInList, toggled } from '../../list-position.ts';
import type { UiState } from '../../ui-state.ts';

export type ClustersState = UiState['clusters'];

export type ClusterRow =
  | { kind: 'cluster'; cluster: Cluster; key: string }
  | { kind: 'tray'; words: readonly { word: string; count: number }[] }
  | { kind: 'next' };

/** A cluster is identified by its most frequent word. */
const keyOf = (cluster: Cluster): string => cluster.words[0] ?? cluster.name;

/** The clusters, filtered and sorted, the tray unless it is empty, the line to the next step. */
export function clusterRows(results: Results, state: ClustersState): ClusterRow[] {
  const curated = results.curated;
  if (!curated) return [];
  const wanted = state.keep.toLowerCase();
  const kept = curated.clusters.filter(
    ({ name, words }) =>
      !wanted || [name, ...words].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (state.sort === 'words') kept.sort((a, b) => b.words.length - a.words.length);
  if (state.sort === 'name') kept.sort((a, b) => a.name.localeCompare(b.name));
  const rows: ClusterRow[] = kept.map((cluster) => ({
    kind: 'cluster',
    cluster,
    key: keyOf(cluster),
  }));
  if (curated.discarded.length > 0) rows.push({ kind: 'tray', words: curated.discarded });
  return [...rows, { kind: 'next' }];
}

/** The words of a row: of its cluster, or in the tray. */
export function wordsOf(row: ClusterRow | undefined): readonly string[] {
  if (row?.kind === 'cluster') return row.cluster.words;
  return row?.kind === 'tray' ? row.words.map(({ word }) => word) : [];
}

/** Moves on the workbench, marks, and changes of what is shown. */
export type WorkbenchMove =
  | Move
  | 'pane'
  | 'mark'
  | 'mark-all'
  | 'mark-range'
  | 'sort'
  | 'reset'
  | 'find-next'
  | 'find-previous';

/** The state after a move, in the pane that has the keys. */
export function moveWorkbench(
  state: ClustersState,
  move: WorkbenchMove,
  rows: readonly ClusterRow[],
): ClustersState {
  const at = Math.min(state.selected, Math.max(0, rows.length - 1));
  switch (move) {
    case 'sort': {
      const order = ['said', 'words', 'name'] as const;
      return { ...state, sort: order[(order.indexOf(state.sort) + 1) % 3]!, selected: 0 };
    }
    case 'reset':
      return { ...state, keep: '', find: '', sort: 'said', marked: [], selected: 0 };
    case 'find-next':
    case 'find-previous': {
      const selected = findRow(rows, at, state.find, move === 'find-next' ? 1 : -1);
      return selected === at ? state : { ...state, selected, word: 0, markedWords: [] };
    }
    default:
      return state.pane === 'words'
        ? moveInWords(state, move, wordsOf(rows[at]))
        : moveInClusters(state, move, rows, at);
  }
}

type PaneMove = Exclude<WorkbenchMove, 'sort' | 'reset' | 'find-next' | 'find-previous'>;

function moveInWords(
  state: ClustersState,
  move: PaneMove,
  words: readonly string[],
): ClustersState {
  const word = words[Math.min(state.word, words.length - 1)];
  switch (move) {
    case 'pane':
      return { ...state, pane: 'clusters', markedWords: [] };
    case 'mark':
      if (word === undefined) return state;
      return {
        ...state,
        markedWords: toggled(state.markedWords, word),
        word: Math.min(words.length - 1, state.word + 1),
      };
    case 'mark-all':
      return {
        ...state,
        markedWords: words.every((one) => state.markedWords.includes(one)) ? [] : [...words],
      };
    case 'mark-range': {
      const last = words.indexOf(state.markedWords.at(-1) ?? '');
      if (last < 0) return state;
      const range = words.slice(Math.min(last, state.word), Math.max(last, state.word) + 1);
      return { ...state, markedWords: [...new Set([...state.markedWords, ...range])] };
    }
    default:
      return { ...state, word: moveInList(state.word, move, words.length) };
  }
}

function moveInClusters(
  state: ClustersState,
  move: PaneMove,
  rows: readonly ClusterRow[],
  at: number,
): ClustersState {
  const row = rows[at];
  const keysAmong = (among: readonly ClusterRow[]) =>
    among.flatMap((one) => (one.kind === 'cluster' ? [one.key] : []));
  switch (move) {
    case 'pane':
      return wordsOf(row).length > 0
        ? { ...state, pane: 'words', word: 0, markedWords: [] }
        : state;
    case 'mark':
      if (row?.kind !== 'cluster') return state;
      return {
        ...state,
        marked: toggled(state.marked, row.key),
        selected: moveInList(at, 'down', rows.length),
      };
    case 'mark-all': {
      const keys = keysAmong(rows);
      return { ...state, marked: keys.every((key) => state.marked.includes(key)) ? [] : keys };
    }
    case 'mark-range': {
      const last = rows.findIndex(
        (one) => one.kind === 'cluster' && one.key === state.marked.at(-1),
      );
      if (last < 0) return state;
      const range = keysAmong(rows.slice(Math.min(last, at), Math.max(last, at) + 1));
      return { ...state, marked: [...new Set([...state.marked, ...range])] };
    }
    default:
      return { ...state, selected: moveInList(at, move, rows.length) };
  }
}

/** The next row whose name or words hold the text; the same row when none does. */
export function findRow(
  rows: readonly ClusterRow[],
  from: number,
  find: string,
  step: 1 | -1,
): number {
  if (find === '') return from;
  for (let away = 1; away <= rows.length; away++) {
    const at = (((from + step * away) % rows.length) + rows.length) % rows.length;
    if (rowHolds(rows[at]!, find)) return at;
  }
  return from;
}

function rowHolds(row: ClusterRow, find: string): boolean {
  const name = row.kind === 'cluster' ? [row.cluster.name] : [];
  return [...name, ...wordsOf(row)].some((text) => text.toLowerCase().includes(find.toLowerCase()));
}

/** The row to go to while a search text is typed: the present one if it contains the text, else the next that does; null without one. */
export function foundRow(rows: readonly ClusterRow[], from: number, find: string): number | null {
  if (find === '' || rows.length === 0) return from;
  const at = findRow(rows, from - 1, find, 1);
  return rows[at] && rowHolds(rows[at], find) ? at : null;
}

/** Merges the marked clusters into the selected one; a message if that is impossible. */
export function mergeEdit(state: ClustersState, rows: readonly ClusterRow[]): Edit | string {
  const into = rows[state.selected];
  if (into?.kind !== 'cluster') return 'go to the cluster that takes the others in';
  const from = rows.filter(
    (row) => row.kind === 'cluster' && row.key !== into.key && state.marked.includes(row.key),
  );
  if (from.length === 0)
    return 'mark the clusters to merge with ␣, then go to the one that takes them in';
  return {
    edit: 'merge',
    clusters: [...from.map((row) => [...wordsOf(row)]), [...into.cluster.words]],
  };
}

/** Moves the marked words to a cluster of their own. */
export function splitEdit(state: ClustersState, rows: readonly ClusterRow[]): Edit | string {
  const row = rows[state.selected];
  if (row?.kind !== 'cluster') return 'go to a cluster';
  const out = row.cluster.words.filter((word) => state.markedWords.includes(word));
  if (out.length === 0) return 'mark the words that shall leave with ␣, then s';
  if (out.length === row.cluster.words.length) return 'at least one word must stay behind';
  return { edit: 'split', cluster: [...row.cluster.words], out };
}

/** Discards the marked rows, else the selected word or cluster; in the tray it restores them. */
export function discardEdit(
  state: ClustersState,
  rows: readonly ClusterRow[],
): Extract<Edit, { edit: 'discard' | 'restore' }> | string {
  const row = rows[state.selected];
  const words = wordsOf(row);
  if (words.length === 0) return 'go to a cluster or a word';
  const marked = words.filter((word) => state.markedWords.includes(word));
  const clusters = rows.filter((one) => one.kind === 'cluster' && state.marked.includes(one.key));
  const chosen =
    state.pane === 'clusters'
      ? clusters.length > 0 && row?.kind !== 'tray'
        ? clusters.flatMap(wordsOf)
        : [...words]
      : marked.length > 0
        ? marked
        : [words[state.word] ?? words[0]!];
  return { edit: row?.kind === 'tray' ? 'restore' : 'discard', words: chosen };
}

/** The edit that accepts a suggestion. */
export function suggestionEdit(suggestion: Suggestion, clusters: readonly Cluster[]): Edit | null {
  if (suggestion.kind === 'rename') {
    const cluster = clusters[suggestion.cluster];
    return cluster ? { edit: 'rename', cluster: [...cluster.words], name: suggestion.name } : null;
  }
  const from = clusters[suggestion.from];
  const into = clusters[suggestion.into];
  return from && into ? { edit: 'merge', clusters: [[...from.words], [...into.words]] } : null;
}
