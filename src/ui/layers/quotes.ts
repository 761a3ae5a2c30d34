/** A word in the sentences in which it was said: the evidence beside a cluster or a loading. */
import { safeLine } from '../../safe-text/safe-line.ts';
import type { View } from '../scene.ts';
import { cut, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { type Excerpt, excerptsOf } from './excerpts.ts';

/** At most this many lines of one sentence. */
const linesEach = 4;

/** At most `most` sentences, each with its model below it unless models are hidden. */
export function quoteLines(view: View, word: string, width: number, most: number): string[] {
  return excerptsOf(view, word, most).flatMap((excerpt) => quoteOf(view, excerpt, width));
}

function quoteOf({ ui }: View, excerpt: Excerpt, width: number): string[] {
  const text = `“${excerpt.before}${excerpt.hit}${excerpt.after}”`;
  const lines = wrap(text, width - 3).slice(0, linesEach);
  const lit = lines.map((line) => ` ${line.replace(excerpt.hit, theme.bold(excerpt.hit))}`);
  const who = ui.clusters.blind ? excerpt.asked : `${excerpt.model} · ${excerpt.asked}`;
  return [...lit, theme.dim(cut(` ${who}`, width))];
}

/** A column of its own: the word, then as many of its whole sentences as fit in `height` lines. */
export function quoteColumn(
  view: View,
  word: string | undefined,
  width: number,
  height: number,
): string[] {
  if (word === undefined) return [];
  const lines = [` ${theme.bold(cut(`${safeLine(word)}, as it was said`, width - 2))}`];
  // A sentence and its model take two lines or more.
  for (const excerpt of excerptsOf(view, word, Math.ceil(height / 2))) {
    const quote = quoteOf(view, excerpt, width);
    if (lines.length + quote.length > height) break;
    lines.push(...quote);
  }
  return lines;
}
