/** The lines of a log behind a figure, in a column beside it. */
import type { Evidence, Place } from '../../instruments/contract.ts';
import type { Results } from '../../run/state.ts';
import { safeLine } from '../../safe-text/safe-line.ts';
import type { View } from '../scene.ts';
import { cut, plural, wrap } from '../text.ts';
import { theme } from '../theme.ts';

/** At most this many lines of one text. */
const linesEach = 3;

/** Kept per state of the results and cell, since every key draws them again. */
const known = new WeakMap<Results, Map<string, Evidence[]>>();

function evidenceOfCell({ run, session }: View, instrument: string, place: Place): Evidence[] {
  if (!run || !session) return [];
  const cells = known.get(run.results) ?? new Map<string, Evidence[]>();
  known.set(run.results, cells);
  const key = JSON.stringify([instrument, place]);
  const found = cells.get(key) ?? session.evidenceOf(instrument, place);
  cells.set(key, found);
  return found;
}

/** As many whole texts as fit in `height` lines, each with its figure and, if several models wrote them, its model. */
export function evidenceColumn(
  view: View,
  instrument: string,
  place: Place,
  width: number,
  height: number,
): string[] {
  const all = evidenceOfCell(view, instrument, place);
  const lines = [` ${theme.bold(`${plural(all.length, 'answer')} behind it: Enter`)}`];
  for (const { item, text, figure, notes } of all) {
    const words = wrap(`${safeLine(item.text)} … ${safeLine(text)}`, width - 2);
    const shown = words.slice(0, linesEach).map((line) => ` ${line}`);
    if (words.length > linesEach) shown[linesEach - 1] = `${cut(shown.at(-1)!, width - 2)} …`;
    const read = [figure, ...notes].filter(Boolean).map(safeLine).join(' · ');
    if (lines.length + shown.length + 1 > height) break;
    lines.push(...shown, theme.dim(cut(`   ${read}`, width)));
  }
  return lines;
}
