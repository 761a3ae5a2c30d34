/**
 * Sentences whose verb says that something is valued ("What guides me is …", "… are important to me"), and those
 * without a verb.
 */
import { isSubjectVerb } from './cues.ts';
import { readRunAfter } from './prose-runs.ts';
import { isPlainly, type Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { cueWords, framingWords, knownValues } from './word-lists.ts';

/** "What guides me is …", "the things that matter most to us are …". */
export function isPredicate(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:is|are)$/.test(tokens[at]!.text)) return false;
  // "… are important", "… are deeply personal" say how, not what.
  const next = tokens[at + 1]?.text ?? '';
  const says = /^(?:very|so|more)$|(?:ly|ed)$/.test(next) && !knownValues.has(next);
  if (says || cueWords.important.has(next)) return false;
  for (let i = at - 1; i >= Math.max(0, at - 9); i--) {
    const text = tokens[i]!.text;
    if (!tokens[i]!.isWord) return false;
    const asks = text === 'what' || (/^(?:that|which)$/.test(text) && isFrame(tokens[i - 1]?.text));
    if (!asks) continue;
    const between = tokens.slice(i + 1, at).map((token) => token.text);
    return between.length > 1 && between.some((word) => /^(?:i|me|my|we|us|our|most)$/.test(word));
  }
  return false;
}

const isFrame = (word: string | undefined) =>
  word !== undefined && (framingWords.has(word) || cueWords.voice.has(word));

/** "Honesty and kindness are important to me": the run before the verb. */
export function readSubjects(sentence: Sentence): void {
  const { tokens, denied } = sentence;
  for (let i = 1; i < tokens.length; i++) {
    if (denied[i]) continue;
    const isCopula = /^(?:is|are)$/.test(tokens[i]!.text);
    if (!isCopula && !isSubjectVerb(tokens, i)) continue;
    const near = tokens.slice(i + 1, i + 7);
    if (isCopula && !near.some((token) => cueWords.important.has(token.text))) continue;
    let start = i;
    while (start > 0) {
      const before = tokens[start - 1]!.text;
      if (cueWords.clauseStarts.has(before) || cueWords.verbs.has(before) || before === ':') break;
      // "Faith gives me strength, family gives me joy": the clause before this one has a verb of its own.
      if (isSubjectVerb(tokens, start - 1)) {
        while (start < i && tokens[start]!.text !== ',') start++;
        break;
      }
      start--;
    }
    // "Three values strongly shape …"
    const verb = i - 1 > start && /ly$/.test(tokens[i - 1]!.text) ? i - 1 : i;
    const before = tokens.slice(start, verb);
    const words = before.filter((token) => token.isWord).length;
    const items = 1 + before.filter((token) => token.text === ',').length;
    if (words === 0 || words > Math.max(9, 3 * items)) continue;
    readRunAfter(sentence, start, 'listed', verb);
  }
}

/**
 * Where the words of a sentence without a verb begin: "Truth.", "Then patience.", "Peace, I suppose.", "Alongside
 * it, justice, because …"; −1 for other sentences.
 */
export function shortCore({ tokens, denied }: Sentence): number {
  let start = 0;
  while (start < tokens.length && (denied[start] || openingWord.test(tokens[start]!.text))) start++;
  if (beside.test(tokens[start]?.text ?? '')) {
    const it = tokens.findIndex(({ text }, k) => k > start && k < start + 4 && itself.test(text));
    const next = tokens[it + 1]?.text ?? '';
    if (it > 0 && (next === ',' || arrives.test(next))) {
      start = it + 2;
      const name = tokens[start];
      return name?.isWord && !isPlainly(name.text) ? start : -1;
    }
  }
  let end = start;
  while (end < tokens.length && tokens[end]!.text !== ',') end++;
  const isTag = tag.test(
    tokens
      .slice(end + 1)
      .map(({ text }) => text)
      .join(' '),
  );
  const said = tokens.slice(start, isTag ? end : tokens.length).filter((token) => token.isWord);
  return said.length > 0 && said.length <= 3 && !said.some(({ text }) => isPlainly(text))
    ? start
    : -1;
}

const openingWord =
  /^(?:mostly|mainly|chiefly|primarily|then|next|also|finally|lastly|first|second|third|perhaps|maybe|probably|possibly|surely|certainly|definitely|and|,|hmm|well|oh|yes)$/;
const beside =
  /^(?:alongside|beside|besides|beneath|behind|after|beyond|next|close|right|underneath|with)$/;
const itself = /^(?:it|that|this|them|these|those|both)$/;
const arrives = /^(?:comes?|sits?|stands?|is|are|lies|lie|follows?|goes)$/;
const tag =
  /^(?:i (?:suppose|think|guess|believe|would say|imagine|hope)|i'd say|for me|of course|obviously|probably|perhaps|maybe|too|as well|certainly|definitely|above all|always|without (?:question|hesitation|a doubt)|no question|no doubt)$/;
