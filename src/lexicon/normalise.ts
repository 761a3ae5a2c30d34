/** From a raw word to its descriptor, in steps that can be seen and undone. */
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Merge } from './lexicon.ts';
import { nominalise } from './nominalise.ts';
import { reducePhrase } from './phrases.ts';
import { respell } from './spelling.ts';
import { plainText } from './tokens.ts';
import { createFrames } from './verb-frames.ts';
import { valueOfVerbPhrase } from './verb-phrases.ts';
import { exceptions, knownValues } from './word-lists.ts';

type Step = Pick<Merge, 'from' | 'to' | 'rule'>;
export type Normalised = { word: string; steps: Step[] };

const longest = 60;

/**
 * A function from raw words to descriptors: Unicode NFKC, case and punctuation; spelling; the
 * exceptions of the data file; phrases cut to the value in them; plural to singular; adjectives,
 * adverbs, and verbs to a noun by WordNet's derivations, ranked by frequency. Applying it to its own
 * result changes nothing. A step whose `from` is in `unmerged` is not taken, and the word stays.
 */
export function createNormaliser(
  wordnet: WordNet,
  unmerged: ReadonlySet<string> = new Set(),
): (raw: string) => Normalised {
  const frames = createFrames(wordnet);
  return (raw) => {
    const steps: Step[] = [];
    const start = raw.normalize('NFKC').replace(/\s+/g, ' ').trim();
    const clean = cleanWord(raw);
    if (clean === '') return { word: '', steps };
    if (clean !== start) {
      if (unmerged.has(start)) return { word: start, steps };
      steps.push({ from: start, to: clean, rule: 'case' });
    }
    if (clean.length > longest) return { word: clean, steps };
    const passed = [clean];
    for (;;) {
      const from = passed.at(-1)!;
      const change = nextStep(from, wordnet, frames);
      if (change === null || change.to === '' || unmerged.has(from)) return { word: from, steps };
      const again = passed.indexOf(change.to);
      if (again >= 0) {
        // Words that lead to one another meet in the first of them by alphabet.
        const word = passed.slice(again).sort()[0]!;
        return { word, steps: steps.slice(0, steps.findIndex((step) => step.to === word) + 1) };
      }
      steps.push({ from, ...change });
      passed.push(change.to);
    }
  };
}

/** "SelfControl", and no name such as McKay. */
const camel = /(?<!\p{L})\p{Lu}?\p{Ll}{2,}(?:\p{Lu}\p{Ll}{2,})+(?!\p{L})/gu;

/** NFKC, lower case, one kind of apostrophe and hyphen, no marks at the edges, single spaces. */
export function cleanWord(raw: string): string {
  return plainText(raw.replace(camel, (word) => word.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')))
    .replace(/[*_"“”«»()[\]{}<>#|\\~^=]+/g, ' ')
    .replace(/'s\b/g, "'s")
    .replace(/\s*-\s+|\s+-\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s\p{P}\p{S}\p{M}\p{Cf}]+|[\s\p{P}\p{S}\p{M}\p{Cf}]+$/gu, '');
}

function nextStep(
  word: string,
  wordnet: WordNet,
  frames: (phrase: string) => string | null,
): { to: string; rule: Merge['rule'] } | null {
  const listed = exceptions.get(word);
  if (listed !== undefined) return listed === word ? null : { to: listed, rule: 'exception' };
  // Before the spelling, which would take "work in a team" for one with "work-in".
  if (word.includes(' ') && !knownValues.has(word)) {
    const verbal = valueOfVerbPhrase(word) ?? frames(word);
    if (verbal !== null && verbal !== word) return { to: verbal, rule: 'phrase' };
  }
  const spelled = respell(word, wordnet);
  if (spelled !== word) return { to: spelled, rule: 'spelling' };
  return word.includes(' ') ? reducePhrase(word, wordnet) : nominalise(word, wordnet);
}
