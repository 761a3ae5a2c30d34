/** One spelling a word: American, as models mostly write, with WordNet as the judge of -ize. */
import type { WordNet } from '../wordnet/wordnet.ts';
import { spellings } from './word-lists.ts';

const british = /is(e|ed|es|er|ers|ing|ation|ations)$/;

/** The phrase with each of its words in the one spelling; whole entries of the data file first. */
export function respell(phrase: string, wordnet: WordNet): string {
  const whole = spellings.get(phrase);
  if (whole !== undefined) return whole;
  return phrase
    .split(' ')
    .map((word) =>
      word
        .split('-')
        .map((part) => respellWord(part, wordnet))
        .join('-'),
    )
    .join(' ');
}

function respellWord(word: string, wordnet: WordNet): string {
  const listed = spellings.get(word);
  if (listed !== undefined) return listed;
  const match = british.exec(word);
  if (!match) return word;
  const stem = word.slice(0, match.index);
  const isVerb = wordnet.isVerb(`${stem}ize`);
  const isNoun = match[1] === 'ation' && wordnet.isNoun(`${stem}ization`);
  return isVerb || isNoun ? `${stem}iz${match[1]}` : word;
}
