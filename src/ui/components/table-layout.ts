/** Layout of a table: widths, the window of rows, the window of columns. Pure. */
import { columnsOf, cut, fill } from '../text.ts';

export type TableColumn<Row> = {
  id: string;
  title: string;
  /** The lines of a long title before its last. */
  above?: readonly string[];
  /** `decimal` lines numbers up on their point. */
  align: 'left' | 'right' | 'decimal';
  text(row: Row): string;
  /** The value to sort by; the text by default. */
  sort?(row: Row): number | string;
  /** −1…1 on the diverging scale; null for no colour. */
  heat?(row: Row): number | null;
  /** Small figures are drawn faintly. */
  faint?(row: Row): boolean;
  min?: number;
  max?: number;
  /** A title that several columns share, drawn above them. */
  group?: string;
};

/** The first and the one past the last item that a window of `height` shows so that `selected` is in it. */
export function windowAround(
  selected: number,
  count: number,
  height: number,
): { first: number; end: number } {
  if (count <= height) return { first: 0, end: count };
  const first = Math.max(0, Math.min(count - height, selected - Math.floor(height / 2)));
  return { first, end: first + Math.max(0, height) };
}

/** "12–40 of 318", or nothing when all are shown. */
export function shownOf(shown: { first: number; end: number }, count: number): string {
  return shown.end - shown.first >= count ? '' : `${shown.first + 1}–${shown.end} of ${count}`;
}

/** Pads numbers so that their decimal points are aligned. */
export function alignDecimals(texts: readonly string[]): string[] {
  const tail = (text: string) => {
    const point = text.search(/[.,](?=\d)/);
    if (point >= 0) return columnsOf(text.slice(point));
    const unit = text.search(/[^\d+−–-]/);
    return unit >= 0 ? columnsOf(text.slice(unit)) : 0;
  };
  const most = Math.max(0, ...texts.map(tail));
  // A text without a number is aligned right.
  const pad = (text: string) => (/\d/.test(text) ? ' '.repeat(most - tail(text)) : '');
  return texts.map((text) => text + pad(text));
}

/** Cell texts per row and column, with decimals aligned. */
export function cellTexts<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): string[][] {
  const byColumn = columns.map((column) => {
    const texts = rows.map((row) => column.text(row));
    return column.align === 'decimal' ? alignDecimals(texts) : texts;
  });
  return rows.map((_, row) => byColumn.map((texts) => texts[row] ?? ''));
}

/** Natural widths: title and cells, within min and max of the column. */
export function columnWidths<Row>(
  columns: readonly TableColumn<Row>[],
  cells: readonly (readonly string[])[],
): number[] {
  return columns.map((column, at) => {
    let width = Math.max(...[column.title, ...(column.above ?? [])].map(columnsOf));
    for (const row of cells) width = Math.max(width, columnsOf(row[at] ?? ''));
    return Math.max(column.min ?? 1, Math.min(column.max ?? 40, width));
  });
}

/**
 * Which columns fit into `room` columns of screen with a gap between them: the first `frozen` always,
 * then a run of the others that holds `current`. The widest frozen column gives way when nothing else fits.
 */
export function visibleColumns(
  widths: readonly number[],
  frozen: number,
  current: number,
  room: number,
  gap = 2,
): { shown: number[]; widths: number[]; before: number; after: number } {
  const sizes = [...widths];
  const frozenIds = sizes.map((_, at) => at).slice(0, frozen);
  const used = (ids: readonly number[]) =>
    ids.reduce((sum, id, at) => sum + sizes[id]! + (at > 0 ? gap : 0), 0);
  const wanted = current >= frozen ? (sizes[current] ?? 0) : (sizes[frozen] ?? 0);
  const over = used(frozenIds) + (wanted ? wanted + gap : 0) - room;
  if (over > 0 && frozenIds.length > 0) sizes[0] = Math.max(6, sizes[0]! - over);
  const others = sizes.map((_, at) => at).slice(frozen);
  const fits = (from: number, to: number) =>
    used([...frozenIds, ...others.slice(from, to + 1)]) <= room;
  const target = Math.max(0, current - frozen);
  let from = target;
  let to = target;
  // As far to the left as possible, so that the first columns stay in view.
  if (fits(0, target)) from = 0;
  else while (from > 0 && fits(from - 1, to)) from--;
  while (to + 1 < others.length && fits(from, to + 1)) to++;
  const run = others.length > 0 && fits(from, from) ? others.slice(from, to + 1) : [];
  return {
    shown: [...frozenIds, ...run],
    widths: [...frozenIds, ...run].map((id) => sizes[id]!),
    before: run.length > 0 ? from : 0,
    after: others.length - (run.length > 0 ? to + 1 : 0),
  };
}

/** The line of group titles over the shown columns; '' when no column has one. */
export function groupLine<Row>(
  columns: readonly TableColumn<Row>[],
  shown: readonly number[],
  widths: readonly number[],
  gap = 2,
): string {
  if (!shown.some((id) => columns[id]?.group)) return '';
  let line = '';
  for (let at = 0; at < shown.length; ) {
    const group = columns[shown[at]!]?.group ?? '';
    let width = widths[at]!;
    let next = at + 1;
    while (next < shown.length && (columns[shown[next]!]?.group ?? '') === group) {
      width += gap + widths[next]!;
      next++;
    }
    line += (at > 0 ? ' '.repeat(gap) : '') + fill(cut(group, width), width);
    at = next;
  }
  return line;
}
