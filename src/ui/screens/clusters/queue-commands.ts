/** The commands of the queue. */
import type { Cluster } from '../../../clustering/clusters.ts';
import type { Curated } from '../../../clustering/curate.ts';
import type { Decision, OpenDecisions } from '../../../clustering/decisions.ts';
import type { Edit } from '../../../clustering/edits.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { Commands } from '../../keymap/command.ts';
import { editing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { concordanceLayer } from '../../layers/concordance.tsx';
import { excerptsOf } from '../../layers/excerpts.ts';
import { moveInList } from '../../list-position.ts';
import { allOff, type Off, type View } from '../../scene.ts';
import { topLayerOf } from '../../ui-state.ts';
import { askCluster, set } from './cluster-edits.ts';
import { type Now, nowOf } from './queue-now.ts';
import { choicesOf, intoEdit, keyOf, lastTarget, pointedAt } from './queue-state.ts';

/** Sends the edit with how it was decided, then shows the next decision. */
async function settle(view: View, now: Now, edit: Edit, taken: number | null): Promise<void> {
  const { act, options } = view;
  const { layer, decision, curated } = now;
  if (!decision) return;
  const decided = {
    pointed: pointedAt(decision),
    taken,
    seconds: Math.round((options.now() - layer.since) / 100) / 10,
  };
  if (!(await act.edit({ ...edit, decided }))) return;
  const key = keyOf(decision, curated.clusters);
  const later = layer.later.filter((one) => one !== key);
  act.replace({ ...layer, later, first: null, pointer: null, since: options.now() });
}

/** Makes the choice of a digit. */
function choose(view: View, now: Now, digit: number) {
  const { act, options } = view;
  if (!now.decision) return;
  const choice = choicesOf(now.decision, now.curated)[digit];
  if (!choice) return act.say(`there is no choice ${digit} here`, 'warning');
  if (choice.kind !== 'word') return void settle(view, now, choice.edit, digit);
  act.replace({
    ...now.layer,
    first: `word ${choice.word}`,
    pointer: null,
    since: options.now(),
  });
}

/** Moves the word or cluster of the decision into a cluster of any name. */
function askPlace(view: View, now: Now): void {
  const { decision, curated } = now;
  if (!decision) return;
  const about =
    decision.kind === 'word'
      ? `${safeLine(decision.word)} belongs to`
      : `merge ${safeLine(aboutOf(decision, curated)?.name ?? '')} into`;
  askCluster(view, about, (into) => into && put(view, now, into));
}

function put(view: View, now: Now, into: Cluster): void {
  const edit = now.decision && intoEdit(now.decision, into, now.curated);
  if (edit) void settle(view, now, edit, null);
  else view.act.say(`it is ${safeLine(into.name)} already`, 'warning');
}

/** The cluster that a decision is about. */
function aboutOf(decision: Decision, { clusters }: Curated): Cluster | undefined {
  return clusters[decision.kind === 'merge' ? decision.from : decision.cluster];
}

function askName(view: View, now: Now): void {
  const cluster = now.decision && aboutOf(now.decision, now.curated);
  if (!cluster) return;
  view.act.ask('name', cluster.name, (typed) => {
    const name = typed.trim();
    // The word still needs a decision after its cluster got a name.
    if (name !== '') void view.act.edit({ edit: 'rename', cluster: [...cluster.words], name });
  });
}

/** Undoes the last edit, and shows its decision again. */
async function undo(view: View, { decisions, curated }: Now): Promise<void> {
  const { act, session, options } = view;
  const keys = ({ open }: OpenDecisions, { clusters }: Curated) =>
    open.map((one) => keyOf(one, clusters));
  const before = new Set(keys(decisions, curated));
  if (!(await act.edit({ edit: 'undo' }))) return;
  const after = session?.getState().results;
  const layer = topLayerOf(act.now(), 'queue');
  if (!layer || !after?.decisions || !after.curated) return;
  const back = keys(after.decisions, after.curated).find((key) => !before.has(key));
  act.replace({ ...layer, first: back ?? null, pointer: null, since: options.now() });
}

/** Acts only if a decision is open. */
const deciding = (act: (view: View, now: Now & { decision: Decision }, key?: string) => void) => {
  return (view: View, key?: string): void => {
    const now = nowOf(view);
    if (now?.decision) act(view, { ...now, decision: now.decision }, key);
  };
};

export const queueCommands = {
  ...moving((move, view) => {
    const now = nowOf(view);
    if (!now?.decision) return;
    const count = choicesOf(now.decision, now.curated).length;
    view.act.replace({ ...now.layer, pointer: moveInList(now.pointer, move, count) });
  }),
  take: {
    ...words.take,
    act: (view) => {
      const now = nowOf(view);
      if (now?.decision) choose(view, now, now.pointer);
      else view.act.pop();
    },
  },
  choose: {
    keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    label: 'take',
    help: 'Take the choice of this number; 0 leaves all as it is. Of a cluster: the word that does not belong.',
    group: 'clusters',
    act: deciding((view, now, key) =>
      key === undefined
        ? view.act.say('press the number of the choice')
        : choose(view, now, Number(key)),
    ),
  },
  'any-cluster': {
    ...words['any-cluster'],
    act: deciding(askPlace),
  },
  again: {
    keys: ['.'],
    label: 'again',
    help: 'Put it where the last one went.',
    group: 'clusters',
    act: deciding((view, now) => {
      const into = lastTarget(now.curated);
      if (into) put(view, now, into);
    }),
  },
  'own-cluster': {
    ...words['own-cluster'],
    act: deciding((view, now) => {
      const { decision } = now;
      if (decision.kind !== 'word') return;
      const { word, alone } = decision;
      const edit: Edit = alone ? { edit: 'confirm', word } : { edit: 'move', word, to: null };
      void settle(view, now, edit, alone ? 0 : null);
    }),
  },
  'name-cluster': {
    keys: ['e'],
    label: 'rename',
    help: 'Rename the cluster that this is about.',
    group: 'clusters',
    act: deciding(askName),
  },
  discard: {
    ...words.discard,
    act: deciding((view, now) => {
      const { decision } = now;
      if (decision.kind === 'word')
        void settle(view, now, { edit: 'discard', words: [decision.word] }, null);
    }),
  },
  later: {
    ...words.later,
    act: deciding((view, { layer, decision, curated }) => {
      const key = keyOf(decision, curated.clusters);
      const later = [...layer.later.filter((one) => one !== key), key];
      view.act.replace({ ...layer, later, first: null, pointer: null, since: view.options.now() });
    }),
  },
  contexts: {
    ...words.contexts,
    act: deciding((view, { decision, curated }) => {
      const word = decision.kind === 'word' ? decision.word : aboutOf(decision, curated)?.words[0];
      if (word !== undefined) view.act.push(concordanceLayer(word));
    }),
  },
  blind: {
    keys: ['b'],
    label: 'names',
    help: 'Hide or show which model said it.',
    group: 'clusters',
    reveals: true,
    act: (view) => {
      const blind = !view.ui.clusters.blind;
      set(view, { blind });
      view.act.say(blind ? 'models are hidden' : 'models are shown');
    },
  },
  learning: {
    keys: ['L'],
    label: 'learning',
    help: 'Let the candidates learn from your decisions, or not.',
    group: 'clusters',
    line: 'valuelex curate <run> learning off',
    act: (view) => {
      const on = view.run?.results.curated?.settings.learning === false;
      void view.act.edit({ edit: 'learning', on });
    },
  },
  reset: { ...words.reset, act: (view) => set(view, { keep: '' }) },
  keep: {
    ...words.keep,
    act: (view) =>
      view.act.ask('decide only where a cluster holds', view.ui.clusters.keep, () => {}, {
        change: (keep) => set(view, { keep }),
      }),
  },
  source: {
    ...words.source,
    act: deciding((view, { decision, curated }) => {
      const word = decision.kind === 'word' ? decision.word : aboutOf(decision, curated)?.words[0];
      const excerpt = word === undefined ? undefined : excerptsOf(view, word, 1)[0];
      if (excerpt) view.act.openSource(excerpt.id);
      else view.act.say('no answer names this word', 'warning');
    }),
  },
  ...editing,
  undo: {
    ...editing.undo,
    act: (view) => {
      const now = nowOf(view);
      if (now) void undo(view, now);
    },
  },
} satisfies Commands;

/** The commands that the present decision does not allow. */
export function queueOff(view: View): Off<keyof typeof queueCommands> {
  const now = nowOf(view);
  if (!now?.decision) return allOff(ofDecision, 'no decision is open here');
  return {
    // The edit before the undone decision is not the last one.
    ...(now.curated.undone.length > 0
      ? { again: 'the last decision was undone: there is none to repeat' }
      : lastTarget(now.curated) === null && { again: 'nothing was moved or merged yet' }),
    ...(now.decision.kind !== 'word' && {
      'own-cluster': forWords,
      discard: `${forWords}; on 4 Clusters x discards a cluster`,
    }),
  };
}

const forWords = 'only for single words, and this is about a cluster';

const ofDecision = [
  ...(['choose', 'any-cluster', 'again', 'own-cluster', 'name-cluster', 'discard'] as const),
  ...(['later', 'contexts', 'source'] as const),
];
