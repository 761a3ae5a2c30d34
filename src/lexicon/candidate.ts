import type { MentionSource } from './lexicon.ts';
import type { Span } from './tokens.ts';
import { trimCandidate } from './tokens.ts';

/**
 * How strongly the context says that the words are a value. `listed`: an item of a list, or
 * what the speaker says they value: any noun that can be a value counts. `described`: the speaker is described so: known values count. `mentioned`: anywhere else in prose: only known values that are seldom said in passing count.
 */
export type Standing = 'listed' | 'described' | 'mentioned';

/** Words of an answer that may name a value: `text.slice(start, end) === raw`. */
export type Candidate = Span & {
  raw: string;
  source: MentionSource;
  standing: Standing;
  /** A verb phrase: counts where it names a known value that is not an offered good. */
  verbal?: true;
  /** A deed that the speaker would never do, or is ashamed of: its denial names the value. */
  shunned?: true;
  /** The head that the sentence explains: if the head names a value, the sentence adds none. */
  explains?: Span;
};

/** The candidate at the span without its marks and articles; null where no letter is left. */
export function candidateAt(
  text: string,
  span: Span,
  source: MentionSource,
  standing: Standing,
): Candidate | null {
  const { start, end } = trimCandidate(text, span);
  const raw = text.slice(start, end);
  return /\p{L}/u.test(raw) ? { start, end, raw, source, standing } : null;
}

/** The same words, moved by `by` characters. */
export const moved = (candidate: Candidate, by: number): Candidate => ({
  ...candidate,
  start: candidate.start + by,
  end: candidate.end + by,
});
