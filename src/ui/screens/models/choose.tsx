/** Chooses one part of the new study: prompts, stems, value systems, judges, or instruments, also the researcher's own. */
import { explainOnOneLine } from '../../../errors.ts';
import { isSimulatedModel } from '../../../models/simulated/is-simulated-model.ts';
import type { Study } from '../../../run/study.ts';
import type { Offer, StudyPart } from '../../../run/study-choice.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed, ruled } from '../../components/body.tsx';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList, toggled } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf, type UiState } from '../../ui-state.ts';
import { suggestModels } from '../runs/run-actions.ts';
import { askableModels, choiceOf, draftOf, isShown, setChoice, studySo } from './draft.ts';

type Changes = UiState['models']['changes'];

type Part = {
  /** The fewest that a study needs. */
  least: number;
  /** The label of the field for one of your own; null where your own are impossible. */
  own: string | null;
  /** The field of the study for the texts of your own ones; without it the typed text is an id. */
  words?: 'ownPrompts' | 'ownStems';
  chosen(study: Study): string[];
  offered(view: View, study: Study): Offer[];
};

const parts: Readonly<Record<StudyPart, Part>> = {
  prompts: {
    ...{ least: 1, own: 'your question', words: 'ownPrompts' },
    chosen: ({ prompts }) => prompts.map(({ id }) => id),
    offered: ({ options, ui }) => [
      ...options.offers().prompts,
      ...(ui.models.changes.ownPrompts ?? []).map(({ id, text }) => ({
        ...{ id, title: text, text: 'A question of your own.' },
      })),
    ],
  },
  stems: {
    ...{ least: 2, own: 'your stem, without its end', words: 'ownStems' },
    chosen: ({ test }) => test.stems,
    offered: ({ options, ui }) => [
      ...options.offers().stems,
      ...(ui.models.changes.ownStems ?? []).map(({ id, text }) => ({
        ...{ id, title: `${text} …`, text: 'A stem of your own.' },
      })),
    ],
  },
  systems: {
    ...{ least: 1, own: 'file of a value system (.yaml)' },
    chosen: ({ test }) => test.systems,
    offered: ({ options }, { test }) =>
      withOthers(options.offers().systems, test.systems, 'A file of your own.'),
  },
  judges: {
    ...{ least: 1, own: 'model that rates' },
    chosen: ({ test }) => test.judges,
    offered: ({ ui }, { models, test }) =>
      withOthers(
        askableModels(ui.models)
          .filter(({ name }) => isShown(name, ui.models))
          // A study is all simulated or not at all.
          .filter(({ name }) =>
            models.every(({ id }) => isSimulatedModel(id) === isSimulatedModel(name)),
          )
          .map(({ name, place }) => ({ id: name, title: name, text: place })),
        test.judges,
        'It is not among the models that are shown.',
      ),
  },
  instruments: {
    ...{ least: 0, own: null },
    chosen: ({ instruments }) => Object.keys(instruments),
    offered: ({ options }) => [...options.offers().instruments],
  },
};

/** Opens the choice of a part, on the first of those that are chosen. */
export const choosing = (of: StudyPart) => (view: View) => {
  const study = draftOf(view);
  const chosen = parts[of].chosen(study);
  const first = parts[of].offered(view, study).findIndex(({ id }) => chosen.includes(id));
  view.act.push({ kind: 'choose', of, selected: Math.max(0, first) });
};

/** The changes that choose these, and one of the researcher's own in addition. */
function changesFor(
  of: StudyPart,
  ids: readonly string[],
  changes: Changes,
  own?: string,
): Changes {
  const { words } = parts[of];
  if (own === undefined) return { [of]: ids };
  if (words === undefined) return { [of]: [...ids, own] };
  const known = changes[words] ?? [];
  const id = `own-${known.length + 1}`;
  return { [of]: [...ids, id], [words]: [...known, { id, text: own }] };
}

/** The offers, and chosen ids that are not among them. */
function withOthers(offers: readonly Offer[], chosen: readonly string[], text: string): Offer[] {
  const known = new Set(offers.map(({ id }) => id));
  const others = chosen.filter((id) => !known.has(id));
  return [...offers, ...others.map((id) => ({ id, title: id, text }))];
}

/** The layer, the present study, and the offers; chosen ones keep their place. */
function current(view: View) {
  const layer = topLayerOf(view.ui, 'choose');
  if (!layer) return null;
  const part = parts[layer.of];
  const study = draftOf(view);
  return { layer, part, study, offers: part.offered(view, study), chosen: part.chosen(study) };
}

function chooseLines(view: View, width: number, height: number): string[] {
  const now = current(view);
  if (!now) return [];
  const { layer, offers, chosen } = now;
  const selected = offers[layer.selected];
  const room = Math.min(width - 6, 96);
  const about = selected
    ? [selected.title, selected.text]
        .filter(Boolean)
        .flatMap((text) => wrap(safeLine(text), room).slice(0, 3))
    : [];
  const shown = windowAround(layer.selected, offers.length, Math.max(1, height - about.length - 2));
  const titled = offers.some(({ id, title }) => id !== title);
  const rows = offers.slice(shown.first, shown.end).map(({ id, title }, at) => {
    const sign = chosen.includes(id) ? '◉' : '○';
    const name = titled ? `${fill(safeLine(id), 20)} ${safeLine(title)}` : safeLine(id);
    return pointed(fill(`${sign} ${name}`, width - 4), shown.first + at === layer.selected);
  });
  const count = shownOf(shown, offers.length);
  return [
    ...rows,
    theme.dim(count ? `   ${count}` : ''),
    ruled(safeLine(selected?.id ?? ''), width),
    ...about.map((line) => `   ${line}`),
  ];
}

/** The chosen ones in the order of the offers, so that the order of choosing has no effect. */
function inOrder(offers: readonly Offer[], ids: readonly string[]): string[] {
  return offers.flatMap(({ id }) => (ids.includes(id) ? [id] : []));
}

/** False, with a message, if the study is impossible, as with a file of values that cannot be read. */
function choose(view: View, changes: Changes): boolean {
  const { options, act } = view;
  const { models } = act.now();
  const next = { ...models.changes, ...changes };
  const study = { ...choiceOf({ ...view, ui: act.now() }), changes: next };
  try {
    const { fault } = options.estimateRun(options.draftStudy(study), models.list ?? []);
    if (fault !== null) {
      act.say(fault, 'warning');
      return false;
    }
  } catch (error) {
    act.say(explainOnOneLine(error), 'warning');
    return false;
  }
  setChoice(view, { changes: next });
  return true;
}

function toggle(view: View): void {
  const now = current(view);
  const offer = now?.offers[now.layer.selected];
  if (!now || !offer) return;
  const ids = inOrder(now.offers, toggled(now.chosen, offer.id));
  if (ids.length < now.part.least) view.act.say(tooFew(now.layer.of, now.part), 'warning');
  else choose(view, changesFor(now.layer.of, ids, view.ui.models.changes));
}

const tooFew = (of: StudyPart, { least }: Part): string =>
  `a study has at least ${least === 1 ? `one of its ${of}` : `${least} ${of}`}`;

function toggleAll(view: View): void {
  const now = current(view);
  if (!now) return;
  const { part, layer, offers, chosen } = now;
  const all = offers.every(({ id }) => chosen.includes(id));
  const ids = all ? [] : offers.map(({ id }) => id);
  if (ids.length < part.least) view.act.say(tooFew(layer.of, part), 'warning');
  else choose(view, changesFor(layer.of, ids, view.ui.models.changes));
}

function askOwn(view: View): void {
  const now = current(view);
  if (!now) return;
  const { part, layer } = now;
  if (part.own === null) {
    view.act.say('these are all; docs/extending.md says how to add one', 'warning');
    return;
  }
  const judges = layer.of === 'judges';
  view.act.ask(
    part.own,
    '',
    (typed) => {
      const text = typed.trim();
      const then = current({ ...view, ui: view.act.now() });
      if (text === '' || !then) return;
      if (then.chosen.includes(text)) return `${text} is chosen already`;
      const known = view.act.now().models.list ?? [];
      if (judges && isSimulatedModel(text) && !known.some(({ name }) => name === text))
        return `there is no simulated model ${text}`;
      const changes = changesFor(layer.of, then.chosen, view.act.now().models.changes, text);
      if (!choose(view, changes)) return false;
      view.act.replace({ ...then.layer, selected: then.offers.length });
    },
    judges ? { suggest: (value) => suggestModels(view, value) } : {},
  );
}

export const chooseScene = defineScene({
  crumbs: ({ ui }) => ['study', topLayerOf(ui, 'choose')?.of ?? ''],
  right: (view) => {
    const now = current(view);
    return now ? `${now.chosen.length} chosen of ${now.offers.length}` : '';
  },
  so: studySo,
  Body: linesBody(chooseLines),
  commands: {
    ...moving((move, view) => {
      const now = current(view);
      if (!now) return;
      const selected = moveInList(now.layer.selected, move, now.offers.length);
      view.act.replace({ ...now.layer, selected });
    }),
    mark: { ...words.mark, act: toggle },
    'mark-all': { ...words['mark-all'], act: toggleAll },
    done: {
      keys: ['Enter'],
      label: 'done',
      help: 'Back to the study, with these.',
      group: 'models',
      act: ({ act }) => act.pop(),
    },
    own: {
      keys: ['n'],
      label: 'your own',
      help: 'Add one of your own: a question, a stem, a file of values, a judge.',
      group: 'models',
      act: askOwn,
    },
  },
  footer: ['mark', 'mark-all', 'own', 'done', 'help', 'quit'],
});
