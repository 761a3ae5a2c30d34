/** One word of any part of speech to the noun that names the quality. */
import type { RankedLemma, WordNet } from '../wordnet/wordnet.ts';
import type { Merge } from './lexicon.ts';
import { exceptions, knownValues, valueClasses } from './word-lists.ts';

type Change = { to: string; rule: Merge['rule'] };

/** Lexicographer class of the first sense, or null where the noun is unknown. */
export function nounClass(noun: string, wordnet: WordNet): string | null {
  return wordnet.senses(noun, 'noun')[0]?.lexname ?? null;
}

const isValueNoun = (noun: string, wordnet: WordNet): boolean =>
  knownValues.has(noun) || valueClasses.has(nounClass(noun, wordnet) ?? '');

/** What a single lower-case word becomes in one step; null where it stays. */
export function nominalise(word: string, wordnet: WordNet): Change | null {
  if (knownValues.has(word)) return null;
  if (word.includes('-') && !wordnet.isNoun(word)) {
    const compound = nominaliseCompound(word, wordnet);
    if (compound) return compound;
  }
  const asNoun = wordnet.isNoun(word);
  const asAdjective = wordnet.isAdjective(word) && !isMostlyNoun(word, wordnet);
  if (!asNoun && !asAdjective) {
    const singular = wordnet.baseForms(word, 'noun')[0];
    if (singular !== undefined && singular !== word) return { to: singular, rule: 'inflection' };
  }
  if (asAdjective && !(asNoun && nounWins(word, wordnet))) {
    const noun = nounOfAdjective(word, wordnet);
    if (noun) return { to: noun, rule: 'derivation' };
  }
  if (asNoun) return null;
  if (wordnet.isAdverb(word) || word.endsWith('ly')) {
    const noun = nounOfAdverb(word, wordnet);
    if (noun) return { to: noun, rule: 'derivation' };
  }
  for (const adjective of wordnet.baseForms(word, 'adjective')) {
    if (adjective !== word) return { to: adjective, rule: 'inflection' };
  }
  for (const verb of wordnet.baseForms(word, 'verb')) {
    const listed = exceptions.get(verb);
    if (listed !== undefined && verb !== word) return { to: verb, rule: 'inflection' };
    const noun = best(wordnet.derivedNouns(verb, 'verb'), verb, wordnet);
    if (noun && isValueNoun(noun, wordnet)) return { to: noun, rule: 'derivation' };
  }
  return null;
}

/** "animal" is hardly ever said as an adjective. */
const isMostlyNoun = (word: string, wordnet: WordNet): boolean =>
  wordnet.frequency(word, 'noun') > 20 * (1 + wordnet.frequency(word, 'adjective'));

/** A word that is both: the noun counts when it can be a value and is said as often. */
function nounWins(word: string, wordnet: WordNet): boolean {
  return (
    isValueNoun(word, wordnet) &&
    wordnet.frequency(word, 'noun') >= wordnet.frequency(word, 'adjective')
  );
}

function nounOfAdjective(adjective: string, wordnet: WordNet): string | null {
  const derived = best(wordnet.derivedNouns(adjective, 'adjective'), adjective, wordnet);
  if (derived) return derived;
  const attributes = wordnet
    .senses(adjective, 'adjective')
    .slice(0, 2)
    .flatMap((sense) => wordnet.attributes(sense.synset))
    .flatMap((synset) => wordnet.members(synset))
    .filter((noun) => noun.slice(0, 3) === adjective.slice(0, 3));
  return attributes[0] ?? null;
}

function nounOfAdverb(adverb: string, wordnet: WordNet): string | null {
  const adjective =
    wordnet.pertainyms(adverb, 'adverb').find((lemma) => wordnet.isAdjective(lemma.lemma))?.lemma ??
    [adverb.slice(0, -2), `${adverb.slice(0, -3)}y`, `${adverb.slice(0, -1)}e`].find(
      (form) => adverb.endsWith('ly') && wordnet.isAdjective(form),
    );
  if (adjective === undefined) return null;
  return exceptions.get(adjective) ?? nounOfAdjective(adjective, wordnet) ?? null;
}

/** Known values first, then nouns of a class that values have, each by frequency. */
function best(nouns: readonly RankedLemma[], source: string, wordnet: WordNet): string | null {
  const single = nouns.filter((noun) => !noun.lemma.includes(' ') || source.includes(' '));
  const known = single.find((noun) => knownValues.has(noun.lemma));
  const fitting = single.find((noun) => valueClasses.has(nounClass(noun.lemma, wordnet) ?? ''));
  return (known ?? fitting)?.lemma ?? null;
}

const nessEndings =
  /-(?:minded|hearted|spirited|natured|headed|willed|tempered|centered|driven|based|conscious|worthy|friendly|handed|going|rooted)$/;
const prefixes = /^(non|self|eco|co|over|inter|anti|pro|multi)-(.+)$/;

/** "fair-minded" → "fair-mindedness"; "self-aware" → "self-awareness"; "non-partisan" → "non-partisanship". */
function nominaliseCompound(word: string, wordnet: WordNet): Change | null {
  const joined = word.replaceAll('-', '');
  if (wordnet.isNoun(joined) && !wordnet.isAdjective(word) && knownValues.has(joined))
    return { to: joined, rule: 'spelling' };
  const aim = /^(.+)-(oriented|focused)$/.exec(word);
  if (aim)
    return {
      to: `${aim[1]} ${aim[2] === 'focused' ? 'focus' : 'orientation'}`,
      rule: 'derivation',
    };
  if (nessEndings.test(word))
    return { to: word.replace(/y$/, 'i').concat('ness'), rule: 'derivation' };
  const match = prefixes.exec(word);
  if (!match) return null;
  const base = match[2]!;
  const noun = exceptions.get(base) ?? nominalise(base, wordnet)?.to ?? base;
  if (noun !== base && isValueNoun(noun, wordnet) && !noun.includes(' '))
    return { to: `${match[1]}-${noun}`, rule: 'derivation' };
  if (wordnet.isAdjective(base) && !wordnet.isNoun(base))
    return { to: `${match[1]}-${base.replace(/y$/, 'i')}ness`, rule: 'derivation' };
  return null;
}
