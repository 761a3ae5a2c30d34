/**
 * What the lexicon stage takes and gives. A lexicon is a pure function of answers, of the values
 * that a model named in prose (facts), and of the researcher's undone merges.
 */

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

/** In these answers the word counts as another one, `as`: it means something else there. */
export type Division = { word: string; as: string; answers: readonly string[] };

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

/** What one answer names. */
export type AnswerWords = {
  readonly id: string;
  /** A refusal pattern and no descriptor. */
  readonly refused: boolean;
  /** In a language that is not read here: it counts neither as named nor as naming nothing. */
  readonly unread?: true;
  /** The language that it was read in, as a code of ISO 639-1, where that is not English. */
  readonly language?: string;
  /** Distinct descriptors in order of first mention. */
  readonly words: string[];
};

/**
 * What all answers name, and who gave them: one entry an answer, in the order in which they were added, which for a
 * run is that of its log. Plain data, so that it crosses threads; some 50 bytes an answer.
 */
export type AnswerColumns = {
  /** Number of answers. */
  count: number;
  /** All descriptors, in order of first mention. */
  words: string[];
  /** Where the descriptors of answer `i` begin in `named`: at `first[i]`, up to `first[i + 1]`. */
  first: Uint32Array;
  /** Places in `words`. */
  named: Uint32Array;
  /** 1 for a refusal, 2 for an answer that is unread, else 0. */
  refused: Uint8Array;
  /** Languages other than English, and of each answer its place in them plus 1; 0 for English. */
  languages: string[];
  language: Uint8Array;
  /** A hash of the answer's id: what is drawn by it does not depend on the order of the answers. */
  hash: Uint32Array;
  /** Respondents by name, the model of each, and the place of each answer's respondent in these lists. */
  respondents: string[];
  models: string[];
  respondent: Uint32Array;
  /** Prompts by name, and the place of each answer's prompt in this list. */
  prompts: string[];
  prompt: Uint32Array;
};

/** What the answers give together. */
export type Vocabulary = {
  /** Sorted by count, then by word. */
  descriptors: Descriptor[];
  merges: Merge[];
  dropped: Dropped[];
};

/** The lexicon of a run. */
export type Lexicon = Vocabulary & { answers: AnswerColumns };

/** The lexicon of a table of texts: one entry a row, in the order of the rows. */
export type TextLexicon = Vocabulary & { answers: AnswerWords[] };
