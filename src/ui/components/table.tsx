/**
 * The scrolling table: header and first column stay in view; only the rows in view are in the tree,
 * each as one string.
 */
import { useMemo } from 'react';
import { safeLine } from '../../safe-text/safe-line.ts';
import { columnsOf, cut, fill } from '../text.ts';
import { theme } from '../theme.ts';
import { Lines } from './lines.tsx';
import {
  cellTexts,
  columnWidths,
  groupLine,
  shownOf,
  type TableColumn,
  visibleColumns,
  windowAround,
} from './table-layout.ts';
import type { TableState } from './table-state.ts';

export type TableProps<Row> = {
  /** Arranged: kept, sorted, without hidden columns. */
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  state: TableState;
  width: number;
  height: number;
  /** A mark before the row, two columns wide: "● ". */
  mark?(row: Row): string;
  /** True if a rule is drawn before this row. */
  ruleBefore?(row: Row, previous: Row): boolean;
  /** The line after the rows, which opens the next step. */
  next?: string | undefined;
  /** The selected column is shown in brackets. */
  columnCursor?: boolean;
  /** Rows under the table that do not scroll or sort, by column id. */
  foot?: readonly { label: string; cells: Readonly<Record<string, string>> }[];
  /** Drawn at the right end of each row, e.g. an interval on one axis. */
  side?: { title: string; width: number; text(row: Row): string } | undefined;
  /** The cursor is elsewhere: no row is highlighted. */
  inactive?: boolean;
};

/** The lines of a table: header, rows in view, the line to the next step. At most `height` lines, each `width` wide. */
export function tableLines<Row>(props: TableProps<Row>): string[] {
  const { rows, columns, state, width, height } = props;
  const cells = cellTexts(rows, columns);
  const natural = columnWidths(columns, cells);
  const markWidth = props.mark ? 2 : 0;
  const current = Math.max(0, Math.min(state.column, columns.length - 1));
  for (const { cells: extra } of props.foot ?? [])
    for (const [at, column] of columns.entries())
      natural[at] = Math.max(natural[at]!, columnsOf(extra[column.id] ?? ''));
  const sideRoom = props.side ? props.side.width + 2 : 0;
  const wide = width - 3 - markWidth - sideRoom;
  const whole = visibleColumns(natural, state.frozen, current, wide);
  // The end of the header shows how many more columns there are.
  const layout =
    whole.before + whole.after === 0
      ? whole
      : visibleColumns(natural, state.frozen, current, wide - (whole.before > 0 ? 6 : 3));
  const lead = ' '.repeat(3 + markWidth);
  const lines: string[] = [];
  const groups = groupLine(columns, layout.shown, layout.widths);
  if (groups) lines.push(theme.dim(fill(lead + groups, width)));

  const aboveTitle = (id: number) => columns[id]?.above ?? [];
  for (
    let line = Math.max(0, ...layout.shown.map((id) => aboveTitle(id).length));
    line > 0;
    line--
  ) {
    const above = layout.shown.map((id, at) =>
      fill(
        aboveTitle(id).at(-line) ?? '',
        layout.widths[at]!,
        columns[id]?.align === 'left' ? 'left' : 'right',
      ),
    );
    lines.push(theme.dim(fill(lead + above.join('  '), width)));
  }

  // The brackets around the selected column's title use the gaps beside it.
  let titles = '';
  for (const [at, id] of layout.shown.entries()) {
    const column = columns[id]!;
    const sorted = state.sort?.column === column.id ? (state.sort.descending ? '↓' : '↑') : '';
    const room = layout.widths[at]!;
    const align = column.align === 'left' ? 'left' : 'right';
    const title = cut(column.title, room - sorted.length) + sorted;
    const inside = props.columnCursor && id === current;
    if (inside && at > 0) titles = titles.slice(0, -1);
    titles += inside
      ? fill(`[${title}]`, room + (at === 0 ? 1 : 2), align)
      : fill(title, room, align);
    titles += inside ? ' ' : '  ';
  }
  const more = `${layout.before > 0 ? `‹${layout.before} ` : ''}${layout.after > 0 ? `${layout.after}›` : ''}`;

  const body = width - sideRoom;
  const side = (text: string) => (props.side ? `  ${fill(text, props.side.width)}` : '');
  lines.push(theme.dim(withEnd(lead + titles, more, body) + side(props.side?.title ?? '')));

  if (rows.length === 0 && state.keep !== '')
    lines.push(fill(`   nothing holds "${safeLine(state.keep)}": r shows all`, width));

  // Rules take lines of their own, so the window counts lines, not rows.
  const shown: (number | 'rule')[] = [];
  let selectedLine = 0;
  for (let row = 0; row < rows.length; row++) {
    if (row > 0 && props.ruleBefore?.(rows[row]!, rows[row - 1]!)) shown.push('rule');
    if (row === state.row) selectedLine = shown.length;
    shown.push(row);
  }
  const tail = props.next ? 1 : 0;
  if (state.row >= rows.length) selectedLine = Math.max(0, shown.length - 1);
  const foot = (props.foot ?? []).map(({ label, cells: extra }) => {
    const parts = layout.shown.map((id, at) =>
      at === 0
        ? fill(label, layout.widths[at]!)
        : fill(extra[columns[id]!.id] ?? '', layout.widths[at]!, 'right'),
    );
    return fill(lead + parts.join('  '), width);
  });
  const footHeight = foot.length > 0 ? foot.length + 1 : 0;
  const room = Math.max(0, height - lines.length - tail - footHeight);
  // Once some rows are out of view, a line states which ones are shown.
  const needsCount = shown.length > room;
  const view = windowAround(selectedLine, shown.length, room - (needsCount ? 1 : 0));
  for (const entry of shown.slice(view.first, view.end)) {
    if (entry === 'rule') {
      lines.push(theme.dim(`   ${'─'.repeat(Math.max(0, width - 4))}`));
      continue;
    }
    const row = rows[entry]!;
    const selected = entry === state.row && !props.inactive;
    const parts = layout.shown.map((id, at) => {
      const column = columns[id]!;
      const text = fill(
        cells[entry]![id]!,
        layout.widths[at]!,
        column.align === 'left' ? 'left' : 'right',
      );
      const heat = state.heat ? (column.heat?.(row) ?? null) : null;
      if (heat !== null && Math.abs(heat) >= 0.15 && !column.faint?.(row))
        return theme.heat(text, heat);
      if (column.faint?.(row)) return theme.dim(text);
      return selected ? theme.accent(text) : text;
    });
    const pointer = selected ? theme.accent(' ▸ ') : '   ';
    const text = fill(pointer + (props.mark?.(row) ?? '') + parts.join('  '), body);
    lines.push(text + side(props.side?.text(row) ?? ''));
  }
  if (needsCount) {
    const rowsShown = shown.slice(view.first, view.end).filter((entry) => entry !== 'rule');
    const first = (rowsShown[0] as number | undefined) ?? 0;
    lines.push(
      theme.dim(`   ${shownOf({ first, end: first + rowsShown.length }, rows.length) || '⋮'}`),
    );
  }
  if (foot.length > 0) lines.push(theme.dim(`   ${'─'.repeat(Math.max(0, width - 4))}`), ...foot);
  if (props.next) lines.push(nextLine(props.next, state.row >= rows.length && !props.inactive));
  return lines.slice(0, height).map((line) => fill(line, width));
}

/** The line that opens the next step. */
export function nextLine(text: string, selected: boolean): string {
  return selected ? theme.accent(` ▸ → ${text}`) : `   ${theme.dim('→')} ${text}`;
}

function withEnd(line: string, end: string, width: number): string {
  if (!end) return fill(line, width);
  const room = width - columnsOf(end);
  return fill(line.trimEnd(), room) + end;
}

/** The table as a component; its lines are computed again only when their content changes. */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, state, width, height, next, inactive, columnCursor, mark } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: ruleBefore is a fixed function of the rows.
  const lines = useMemo(
    () => tableLines(props),
    [
      rows,
      columns,
      state,
      width,
      height,
      next,
      inactive,
      columnCursor,
      mark,
      props.foot,
      props.side,
    ],
  );
  return <Lines lines={lines} width={width} height={height} />;
}
