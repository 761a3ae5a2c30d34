/** The words that the clustering is least sure of, one at a time. */
import type { Cluster, Doubt } from '../../../clustering/clusters.ts';
import type { Edit } from '../../../clustering/edits.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { bar } from '../../components/marks.ts';
import { moveInList } from '../../list-position.ts';
import type { Scene, View } from '../../scene.ts';
import { cut, fill, plural, share, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { type Layer, topLayer } from '../../ui-state.ts';
import { suggestClusters } from './clusters.tsx';
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
  const layer = topLayer(view.ui);
  if (layer?.kind !== 'doubts') return null;
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

export const doubtsScene: Scene = {
  crumbs: () => ['doubts'],
  right: (view) => {
    const queue = current(view)?.queue.length ?? 0;
    const settled = view.run?.results.curated?.settled.size ?? 0;
    const share = queue + settled > 0 ? settled / (queue + settled) : 1;
    return `${plural(queue, 'word')} left ${bar(share, 6)}`;
  },
  so: () => 'Where does this word belong? Enter puts it where the pointer is',
  Body: linesBody(doubtsLines),
  perform: (command, view) => {
    const at = current(view);
    if (!at) return;
    const { act, session, run } = view;
    const { layer, doubt } = at;
    if (!doubt || !session) {
      if (command === 'take') act.pop();
      return;
    }
    const clusters = run?.results.curated?.clusters ?? [];
    const choices = doubt.candidates.length + 1;
    const settle = async (edit: Edit) => {
      if (!(await act.edit(edit))) return;
      const later = layer.later.filter((word) => word !== doubt.word);
      act.replace({ ...layer, later, candidate: 0 });
    };
    switch (command) {
      case 'take':
        return void settle(takeEdit(doubt, layer.candidate, clusters));
      case 'own-cluster':
        return void settle({ edit: 'move', word: doubt.word, to: null });
      case 'discard':
        return void settle({ edit: 'discard', words: [doubt.word] });
      case 'later':
        return act.replace({
          ...layer,
          later: [...layer.later.filter((word) => word !== doubt.word), doubt.word],
          candidate: 0,
        });
      case 'next-candidate':
        return act.replace({ ...layer, candidate: (layer.candidate + 1) % choices });
      case 'name-place':
        return act.ask(
          `${safeLine(doubt.word)} belongs to`,
          '',
          (typed) => {
            const name = suggestClusters(view, typed)[0];
            const to = clusters.find((cluster) => safeLine(cluster.name) === name);
            if (!typed.trim() || !to)
              return act.say(`no cluster is named like "${typed}"`, 'warning');
            const here = to.words.includes(doubt.word);
            void settle(
              here
                ? { edit: 'confirm', word: doubt.word }
                : { edit: 'move', word: doubt.word, to: [...to.words] },
            );
          },
          { suggest: (typed) => suggestClusters(view, typed) },
        );
      case 'source': {
        const excerpt = excerptsOf(view, doubt.word, 1)[0];
        return excerpt && act.openSource(excerpt.id);
      }
      default:
        act.replace({ ...layer, candidate: moveInList(layer.candidate, command, choices) });
    }
  },
};
