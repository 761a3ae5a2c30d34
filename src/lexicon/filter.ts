/** Which normalised words can be values. */
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Standing } from './candidate.ts';
import { isOtherScript, looksForeign } from './foreign-words.ts';
import type { Dropped } from './lexicon.ts';
import { nounClass } from './nominalise.ts';
import { cleanWord } from './normalise.ts';
import {
  exceptions,
  framingWords,
  functionWords,
  headPrepositions,
  keptPhrases,
  knownValues,
  labelWords,
  names,
  notValues,
  plainWords,
  valueClasses,
} from './word-lists.ts';

const longestPhrase = 4;

/**
 * Why a normalised word is not a descriptor, or null where it is one. `listed` words pass when their
 * noun's first sense is of a class that values have; the others only when they are known values,
 * `mentioned` ones only when they are seldom said in passing.
 */
export function reasonToDrop(
  word: string,
  raw: string,
  standing: Standing,
  wordnet: WordNet,
): Dropped['reason'] | null {
  const clean = cleanWord(raw);
  if (!/\p{L}/u.test(word)) return 'number';
  if (/^[\d.,%\s]+\p{L}{0,3}$/u.test(clean)) return 'number';
  if (isOtherScript(word)) return 'other language';
  if (framingWords.has(clean) || framingWords.has(word)) return 'framing';
  if (functionWords.has(clean) || functionWords.has(word)) return 'stop word';
  if (names.has(clean) || names.has(word)) return 'name';
  if (word.split(' ').length > longestPhrase && !knownValues.has(word)) return 'too long';
  if (standing !== 'listed' && !isQuality(clean, wordnet)) return 'not a value';
  if (standing === 'mentioned' && plainWords.has(clean)) return 'not a value';
  if (knownValues.has(word) || keptPhrases.has(word)) return null;
  if (notValues.has(word) || notValues.has(clean)) return 'not a value';
  if (standing === 'mentioned') return 'not a value';
  if (standing === 'described')
    return isHyphenatedNess(word) && isRegularNoun(word, wordnet) ? null : 'not a value';
  return word.includes(' ') ? dropPhrase(word, wordnet) : dropWord(word, raw, wordnet);
}

/** In prose a verb or a plural ("includes", "individuals") is not a quality; a noun or an adjective may be. */
function isQuality(clean: string, wordnet: WordNet): boolean {
  if (clean.includes(' ') || knownValues.has(clean) || exceptions.has(clean)) return true;
  if (/(?:ed|ing)$/.test(clean)) return false;
  if (/ly$/.test(clean) && wordnet.isAdverb(clean)) return true;
  return wordnet.isAdjective(clean) || clean.includes('-') || wordnet.isNoun(clean);
}

function dropWord(word: string, raw: string, wordnet: WordNet): Dropped['reason'] | null {
  const sense = wordnet.senses(word, 'noun')[0];
  if (sense?.instance) return 'name';
  if (sense)
    return valueClasses.has(sense.lexname) && !isMostlyVerb(word, wordnet) ? null : 'not a value';
  if (wordnet.isAdjective(word) || wordnet.isVerb(word) || wordnet.isAdverb(word))
    return 'not a value';
  if (isRegularNoun(word, wordnet)) return null;
  if (looksForeign(word)) return 'other language';
  return /^\p{Lu}/u.test(raw) && !/-/.test(raw) ? 'name' : 'not a value';
}

/** Words that are rarely nouns, such as "know" and "make", and verbs in the third person: "takes". */
function isMostlyVerb(word: string, wordnet: WordNet): boolean {
  if (/ing$/.test(word) || wordnet.isAdjective(word)) return false;
  const verb = wordnet.baseForms(word, 'verb')[0] ?? word;
  return wordnet.frequency(verb, 'verb') > 20 * (1 + wordnet.frequency(verb, 'noun'));
}

/** The head of "N of …" is its first noun, of "A N" its last. */
function dropPhrase(phrase: string, wordnet: WordNet): Dropped['reason'] | null {
  const words = phrase.split(' ');
  const at = words.findIndex((word, i) => i > 0 && headPrepositions.has(word));
  const before = at > 0 ? words.slice(0, at) : words;
  const head = before.at(-1)!;
  const first = words[0]!;
  if (functionWords.has(first) && first !== 'no') return 'not a value';
  if (at === words.length - 1) return 'not a value';
  const known = (word: string) =>
    knownValues.has(word) ||
    wordnet.isNoun(word) ||
    wordnet.isAdjective(word) ||
    wordnet.isVerb(word) ||
    wordnet.isAdverb(word) ||
    functionWords.has(word) ||
    framingWords.has(word) ||
    wordnet.baseForms(word, 'noun').length > 0;
  if (!words.every((word) => known(word) || word.split('-').every(known))) return 'not a value';
  const isOrder =
    at !== 1 && !wordnet.isAdjective(first) && wordnet.isVerb(first) && !wordnet.isNoun(first);
  if (isOrder || (at !== 1 && isMostlyVerb(first, wordnet))) return 'not a value';
  if (framingWords.has(head) || (at > 0 && labelWords.has(head))) return 'framing';
  if (knownValues.has(head)) return null;
  if (notValues.has(head)) return 'not a value';
  return valueClasses.has(nounClass(head, wordnet) ?? '') ? null : 'not a value';
}

/** Nouns that WordNet lacks but whose stem it knows: explainability, open-heartedness. */
function isRegularNoun(word: string, wordnet: WordNet): boolean {
  const denied = /^non-(.+)$/.exec(word)?.[1];
  if (denied !== undefined)
    return (
      wordnet.isNoun(denied) ||
      wordnet.isVerb(denied) ||
      wordnet.baseForms(denied, 'verb').length > 0 ||
      isRegularNoun(denied, wordnet)
    );
  const ness = /^(.+)ness$/.exec(word);
  if (ness) {
    const parts = ness[1]!.replace(/i$/, 'y').split('-');
    return parts.every(
      (part) => wordnet.isAdjective(part) || wordnet.isNoun(part) || isCompoundEnd(part, wordnet),
    );
  }
  const opposed = /^anti-(.+)$/.exec(word)?.[1];
  if (opposed !== undefined) return wordnet.isNoun(opposed) || isRegularNoun(opposed, wordnet);
  const prefixed = /^(?:self|co|inter|pro)-(.+)$/.exec(word);
  if (prefixed) {
    const base = prefixed[1]!;
    return (
      knownValues.has(base) ||
      valueClasses.has(nounClass(base, wordnet) ?? '') ||
      (base.endsWith('ness') && isRegularNoun(base, wordnet))
    );
  }
  const able = /^(.{3,})(?:ability|ibility)$/.exec(word);
  if (able)
    return (
      [`${able[1]}able`, `${able[1]}ible`].some((form) => wordnet.isAdjective(form)) ||
      [able[1]!, `${able[1]}e`].some((form) => wordnet.isVerb(form))
    );
  const ity = /^(.{3,})(?:ality|ivity|icity)$/.exec(word);
  return (
    ity !== null && wordnet.isAdjective(word.replace(/ity$/, ity[0].endsWith('ivity') ? 'e' : ''))
  );
}

const isCompoundEnd = (part: string, wordnet: WordNet) =>
  wordnet.baseForms(part, 'verb').length > 0 || /^(?:minded|hearted|spirited|natured)$/.test(part);

/** "open-mindedness". One pass, since a hostile "word" may have thousands of hyphens. */
function isHyphenatedNess(word: string): boolean {
  const hyphen = word.indexOf('-');
  return hyphen >= 0 && word.endsWith('ness') && hyphen < word.length - 'ness'.length - 1;
}
