/** A word in the sentence in which it was said. */
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { safeLine } from '../../safe-text/safe-line.ts';
import { shortName } from '../../tables/numbers.ts';
import type { View } from '../scene.ts';

export type Excerpt = {
  before: string;
  hit: string;
  after: string;
  /** "llama-3.3-70b". */
  model: string;
  /** "t0.7 · prompt 4". */
  asked: string;
  /** The response's id, and its whole text. */
  id: string;
  text: string;
};

/** Kept per lexicon and word, since every key draws them again. */
const known = new WeakMap<Lexicon, Map<string, Excerpt[]>>();

/**
 * At most `most` occurrences of a word, those of different models first; all by default. Safe to draw, except for the
 * whole text.
 */
export function excerptsOf(view: View, word: string, most = Number.POSITIVE_INFINITY): Excerpt[] {
  const lexicon = view.run?.results.lexicon;
  if (!lexicon || !view.session) return [];
  let byWord = known.get(lexicon);
  if (!byWord) {
    byWord = new Map();
    known.set(lexicon, byWord);
  }
  let excerpts = byWord.get(word);
  if (!excerpts) {
    excerpts = find(view, lexicon, word);
    byWord.set(word, excerpts);
  }
  return excerpts.slice(0, most);
}

function find(view: View, lexicon: Lexicon, word: string): Excerpt[] {
  const mentions = lexicon.descriptors.find((one) => one.word === word)?.mentions ?? [];
  const responses = new Map(
    (view.session?.responsesOf({ word }) ?? []).map((one) => [one.id, one]),
  );
  const seen = new Set<string>();
  const first: Excerpt[] = [];
  const others: Excerpt[] = [];
  for (const mention of mentions) {
    const response = responses.get(mention.answer);
    if (!response) continue;
    const { text, model } = response;
    const from = Math.max(sentenceStart(text, mention.start), mention.start - 90);
    const end = Math.min(text.length, mention.end + 120);
    const excerpt = {
      before:
        (from > 0 && from === mention.start - 90 ? '…' : '') +
        safeLine(text.slice(from, mention.start)),
      hit: safeLine(text.slice(mention.start, mention.end)),
      after: safeLine(sentenceEnd(text.slice(mention.end, end))),
      model: safeLine(shortName(model)),
      asked: `${safeLine(response.setting)} · prompt ${safeLine(response.prompt)}`,
      id: response.id,
      text,
    };
    (seen.has(model) ? others : first).push(excerpt);
    seen.add(model);
  }
  return [...first, ...others];
}

function sentenceStart(text: string, at: number): number {
  for (let i = at - 1; i >= 0; i--) if ('.!?\n'.includes(text[i]!)) return i + 1;
  return 0;
}

function sentenceEnd(text: string): string {
  const end = text.search(/[.!?](\s|$)|\n/);
  return end < 0 ? text : text.slice(0, end + 1);
}
