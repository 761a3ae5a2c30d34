/** One spelling a word: American, as models mostly write; closed, hyphened, or spaced as the known word is. */
import type { WordNet } from '../wordnet/wordnet.ts';
import { exceptions, keptPhrases, knownValues, spellings } from './word-lists.ts';

const british = /is(e|ed|es|er|ers|ing|ation|ations)$/;

/** Verbs with -ise in American English too, though WordNet also has -ize. */
const alwaysIse = /^(?:advert|improv)$/;

/** British forms whose American one is taken where it is a word: [form, instead]. */
const turns: readonly [RegExp, string][] = [
  [/sceptic/, 'skeptic'],
  [/^enquir/, 'inquir'],
  [/(?<=^[a-z]{3,})our(?=$|s$|able|ful|less|ly|ism|ite|ness|ing)/, 'or'],
  [/(?<=[aeiou])l(?=ful|ment)/, 'll'],
  [/ae/, 'e'],
  [/oe/, 'e'],
  [/tre$/, 'ter'],
  [/ogue$/, 'og'],
  [/ence$/, 'ense'],
  [/yse$/, 'yze'],
  [/isability$/, 'izability'],
];

/** Known words by their letters alone: "openmindedness" is open-mindedness. */
const byLetters = new Map<string, string>();
const lettersOf = (word: string) => word.replace(/[\s-]+/g, '');
for (const word of [...keptPhrases, ...exceptions.keys(), ...exceptions.values(), ...knownValues])
  if (!exceptions.has(word) || exceptions.get(word) === word)
    if (!byLetters.has(lettersOf(word))) byLetters.set(lettersOf(word), word);

/** The phrase with each of its words in the one spelling; whole entries of the data file first. */
export function respell(phrase: string, wordnet: WordNet): string {
  const whole = spellings.get(phrase);
  if (whole !== undefined) return whole;
  if (knownValues.has(phrase)) return phrase;
  const known = byLetters.get(lettersOf(phrase));
  const isApart = known?.includes(' ') && !phrase.includes(' ');
  if (known !== undefined && !(isApart && wordnet.isNoun(phrase))) return known;
  const respelled = phrase
    .split(' ')
    .map((word) =>
      word
        .split('-')
        .map((part) => respellWord(part, wordnet))
        .join('-'),
    )
    .join(' ');
  return respelled === phrase ? joined(phrase, wordnet) : respelled;
}

function respellWord(word: string, wordnet: WordNet): string {
  const listed = spellings.get(word);
  if (listed !== undefined) return listed;
  const match = british.exec(word);
  if (match) {
    const stem = word.slice(0, match.index);
    const isVerb = !alwaysIse.test(stem) && wordnet.isVerb(`${stem}ize`);
    const isNoun = match[1] === 'ation' && wordnet.isNoun(`${stem}ization`);
    if (isVerb || isNoun) return `${stem}iz${match[1]}`;
  }
  for (const [form, instead] of turns) {
    if (!form.test(word)) continue;
    const turned = word.replace(form, instead);
    if (turned !== word && isWord(turned, wordnet)) return turned;
  }
  return word;
}

/** A word of the list, or a regular noun of one: willfulness, generalizability. */
function isWord(word: string, wordnet: WordNet): boolean {
  const inList = (one: string) =>
    knownValues.has(one) || wordnet.isNoun(one) || wordnet.isAdjective(one);
  const stem = /^(.{3,})ability$/.exec(word)?.[1];
  return (
    inList(word) ||
    (word.endsWith('ness') && inList(word.slice(0, -4).replace(/i$/, 'y'))) ||
    (stem !== undefined && (wordnet.isVerb(stem) || wordnet.isVerb(`${stem}e`)))
  );
}

const bodies = /^(?:minded|handed|hearted|spirited|tempered|headed|willed|natured)(?:ness)?$/;

/**
 * One way of joining: "co-existence" is coexistence, "antiracism" anti-racism, "self expression"
 * self-expression, "life-long learning" lifelong learning, "long term thinking" long-term thinking.
 */
function joined(given: string, wordnet: WordNet): string {
  const words = given
    .split(' ')
    .map((word) => word.replace(/^-+|-+$/g, ''))
    .filter((word) => word !== '');
  const phrase = words.join(' ');
  const inList = (word: string) => wordnet.isNoun(word) || wordnet.isAdjective(word);
  const isBase = (word: string) =>
    word.length > 3 && (knownValues.has(word) || isWord(word, wordnet));
  if (words.length === 2) {
    const [first, second] = words as [string, string];
    if (first === 'self' || bodies.test(second)) return `${first}-${second}`;
    if (/^(?:non|anti|co|inter|pro)$/.test(first) && isBase(second)) return `${first}-${second}`;
  }
  if (words.length > 1) {
    const hyphened = `${words[0]}-${words[1]}`;
    if (words.length > 2 && inList(hyphened)) return [hyphened, ...words.slice(2)].join(' ');
    const closed = words.map((word) =>
      word.includes('-') &&
      !/^(?:non|anti|self)-/.test(word) &&
      inList(word.replaceAll('-', '')) &&
      !inList(word)
        ? word.replaceAll('-', '')
        : word,
    );
    const lifelong = words[0] === 'life-long' ? ['lifelong', ...words.slice(1)] : closed;
    return lifelong.join(' ');
  }
  const prefixed = /^(self|non|anti|co|inter|pro)(-?)(.+)$/.exec(phrase);
  if (prefixed) {
    const [, prefix, hyphen, base] = prefixed as unknown as [string, string, string, string];
    const closed = `${prefix}${base}`;
    if (hyphen !== '' && prefix !== 'self')
      return wordnet.isNoun(closed) && isBase(base) ? closed : phrase;
    if (hyphen === '' && !inList(phrase) && !knownValues.has(phrase) && isBase(base))
      return `${prefix}-${base}`;
    return phrase;
  }
  const two = /^([^-]+)-([^-]+)$/.exec(phrase);
  if (two && !inList(phrase)) {
    const spaced = `${two[1]} ${two[2]}`;
    if (
      /^(?:thinking|learning|making|solving|reasoning)$/.test(two[2]!) &&
      spaced !== 'problem solving' &&
      spaced !== 'decision making'
    )
      return spaced;
    const closed = `${two[1]}${two[2]}`;
    if (wordnet.isNoun(closed) && !bodies.test(two[2]!)) return closed;
  }
  return phrase;
}
