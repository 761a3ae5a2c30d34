/**
 * Values that a verb names by its kind and by what follows it: "pursue excellence", "act ethically", "keep data safe",
 * "never waste food", "that nobody is left out". Word data is in verb-frames.json, forms and derivations in WordNet.
 */
import type { WordNet } from '../wordnet/wordnet.ts';
import {
  auxiliary,
  bare,
  caring,
  deeds,
  denied,
  denying,
  determiners,
  dominant,
  fighting,
  hard,
  introducing,
  light,
  making,
  objects,
  promoting,
  protecting,
  roles,
  states,
  subjects,
  universal,
  verbs,
  weak,
} from './frame-lists.ts';
import { clauseObject, createPhraseReader, type PhraseReader } from './phrase-reader.ts';
import { readMotto, readState } from './states-of-affairs.ts';
import { framingWords, gerunds, knownValues } from './word-lists.ts';

/** How many words of a phrase are read. */
const mostWords = 12;

/** A function from a phrase in lower case, with single spaces, to the value that it names; null for none. */
export function createFrames(wordnet: WordNet): (phrase: string) => string | null {
  const reader = createPhraseReader(wordnet);
  return (phrase) => {
    const [manner, words] = withoutManner(reader, wordsOf(phrase));
    if (words.length < 2) return manner;
    return readMotto(reader, words) ?? readClause(reader, words) ?? manner;
  };
}

function readClause(reader: PhraseReader, words: readonly string[]): string | null {
  if (universal.test(words[0]!)) {
    const rule = readState(reader, words);
    if (rule !== null) return rule;
  }
  const introduced = introducedClause(reader, words);
  if (introduced.state !== null) return introduced.state;
  const clause = withoutAuxiliaries(reader, words, introduced);
  if (clause === null || clause.words.length === 0) return null;
  return clause.negative
    ? readDenied(reader, clause.words)
    : readVerb(reader, clause.words, clause.sure);
}

/** "Carefully choosing my words": the value of the manner, and what is done; the manner alone where no verb follows. */
function withoutManner(
  { verbOf, quality }: PhraseReader,
  words: readonly string[],
): [string | null, readonly string[]] {
  const [first, next] = words;
  if (words.length < 2 || !first!.endsWith('ly') || verbOf(next!).length === 0)
    return [null, words];
  return next!.endsWith('ing') ? [quality(first!), words.slice(1)] : [null, words];
}

/** Where the clause of "I make sure that we …" begins; `state`: its state of affairs. */
function introducedClause(
  reader: PhraseReader,
  words: readonly string[],
): { state: string | null; from: number; sure: boolean } {
  const intro = reader.at(words, 0, introducing);
  if (!intro || intro.end >= words.length) return { state: null, from: 0, sure: false };
  const clause = words.slice(intro.end);
  const isSaid = subjects.test(clause[0]!) && clause.length > 1;
  return {
    state: readState(reader, clause),
    ...(isSaid ? { from: intro.end + 1, sure: true } : { from: 0, sure: false }),
  };
}

/** The verb and its object, denied or not; null for a double negation. */
function withoutAuxiliaries(
  { at, verbOf }: PhraseReader,
  words: readonly string[],
  begin: { from: number; sure: boolean },
): { words: string[]; sure: boolean; negative: boolean } | null {
  let { from, sure } = begin;
  let negative = false;
  for (;;) {
    const no = at(words, from, denying);
    if (no && no.end < words.length && !at(words, from, auxiliary, false)) {
      if (negative) return null;
      negative = true;
      from = no.end;
      continue;
    }
    const aux = at(words, from, auxiliary);
    // "love animals", "keep going": no auxiliary.
    if (!aux || aux.end >= words.length) break;
    const isVerbNext = verbOf(words[aux.end]!).length > 0 || aux.end - from > 1;
    if (/^(?:keep|keeping|enjoy|love|help)/.test(words[from]!) && aux.end - from === 1) {
      if (!words[aux.end]!.endsWith('ing') || !isVerbNext) break;
    }
    from = aux.end;
    sure = true;
  }
  return { words: words.slice(from), sure, negative };
}

function readDenied(reader: PhraseReader, words: readonly string[]): string | null {
  const { at, quality, classOf, byKind, wordnet } = reader;
  const verb = at(words, 0, denied);
  if (verb) return verb.to;
  const doer =
    /^(?:caus|commit|spread|promot|tolerat|accept|ignor|us|do|support|mak)(?:e|ing|ting)?$/.test(
      words[0]!,
    )
      ? 1
      : 0;
  const deed = classOf(words, doer, deeds);
  if (deed !== null) return deed;
  const kind = doer === 0 ? byKind(words[0]!, denied, 1) : null;
  if (kind !== null) return kind;
  if (!/^(?:be|being|become|becoming|get|getting|act|acting|stay|staying)$/.test(words[0]!))
    return null;
  for (let place = 1; place < Math.min(4, words.length); place++) {
    const adjective = at(words, place, denied, false);
    if (adjective) return adjective.to;
    const word = words[place]!;
    const opposite = /^(?:un|dis|im|in|ir)(.{4,})$/.exec(word)?.[1];
    const value = opposite && wordnet.isAdjective(opposite) ? quality(opposite) : null;
    if (value !== null) return value;
  }
  return null;
}

/** `sure`: a word before it marks it as a verb ("to", "never"). */
function readVerb(reader: PhraseReader, words: readonly string[], sure: boolean): string | null {
  const {
    verbOf,
    at,
    isJoint,
    valueOfObject,
    classOf,
    byKind,
    kindOfHead,
    takesObject,
    hasObject,
    wordnet,
  } = reader;
  const first = words[0]!;
  const bases = verbOf(first);
  if (bases.length === 0) return null;
  const base = bases[0]!;
  const specific = at(words, 0, verbs);
  const length = specific?.end ?? 0;
  if (length > 1 && !specific!.isOpen) return manner(reader, words[length]) ?? specific!.to;
  const isGerund = first.endsWith('ing') && base !== first;
  const ambiguous = !sure && !isGerund && wordnet.isNoun(first);
  if (
    !sure &&
    !isGerund &&
    wordnet.isAdjective(first) &&
    !determiners.test(words[1] ?? '') &&
    !wordnet.isAdverb(words[1] ?? '')
  )
    return null;
  // "being honest" loses its verb by a rule of its own.
  if (/^(?:be|become)$/.test(base))
    return words.length < 3 && !sure ? null : readBeing(reader, words);
  const fight = at(words, 0, fighting);
  const deed = fight
    ? (classOf(words, fight.end, deeds) ?? kindOfHead(words, fight.end, deeds))
    : null;
  if (deed !== null) return deed;
  const promoted = at(words, 0, promoting);
  const value = promoted ? valueOfObject(words, promoted.end) : null;
  // "protect people", but "protect people's privacy", and "answer questions honestly".
  // "respecting privacy" becomes "respect for privacy" by its own rule.
  const isNominal = gerunds.has(first) || gerunds.has(`${first} ${words[1] ?? ''}`);
  if (length > 1 && (value === null || !isNominal))
    return value ?? readBehind(reader, words, base) ?? specific!.to;
  const care = at(words, 0, caring);
  const shield = at(words, 0, protecting);
  if (shield && classOf(words, shield.end, weak) !== null) return 'protection';
  const object = care
    ? (classOf(words, care.end, objects) ?? kindOfHead(words, care.end, objects))
    : null;
  if (hard.has(base) && words[1] === 'hard') return 'hard work';
  // "harm no one", "waste nothing"
  if (/^(?:no|nothing|nobody|none)$/.test(words[1] ?? '')) {
    const spared = readDenied(reader, [base, ...words.slice(2)]);
    if (spared !== null) return spared;
  }
  if (object !== null && base !== 'trust' && (value === null || value === object)) return object;
  if (value !== null) return isNominal ? null : value;
  const beyond = ambiguous && !takesObject(words) ? null : readBehind(reader, words, base);
  if (beyond !== null) return beyond;
  if (ambiguous && !takesObject(words)) return null;
  if (isGerund && !sure && words.length > 1 && !isJoint(words[1]!) && !takesObject(words))
    return null;
  if (bare.has(base) && hasObject(words)) return null;
  if (specific) return specific.to;
  const kind = hasObject(words) ? byKind(base, verbs, 0) : null;
  if (kind !== null) return kind;
  const next = words[1] ?? '';
  if (light.has(base) || (framingWords.has(next) && !clauseObject.test(next))) return null;
  // Any verb with a value as its object supports it, unless it rejects it.
  const served = fight ? null : valueOfObject(words, 1);
  if (served !== null) return served;
  // For a verb that is also a noun ("to honor all three") the noun alone is too little evidence.
  const noun = wordnet
    .derivedNouns(base, 'verb')
    .find(({ lemma }) => knownValues.has(lemma) && lemma.length > base.length);
  return noun?.lemma ?? null;
}

/** "answer questions honestly": the value of the adverb. */
const manner = ({ quality }: PhraseReader, word = ''): string | null =>
  word.endsWith('ly') ? quality(word) : null;

/** "speak truthfully", "lead with compassion", "keep data safe". */
function readBehind(reader: PhraseReader, words: readonly string[], base: string): string | null {
  const { at, quality, isMostlyAdjective, isJoint, valueOfObject } = reader;
  if (dominant.has(base)) return null;
  const isMaking = at(words, 0, making) !== null;
  for (let place = 1; place < Math.min(words.length, 7); place++) {
    const word = words[place]!;
    if (word.endsWith('ly') && place < 6) {
      const value = quality(word);
      if (value !== null) return value;
    }
    if (word === 'with') {
      const value = valueOfObject(words, place + 1);
      if (value !== null && value !== 'family' && !/^(?:a|an)$/.test(words[place + 1]!))
        return value;
    }
    if (isMaking && place > 1) {
      const state = at(words, place, states, false);
      if (state) return state.to;
      const isLast = words[place + 1] === undefined || isJoint(words[place + 1]!);
      const value = isLast && isMostlyAdjective(word) ? quality(word) : null;
      if (value !== null) return value;
    }
  }
  return null;
}

/** "being a good father", "be safe with data". */
function readBeing(reader: PhraseReader, words: readonly string[]): string | null {
  const { at, quality, skipDeterminers } = reader;
  const start = skipDeterminers(words, 1);
  const role = start > 1 ? at(words, start, roles, false) : null;
  if (role && determiners.test(words[1]!)) return role.to;
  const state = at(words, 1, states, false);
  if (state && state.end > 2) return state.to;
  for (let place = 1; place < Math.min(3, words.length); place++) {
    // "good at my job", "a good example": the adjective alone says little.
    const followed = words[place + 1] !== undefined && !/^(?:and|or|but)$/.test(words[place + 1]!);
    const value =
      followed &&
      /^(?:good|great|better|best|able|free|sure|open|ready|happy|new)$/.test(words[place]!)
        ? null
        : quality(words[place]!);
    if (value !== null) return value;
    if (!determiners.test(words[place]!) && !/ly$/.test(words[place]!)) break;
  }
  return null;
}

/** The words of the first clause. */
function wordsOf(phrase: string): string[] {
  const clause = /^[^,;:.!?()"“”—]*/
    .exec(phrase)![0]
    .replace(/\b(they|we|you)'re\b/g, '$1 are')
    .replace(/\b(i)'m\b/g, '$1 am');
  return clause.trim().split(/\s+/).slice(0, mostWords).filter(Boolean);
}
