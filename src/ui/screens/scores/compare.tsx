/** Two models side by side: mirrored intervals, the stem that contributes most to the difference, the analyses that confirm it. */

import type { Evidence } from '../../../instruments/contract.ts';
import type {
  ColumnComparison,
  ModelComparison,
} from '../../../instruments/shared/compare-models.ts';
import type { ScoreColumn, SystemScores } from '../../../instruments/shared/scores.ts';
import {
  comparisonSentence,
  comparisonTable,
  overturnNote,
} from '../../../instruments/shared/tell/tell-pairs.ts';
import { instrumentOfTable, ratedIn } from '../../../run/rated-results.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { cellsOf, gridOf } from '../../../tables/grid.ts';
import { shortName } from '../../../tables/numbers.ts';
import { linesBody } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { interval } from '../../components/marks.ts';
import type { TextTable } from '../../interface-options.ts';
import { copying, writing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { type Move, moveInList } from '../../list-position.ts';
import { allOff, defineScene, type View } from '../../scene.ts';
import { columnsOf, cut, fill, signed, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { type CompareLayer, comparisonOf } from './comparisons.ts';
import { axisOf } from './scores-view.ts';

const comparing = ({ a, b }: CompareLayer) =>
  `comparing ${safeLine(shortName(a))} and ${safeLine(shortName(b))} …`;

/** The column whose stems are shown: the one whose difference is most certain. */
function headlineOf(comparison: ModelComparison): ColumnComparison | undefined {
  return comparison.columns[comparison.headline];
}

function compareLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'compare');
  if (!layer) return [];
  const comparison = comparisonOf(view, layer);
  if (comparison === undefined)
    return emptyLines(comparing(layer), 'Esc goes back to the scores, and gives it up', width);
  if (typeof comparison === 'string')
    return emptyLines(comparison, 'Esc goes back to the scores', width);
  const scores =
    view.run && ratedIn(view.run.results).scores.find((one) => one.system === layer.system);
  if (!scores) return [];
  const below = [
    // Maximised, the room of the two completions goes to the other lines.
    ...(view.ui.maximised ? [] : itemLines(view, layer, comparison, width, height)),
    ...overturnLines(comparison, width, view.ui.maximised),
  ];
  const { columns, rows: compared } = comparisonTable(comparison, scores.mark);
  const texts = compared.map((row) => cellsOf(row, columns));
  const room = Math.max(2, height - below.length - 1);
  const rows = comparison.columns.map(({ column }, at) =>
    mirrored(scores, layer, column, texts[at]!, width),
  );
  const top = rows.length > room ? [...rows.slice(0, room - 1), '   ⋮'] : rows;
  return [...top, '', ...below].slice(0, height).map((line) => fill(line, width));
}

/** name  71  ├─●─┤ | ├─●─┤  70  +1 ±4 ✓: the figures of the comparison. */
function mirrored(
  scores: SystemScores,
  layer: CompareLayer,
  { id, kind }: ScoreColumn,
  [name = '', a = '', b = '', difference = '', profile = '']: readonly string[],
  width: number,
): string {
  const at = scores.columns.findIndex((one) => one.id === id);
  const axis = axisOf(scores.models.map((model) => model.raw[at]!));
  const drawn = Math.max(8, Math.min(40, Math.floor((width - 58) / 2)));
  const draw = (model: string) => {
    const one = scores.models.find((each) => each.model === model)?.raw[at];
    return one ? interval(one, axis, drawn) : ' '.repeat(drawn);
  };
  const title = fill(safeLine(name), 16);
  const figures = `${fill(difference, 10)} profile ${profile}`;
  return `   ${kind === 'dimension' ? theme.bold(title) : title} ${fill(a, 3, 'right')} ${draw(layer.a)}│${draw(layer.b)} ${fill(b, 3)} ${figures}`;
}

/** The two completions of one stem in two boxes. */
function itemLines(
  view: View,
  layer: CompareLayer,
  comparison: ModelComparison,
  width: number,
  height: number,
): string[] {
  const headline = headlineOf(comparison);
  const items = headline?.items ?? [];
  const item = items[Math.min(layer.item, items.length - 1)];
  if (!headline || !item) return [];
  const answer = (model: string) => answerTo(view, layer.system, model, headline, item.item);
  const text = (answer(layer.a) ?? answer(layer.b))?.item.text ?? item.item;
  const said = (model: string) => answer(model)?.text ?? '(no answer)';
  const half = Math.floor((width - 7) / 2);
  const box = (model: string, score: number) => {
    const title = cut(`┌ ${safeLine(shortName(model))} · ${score.toFixed(0)} `, half - 1);
    const head = `${title}${'─'.repeat(Math.max(0, half - columnsOf(title) - 1))}┐`;
    const inside = wrap(safeLine(said(model)), half - 4).slice(0, height >= 30 ? 6 : 3);
    return { head, inside };
  };
  const a = box(layer.a, item.a);
  const b = box(layer.b, item.b);
  const rows = Math.max(a.inside.length, b.inside.length);
  const middle = Array.from(
    { length: rows },
    (_, row) =>
      `   │ ${fill(a.inside[row] ?? '', half - 4)} │ │ ${fill(b.inside[row] ?? '', half - 4)} │`,
  );
  const foot = `└${'─'.repeat(half - 2)}┘`;
  const which =
    layer.item === 0 ? 'the stem that drives it most' : `stem ${layer.item + 1} of ${items.length}`;
  return [
    `   ${which} (${safeLine(headline.column.name)}, ${signed(item.drive, 1)})   “${safeLine(text)} …”`,
    `   ${a.head} ${b.head}`,
    ...middle,
    `   ${foot} ${foot}`,
  ];
}

/** What a model answered to an item. */
function answerTo(
  { run, session }: View,
  system: string,
  row: string,
  { column }: ColumnComparison,
  item: string,
): Evidence | undefined {
  const table = `raw-${system}`;
  const instrument = run && instrumentOfTable(run.results, table);
  const stands = instrument && session?.evidenceOf(instrument, { table, row, column: column.id });
  return (stands || []).find((one) => one.item.id === item);
}

/** The analyses that confirm the difference, and the rule by which two models differ. */
/** What would change the result, and the rule; `whole` or in few lines, of which the last names the key for the rest. */
function overturnLines(comparison: ModelComparison, width: number, whole: boolean): string[] {
  const lines = (note: string, most: number) => {
    const wrapped = wrap(safeLine(note), width - 6);
    if (whole || wrapped.length <= most) return wrapped;
    const rest = '  z shows the rest';
    const last = cut(wrapped.slice(most - 1).join(' '), width - 6 - columnsOf(rest));
    return [...wrapped.slice(0, most - 1), `${last}${theme.dim(rest)}`];
  };
  const [rule = '', withheld] = comparisonTable(comparison, null).notes;
  return [
    ...overturnNote(comparison, true).flatMap((note) => lines(note, 3)),
    ...lines(comparison.withheld ? (withheld ?? rule) : `${rule} Levels are drawn.`, 2),
  ].map((line) => `   ${line}`);
}

/** What the judges of the value system have not proved in their exam. */
function markOf({ run }: View, layer: CompareLayer | null): string | null {
  const scores = run ? ratedIn(run.results).scores : [];
  return scores.find((one) => one.system === layer?.system)?.mark ?? null;
}

/** The comparison of the open layer, once it is computed. */
function comparedNow(view: View): ModelComparison | null {
  const layer = topLayerOf(view.ui, 'compare');
  const comparison = layer && comparisonOf(view, layer);
  return typeof comparison === 'object' ? comparison : null;
}

function goToItem(move: Move, view: View): void {
  const layer = topLayerOf(view.ui, 'compare');
  const comparison = comparedNow(view);
  if (!layer || !comparison) return;
  const items = headlineOf(comparison)?.items ?? [];
  view.act.replace({ ...layer, item: moveInList(layer.item, move, items.length) });
}

/** Opens the first model's completion of the stem as a raw line. */
function openCompletion(view: View): void {
  const layer = topLayerOf(view.ui, 'compare');
  const comparison = comparedNow(view);
  if (!layer || !comparison) return;
  const headline = headlineOf(comparison);
  const item = headline?.items[layer.item]?.item;
  const answer = headline && item && answerTo(view, layer.system, layer.a, headline, item);
  if (answer) view.act.openSource(answer.id);
}

function comparedTable(view: View): TextTable | null {
  const comparison = comparedNow(view);
  if (!comparison) return null;
  const title = `compare ${shortName(comparison.a)} ${shortName(comparison.b)}`;
  const mark = markOf(view, topLayerOf(view.ui, 'compare'));
  return { ...gridOf(comparisonTable(comparison, mark)), title };
}

export const compareScene = defineScene({
  crumbs: () => ['compare'],
  right: ({ ui }) => {
    const layer = topLayerOf(ui, 'compare');
    return layer ? `${safeLine(shortName(layer.a))} | ${safeLine(shortName(layer.b))}` : '';
  },
  so: (view) => {
    const layer = topLayerOf(view.ui, 'compare');
    const comparison = layer ? comparisonOf(view, layer) : '';
    if (comparison === undefined) return 'How the two differ, paired within stems';
    if (typeof comparison === 'string') return '▲ These two cannot be compared';
    return safeLine(comparisonSentence(comparison, markOf(view, layer)));
  },
  Body: linesBody(compareLines),
  commands: {
    ...moving(goToItem),
    open: { ...words.open, act: (view) => goToItem('down', view) },
    'next-stem': {
      keys: ['n'],
      label: 'next stem',
      help: 'The next stem.',
      group: 'scores',
      act: (view) => goToItem('down', view),
    },
    'previous-stem': {
      keys: ['p'],
      label: 'previous',
      help: 'The stem before.',
      group: 'scores',
      act: (view) => goToItem('up', view),
    },
    source: { ...words.source, act: openCompletion },
    ...copying(comparedTable),
    ...writing(comparedTable),
  },
  off: (view) =>
    allOff(
      ['open', 'next-stem', 'previous-stem', 'source', 'copy-table', 'write-table'],
      comparedNow(view) ? null : 'the two are not compared yet',
    ),
  footer: [
    ['open', 'next stem'],
    'previous-stem',
    ['source', 'raw line'],
    'write-table',
    'back',
    'help',
  ],
});
