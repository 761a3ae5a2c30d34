/** Lists as plain text at full width, so that other programs can search and cut them. */
import { plainPaint } from '../tables/paint.ts';
import { tableLines } from '../tables/text-lines.ts';

export type PlainColumn = { title: string; align?: 'left' | 'right' };

/** A table with a header; columns aligned by terminal width, none cut. */
export function plainTable(
  columns: readonly (PlainColumn | string)[],
  rows: readonly (readonly string[])[],
): string {
  return tableLines(
    columns.map((one) => (typeof one === 'string' ? { title: one } : one)),
    rows,
    { width: Number.POSITIVE_INFINITY, paint: plainPaint },
  ).join('\n');
}

/** "1.2 GB", "98 MB". */
export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes > 0 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : '0 MB';
}

/** Seconds as "2:05" or "1:02:05". */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Seconds that something will take, and dollars that it will cost; null while they are unknown. */
export const timeText = (seconds: number | null): string =>
  seconds === null ? 'not known yet' : clockText(seconds);
export const costText = (dollars: number | null): string =>
  dollars === null ? 'not known yet' : `$${dollars.toFixed(2)}`;
