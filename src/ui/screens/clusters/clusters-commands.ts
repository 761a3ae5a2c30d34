/** What the keys of screen 4 do, on the clusters and on the words of one. */

import { firstCurator } from '../../../clustering/curators-of-run.ts';
import { suggestionsOf } from '../../../clustering/decisions.ts';
import { disputesIn } from '../../../run/disputes-in.ts';
import { hasNoAnswers } from '../../../run/has-no-answers.ts';
import { type Commands, each, needs } from '../../keymap/command.ts';
import { copying, editing, pausing, writing } from '../../keymap/shared-commands.ts';
import { moveWords, words } from '../../keymap/shared-words.ts';
import { concordanceLayer } from '../../layers/concordance.tsx';
import { excerptsOf } from '../../layers/excerpts.ts';
import type { View } from '../../scene.ts';
import { share } from '../../text.ts';
import { lensLayer } from '../lens/lens.tsx';
import { resultTablesLayer } from '../scores/scores-layers.ts';
import {
  acceptSuggestion,
  askMerge,
  askMove,
  askName,
  changeNumber,
  discard,
  onSelected,
  rowsOf,
  selectedRow,
  selectedWord,
  set,
  split,
  undo,
} from './cluster-edits.ts';
import { foundRow, mergeEdit, moveWorkbench, type WorkbenchMove } from './clusters-state.ts';

import { qualityLayer } from './quality-layer.ts';
import { queueLayer } from './queue-state.ts';
import { beginSettling } from './settle-state.ts';

function move(id: WorkbenchMove, view: View): void {
  const rows = rowsOf(view);
  if (rows.length === 0) return;
  view.act.update((now) => ({ ...now, clusters: moveWorkbench(now.clusters, id, rows) }));
}

const moves = each(
  {
    ...moveWords,
    pane: { keys: ['Tab', 'Shift+Tab'], label: 'pane', help: 'To the other pane.', group: 'move' },
    mark: { ...words.mark, needs: needs.clusters },
    'mark-range': { ...words['mark-range'], needs: needs.clusters },
    'mark-all': { ...words['mark-all'], needs: needs.clusters },
  },
  move,
);

/** Undo also goes to the place of the undone edit. */
const editingHere = {
  ...editing,
  undo: { ...editing.undo, act: undo },
} satisfies Commands;

/** The commands of both panes. */
const both = {
  'fewer-clusters': {
    keys: ['←'],
    label: 'fewer',
    help: 'One cluster fewer.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> clusters <k>',
    act: (view) => changeNumber(view, -1),
  },
  'more-clusters': {
    keys: ['→'],
    label: 'more',
    help: 'One cluster more.',
    group: 'clusters',
    needs: needs.clusters,
    act: (view) => changeNumber(view, 1),
  },
  queue: {
    keys: ['D'],
    label: 'decide',
    help: 'Go through the open decisions: near pairs, words in doubt, clusters of one word, names.',
    group: 'clusters',
    needs: needs.decisions,
    act: ({ act, options }) => act.push(queueLayer(options.now())),
  },
  merge: {
    keys: ['m'],
    label: 'merge',
    help: 'Merge the marked clusters into the selected one; without marks, the selected one into one that you type.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> merge <word> <word>',
    act: (view) => {
      const { pane, marked } = view.ui.clusters;
      if (pane === 'clusters' && marked.length > 0) onSelected(mergeEdit)(view);
      else askMerge(view);
    },
  },
  rename: {
    keys: ['e'],
    label: 'rename',
    help: 'Rename the cluster.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> rename <word> <name>',
    act: askName,
  },
  split: {
    keys: ['s'],
    label: 'split',
    help: 'Take the marked words out into a cluster of their own.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> split <word> <word>',
    act: split,
  },
  discard: {
    ...words.discard,
    act: discard,
  },
  suggestion: {
    keys: ['y'],
    label: 'accept',
    help: 'Accept the suggestion.',
    group: 'clusters',
    needs: needs.suggestion,
    act: acceptSuggestion,
  },
  'next-suggestion': {
    keys: ['+'],
    label: 'another',
    help: 'Show the next suggestion.',
    group: 'clusters',
    needs: needs.suggestions,
    act: (view) => {
      const count = suggestionsOf(view.run?.results.decisions).length;
      if (count > 0) set(view, { suggestion: (view.ui.clusters.suggestion + 1) % count });
    },
  },
  history: {
    keys: ['H'],
    label: 'history',
    help: 'Show all edits in order.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex log <run>',
    act: ({ act, run }) => {
      const last = (run?.results.curated?.applied.length ?? 0) - 1;
      act.push({ kind: 'history', selected: Math.max(0, last) });
    },
  },
  map: {
    keys: ['O'],
    label: 'map',
    help: 'Show the words on a plane.',
    group: 'clusters',
    needs: needs.clusters,
    act: (view) => {
      const last = rowsOf(view).length - 2;
      view.act.push({ kind: 'map', cluster: Math.min(view.ui.clusters.selected, last), zoom: 0 });
    },
  },
  quality: {
    keys: ['K'],
    label: 'how many',
    help: 'Show silhouette and stability for each number of clusters.',
    group: 'clusters',
    needs: needs.clusters,
    act: ({ act, run }) => {
      const layer = qualityLayer(run?.results.clustering);
      if (layer) act.push(layer);
    },
  },
  curators: {
    keys: ['A'],
    label: 'agreement',
    help: 'Show how far a second curator agrees, and the disputed words.',
    group: 'clusters',
    needs: needs.curators,
    reveals: true,
    line: 'valuelex curate <run> --agreement',
    act: ({ act, run }) => {
      const agreement = run?.results.curators?.told;
      if (agreement)
        act.push(resultTablesLayer(null, 'curators', agreement.tables, agreement.headline));
    },
  },
  settle: {
    keys: ['T'],
    label: 'settle',
    help: 'Settle the words that a second curator put elsewhere, one by one.',
    group: 'clusters',
    needs: needs.disputes,
    reveals: true,
    line: 'valuelex curate <run> --settle',
    act: (view) => {
      const open = disputesIn(view.run?.results).find((one) => one.open > 0);
      if (open) beginSettling(view.act, open.second, firstCurator, view.options.now());
    },
  },
  lens: { ...words.lens, reveals: true, act: ({ act }) => act.push(lensLayer) },
  find: {
    ...words.find,
    act: askFind,
  },
  ...each({ 'find-next': words['find-next'], 'find-previous': words['find-previous'] }, move),
  ...copying(clustersTable),
  ...writing(clustersTable),
} satisfies Commands;

export const clustersCommands = {
  open: {
    ...words.open,
    act: (view) => {
      const row = selectedRow(view);
      if (!row) return view.act.go(view.run ? (hasNoAnswers(view.run) ? 6 : 3) : 2);
      if (row.kind === 'next') return view.act.go(5);
      set(view, { pane: 'words', word: 0, markedWords: [] });
    },
  },
  ...moves,
  ...editingHere,
  ...pausing,
  ...both,
  keep: {
    ...words.keep,
    act: (view) =>
      view.act.ask('keep clusters with', view.ui.clusters.keep, () => {}, {
        change: (keep) => set(view, { keep, selected: 0 }),
      }),
  },
  ...each({ reset: words.reset, sort: words.sort }, move),
} satisfies Commands;

export const wordsCommands = {
  open: {
    ...words.open,
    act: (view) => {
      const word = selectedWord(view);
      if (word !== undefined) view.act.push(concordanceLayer(word));
    },
  },
  ...moves,
  source: {
    ...words.source,
    act: (view) => {
      const word = selectedWord(view);
      const excerpt = word === undefined ? undefined : excerptsOf(view, word, 1)[0];
      if (excerpt) view.act.openSource(excerpt.id);
      else view.act.say('no answer names this word', 'warning');
    },
  },
  ...editingHere,
  move: {
    keys: ['M'],
    label: 'move',
    help: 'Move the marked words, or the word, to another cluster.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> move <word> <word>',
    act: askMove,
  },
  ...both,
} satisfies Commands;

/** Goes to the first cluster that contains the text while it is typed; stays if there is none. */
function askFind(view: View): void {
  const { selected } = view.ui.clusters;
  const rows = rowsOf(view);
  view.act.ask(
    'find a cluster or a word',
    '',
    (typed) => {
      if (foundRow(rows, selected, typed) === null) return `no cluster holds "${typed}"`;
    },
    {
      change: (find) => set(view, { find, selected: foundRow(rows, selected, find) ?? selected }),
    },
  );
}

/** From the words back to the clusters. */
export const closeWords = (view: View): void => move('pane', view);

function clustersTable({ run }: View) {
  const clusters = run?.results.curated?.clusters;
  if (!clusters) return null;
  return {
    title: 'clusters',
    columns: ['cluster', 'said', 'cohesion', 'words'],
    rows: clusters.map((one) => [
      one.name,
      String(one.count),
      share(one.cohesion),
      one.words.join(' '),
    ]),
  };
}
