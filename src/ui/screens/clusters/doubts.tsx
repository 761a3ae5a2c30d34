/** The words that the clustering is least sure of, one at a time. */

import type { Cluster, Doubt } from '../../../clustering/clusters.ts';
import type { Edit } from '../../../clustering/edits.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { bar } from '../../components/marks.ts';
import { editing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import type { Layer } from '../../layer.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { cut, fill, plural, share, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { suggestClusters } from './cluster-edits.ts';
import { excerptsOf } from './excerpts.ts';

type DoubtsLayer = Extract<Layer, { kind: 'doubts' }>;

/** The doubts still to be seen, most doubtful first; those left for later at the end. */
export function queueOf(doubts: readonly Doubt[], later: readonly string[]): Doubt[] {
  const now = doubts.filter((doubt) => !later.includes(doubt.word));
  const kept = later.flatMap((word) => doubts.find((doubt) => doubt.word === word) ?? []);
  return [...now, ...kept];
}

/** What taking a candidate means: it stays where it is, it moves, or it stands on its own (one past the last). */
export function takeEdit(doubt: Doubt, candidate: number, clusters: readonly Cluster[]): Edit {
  const chosen = doubt.candidates[candidate];
  const cluster = chosen && clusters[chosen.cluster];
  if (!cluster) return { edit: 'move', word: doubt.word, to: null };
  if (cluster.words.includes(doubt.word)) return { edit: 'confirm', word: doubt.word };
  return { edit: 'move', word: doubt.word, to: [...cluster.words] };
}

function current(
  view: View,
): { layer: DoubtsLayer; queue: Doubt[]; doubt: Doubt | undefined } | null {
  const layer = topLayerOf(view.ui, 'doubts');
  if (!layer) return null;
  const queue = queueOf(view.run?.results.doubts ?? [], layer.later);
  return { layer, queue, doubt: queue[0] };
}

function doubtsLines(view: View, width: number, height: number): string[] {
  const at = current(view);
  if (!at) return [];
  const { doubt, layer } = at;
  if (!doubt) return emptyLines('No word is in doubt any more.', 'Esc, then 5 Factors', width);
  const { lexicon, curated } = view.run?.results ?? {};
  const clusters = curated?.clusters ?? [];
  const descriptor = lexicon?.descriptors.find((one) => one.word === doubt.word);
  const said = descriptor
    ? `said ${plural(descriptor.count, 'time')} by ${plural(descriptor.models, 'model')}`
    : '';
  const candidates = doubt.candidates.map(({ cluster, similarity }, index) => {
    const one = clusters[cluster];
    const here = one?.words.includes(doubt.word) ? ' (now)' : '';
    const others = (one?.words ?? [])
      .filter((word) => word !== doubt.word)
      .map(safeLine)
      .join(', ');
    const name = fill(`${safeLine(one?.name ?? '')}${here}`, 24);
    return pointed(
      `${name} ${share(similarity)}   ${cut(others, width - 40)}`,
      index === layer.candidate,
    );
  });
  const alone = pointed('on its own', layer.candidate >= doubt.candidates.length);
  const excerpts = excerptsOf(view, doubt.word, height >= 30 ? 6 : 3).flatMap((excerpt) => [
    ...wrap(`“${excerpt.before}${excerpt.hit}${excerpt.after}”`, width - 8)
      .slice(0, 2)
      .map((line) => `   ${line.replace(excerpt.hit, theme.bold(excerpt.hit))}`),
    theme.dim(`    ${excerpt.who}`),
  ]);
  return [
    ` ${theme.bold(safeLine(doubt.word))}   ${said}`,
    '',
    ...candidates,
    alone,
    '',
    ...excerpts,
  ]
    .slice(0, height)
    .map((line) => fill(line, width));
}

const clustersOf = ({ run }: View) => run?.results.curated?.clusters ?? [];

/** Does something with the word that is asked about, if there is still one. */
function onDoubt(view: View, job: (at: { layer: DoubtsLayer; doubt: Doubt }) => void): void {
  const at = current(view);
  if (at?.doubt && view.session) job({ layer: at.layer, doubt: at.doubt });
}

/** Sends the edit that settles the word; the next one is shown once it is on disk. */
function settle(view: View, edit: Edit): void {
  const { act } = view;
  onDoubt(view, ({ layer, doubt }) => {
    void act.edit(edit).then((taken) => {
      if (!taken) return;
      const later = layer.later.filter((word) => word !== doubt.word);
      act.replace({ ...layer, later, candidate: 0 });
    });
  });
}

function askPlace(view: View, { word }: Doubt): void {
  view.act.ask(
    `${safeLine(word)} belongs to`,
    '',
    (typed) => {
      const name = suggestClusters(view, typed)[0];
      const to = clustersOf(view).find((cluster) => safeLine(cluster.name) === name);
      if (!typed.trim() || !to)
        return view.act.say(`no cluster is named like "${typed}"`, 'warning');
      const here = to.words.includes(word);
      settle(view, here ? { edit: 'confirm', word } : { edit: 'move', word, to: [...to.words] });
    },
    { suggest: (typed) => suggestClusters(view, typed) },
  );
}

export const doubtsScene = defineScene({
  crumbs: () => ['doubts'],
  right: (view) => {
    const queue = current(view)?.queue.length ?? 0;
    const settled = view.run?.results.curated?.settled.size ?? 0;
    const share = queue + settled > 0 ? settled / (queue + settled) : 1;
    return `${plural(queue, 'word')} left ${bar(share, 6)}`;
  },
  so: () => 'Where does this word belong? Enter puts it where the pointer is',
  Body: linesBody(doubtsLines),
  commands: {
    ...moving((move, view) =>
      onDoubt(view, ({ layer, doubt }) => {
        const candidate = moveInList(layer.candidate, move, doubt.candidates.length + 1);
        view.act.replace({ ...layer, candidate });
      }),
    ),
    take: {
      keys: ['Enter'],
      label: 'take',
      help: 'Put the word where the pointer is.',
      group: 'clusters',
      act: (view) => {
        if (!current(view)?.doubt) return view.act.pop();
        onDoubt(view, ({ layer, doubt }) =>
          settle(view, takeEdit(doubt, layer.candidate, clustersOf(view))),
        );
      },
    },
    'next-candidate': {
      keys: ['Tab'],
      label: 'next',
      help: 'To the next likely cluster.',
      group: 'clusters',
      act: (view) =>
        onDoubt(view, ({ layer, doubt }) => {
          const candidate = (layer.candidate + 1) % (doubt.candidates.length + 1);
          view.act.replace({ ...layer, candidate });
        }),
    },
    'name-place': {
      keys: ['/'],
      label: 'find',
      help: 'Type the name of another cluster.',
      group: 'clusters',
      act: (view) => onDoubt(view, ({ doubt }) => askPlace(view, doubt)),
    },
    'own-cluster': {
      keys: ['n'],
      label: 'new',
      help: 'Make a cluster of its own for the word.',
      group: 'clusters',
      act: (view) =>
        onDoubt(view, ({ doubt }) => settle(view, { edit: 'move', word: doubt.word, to: null })),
    },
    later: {
      keys: ['s'],
      label: 'later',
      help: 'Leave this word for later.',
      group: 'clusters',
      act: (view) =>
        onDoubt(view, ({ layer, doubt }) => {
          const later = [...layer.later.filter((word) => word !== doubt.word), doubt.word];
          view.act.replace({ ...layer, later, candidate: 0 });
        }),
    },
    discard: {
      ...words.discard,
      act: (view) =>
        onDoubt(view, ({ doubt }) => settle(view, { edit: 'discard', words: [doubt.word] })),
    },
    source: {
      ...words.source,
      act: (view) =>
        onDoubt(view, ({ doubt }) => {
          const excerpt = excerptsOf(view, doubt.word, 1)[0];
          if (excerpt) view.act.openSource(excerpt.id);
          else view.act.say('no answer names this word', 'warning');
        }),
    },
    ...editing,
  },
  footer: [
    'take',
    'next-candidate',
    'name-place',
    'own-cluster',
    'discard',
    'later',
    ['back', 'enough'],
  ],
});
