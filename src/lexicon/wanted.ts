/** Whether a sentence says of an activity that it is wanted. */
import { phraseAt, valuedCues } from './cues.ts';
import { universal } from './frame-lists.ts';
import type { Token } from './tokens.ts';
import { cueWords } from './word-lists.ts';

/** "Nobody should go hungry", "Everyone deserves a second chance". */
export const isRule = (tokens: readonly Token[], at: number): boolean =>
  at === 0 &&
  tokens.length <= 16 &&
  universal.test(tokens[at]!.text) &&
  tokens.slice(1, 6).some(({ text }) => /^(?:should|must|ought|deserves?|can|gets?)$/.test(text));

/** "I would rather lose than cheat" */
export const isLesser = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'than' &&
  tokens.slice(Math.max(0, at - 8), at).some(({ text }) => text === 'rather');

export function opensClause(tokens: readonly Token[], at: number, reached: number): boolean {
  const before = tokens[at - 1]?.text;
  if (!/^(?:that|when)$/.test(tokens[at]!.text))
    return before === undefined || isWanted(tokens, at, reached) || isBehindCue(tokens, at);
  return (
    before === undefined ||
    beforeClause.test(before) ||
    (/^(?:,|and)$/.test(before) && reached >= 0)
  );
}

/** "committed to helping", "by listening", "guided by wanting …": after a preposition of a cue. */
export const isBehindCue = (tokens: readonly Token[], at: number): boolean =>
  cueWords.prepositions.has(tokens[at - 1]?.text ?? '') &&
  [1, 2, 3, 4].some((k) => at - k >= 0 && phraseAt(tokens, at - k, valuedCues) === k);

/**
 * Whether the activity is wanted: at the beginning of a sentence, after "I try to", "I value", "what
 * matters is", or after another such phrase. "I help people by …" states a function.
 */
export function isWanted(tokens: readonly Token[], at: number, reached: number): boolean {
  const before = tokens[at - 1]?.text;
  if (before === undefined || before === 'always' || before === 'never' || before === ':')
    return true;
  if (/^(?:,|and|or|;|:)$/.test(before) && reached >= 0 && at - reached <= 3) return true;
  // "say sorry when you are wrong, and lend a hand"
  if (before === 'and' && tokens[at - 2]?.text === ',' && reached >= 0 && at - reached <= 9)
    return true;
  if (before === 'to')
    return (
      at === 1 ||
      (cueWords.wanting.has(tokens[at - 2]?.text ?? '') &&
        !/^(?:is|are)$/.test(tokens[at - 2]!.text)) ||
      (reached >= 0 && at - reached <= 4) ||
      /^(?:and|,)$/.test(tokens[at - 2]?.text ?? '') ||
      isMade(tokens, at) ||
      isWishFor(tokens, at)
    );
  // "I want to be someone who …"
  if (before === 'who')
    return /^(?:someone|somebody|person|people|those|others|folks|anyone|anybody|one|friend|neighbou?r|parent|leader|human|man|woman|,|and)$/.test(
      tokens[at - 2]?.text ?? '',
    );
  return cueWords.wanting.has(before);
}

/** "I was built to …" */
export const isMade = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.text === 'to' &&
  /^(?:built|made|designed|trained|created|programmed|meant|supposed)$/.test(
    tokens[at - 2]?.text ?? '',
  );

/** "I want people to …", "I'd like everyone to …". */
const isWishFor = (tokens: readonly Token[], at: number): boolean =>
  [3, 4, 5].some(
    (k) =>
      /^(?:want|like|need|wish|hope|expect|enable|encourage|taught|teach|raised|urged?|reminds?|sort|kind|be|become|am|i'm)$/.test(
        tokens[at - k]?.text ?? '',
      ) && tokens.slice(at - k, at).every(({ isWord }) => isWord),
  );

/** "My goal is to …". */
export const isPurpose = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.text === 'to' &&
  tokens[at - 2]?.text === 'is' &&
  /^(?:goal|aim|mission|job|duty|dream|priority|intention|calling)$/.test(
    tokens[at - 3]?.text ?? '',
  );

/** Before "that" and "when" with a wish after them: "It matters to me that …". */
const beforeClause =
  /^(?:me|us|matters?|important|essential|vital|sure|ensure|ensuring|is|care|value|love|like|believe|appreciate|enjoy|prefer|want|hope|wish|:)$/;
