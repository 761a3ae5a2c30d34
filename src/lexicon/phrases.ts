/** Reduces phrases to the value in them: framing words are cut, qualifying words stay. */
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Merge } from './lexicon.ts';
import { nominalise } from './nominalise.ts';
import {
  emptyModifiers,
  exceptions,
  generalObjects,
  gerunds,
  headPrepositions,
  intensifiers,
  keptIntensified,
  keptLightHeads,
  keptPhrases,
  knownValues,
  lightHeads,
  owners,
  phraseCarriers,
  phraseOpenings,
  relationalAdjectives,
  weakHeads,
} from './word-lists.ts';

type Change = { to: string; rule: Merge['rule'] };
const phrase = (to: string): Change => ({ to, rule: 'phrase' });

/** What a phrase of two or more words becomes in one step; null where it stays. */
export function reducePhrase(text: string, wordnet: WordNet): Change | null {
  if (knownValues.has(text) || keptPhrases.has(text)) return null;
  const words = text.split(' ');
  const opening = phraseOpenings.find((start) => text.startsWith(`${start} `));
  if (opening !== undefined) return phrase(text.slice(opening.length + 1));
  for (const length of [3, 2]) {
    const carrier = words.slice(0, length).join(' ');
    if (words.length > length && phraseCarriers.has(carrier))
      return phrase(words.slice(length).join(' '));
  }
  const bare = text.replace(
    / (of|for|to|in|towards?|with) (?:the|a|an|my|our|your|their|all|every|most|people's|others'|users'|everyone's|each other's|one another's) /,
    ' $1 ',
  );
  if (bare !== text) return phrase(bare);
  // "people's dignity": the owner is not part of the value.
  const owner = /^(\p{L}+?)(?:'s|s'|s's) (?=\S)/u.exec(text);
  if (owner && owners.has(`${owner[1]}s`)) return phrase(text.slice(owner[0].length));
  const light =
    words[0] === 'no' ? undefined : lightHeads.find((head) => text.endsWith(` ${head}`));
  if (light !== undefined && !keptLightHeads.has(text) && !hasPreposition(words)) {
    const quality = text.slice(0, -light.length - 1);
    return emptyModifiers.has(quality) ? null : phrase(quality);
  }
  const quality = qualityOfWeakHead(words);
  if (quality !== null) return phrase(quality);
  if (intensifiers.has(words[0]!) && !keptIntensified.has(text))
    return phrase(words.slice(1).join(' '));
  return reduceHead(words, wordnet);
}

/** "accurate information" is accuracy, where "social support" and "emotional support" stay. */
function qualityOfWeakHead(words: readonly string[]): string | null {
  const [adjective, head] = words;
  if (words.length !== 2 || !weakHeads.has(head!) || relationalAdjectives.has(adjective!))
    return null;
  const value = exceptions.get(adjective!) ?? adjective!;
  return value !== adjective && knownValues.has(value) ? adjective! : null;
}

function reduceHead(words: string[], wordnet: WordNet): Change | null {
  for (const length of [2, 1]) {
    const nominal = gerunds.get(words.slice(0, length).join(' '));
    const object = words.slice(length);
    if (nominal && object.length > 0 && !headPrepositions.has(object[0]!))
      return changed(words, `${nominal} ${general(object.join(' '))}`);
  }
  const at = words.findIndex((word, i) => i > 0 && headPrepositions.has(word));
  if (at > 0) {
    const head = words.slice(0, at).join(' ');
    const rest = words.slice(at + 1).join(' ');
    if (at === 1 && describes(head, wordnet)) return phrase(head);
    // "respectful attitude towards everyone"
    if (generalObjects.has(rest) && lightHeads.some((light) => head.endsWith(` ${light}`)))
      return phrase(head);
    if (words[at] === 'of' && generalObjects.has(rest) && knownValues.has(head))
      return phrase(head);
    const singular = singularOf(words[at - 1]!, wordnet);
    const start = [...words.slice(0, at - 1), singular].join(' ');
    return changed(words, `${start} ${words[at]!} ${general(rest)}`.trim(), 'inflection');
  }
  const last = words.at(-1)!;
  const before = words.slice(0, -1);
  // "socially responsible" → "social responsibility"
  if (before.length === 1 && before[0]!.endsWith('ly') && describes(last, wordnet)) {
    const adjective = wordnet.pertainyms(before[0]!, 'adverb')[0]?.lemma;
    const noun = exceptions.get(last) ?? nominalise(last, wordnet)?.to;
    if (adjective !== undefined && noun !== undefined)
      return changed(words, `${adjective} ${noun}`, 'derivation');
  }
  return changed(words, [...before, singularOf(last, wordnet)].join(' '), 'inflection');
}

const hasPreposition = (words: readonly string[]) =>
  words.some((word, i) => i > 0 && i < words.length - 1 && headPrepositions.has(word));

/** An adjective that is not a noun, or that the exceptions list as one. */
const describes = (word: string, wordnet: WordNet): boolean =>
  wordnet.isAdjective(word) && (!wordnet.isNoun(word) || exceptions.has(word));

const general = (object: string): string => (generalObjects.has(object) ? 'others' : object);

function singularOf(word: string, wordnet: WordNet): string {
  if (wordnet.isNoun(word)) return word;
  return wordnet.baseForms(word, 'noun')[0] ?? word;
}

function changed(
  words: readonly string[],
  to: string,
  rule: Merge['rule'] = 'phrase',
): Change | null {
  return to === words.join(' ') ? null : { to, rule };
}
