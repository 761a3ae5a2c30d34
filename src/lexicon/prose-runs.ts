/** Reads "A, B, and C" out of a sentence. */
import type { Standing } from './candidate.ts';
import { phraseAt, startsClause, valuedCues } from './cues.ts';
import { pushSpan, type Sentence } from './sentence.ts';
import type { Token } from './tokens.ts';
import { cueWords, intensifiers } from './word-lists.ts';

/** Reads "A, B, and C" from token `at` on, up to the end of the clause, or of `tokens`. */
export function readRunAfter(
  { text, tokens: all, denied, offered, found }: Sentence,
  at: number,
  standing: Standing,
  until = all.length,
): void {
  const tokens = until < all.length ? all.slice(0, until) : all;
  let first = -1;
  let last = -1;
  let inPhrase = false;
  const close = () => {
    if (first >= 0) pushSpan(text, tokens[first]!.start, tokens[last]!.end, standing, found);
    first = -1;
    inPhrase = false;
  };
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (denied[i]) {
      // "an unwavering focus on …"
      if (first >= 0 && first === last && intensifiers.has(tokens[first]!.text)) first = -1;
      break;
    }
    if (offered[i]) {
      // "clear guidance": the good is dropped, its quality stays.
      close();
      continue;
    }
    if (!token.isWord) {
      if (/^[*"“”'‘’_(]$/.test(token.text)) {
        close();
        continue;
      }
      if (token.text === ':' && i === at) continue;
      if (token.text !== ',' && token.text !== '/' && token.text !== '&') break;
      close();
      if (token.text === ',' && startsClause(tokens[i + 1]?.text ?? '', tokens[i + 2]?.text)) break;
      continue;
    }
    const word = token.text;
    if (word === 'and' || word === 'or' || word === 'but') {
      const after = tokens[i + 1]?.text ?? '';
      if (cueWords.clauseStarts.has(after)) break;
      close();
      continue;
    }
    if (cueWords.clauseStarts.has(word)) break;
    if (first < 0) {
      // "What I care about is …"
      if (i === at && standing === 'listed' && /^(?:is|are)$/.test(word)) continue;
      if (cueWords.articles.has(word) && !isAdjectiveJust(tokens, i)) continue;
      if (cueWords.verbs.has(word) && standing !== 'listed') break;
      // "in craft, in care": the same one again.
      if (/^(?:,|and)$/.test(tokens[i - 1]?.text ?? '') && word === tokens[at - 1]?.text) continue;
      if (cueWords.prepositions.has(word)) break;
      // "I am committed to …" has a cue of its own.
      if (standing === 'described' && phraseAt(tokens, i, valuedCues) > 1) break;
      // "My values are deeply rooted in …": a passive, not a list.
      if (i > at - 1 && /^(?:are|is)$/.test(tokens[at - 1]?.text ?? '') && /ed$/.test(word)) break;
      first = i;
      last = i;
      inPhrase = cueWords.phraseHeads.has(word);
      continue;
    }
    if (
      /^(?:is|are|was|were|am|has|have|had|can|could|will|would|shall|should|may|might|must)$/.test(
        word,
      )
    )
      break;
    if (cueWords.prepositions.has(word)) {
      const keeps =
        (inPhrase || cueWords.phraseHeads.has(tokens[last]!.text)) &&
        joinsPhrase(word, tokens[last]!.text) &&
        !cueWords.articles.has(tokens[i + 1]?.text ?? '');
      if (keeps && standing === 'listed' && i - first <= 3) {
        inPhrase = true;
        last = i;
        continue;
      }
      close();
      i = skipAdjunct(tokens, i);
      if (i < 0) return;
      i--;
      continue;
    }
    // "a strong commitment to …": its object follows its own cue.
    if (standing === 'described' && phraseAt(tokens, i, valuedCues) > 1) {
      if (intensifiers.has(tokens[first]!.text)) first = -1;
      break;
    }
    last = i;
  }
  close();
}

/** "fair and just", "a just person", and not "just a person". */
const isAdjectiveJust = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'just' &&
  /^(?:and|,|or|person|people|human|one|society|world|soul)$/.test(tokens[at + 1]?.text ?? ',');

/** Prepositions between a noun and its object: "respect for others", "faith in people". */
const joinsPhrase = (preposition: string, noun: string): boolean =>
  /^(?:of|for|to|towards?)$/.test(preposition) ||
  (preposition === 'in' && /^(?:trust|faith|belief|pride|joy)$/.test(noun));

/** From a preposition to the next comma that continues the list; −1 where the list is over. */
function skipAdjunct(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (cueWords.clauseStarts.has(token.text)) return lastItem(tokens, i);
    if (!token.isWord && token.text !== ',') return -1;
    if (token.text === ',') return i;
  }
  return -1;
}

/** Of "the well-being of those who ask me, and the truth": the comma before a last item of a few words; −1 for none. */
function lastItem(tokens: readonly Token[], from: number): number {
  for (let i = from + 1; i < tokens.length - 2; i++) {
    if (tokens[i]!.text !== ',' || tokens[i + 1]!.text !== 'and') continue;
    const rest = tokens.slice(i + 2);
    const isBare = rest.every(
      ({ text, isWord }) => isWord && !cueWords.clauseStarts.has(text) && !cueWords.verbs.has(text),
    );
    return isBare && rest.length <= 4 ? i : -1;
  }
  return -1;
}
