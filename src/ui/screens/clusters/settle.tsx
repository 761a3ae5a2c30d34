/** Settles words that two curators placed differently, one by one, without showing which curator placed a word where. */
import type { Edit } from '../../../clustering/edits.ts';
import { homeEdit } from '../../../clustering/settle.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody } from '../../components/body.tsx';
import { bar } from '../../components/marks.ts';
import type { Commands } from '../../keymap/command.ts';
import { editing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { concordanceLayer } from '../../layers/concordance.tsx';
import { moveInList } from '../../list-position.ts';
import { allOff, defineScene, type View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { topLayerOf } from '../../ui-state.ts';
import { askCluster } from './cluster-edits.ts';
import { homeText, settleLines } from './settle-lines.ts';
import { orderOf, type SettleNow, settleNow } from './settle-state.ts';

type Asked = SettleNow & { dispute: NonNullable<SettleNow['dispute']> };

/** Acts only if there is a word to settle. */
const settling = (act: (view: View, now: Asked, key?: string) => void) => {
  return (view: View, key?: string): void => {
    const now = settleNow(view);
    if (now?.dispute) act(view, { ...now, dispute: now.dispute }, key);
  };
};

/** Sends the edit with who settled the word, then shows the next. The message does not reveal whose cluster was taken. */
async function settle(
  { act, options }: View,
  { layer, dispute }: Asked,
  edit: Edit,
  took: 'first' | 'second' | 'other',
  text: string,
): Promise<void> {
  const { second, by } = layer;
  const seconds = Math.round((options.now() - layer.since) / 100) / 10;
  const { word } = dispute;
  if (!(await act.edit({ ...edit, settled: { word, by, second, took, seconds } }))) return;
  const later = layer.later.filter((one) => one !== word);
  act.replace({ ...layer, later, front: null, pointer: 0, since: options.now() });
  act.say(`${word}: ${text} (u undoes)`);
}

/** Takes A or B. */
function take(view: View, now: Asked, at: number): void {
  const { dispute, layer, curated, second } = now;
  const took = orderOf(view.run?.study.seed ?? 0, layer.second, dispute.word)[at]!;
  const edit = homeEdit(dispute, took, second, curated);
  void settle(view, now, edit, took, homeText(dispute[took]));
}

/** Undoes the last edit, and shows the word that it had settled. */
async function undo({ act, run, options }: View): Promise<void> {
  const front = run?.results.curated?.applied.at(-1)?.edit.settled?.word ?? null;
  if (!(await act.edit({ edit: 'undo' }))) return;
  const layer = topLayerOf(act.now(), 'settle');
  if (!layer) return;
  act.replace({ ...layer, front, pointer: 0, since: options.now() });
  // The undone edit would reveal whose cluster was taken.
  act.say(front === null ? 'the edit before was undone' : `undone: ${front} is open again`);
}

const settleCommands = {
  ...moving((move, view) => {
    const now = settleNow(view);
    if (now?.dispute)
      view.act.replace({ ...now.layer, pointer: moveInList(now.layer.pointer, move, 2) });
  }),
  take: {
    ...words.take,
    act: settling((view, now) => take(view, now, now.layer.pointer)),
  },
  'take-a': {
    keys: ['a', '1'],
    label: 'A',
    help: 'Put the word where A has it.',
    group: 'clusters',
    act: settling((view, now) => take(view, now, 0)),
  },
  'take-b': {
    keys: ['b', '2'],
    label: 'B',
    help: 'Put the word where B has it.',
    group: 'clusters',
    act: settling((view, now) => take(view, now, 1)),
  },
  'any-cluster': {
    ...words['any-cluster'],
    act: settling((view, now) => {
      const { word } = now.dispute;
      askCluster(view, `${safeLine(word)} belongs to`, (into) => {
        if (!into) return;
        const edit: Edit = into.words.includes(word)
          ? { edit: 'confirm', word }
          : { edit: 'move', word, to: [...into.words] };
        void settle(view, now, edit, 'other', `in ${into.name}`);
      });
    }),
  },
  'own-cluster': {
    ...words['own-cluster'],
    act: settling((view, now) => {
      const { word } = now.dispute;
      void settle(view, now, { edit: 'move', word, to: null }, 'other', 'on its own');
    }),
  },
  discard: {
    ...words.discard,
    act: settling((view, now) => {
      const { word } = now.dispute;
      const isDiscarded = now.curated.discarded.some((one) => one.word === word);
      const edit: Edit = isDiscarded
        ? { edit: 'confirm', word }
        : { edit: 'discard', words: [word] };
      void settle(view, now, edit, 'other', 'discarded');
    }),
  },
  later: {
    ...words.later,
    act: settling((view, { layer, dispute }) => {
      const later = [...layer.later.filter((one) => one !== dispute.word), dispute.word];
      view.act.replace({ ...layer, later, front: null, pointer: 0, since: view.options.now() });
    }),
  },
  contexts: {
    ...words.contexts,
    act: settling((view, { dispute }) => view.act.push(concordanceLayer(dispute.word))),
  },
  ...editing,
  undo: { ...editing.undo, act: (view) => void undo(view) },
} satisfies Commands;

const ofWord = [
  ...(['take', 'take-a', 'take-b', 'any-cluster', 'own-cluster'] as const),
  ...(['discard', 'later', 'contexts'] as const),
];

export const settleScene = defineScene({
  crumbs: () => ['settle'],
  right: (view) => {
    const now = settleNow(view);
    const all = now?.second.disputes.length ?? 0;
    return now && all > 0 ? bar(1 - now.open.length / all, 8) : '';
  },
  so: (view) => {
    const now = settleNow(view);
    if (!now) return 'Words that two curators put into different places';
    const { open, dispute, second, layer } = now;
    const all = second.disputes.length;
    if (!dispute) return `${plural(all, 'disputed word')}, all of them settled`;
    const later = layer.later.length > 0 ? ` (${layer.later.length} for later)` : '';
    return `disputed word ${all - open.length + 1} of ${all}${later}: where does it belong?`;
  },
  digits: true,
  Body: linesBody(settleLines),
  commands: settleCommands,
  off: (view) => allOff(ofWord, settleNow(view)?.dispute ? null : 'every disputed word is settled'),
  footer: [
    'take-a',
    'take-b',
    'take',
    'any-cluster',
    'own-cluster',
    'discard',
    'later',
    'contexts',
    'undo',
    'help',
  ],
});
