/** Small drawings in one line of text: bars, intervals, scales. */

import { fill } from '../text.ts';
import { theme } from '../theme.ts';

/** A bar for a share of 0…1 in `columns`, padded to that width. */
export function bar(share: number, columns: number): string {
  const cells = Math.round(Math.max(0, Math.min(1, share)) * columns);
  const shown = share > 0 ? Math.max(1, cells) : 0;
  return theme.bar(shown) + ' '.repeat(Math.max(0, columns - shown));
}

/** An interval on an axis: ├──●──┤; without ends the point alone. Exactly `columns` wide. */
export function interval(
  estimate: { value: number; low: number | null; high: number | null },
  axis: { low: number; high: number },
  columns: number,
): string {
  if (columns < 1 || Number.isNaN(estimate.value)) return ' '.repeat(Math.max(0, columns));
  const span = axis.high - axis.low || 1;
  const at = (value: number) =>
    Math.max(0, Math.min(columns - 1, Math.round(((value - axis.low) / span) * (columns - 1))));
  const cells = Array.from({ length: columns }, () => ' ');
  const { value, low, high } = estimate;
  if (low !== null && high !== null) {
    for (let cell = at(low); cell <= at(high); cell++) cells[cell] = '─';
    cells[at(low)] = low < axis.low ? '‹' : '├';
    cells[at(high)] = high > axis.high ? '›' : '┤';
  }
  cells[at(value)] = '●';
  return cells.join('');
}

/** The ends of an axis over `columns`: "30 ──── 90". */
export function axisLine(axis: { low: number; high: number }, columns: number): string {
  const low = String(Math.round(axis.low)).replace('-', '−');
  const high = String(Math.round(axis.high));
  const rule = columns - low.length - high.length - 2;
  return rule < 1 ? fill(`${low} ${high}`, columns) : `${low} ${'─'.repeat(rule)} ${high}`;
}

const eighths = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Columns of a bar chart, top line first; `gap` spaces between the bars; scale from 0 to `top`. */
export function columnChart(
  values: readonly number[],
  top: number,
  height: number,
  gap = 1,
): string[] {
  const scale = top > 0 ? (height * 8) / top : 0;
  return Array.from({ length: height }, (_, line) => {
    const base = (height - 1 - line) * 8;
    return values
      .map((value) => {
        const units = Math.round(value * scale);
        // A bar above zero shows at least its foot.
        const shown = value > 0 ? Math.max(1, units) : 0;
        return eighths[Math.max(0, Math.min(8, shown - base))] || ' ';
      })
      .join(' '.repeat(gap));
  });
}
