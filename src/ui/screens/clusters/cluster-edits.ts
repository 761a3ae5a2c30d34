/** The edits of the keys of screen 4, and the questions before some of them. */
import type { Cluster } from '../../../clustering/clusters.ts';
import { suggestionsOf } from '../../../clustering/decisions.ts';
import type { Edit } from '../../../clustering/edits.ts';
import { refusedName } from '../../../clustering/naming.ts';
import { capital } from '../../../safe-text/capital.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { View } from '../../scene.ts';
import type { UiState } from '../../ui-state.ts';
import {
  type ClusterRow,
  clusterRows,
  discardEdit,
  splitEdit,
  suggestionEdit,
  wordsOf,
} from './clusters-state.ts';

export function rowsOf(view: View): ClusterRow[] {
  return view.run ? clusterRows(view.run.results, view.ui.clusters) : [];
}

export const selectedRow = (view: View) => rowsOf(view)[view.ui.clusters.selected];

/** The word under the cursor in the words of the selected row. */
export const selectedWord = (view: View) => wordsOf(selectedRow(view))[view.ui.clusters.word];

export function set({ act }: View, change: Partial<UiState['clusters']>): void {
  act.update((now) => ({ ...now, clusters: { ...now.clusters, ...change } }));
}

/** Sends the edit, then selects the cluster that now holds `word`; a string is shown as a message instead. */
export async function editAndFollow(
  view: View,
  edit: Edit | string | null,
  word: string | undefined,
): Promise<void> {
  const { act, session } = view;
  if (edit === null || !session) return;
  if (typeof edit === 'string') return act.say(edit, 'warning');
  if (!(await act.edit(edit))) return;
  act.update((ui) => {
    const clusters = { ...ui.clusters, marked: [], markedWords: [], suggestion: 0 };
    const rows = clusterRows(session.getState().results, clusters);
    const at = rows.findIndex((row) => word !== undefined && wordsOf(row).includes(word));
    const selected = at >= 0 ? at : Math.min(clusters.selected, Math.max(0, rows.length - 1));
    const count = wordsOf(rows[selected]).length;
    const pane = count > 0 ? clusters.pane : 'clusters';
    const last = Math.max(0, Math.min(clusters.word, count - 1));
    return { ...ui, clusters: { ...clusters, selected, pane, word: last } };
  });
}

/** The edit of the selected row, which stays selected. */
export const onSelected =
  (edit: (state: UiState['clusters'], rows: readonly ClusterRow[]) => Edit | string) =>
  (view: View): void =>
    void editAndFollow(view, edit(view.ui.clusters, rowsOf(view)), wordsOf(selectedRow(view))[0]);

/** Discards, or brings back from the tray; in the words, the rest of the cluster stays selected. */
export function discard(view: View): void {
  const { clusters } = view.ui;
  const edit = discardEdit(clusters, rowsOf(view));
  const left = typeof edit === 'string' ? [] : edit.words;
  const stays = wordsOf(selectedRow(view)).find((word) => !left.includes(word));
  void editAndFollow(view, edit, clusters.pane === 'words' ? stays : undefined);
}

export function changeNumber(view: View, by: 1 | -1) {
  // The clusters of the last number asked for may not be computed yet.
  const k = (view.ui.clusters.askedK ?? view.run?.results.curated?.k ?? 2) + by;
  if (k < 2) return view.act.say('there must be at least two clusters', 'warning');
  set(view, { askedK: k });
  const edit: Edit = { edit: 'clusters', k, onward: true };
  void editAndFollow(view, edit, wordsOf(selectedRow(view))[0]);
}

/** Undoes the last edit, and goes to its place. */
export function undo(view: View): void {
  set(view, { askedK: null });
  void editAndFollow(view, { edit: 'undo' }, lastWord(view));
}

/** A word of the last edit, whose cluster is selected after undo. */
function lastWord(view: View): string | undefined {
  const edit = view.run?.results.curated?.applied.at(-1)?.edit;
  switch (edit?.edit) {
    case 'move':
    case 'confirm':
      return edit.word;
    case 'gather':
    case 'discard':
    case 'restore':
      return edit.words[0];
    case 'split':
      return edit.out[0];
    case 'merge':
    case 'apart':
      return edit.clusters[0]![0];
    case 'rename':
    case 'approve':
      return edit.cluster[0];
    default:
      return wordsOf(selectedRow(view))[0];
  }
}

export function split(view: View) {
  if (view.ui.clusters.pane === 'words') return onSelected(splitEdit)(view);
  set(view, { pane: 'words', word: 0, markedWords: [] });
  view.act.say('mark the words that shall leave with ␣, then s');
}

export function acceptSuggestion(view: View): void {
  const { curated, decisions } = view.run?.results ?? {};
  const suggestions = suggestionsOf(decisions);
  const suggestion = suggestions[view.ui.clusters.suggestion % Math.max(1, suggestions.length)];
  if (!suggestion) return;
  const into = suggestion.kind === 'merge' ? suggestion.into : suggestion.cluster;
  const edit = suggestionEdit(suggestion, curated?.clusters ?? []);
  void editAndFollow(view, edit, curated?.clusters[into]?.words[0]);
}

export function askName(view: View) {
  const { act } = view;
  const row = selectedRow(view);
  if (row?.kind !== 'cluster') return act.say('go to a cluster to rename it', 'warning');
  const cluster = [...row.cluster.words];
  act.ask(
    'name',
    row.cluster.name,
    (typed) => {
      const name = typed.trim();
      const refused = refusedName(name, row.cluster, view.run?.results.curated?.clusters ?? []);
      if (refused) return `${refused}: m merges them`;
      if (name !== '') void editAndFollow(view, { edit: 'rename', cluster, name }, cluster[0]);
    },
    { suggest: () => cluster.slice(0, 5).map(capital) },
  );
}

/** Asks for a cluster by its name or a word in it; gives null for an empty line. */
export function askCluster(
  view: View,
  label: string,
  accept: (cluster: Cluster | null) => void,
): void {
  // Enter takes the first suggestion, so none is shown before something is typed.
  const suggest = (typed: string) => (typed.trim() === '' ? [] : suggestClusters(view, typed));
  view.act.ask(
    label,
    '',
    (typed) => {
      const label = suggestClusters(view, typed)[0];
      const found = label === undefined ? undefined : labelled(view).get(label);
      if (!found && typed.trim() !== '') return `no cluster is named like "${typed}"`;
      accept(typed.trim() === '' ? null : (found ?? null));
    },
    { suggest, about: (name) => membersOf(view, name) },
  );
}

/** Clusters by what they are called in a field: the name or, where others have it too, with the most frequent word. */
function labelled(view: View): Map<string, Cluster> {
  const clusters = view.run?.results.curated?.clusters ?? [];
  const byName = Map.groupBy(clusters, ({ name }) => safeLine(name));
  return new Map(
    clusters.map((cluster) => {
      const name = safeLine(cluster.name);
      const alone = byName.get(name)?.length === 1;
      return [alone ? name : `${name} (${safeLine(cluster.words[0] ?? '')})`, cluster];
    }),
  );
}

/** The words of the cluster with this label. */
function membersOf(view: View, label: string): string {
  return (labelled(view).get(label)?.words ?? []).map(safeLine).join(', ');
}

/** Moves the marked words, else the selected one, to a cluster that the user types. */
export function askMove(view: View) {
  const word = selectedWord(view);
  const marked = wordsOf(selectedRow(view)).filter((one) =>
    view.ui.clusters.markedWords.includes(one),
  );
  const words = marked.length > 0 ? marked : word === undefined ? [] : [word];
  if (words.length === 0) return view.act.say('go to a word to move it', 'warning');
  const what = words.length === 1 ? safeLine(words[0]!) : `${words.length} marked words`;
  askCluster(view, `move ${what} to (empty: on its own)`, (cluster) => {
    const to = cluster && [...cluster.words];
    const edit: Edit =
      words.length === 1
        ? { edit: 'move', word: words[0]!, to }
        : { edit: 'gather', words: [...words], to };
    const stays = wordsOf(selectedRow(view)).find((one) => !words.includes(one));
    void editAndFollow(view, edit, to ? stays : words[0]);
  });
}

/** Merges the selected cluster into one that the user types. */
export function askMerge(view: View) {
  const row = selectedRow(view);
  if (row?.kind !== 'cluster') return view.act.say('go to a cluster to merge it', 'warning');
  const { name, words } = row.cluster;
  askCluster(view, `merge ${safeLine(name)} into`, (into) => {
    if (into === row.cluster) return view.act.say('that is the cluster itself', 'warning');
    if (!into) return;
    void editAndFollow(view, { edit: 'merge', clusters: [[...words], [...into.words]] }, words[0]);
  });
}

/** Labels of clusters whose label or words contain the typed text, at most nine. */
export function suggestClusters(view: View, typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const all = [...labelled(view)].map(([label, { words }]) => ({ label, words }));
  const by = (test: (label: string) => boolean) =>
    all.filter(({ label }) => test(label.toLowerCase()));
  const starts = by((label) => label.startsWith(wanted));
  const holds = by((label) => !label.startsWith(wanted) && label.includes(wanted));
  const words = all.filter((one) => wanted && one.words.some((word) => word.startsWith(wanted)));
  const within = all.filter((one) => wanted && one.words.some((word) => word.includes(wanted)));
  return [...new Set([...starts, ...holds, ...words, ...within].map(({ label }) => label))].slice(
    0,
    9,
  );
}
