/** Positions and texts of a plot of differences, shared by all renderers. Pure. */
import { fixed, plusMinus, withSign } from './numbers.ts';
import type { DifferencesPlot } from './table.ts';

type DifferencesRow = DifferencesPlot['rows'][number];

/** The signs of the points. */
export const pointSigns = { reference: '◆', differs: '●', same: '○' } as const;
export const pointLegend = `${pointSigns.reference} reference  ${pointSigns.differs} differs from it  ${pointSigns.same} cannot be told from it  ├─┤ 95 %`;

export function pointOf({ reference, differs }: DifferencesRow): keyof typeof pointSigns {
  return reference ? 'reference' : differs ? 'differs' : 'same';
}

/** The value of the reference; null without one. */
export function referenceOf({ rows }: DifferencesPlot): DifferencesRow | null {
  return rows.find((row) => row.reference) ?? null;
}

/**
 * The position of a row, in units of the scale: the reference plus the difference and its ends. The bar then misses the
 * line through the reference exactly if the interval excludes 0. The point is at the row’s own value, unless the
 * difference is computed from fewer items than the value.
 */
export function placeOf(
  { value, difference, low, high }: DifferencesRow,
  reference: DifferencesRow | null,
): { at: number; low: number | null; high: number | null } {
  if (reference === null || difference === null) return { at: value, low: null, high: null };
  const from = (end: number | null) => (end === null ? null : reference.value + end);
  return { at: reference.value + difference, low: from(low), high: from(high) };
}

/** "70"; "84  +14 ±9". */
export function rowTexts({ value, difference, low, high }: DifferencesRow): {
  value: string;
  difference: string;
} {
  const parts = difference === null ? [] : [withSign(difference), plusMinus({ low, high })];
  return { value: fixed(value), difference: parts.filter(Boolean).join(' ') };
}
