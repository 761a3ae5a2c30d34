/** Values that a state of affairs names ("nobody is left out", "every voice gets heard"), and what a motto puts first. */
import { copula, deniedStates, ends, nobody, objects, states } from './frame-lists.ts';
import type { PhraseReader } from './phrase-reader.ts';
import { knownValues } from './word-lists.ts';

/** "People over process", "planet before profit", "truth above all". */
export function readMotto({ at }: PhraseReader, words: readonly string[]): string | null {
  const cut = words.findIndex((word, i) => i > 0 && /^(?:over|before|above)$/.test(word));
  if (cut < 1 || cut > 3 || words.length > 8) return null;
  const head = words.slice(0, cut);
  if (knownValues.has(head.join(' '))) return head.join(' ');
  const end = at(head, 0, ends, false) ?? at(head, 0, objects, false);
  return end?.end === cut ? end.to : null;
}

/** "nobody is left out", "every voice gets heard", "children are safe". */
export function readState(reader: PhraseReader, words: readonly string[]): string | null {
  const { at, quality } = reader;
  const verb = words.findIndex((word, i) => i > 0 && i < 7 && copula.test(word));
  if (verb < 1) return null;
  const negative = words.slice(0, verb + 2).some((word) => nobody.test(word));
  for (let place = verb + 1; place < Math.min(words.length, verb + 6); place++) {
    // "free from bias" is said of things.
    if (words[place] === 'free' && /^(?:from|of)$/.test(words[place + 1] ?? '')) return null;
    const found =
      at(words, place, negative ? deniedStates : states, false) ??
      (negative ? at(words, place, deniedStates) : null);
    if (found) return found.to;
    if (negative) continue;
    const value = quality(words[place]!);
    if (value !== null && !words[place]!.endsWith('ing')) return value;
  }
  const bare = negative ? at(words, verb, deniedStates) : null;
  return bare?.to ?? null;
}
