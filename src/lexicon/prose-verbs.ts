/** Values expressed by a verb in a sentence: "I keep my word", "never lie". */
import { candidateAt } from './candidate.ts';
import type { Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { beginsVerbPhrase, verbPhraseAt } from './verb-phrases.ts';
import {
  isBehindCue,
  isLesser,
  isMade,
  isModel,
  isPurpose,
  isRule,
  isWanted,
  opensClause,
} from './wanted.ts';
import { cueWords, framingWords } from './word-lists.ts';

/** "I keep my word", "never lie": values expressed by a verb. */
export function readVerbPhrases(
  { text, tokens, denied, found }: Sentence,
  anywhere: boolean,
): void {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return;
  // Letter by letter, so that places stay.
  const lower = text.slice(first.start, last.end).toLowerCase().replace(/[’‘]/g, "'");
  if (lower.length !== last.end - first.start) return;
  /** Where the phrase before this one ends. */
  let reached = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!token.isWord) continue;
    const phrase = beginsVerbPhrase(token.text)
      ? verbPhraseAt(lower, token.start - first.start, token.end - first.start)
      : null;
    if (!phrase) {
      const end = framedEnd(tokens, i, denied[i] === true, anywhere, reached);
      if (end < 0) continue;
      // "Bravely facing what frightens me"
      const from =
        tokens[i - 1]?.text === 'to' || (i === 1 && tokens[0]!.text.endsWith('ly'))
          ? tokens[i - 1]!
          : token;
      const span = { start: from.start, end: tokens[end]!.end };
      // "I welcome …" is an activity: words mostly said in passing count only where they are wanted.
      const isOwn =
        ((isSpeakers(tokens, i) || tokens[i - 1]?.text === 'you') &&
          !refusesHere.test(token.text) &&
          !avoids.test(token.text)) ||
        isMade(tokens, i) ||
        tokens[i - 1]?.text === 'who';
      const candidate = candidateAt(text, span, 'prose', isOwn ? 'mentioned' : 'described');
      if (candidate) found.push({ ...candidate, verbal: true });
      if (isOwn) continue;
      reached = end;
      continue;
    }
    // "never lie, admit mistakes, …": behind a comma another phrase begins.
    const begins = reached >= 0 && /^(?:,|and)$/.test(tokens[i - 1]?.text ?? '');
    const purpose = isPurpose(tokens, i);
    if (denied[i] && !phrase.negative && !begins && !purpose) continue;
    // "Seek the truth, …" and "I want to stand up for the weak" speak of values without saying so.
    if (!anywhere && i > 0 && reached < 0 && !purpose && !isWanted(tokens, i, reached)) continue;
    if (phrase.to === 'perseverance' && tokens[i - 1]?.text === 'would') continue;
    // "I can help people": an offer.
    const isOwn =
      /^(?:i|we)$/.test(tokens[i - 2]?.text ?? '') ||
      /^(?:i'd|i'll)$/.test(tokens[i - 1]?.text ?? '');
    const isPromise = /^(?:will|i'll)$/.test(tokens[i - 1]?.text ?? '');
    if (isOwn && !isPromise && offersHere.has(tokens[i - 1]?.text ?? '')) continue;
    if (isOwn && cueWords.weakVerbPhrases.has(phrase.to)) continue;
    if (cueWords.weakVerbPhrases.has(phrase.to) && !purpose && !isWanted(tokens, i, reached))
      continue;
    reached = i;
    const end = first.start + phrase.end;
    const candidate = candidateAt(text, { start: token.start, end }, 'prose', 'listed');
    if (candidate) found.push(candidate);
    while (tokens[i + 1] && tokens[i + 1]!.start < end) i++;
    reached = i;
  }
}

/** "I keep …", "I'll tell …", "we would also ask …": the speaker does it. */
function isSpeakers(tokens: readonly Token[], at: number): boolean {
  let subject = at - 1;
  while (subject >= 0 && at - subject < 4 && between.test(tokens[subject]!.text)) subject--;
  return /^(?:i|we|i'll|i'd|we'll|we'd)$/.test(tokens[subject]?.text ?? '');
}
const between =
  /^(?:will|would|do|also|often|usually|generally|simply|then|still|first|sometimes|actively|just|gladly|rather|only|even|consistently|instead|deliberately)$/;

const noVerbs = new Set([
  ...cueWords.clauseStarts,
  ...cueWords.prepositions,
  ...cueWords.articles,
  ...'and but or is are was were not'.split(' '),
]);
for (const verb of ['be', 'being', 'having']) noVerbs.delete(verb);
const nominal =
  /^(?:some|any|every|no)?thing$|^(?:during|morning|evening|king|spring|bring|sing|ring|string|being)$/;
const servingVerbs =
  /^(?:refuse|resist|decline|help|assist|serve|support|answer|work|start|begin|continue|know|see|do|be|learn|share|provide)$/;
const introduces = /^(?:that|when|making|make|ensuring|ensure|seeing)$/;
/** Framing words that are objects of verbs: "explaining things", "admiring what others do". */
const plainObject = /^(?:things|what|how|why|others|people|users)$/;
const refusesHere =
  /^(?:never|don't|won't|doesn't|refuse|refusing|unwillingness|unwilling|reluctance|reluctant)$/;
/** "a fair answer without any biases": counts only where it is wanted. */
const avoids = /^(?:without|not|avoid|avoiding)$/;

/**
 * The last token of a verb phrase or a clause that may begin at a token and name a value by its kind
 * (`verb-frames.ts`); −1 where none does. The judge of words decides whether it counts.
 */
function framedEnd(
  tokens: readonly Token[],
  at: number,
  isDenied: boolean,
  anywhere: boolean,
  reached: number,
): number {
  const word = tokens[at]!.text;
  const before = tokens[at - 1]?.text;
  const isGerund = word.endsWith('ing') && word.length > 4 && !nominal.test(word);
  const begins =
    (anywhere &&
      (refusesHere.test(word) ||
        (avoids.test(word) &&
          (/^(?:i|we)$/.test(before ?? 'i') ||
            isWanted(tokens, at, reached) ||
            // "I care about not taking over"
            (/ing$/.test(tokens[at + 1]?.text ?? '') &&
              /^(?:about|of|in|by|for|on)$/.test(before ?? '')))) ||
        isLesser(tokens, at) ||
        isRule(tokens, at) ||
        (introduces.test(word) && opensClause(tokens, at, reached)))) ||
    (!isDenied &&
      !noVerbs.has(word) &&
      (isGerund ||
        before === undefined ||
        /^(?:to|always|and|,|:|who|should|must)$/.test(before) ||
        isModel(tokens, at)) &&
      (before === undefined || (at === 1 && before.endsWith('ly') && isGerund)
        ? tokens.length <= (isGerund ? 40 : 20)
        : isWanted(tokens, at, before === 'to' ? -1 : reached))) ||
    (!isDenied &&
      isGerund &&
      anywhere &&
      (isBehindCue(tokens, at) ||
        // "believe in paying fairly and in closing the gap"
        (reached >= 0 &&
          /^(?:in|to|by|about)$/.test(before ?? '') &&
          tokens[at - 2]?.text === 'and'))) ||
    (!isDenied &&
      anywhere &&
      (isSpeakers(tokens, at) || (before === 'you' && tokens[0]!.text === 'you')) &&
      !noVerbs.has(word) &&
      !cueWords.verbs.has(word));
  // "guiding principles"
  if (
    !begins ||
    (isGerund &&
      !introduces.test(word) &&
      framingWords.has(tokens[at + 1]?.text ?? '') &&
      !plainObject.test(tokens[at + 1]!.text))
  )
    return -1;
  let end = at;
  while (end + 1 < tokens.length && end - at < 9) {
    const next = tokens[end + 1]!;
    if (!next.isWord && !/^['’"“”*]$/.test(next.text)) break;
    if (next.end - tokens[at]!.start > 58) break;
    if (/^(?:and|or|but)$/.test(next.text)) break;
    end++;
  }
  // "I want to help" states a function, "I need to create" a value.
  return end > at || (before === 'to' && !servingVerbs.test(word)) ? end : -1;
}

const offersHere = new Set(['can', 'could', 'may', 'might', "i'd", "i'll", 'will']);
