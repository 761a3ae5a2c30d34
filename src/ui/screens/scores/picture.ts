/** The picture of one value in lines of text: the models in order, their bars around a reference. Pure. */
import { safeLine } from '../../../safe-text/safe-line.ts';
import {
  placeOf,
  pointLegend,
  pointOf,
  pointSigns,
  referenceOf,
  rowTexts,
} from '../../../tables/differences.ts';
import { fixed } from '../../../tables/numbers.ts';
import { ticks } from '../../../tables/svg.ts';
import type { DifferencesPlot } from '../../../tables/table.ts';
import { nextLine } from '../../components/table.tsx';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { columnsOf, cut, fill, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';

type PlotRow = DifferencesPlot['rows'][number];

export type Picture = {
  plot: DifferencesPlot;
  /** Its rows that pass the filter, in its order. */
  rows: readonly PlotRow[];
  /** Rows above a group that cannot be selected, such as the mean of a family, by the id of the row below. */
  heads?: ReadonlyMap<string, PlotRow>;
  /** Position among these; their count means the line to the next step. */
  at: number;
  marked: readonly string[];
  /** The text of the line after the rows. */
  next: string;
};

/** Names the scale, once: over the scores. */
const scaleName = '100 = rating 6';

/** Axis, rows in view, and the line to the next step: at most `height` lines. The axis stays while the rows scroll. */
export function pictureLines(picture: Picture, width: number, height: number): string[] {
  const { plot, rows, heads = new Map<string, PlotRow>(), at, marked, next } = picture;
  const all = [...plot.rows, ...heads.values()];
  const texts = new Map(all.map((row) => [row.id, rowTexts(row)]));
  const longest = (of: (one: { value: string; difference: string }) => string) =>
    Math.max(0, ...[...texts.values()].map((one) => columnsOf(of(one))));
  const values = longest(({ value }) => value);
  const side = Math.max(scaleName.length, values + 2 + longest(({ difference }) => difference));
  const names = Math.max(0, ...all.map(({ label }) => columnsOf(safeLine(label))));
  const label = Math.min(names, width >= 120 ? 44 : Math.ceil(width * 0.32));
  const chart = Math.max(10, width - 5 - label - 1 - 2 - side - 1);
  const reference = referenceOf(plot);
  const room = Math.max(1, height - 2);
  const drawn = (row: PlotRow) => {
    const { value, difference } = texts.get(row.id)!;
    const bar = barOf(row, reference, plot.scale, chart);
    return ` ${bar}  ${fill(value, values, 'right')}  ${difference}`;
  };
  // Heads take lines of their own, so the window counts lines.
  const entries = rows.flatMap((row, place) => {
    const head = heads.get(row.id);
    return [...(head ? [{ row: head, place: null }] : []), { row, place }];
  });
  const counted = entries.length > room;
  const here = entries.findIndex(({ place }) => place === Math.min(at, rows.length - 1));
  const view = windowAround(here, entries.length, room - (counted ? 1 : 0));
  const inView = entries.slice(view.first, view.end);
  const places = inView.flatMap(({ place }) => place ?? []);
  const lines = inView.map(({ row, place }) => {
    const name = fill(safeLine(row.label), place === null ? label + 3 : label);
    if (place === null) return theme.bold(`  ${name}${drawn(row)}`);
    const selected = place === at;
    return [
      selected ? theme.accent(' ▸ ') : '   ',
      marked.includes(row.id) ? '✓ ' : '  ',
      selected ? theme.accent(name) : name,
      drawn(row),
    ].join('');
  });
  const shown = { first: places[0] ?? 0, end: (places.at(-1) ?? -1) + 1 };
  return [
    theme.dim(`${' '.repeat(5 + label + 1)}${axisOf(plot.scale, chart)}  ${scaleName}`),
    ...lines,
    ...(counted ? [theme.dim(`   ${shownOf(shown, rows.length) || '⋮'}`)] : []),
    nextLine(next, at >= rows.length),
  ].slice(0, height);
}

/** The meaning of the signs, the rule, and the warnings: whole sentences, at most `height` lines. */
export function pictureNotes(
  { notes }: DifferencesPlot,
  others: readonly string[],
  width: number,
  height: number,
): string[] {
  const lines = [...notes, ...others].flatMap((note) =>
    wrap(safeLine(note), width - 1).map((line) =>
      note.startsWith('▲') ? theme.warning(` ${line}`) : ` ${line}`,
    ),
  );
  const whole = [cut(` ${pointLegend}`, width), ...lines];
  return whole.length <= height ? whole : [...whole.slice(0, Math.max(0, height - 1)), ' …'];
}

/** The cell of a value. One cell at each end stays free, so that there is always a cell beside the line. */
function cellOf(value: number, { low, high }: DifferencesPlot['scale'], columns: number): number {
  const within = Math.max(low, Math.min(high, value));
  return 1 + Math.round(((within - low) / (high - low || 1)) * (columns - 3));
}

function axisOf(scale: DifferencesPlot['scale'], columns: number): string {
  const cells = Array.from({ length: columns }, () => ' ');
  for (const tick of ticks(scale.low, scale.high, columns >= 60 ? 10 : 5)) {
    const text = fixed(tick, Number.isInteger(tick) ? 0 : 1);
    const start = cellOf(tick, scale, columns) - Math.floor(text.length / 2);
    const first = Math.max(0, Math.min(columns - text.length, start));
    [...text].forEach((sign, i) => {
      cells[first + i] = sign;
    });
  }
  return cells.join('');
}

/**
 * One row of the chart, exactly `columns` wide. Cells are coarser than intervals: a bar that misses the line by less
 * than a cell is drawn beside the line, so that the picture agrees with the rule.
 */
export function barOf(
  row: PlotRow,
  reference: PlotRow | null,
  scale: DifferencesPlot['scale'],
  columns: number,
): string {
  const cells = Array.from({ length: columns }, () => ' ');
  const place = placeOf(row, reference);
  const line = reference === null ? null : cellOf(reference.value, scale, columns);
  if (line !== null) cells[line] = '┆';
  const beside = (cell: number): number => {
    if (line === null || !row.differs) return cell;
    return (row.difference ?? 0) > 0 ? Math.max(cell, line + 1) : Math.min(cell, line - 1);
  };
  const cell = (value: number) => beside(cellOf(value, scale, columns));
  if (place.low !== null && place.high !== null) {
    const [first, last] = [cell(place.low), cell(place.high)];
    for (let at = first; at <= last; at++) cells[at] = at === line ? '┼' : '─';
    cells[first] = place.low < scale.low ? '‹' : '├';
    cells[last] = place.high > scale.high ? '›' : '┤';
  }
  cells[cell(place.at)] = pointSigns[pointOf(row)];
  return cells.join('');
}
