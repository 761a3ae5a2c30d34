/** Chooses a part of a run: its tags, settings, prompts, and languages, with the number of answers of each. */

import { explainOnOneLine } from '../../../errors.ts';
import { tellLens } from '../../../run/lens/tell-lens.ts';
import { heldIn, type Traited, traitCounts } from '../../../run/lens/traits.ts';
import { type Condition, parseCondition, selectPart, whereText } from '../../../run/lens/where.ts';
import type { RunState } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { noRunLines } from '../../components/chrome.ts';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import type { Layer } from '../../layer.ts';
import { moveInList, toggled } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { resultTablesLayer } from '../scores/scores-layers.ts';

type LensLayer = Extract<Layer, { kind: 'lens' }>;

/** A value that can be marked, or a condition that was typed. */
type Choice = {
  name: string;
  value: string;
  /** The condition that marks it. */
  condition: string;
  right: string;
  /** The first choice of its trait. */
  first: boolean;
};

/** The message while the comparison runs. */
const comparing = 'comparing the part with the whole';

/** The layer with nothing chosen. */
export const lensLayer: LensLayer = { kind: 'lens', selected: 0, marked: [], typed: [] };

type Extent = { text: string; fits: boolean };

/** The choices, and the sizes of the parts looked at so far, by their conditions. */
type Counted = { choices: readonly Choice[]; extents: Map<string, Extent> };

/** Kept per state of the answers, since every key draws them again. */
const counted = new WeakMap<object, Counted>();

function traitedIn(run: RunState | null): Traited | null {
  const lexicon = run?.results.lexicon;
  return run && lexicon ? { columns: lexicon.answers, study: run.study } : null;
}

function countedIn(traited: Traited): Counted {
  const known = counted.get(traited.columns);
  if (known) return known;
  const models = new Set(traited.columns.models).size;
  const choices = traitCounts(traited).flatMap(({ name, level, values }) =>
    // A value that all answers share divides nothing.
    values.length < 2
      ? []
      : values.map(({ value, models: own, answers }, i) => ({
          ...{ name, value: String(value) },
          condition: `${name}=${value}`,
          right:
            level === 'model' ? `${own} of ${plural(models, 'model')}` : plural(answers, 'answer'),
          first: i === 0,
        })),
  );
  const now = { choices, extents: new Map() };
  counted.set(traited.columns, now);
  return now;
}

function choicesOf({ run }: View): readonly Choice[] {
  const traited = traitedIn(run);
  return traited ? countedIn(traited).choices : [];
}

/** Marked values of one trait are alternatives; traits and typed conditions must all hold. */
function whereOf(view: View, { marked, typed }: LensLayer): Condition[] {
  const chosen = choicesOf(view).filter(({ condition }) => marked.includes(condition));
  const byName = Map.groupBy(chosen, ({ name }) => name);
  return [
    ...[...byName].map(([name, all]) => ({
      ...{ name, operator: '=' as const },
      values: all.map(({ value }) => value),
    })),
    ...typed.map(parseCondition),
  ];
}

/** "12 of 35 models · 1,575 of 7,875 answers", or why the part does not exist. */
function extentOf(view: View, layer: LensLayer): Extent {
  const where = whereOf(view, layer);
  const traited = traitedIn(view.run);
  if (!traited || where.length === 0)
    return {
      text: 'Mark what the part holds, or type a condition; the part is then compared with the whole',
      fits: false,
    };
  const { extents } = countedIn(traited);
  const key = JSON.stringify(where);
  const extent = extents.get(key) ?? countExtent(traited, where);
  extents.set(key, extent);
  return extent;
}

function countExtent(traited: Traited, where: readonly Condition[]): Extent {
  try {
    const { columns } = traited;
    const { inPart, answers } = selectPart(traited, where);
    const models = heldIn(columns, inPart).models.size;
    const all = new Set(columns.models).size;
    return {
      text: `${models} of ${plural(all, 'model')}, ${answers} of ${plural(columns.count, 'answer')}: ${safeLine(whereText(where))}`,
      fits: true,
    };
  } catch (error) {
    return { text: `▲ ${safeLine(explainOnOneLine(error))}`, fits: false };
  }
}

function lensLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'lens');
  const choices = choicesOf(view);
  if (!view.run) return noRunLines(view, width);
  if (!layer || choices.length === 0)
    return ['', '   all answers have the same tags, settings, and prompts: there are no parts'];
  const lines: { text: string; at: number | null }[] = choices.flatMap((choice, at) => {
    const sign = layer.marked.includes(choice.condition) ? '◉' : '○';
    const text = `${sign} ${fill(safeLine(choice.value), 34)} ${fill(choice.right, 18, 'right')}`;
    return [
      ...(choice.first ? [{ text: ` ${theme.bold(choice.name)}`, at: null }] : []),
      { text: pointed(text, at === layer.selected), at },
    ];
  });
  const typed = layer.typed.map((text) => `   and ${safeLine(text)}`);
  const selected = lines.findIndex(({ at }) => at === layer.selected);
  const shown = windowAround(selected, lines.length, height - typed.length - 1);
  return [
    ...lines.slice(shown.first, shown.end).map(({ text }) => text),
    theme.dim(`   ${shownOf(shown, lines.length)}`),
    ...typed,
  ].map((line) => fill(line, width));
}

function change(
  view: View,
  make: (layer: LensLayer, choices: readonly Choice[]) => Partial<LensLayer>,
): void {
  const layer = topLayerOf(view.ui, 'lens');
  if (layer) view.act.replace({ ...layer, ...make(layer, choicesOf(view)) });
}

function look(view: View): void {
  const layer = topLayerOf(view.ui, 'lens');
  const { session, act, options } = view;
  if (!layer || !session) return;
  const own = choicesOf(view)[layer.selected];
  // With nothing marked, Enter selects the value under the cursor.
  const chosen =
    layer.marked.length + layer.typed.length > 0 || !own
      ? layer
      : { ...layer, marked: [own.condition] };
  const { text, fits } = extentOf(view, chosen);
  if (!fits) {
    act.say(text.replace(/^▲ /, ''), 'warning');
    return;
  }
  // The comparison takes seconds; a second Enter must not start it again.
  if (view.ui.busy === comparing) {
    act.say(`still ${comparing}`);
    return;
  }
  void act
    .attempt(comparing, () => options.lens(session, whereOf(view, chosen)))
    .then((result) => {
      // The user has left, or chosen another part: this result is no longer needed.
      if (!result || topLayerOf(act.now(), 'lens') !== topLayerOf(view.ui, 'lens')) return;
      const { headline, tables, notes } = tellLens(result);
      const part = resultTablesLayer(null, 'part', tables, safeLine(headline));
      act.push(part.kind === 'tables' ? { ...part, notes: notes.map(safeLine) } : part);
    });
}

function askCondition(view: View): void {
  view.act.ask('condition, like size<10 or prompt!=03', '', (typed) => {
    if (typed.trim() === '') return;
    const traited = traitedIn(view.run);
    try {
      const condition = parseCondition(typed);
      // A condition that nothing or everything meets divides nothing.
      if (traited) selectPart(traited, [condition]);
    } catch (error) {
      return explainOnOneLine(error);
    }
    change({ ...view, ui: view.act.now() }, ({ typed: before }) => ({
      typed: [...before, typed.trim()],
    }));
  });
}

export const lensScene = defineScene({
  crumbs: () => ['part'],
  right: (view) => {
    const layer = topLayerOf(view.ui, 'lens');
    const count = (layer?.marked.length ?? 0) + (layer?.typed.length ?? 0);
    return count > 0 ? `${count} marked` : '';
  },
  so: (view) => {
    const layer = topLayerOf(view.ui, 'lens');
    return layer ? extentOf(view, layer).text : '';
  },
  Body: linesBody(lensLines),
  commands: {
    ...moving((move, view) =>
      change(view, ({ selected }, { length }) => ({
        selected: moveInList(selected, move, length),
      })),
    ),
    mark: {
      ...words.mark,
      act: (view) =>
        change(view, ({ marked, selected }, choices) => {
          const own = choices[selected];
          return own ? { marked: toggled(marked, own.condition) } : {};
        }),
    },
    open: { ...words.open, act: look },
    condition: {
      keys: ['e'],
      label: 'condition',
      help: 'Type a condition that the part has to meet too, like size<10.',
      group: 'open',
      act: askCondition,
    },
    'mark-nothing': {
      keys: ['r'],
      label: 'none',
      help: 'Mark nothing, and forget the conditions.',
      group: 'open',
      act: (view) => change(view, () => ({ marked: [], typed: [] })),
    },
  },
  footer: ['mark', ['open', 'compare'], 'condition', 'mark-nothing', 'back', 'help', 'quit'],
});
