/** Screen 4: the workbench, where words that mean the same are put together. */
import type { Edit } from '../../../clustering/edits.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody } from '../../components/body.tsx';
import { tableState } from '../../components/table-state.ts';
import { answersLayer } from '../../layers/answers.ts';
import type { Scene, View } from '../../scene.ts';
import { plural, share } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { togglePause } from '../elicit/elicit.tsx';
import { clustersLines } from './clusters-lines.ts';
import {
  clusterRows,
  discardEdit,
  findRow,
  mergeEdit,
  moveWorkbench,
  splitEdit,
  suggestionEdit,
  wordsOf,
} from './clusters-state.ts';
import { excerptsOf } from './excerpts.ts';

function rowsOf(view: View) {
  return view.run ? clusterRows(view.run.results, view.ui.clusters) : [];
}

/** Sends the edit, then follows the cluster that now holds `word`. */
async function editAndFollow(view: View, edit: Edit | string | null, word: string | undefined) {
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
    return {
      ...ui,
      clusters: {
        ...clusters,
        selected,
        pane,
        word: Math.max(0, Math.min(clusters.word, count - 1)),
      },
    };
  });
}

export const clustersScene: Scene = {
  crumbs: ({ ui, run }) => {
    if (ui.clusters.pane === 'clusters' || !run) return [];
    const row = clusterRows(run.results, ui.clusters)[ui.clusters.selected];
    return [row?.kind === 'cluster' ? row.cluster.name : 'discarded'];
  },
  right: ({ run }) => {
    const curated = run?.results.curated;
    if (!curated) return '';
    const words = curated.clusters.reduce((sum, cluster) => sum + cluster.words.length, 0);
    return `${plural(words, 'word')} · ${plural(curated.clusters.length, 'cluster')}`;
  },
  so: ({ run }) => {
    if (!run) return 'Words that mean the same are put together here';
    const { clustering, doubts, suggestions, curated } = run.results;
    if (!clustering || 'unavailable' in clustering || !curated)
      return 'Words that mean the same are put together here';
    const stability = clustering.quality.find((one) => one.k === curated.k)?.stability ?? null;
    const parts = [
      doubts.length > 0
        ? `${plural(doubts.length, 'word')} in doubt: D sorts them`
        : 'no word is in doubt',
      ...(stability === null ? [] : [`stable ${share(stability)}`]),
      ...(suggestions.length > 0 ? [`${plural(suggestions.length, 'suggestion')} (y)`] : []),
      curated.k === clustering.suggestedK
        ? `k ${curated.k}`
        : `k ${curated.k} (${clustering.suggestedK} suggested)`,
    ];
    return parts.join(' · ');
  },
  Body: linesBody(clustersLines),
  perform: (command, view) => {
    const { run, act, ui } = view;
    const state = ui.clusters;
    const rows = rowsOf(view);
    const row = rows[state.selected];
    const set = (change: Partial<UiState['clusters']>) =>
      act.update((now) => ({ ...now, clusters: { ...now.clusters, ...change } }));
    if (!run || rows.length === 0) {
      if (command === 'open') act.go(run ? 3 : 2);
      return;
    }
    const { curated, suggestions } = run.results;
    const word = wordsOf(row)[state.word];
    switch (command) {
      case 'open':
        if (row?.kind === 'next') return act.go(5);
        if (state.pane === 'clusters') return set({ pane: 'words', word: 0, markedWords: [] });
        return word === undefined ? undefined : act.push(answersLayer(view, { word }));
      case 'source': {
        const excerpt = word === undefined ? undefined : excerptsOf(view, word, 1)[0];
        return excerpt
          ? act.openSource(excerpt.id)
          : act.say('no answer names this word', 'warning');
      }
      case 'doubts':
        return act.push({ kind: 'doubts', later: [], candidate: 0 });
      case 'map':
        return act.push({
          kind: 'map',
          cluster: Math.min(state.selected, rows.length - 2),
          zoom: 0,
        });
      case 'history':
        return act.push({
          kind: 'history',
          selected: Math.max(0, (curated?.applied.length ?? 0) - 1),
        });
      case 'quality':
        return showQuality(view);
      case 'fewer-clusters':
      case 'more-clusters': {
        const k = (curated?.k ?? 2) + (command === 'more-clusters' ? 1 : -1);
        if (k < 2) return act.say('there must be at least two clusters', 'warning');
        return void editAndFollow(view, { edit: 'clusters', k }, wordsOf(row)[0]);
      }
      case 'merge':
        return void editAndFollow(view, mergeEdit(state, rows), wordsOf(row)[0]);
      case 'split':
        if (state.pane === 'clusters') {
          set({ pane: 'words', word: 0, markedWords: [] });
          return act.say('mark the words that shall leave with ␣, then s');
        }
        return void editAndFollow(view, splitEdit(state, rows), wordsOf(row)[0]);
      case 'discard':
        return void editAndFollow(view, discardEdit(state, rows), undefined);
      case 'rename':
        if (row?.kind !== 'cluster') return act.say('stand on a cluster to rename it', 'warning');
        return act.ask(
          'name',
          row.cluster.name,
          (name) => {
            if (name.trim() === '') return;
            const cluster = [...row.cluster.words];
            void editAndFollow(view, { edit: 'rename', cluster, name: name.trim() }, cluster[0]);
          },
          { suggest: () => row.cluster.words.slice(0, 5).map(capital) },
        );
      case 'move':
        return askMove(view, word);
      case 'suggestion': {
        const suggestion = suggestions[state.suggestion % Math.max(1, suggestions.length)];
        if (!suggestion) return;
        const into = suggestion.kind === 'merge' ? suggestion.into : suggestion.cluster;
        const edit = suggestionEdit(suggestion, curated?.clusters ?? []);
        return void editAndFollow(view, edit, curated?.clusters[into]?.words[0]);
      }
      case 'next-suggestion':
        return set({ suggestion: (state.suggestion + 1) % suggestions.length });
      case 'find':
        return act.ask('find', state.find, (find) =>
          set({ find, selected: findRow(rows, state.selected - 1, find, 1) }),
        );
      case 'keep':
        return act.ask('keep clusters with', state.keep, () => {}, {
          change: (keep) => set({ keep, selected: 0 }),
        });
      case 'pause-all':
        return togglePause(view);
      case 'write-table':
        return void act
          .attempt('writing', () =>
            view.options.writeTable(view.session, {
              title: 'clusters',
              columns: ['cluster', 'said', 'cohesion', 'words'],
              rows: (curated?.clusters ?? []).map((one) => [
                one.name,
                String(one.count),
                share(one.cohesion),
                one.words.join(' '),
              ]),
            }),
          )
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      default:
        act.update((now) => ({ ...now, clusters: moveWorkbench(now.clusters, command, rows) }));
    }
  },
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Names of clusters that hold what is typed, in name or words. */
export function suggestClusters(view: View, typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const clusters = view.run?.results.curated?.clusters ?? [];
  const by = (test: (name: string) => boolean) =>
    clusters.filter(({ name }) => test(name.toLowerCase()));
  const starts = by((name) => name.startsWith(wanted));
  const holds = by((name) => !name.startsWith(wanted) && name.includes(wanted));
  const words = clusters.filter(
    (one) => wanted && one.words.some((word) => word.startsWith(wanted)),
  );
  return [...new Set([...starts, ...holds, ...words].map(({ name }) => safeLine(name)))].slice(
    0,
    9,
  );
}

function askMove(view: View, word: string | undefined) {
  const { act, run } = view;
  if (word === undefined) return act.say('stand on a word to move it', 'warning');
  act.ask(
    `move ${safeLine(word)} to (empty: on its own)`,
    '',
    (typed) => {
      const clusters = run?.results.curated?.clusters ?? [];
      const wanted = typed.trim().toLowerCase();
      if (!wanted) return void editAndFollow(view, { edit: 'move', word, to: null }, word);
      const name = suggestClusters(view, typed)[0];
      const to = clusters.find((cluster) => safeLine(cluster.name) === name);
      if (!to) return act.say(`no cluster is named like "${typed}"`, 'warning');
      void editAndFollow(
        view,
        { edit: 'move', word, to: [...to.words] },
        wordsOf(rowsOf(view)[view.ui.clusters.selected])[0],
      );
    },
    { suggest: (typed) => suggestClusters(view, typed) },
  );
}

function showQuality(view: View): void {
  const { run, act } = view;
  const clustering = run?.results.clustering;
  if (!clustering || 'unavailable' in clustering) return;
  act.push({
    kind: 'tables',
    title: 'how many',
    so: `${clustering.suggestedK} clusters are suggested by the cut rule; the silhouette is shown, not followed`,
    tables: [
      {
        title: `${clustering.method} · ${clustering.space}`,
        columns: ['clusters', 'silhouette', 'stability', ''],
        rows: clustering.quality.map(({ k, silhouette, stability }) => [
          String(k),
          share(silhouette),
          share(stability),
          k === clustering.suggestedK ? '← suggested' : '',
        ]),
      },
    ],
    at: 0,
    table: tableState({
      row: Math.max(
        0,
        clustering.quality.findIndex(({ k }) => k === clustering.k),
      ),
    }),
  });
}
