/**
 * What the lexicon stage takes and gives. A lexicon is a pure function of answers, of the values
 * that a model named in prose (facts), and of the researcher's undone merges.
 */

import type { Lines } from '../facts/lines.ts';

/** One answer to an elicitation prompt. `id` is its identity; everything else is for counting. */
export type AnswerText = {
  id: string;
  text: string;
  model: string;
  /** The model under one sampling setting. */
  respondent: string;
  prompt: string;
};

/** Words that a model named in the prose of one answer, in the order named. Those that do not stand in the text are dropped. */
export type Extraction = { answer: string; words: readonly string[]; by: string };

/** How a word was found. */
export type MentionSource = 'list' | 'bold' | 'json' | 'run' | 'prose' | 'model';

/** A raw word where it stands: `answer.text.slice(start, end)`, in UTF-16 units. */
export type Mention = {
  answer: string;
  raw: string;
  start: number;
  end: number;
  source: MentionSource;
};

export type Descriptor = {
  /** The normalised value word, lower case: one noun, or a phrase that stays whole. */
  word: string;
  /** Answers that name it. */
  count: number;
  /** Distinct models that name it. */
  models: number;
  /** All of them; of a large run at most a few hundred a word, drawn evenly over its answers. */
  mentions: Mention[];
};

/** One step from a raw word to its descriptor; the researcher can undo it by naming `from`. */
export type Merge = {
  from: string;
  to: string;
  rule: 'case' | 'spelling' | 'inflection' | 'phrase' | 'derivation' | 'exception' | 'translation';
  count: number;
};

export type Dropped = {
  raw: string;
  reason:
    | 'framing'
    | 'stop word'
    | 'number'
    | 'name'
    | 'not a value'
    | 'too long'
    | 'other language';
  count: number;
};

export type AnswerWords = {
  readonly id: string;
  /** A refusal pattern and no descriptor. */
  readonly refused: boolean;
  /** In a language that nobody here reads: it counts neither as named nor as naming nothing. */
  readonly unread?: true;
  /** The language that it was read in, as a code of ISO 639-1, where that is not English. */
  readonly language?: string;
  /** Distinct descriptors in order of first mention. */
  readonly words: string[];
};

/** The same of very many answers, as columns: plain data that crosses threads. */
export type AnswerColumns = {
  /** All descriptors, in order of first mention. */
  words: string[];
  /** Where the descriptors of answer `i` begin in `named`: at `first[i]`, up to `first[i + 1]`. */
  first: Uint32Array;
  /** Places in `words`. */
  named: Uint32Array;
  /** 1 for a refusal, 2 for an answer that is unread. */
  refused: Uint8Array;
};

export type Lexicon = {
  /** Sorted by count, then by word. */
  descriptors: Descriptor[];
  /** In the order of their ids; those of a large run, which have columns, in the order in which they came. */
  answers: Lines<AnswerWords> & { readonly columns?: AnswerColumns };
  merges: Merge[];
  dropped: Dropped[];
};
