/** Whether a sentence says of an activity that it is wanted. */
import { phraseAt, valuedCues } from './cues.ts';
import { universal } from './frame-lists.ts';
import type { Token } from './tokens.ts';
import { cueWords } from './word-lists.ts';

/** "Nobody should go hungry", "Everyone deserves a second chance". */
export const isRule = (tokens: readonly Token[], at: number): boolean =>
  (at === 0 || /^(?:that|think|believe|and|,)$/.test(tokens[at - 1]!.text)) &&
  tokens.length <= (at === 0 ? 16 : 40) &&
  (universal.test(tokens[at]!.text) || (at > 0 && /^people$/.test(tokens[at]!.text))) &&
  tokens
    .slice(at + 1, at + 6)
    .some(({ text }) => /^(?:should|must|ought|deserves?|can|gets?)$/.test(text));

/** "I would rather lose than cheat" */
export const isLesser = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'than' &&
  tokens.slice(Math.max(0, at - 8), at).some(({ text }) => text === 'rather');

export function opensClause(tokens: readonly Token[], at: number, reached: number): boolean {
  const before = tokens[at - 1]?.text;
  // "When I help someone, …" and "what matters to me when …" say on what occasion.
  if (
    tokens[at]!.text === 'when' &&
    (before === undefined
      ? tokens.some(({ text }) => text === ',') && occasion.test(tokens[at + 2]?.text ?? '')
      : /^(?:me|us|important|essential|vital)$/.test(before))
  )
    return false;
  if (!/^(?:that|when)$/.test(tokens[at]!.text))
    return before === undefined || isWanted(tokens, at, reached) || isBehindCue(tokens, at);
  return (
    before === undefined ||
    beforeClause.test(before) ||
    (/^(?:,|and)$/.test(before) && reached >= 0)
  );
}

/** "When I help someone, …": what an assistant does all day. */
const occasion =
  /^(?:help|answer|assist|talk|speak|respond|work|write|explain|interact|engage|ask)s?$/;

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
  if (before === undefined || before === ':') return true;
  if (before === 'always' || before === 'never') return !hasOtherSubject(tokens, at - 1);
  if (isOfOthers(tokens, at)) return false;
  if (isModel(tokens, at)) return true;
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
      // "knowing when to speak"
      (/^(?:when|how)$/.test(tokens[at - 2]?.text ?? '') &&
        tokens.slice(0, at).some(({ text }) => /^know(?:ing)?$/.test(text))) ||
      /^(?:and|,)$/.test(tokens[at - 2]?.text ?? '') ||
      isMade(tokens, at) ||
      isWishFor(tokens, at)
    );
  // "I want to be someone who …"
  if (before === 'who')
    return (
      /^(?:someone|somebody|person|people|those|others|folks|anyone|anybody|one|friend|neighbou?r|parent|leader|human|man|woman|,|and)$/.test(
        tokens[at - 2]?.text ?? '',
      ) || model.test(tokens[at - 2]?.text ?? '')
    );
  return cueWords.wanting.has(before);
}

/** "Safety will always come first": neither the speaker nor a maxim. `at`: the place of the adverb. */
function hasOtherSubject(tokens: readonly Token[], at: number): boolean {
  const isModal = /^(?:will|would|should|must|can|could|may|might)$/.test(
    tokens[at - 1]?.text ?? '',
  );
  const subject = tokens[at - (isModal ? 2 : 1)]?.text;
  return (
    isModal &&
    subject !== undefined &&
    !/^(?:i|we|you|it|they|one|people|,|and)$/.test(subject) &&
    !model.test(subject)
  );
}

/** "whatever you are trying to achieve", "what they want to hear": what others want. */
const isOfOthers = (tokens: readonly Token[], at: number): boolean =>
  [1, 2, 3].some(
    (k) =>
      /^(?:you|they|he|she)$/.test(tokens[at - k - 1]?.text ?? '') &&
      /^(?:want|wants|are|try|tries|wish|hope|need|like|trying|love)$/.test(
        tokens[at - k]?.text ?? '',
      ) &&
      tokens.slice(at - k + 1, at).every(({ text }) => /^(?:trying|to|just|really)$/.test(text)) &&
      at - k - 1 > 0,
  );

/** What a speaker that is no person is, or wants to be. */
const model =
  /^(?:assistant|model|system|ai|tool|companion|helper|successor|partner|collaborator|listener|teacher|guide|mentor|machine|presence)s?$/;

/** "A good assistant admits …", "an assistant that protects …", "a newer model tells …". */
export const isModel = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1]?.text ?? '';
  if (/(?:ed|ing)$/.test(tokens[at]!.text)) return false;
  if (before === 'that') return model.test(tokens[at - 2]?.text ?? '');
  return (
    model.test(before) &&
    /s$/.test(tokens[at]!.text) &&
    !model.test(tokens[at]!.text) &&
    /^(?:a|an|any|every|good|better|newer|new|ideal|next|great|trustworthy|such|my)$/.test(
      tokens[at - 2]?.text ?? '',
    )
  );
};

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
  /^(?:goal|aim|mission|job|duty|dream|priority|intention|calling|hope|wish)$/.test(
    tokens[at - 3]?.text ?? '',
  );

/** Before "that" and "when" with a wish after them: "It matters to me that …". */
const beforeClause =
  /^(?:me|us|matters?|important|essential|vital|sure|ensure|ensuring|is|care|value|love|like|believe|appreciate|enjoy|prefer|want|hope|wish|:)$/;
