/** A scree as lines of text: a bar for each eigenvalue, with the eigenvalue of chance marked on it. */
import type { ScreePlot } from './table.ts';
import { type Layout, wrapText } from './text-lines.ts';

/**
 * An eigenvalue as a bar with the eigenvalue of chance marked on it, `columns` wide: "▇▇▇▇┊▇▇". `most` is the value of a
 * bar of full width.
 */
export function screeBar(
  value: number,
  chance: number | undefined,
  most: number,
  columns: number,
): string {
  const at = (one: number) => Math.round((Math.max(0, one) / most) * columns);
  const cells = Array.from({ length: columns }, (_, cell): string =>
    cell < at(value) ? '▇' : ' ',
  );
  if (chance !== undefined) cells[Math.min(columns - 1, at(chance))] = '┊';
  return cells.join('');
}

/** The value of a bar of full width. */
export function longestBar({ values, chance }: Pick<ScreePlot, 'values' | 'chance'>): number {
  return Math.max(...values, ...chance, 1);
}

/**
 * A line for each eigenvalue, chance dotted, a rule after the factors taken; at most `height` lines of `width` columns.
 * Empty if there is no room for the factors taken and one more.
 */
export function screeLines(plot: ScreePlot, width: number, height: number): string[] {
  const { chance, taken } = plot;
  const values = plot.values.slice(0, Math.max(0, height - 2));
  const most = longestBar({ values, chance });
  const room = width - 12;
  if (room < 10 || values.length <= taken) return [];
  const lines = values.map(
    (value, at) =>
      `${String(at + 1).padStart(3)} ${screeBar(value, chance[at], most, room)} ${value.toFixed(1).padStart(5)}`,
  );
  return [
    'scree: ▇ eigenvalue  ┊ chance',
    ...lines.slice(0, taken),
    `    ${'─'.repeat(room)} ${taken} taken`,
    ...lines.slice(taken),
  ];
}

/** The greatest width, and the most eigenvalues after those of the factors taken. */
const widest = 60;
const mostBeyond = 6;

/** The same lines below the title. */
export function screeText(plot: ScreePlot, { width, paint }: Layout): string[] {
  const lines = screeLines(plot, Math.min(width, widest), plot.taken + mostBeyond + 2);
  if (lines.length === 0) return [];
  return [...wrapText(`${plot.title}: ${plot.reference}`, width).map(paint.bold), '', ...lines];
}
