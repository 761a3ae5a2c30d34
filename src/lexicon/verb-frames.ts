/**
 * Values that a verb names by its kind and by what follows it: "pursue excellence", "act ethically", "keep data safe",
 * "never waste food", "that nobody is left out". Word data is in verb-frames.json, forms and derivations in WordNet.
 */
import type { WordNet } from '../wordnet/wordnet.ts';
import data from './data/verb-frames.json' with { type: 'json' };
import { nominalise } from './nominalise.ts';
import { exceptions, framingWords, gerunds, headPrepositions, knownValues } from './word-lists.ts';

/** The phrases of a list by their first word, the longest first. */
type Phrases = ReadonlyMap<string, readonly { words: readonly string[]; to: string }[]>;

const split = (list: string): string[] => list.split(',').map((one) => one.trim());

function index(lists: Record<string, string>): Phrases {
  const all = Object.entries(lists).flatMap(([to, list]) =>
    split(list).map((phrase) => ({ words: phrase.split(' '), to })),
  );
  const phrases = Map.groupBy(all, ({ words }) => words[0]!);
  for (const known of phrases.values()) known.sort((a, b) => b.words.length - a.words.length);
  return phrases;
}

const verbs = index(data.verbs);
const denied = index(data.denied);
const deeds = index(data.deeds);
const objects = index(data.objects);
const states = index(data.states);
const deniedStates = index(data.deniedStates);
const roles = index(data.roles);
const promoting = index({ promoting: data.promoting });
const caring = index({ caring: data.caring });
const protecting = index({ protecting: data.protecting });
const making = index({ making: data.making });
const fighting = index({ fighting: data.fighting });
const auxiliary = index({ auxiliary: data.auxiliary });
const denying = index({ denying: data.denying });
const introducing = index({ introducing: data.introducing });
const degrees = new Set(split(data.degrees));
const dominant = new Set(split(data.dominant));
/** Verbs that name their value where no object follows. */
const bare = new Set(split(data.bare));
const light = new Set(split(data.light));
const hard = new Set(split(data.hard));
const persons = index({ persons: data.persons });
const weak = index({ weak: data.weak });

const determiners =
  /^(?:the|a|an|my|our|your|their|his|her|its|this|that|these|those|some|any|all|every|each|both|more|most|own|other|one's|people's|others'|everyone's|true|real|genuine|great|good|new|deep|lasting|meaningful|strong|greater|better|full|simple|much|many|only|and|very|small|little|to|for|whole|honest|hard|open)$/;
const copula =
  /^(?:is|are|be|being|feel|feels|get|gets|stay|stays|remain|remains|becomes?|was|were|can|should|has|have|goes|go|gets)$/;
const nobody = /^(?:nobody|no|none|neither|never|not)$/;
const subjects =
  /^(?:i|we|you|they|one|people|everyone|everybody|others|someone|somebody|he|she|folks|humans|all|friends|my \w+|our \w+)$/;

/** How many words of a phrase are looked at. */
const mostWords = 12;

/** A function from a phrase in lower case, with single spaces, to the value that it names; null where it names none. */
export function createFrames(wordnet: WordNet): (phrase: string) => string | null {
  const verbOf = (word: string): string[] => wordnet.baseForms(word, 'verb');
  /** The longest phrase of the list that stands at a place; its first word may be a form of the verb. */
  const at = (words: readonly string[], place: number, phrases: Phrases, isVerb = true) => {
    const word = words[place];
    if (word === undefined) return null;
    for (const first of isVerb ? [word, ...verbOf(word)] : [word])
      for (const phrase of phrases.get(first) ?? [])
        if (phrase.words.every((part, k) => k === 0 || part === words[place + k]))
          return { to: phrase.to, end: place + phrase.words.length };
    return null;
  };
  const known = (word: string): string | null => {
    if (knownValues.has(word)) return word;
    const listed = exceptions.get(word);
    return listed !== undefined && knownValues.has(listed) ? listed : null;
  };
  /** The value that an adjective or an adverb names. */
  const quality = (word: string): string | null => {
    if (degrees.has(word)) return null;
    const listed = known(word);
    if (listed !== null) return listed;
    if (!wordnet.isAdjective(word) && !word.endsWith('ly')) return null;
    const noun = nominalise(word, wordnet)?.to;
    return noun === undefined ? null : known(noun);
  };
  const isMostlyAdjective = (word: string): boolean =>
    word !== 'together' && wordnet.frequency(word, 'adjective') > wordnet.frequency(word, 'noun');
  const skipDeterminers = (words: readonly string[], from: number): number => {
    let place = from;
    while (place < words.length && determiners.test(words[place]!)) place++;
    return place;
  };
  /** Where the noun phrase that begins at a place ends. */
  const endOfNoun = (words: readonly string[], from: number): number => {
    let end = from;
    while (end < words.length && end - from < 4 && !isJoint(words[end]!)) end++;
    return end;
  };
  const isJoint = (word: string) =>
    headPrepositions.has(word) || /^(?:and|or|but|is|are|than|so|because|rather|even)$/.test(word);
  const singular = (word: string): string =>
    wordnet.isNoun(word) ? word : (wordnet.baseForms(word, 'noun')[0] ?? word);
  /** The known value that an object is: "the dignity of every person". */
  const valueOfObject = (words: readonly string[], from: number): string | null => {
    const start = skipDeterminers(words, from);
    const end = endOfNoun(words, start);
    for (let first = start; first < end; first++) {
      const phrase = words.slice(first, end).join(' ');
      if (knownValues.has(phrase)) return phrase;
      if (knownValues.has(singular(phrase))) return singular(phrase);
    }
    return null;
  };
  const classOf = (words: readonly string[], from: number, lists: Phrases): string | null => {
    for (const start of new Set([from, skipDeterminers(words, from)]))
      for (let place = start; place < Math.max(start + 1, endOfNoun(words, start)); place++) {
        const found =
          at(words, place, lists, false) ?? at([singular(words[place] ?? '')], 0, lists, false);
        if (found) return found.to;
      }
    return null;
  };
  const isPerson = (words: readonly string[], from: number): boolean => {
    if (classOf(words, from, persons) !== null) return true;
    const start = skipDeterminers(words, from);
    const head = words[endOfNoun(words, start) - 1];
    return head !== undefined && wordnet.senses(singular(head), 'noun')[0]?.lexname === 'person';
  };
  const isPlural = (word: string): boolean =>
    wordnet.baseForms(word, 'noun').some((base) => base !== word);
  /** Whether what follows a word makes an object, or nothing, of it, and the word a verb. */
  const takesObject = (words: readonly string[]): boolean => {
    const next = words[1];
    if (next === undefined || isJoint(next)) return false;
    if (determiners.test(next) || isPerson(words, 1)) return true;
    if (words.slice(1, 5).some((word) => word.endsWith('ly') && quality(word) !== null))
      return true;
    return isPlural(words[endOfNoun(words, 1) - 1] ?? next);
  };

  const hasObject = (words: readonly string[]): boolean =>
    words[1] !== undefined &&
    !isJoint(words[1]) &&
    !/ly$|^(?:together|ahead|always|well|more|freely|new|something|things|myself|yourself)$/.test(
      words[1],
    );

  /** "nobody is left out", "every voice gets heard", "children are safe". */
  const readState = (words: readonly string[]): string | null => {
    const verb = words.findIndex((word, i) => i > 0 && i < 7 && copula.test(word));
    if (verb < 1) return null;
    const negative = words.slice(0, verb + 2).some((word) => nobody.test(word));
    for (let place = verb + 1; place < Math.min(words.length, verb + 6); place++) {
      // "free from bias" is said of things.
      if (words[place] === 'free' && /^(?:from|of)$/.test(words[place + 1] ?? '')) return null;
      const found =
        at(words, place, negative ? deniedStates : states, false) ??
        (negative ? at(words, place, deniedStates) : null);
      if (found) return found.to;
      if (negative) continue;
      const value = quality(words[place]!);
      if (value !== null && !words[place]!.endsWith('ing')) return value;
    }
    const bare = negative ? at(words, verb, deniedStates) : null;
    return bare?.to ?? null;
  };

  const readDenied = (words: readonly string[]): string | null => {
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
  };

  /** `sure`: something before it says that it is a verb ("to", "never"). */
  const readVerb = (words: readonly string[], sure: boolean): string | null => {
    const first = words[0]!;
    const bases = verbOf(first);
    if (bases.length === 0) return null;
    const base = bases[0]!;
    const specific = at(words, 0, verbs);
    const length = specific?.end ?? 0;
    if (length > 1) return specific!.to;
    const isGerund = first.endsWith('ing') && base !== first;
    const ambiguous = !sure && !isGerund && wordnet.isNoun(first);
    if (!sure && !isGerund && wordnet.isAdjective(first) && !determiners.test(words[1] ?? ''))
      return null;
    // "being honest" loses its verb by a rule of its own.
    if (/^(?:be|become)$/.test(base)) return words.length < 3 && !sure ? null : readBeing(words);
    const fight = at(words, 0, fighting);
    const deed = fight ? classOf(words, fight.end, deeds) : null;
    if (deed !== null) return deed;
    const care = at(words, 0, caring);
    const shield = at(words, 0, protecting);
    if (shield && classOf(words, shield.end, weak) !== null) return 'protection';
    const object = care ? classOf(words, care.end, objects) : null;
    const promoted = at(words, 0, promoting);
    if (hard.has(base) && words[1] === 'hard') return 'hard work';
    // "harm no one", "waste nothing"
    if (/^(?:no|nothing|nobody|none)$/.test(words[1] ?? '')) {
      const spared = readDenied([base, ...words.slice(2)]);
      if (spared !== null) return spared;
    }
    const value = promoted ? valueOfObject(words, promoted.end) : null;
    if (object !== null && base !== 'trust' && (value === null || value === object)) return object;
    if (gerunds.has(first) || gerunds.has(`${first} ${words[1] ?? ''}`)) {
      // "respecting privacy" becomes "respect for privacy" by its own rule.
      if (value !== null) return null;
    }
    if (value !== null) return value;
    const beyond = ambiguous && !takesObject(words) ? null : readBehind(words, base);
    if (beyond !== null) return beyond;
    if (ambiguous && !takesObject(words)) return null;
    if (isGerund && !sure && words.length > 1 && !isJoint(words[1]!) && !takesObject(words))
      return null;
    if (bare.has(base) && hasObject(words)) return null;
    if (specific) return specific.to;
    if (light.has(base) || framingWords.has(words[1] ?? '')) return null;
    // Whatever is done to a value, and is no rejection, is done for it.
    const served = fight ? null : valueOfObject(words, 1);
    if (served !== null) return served;
    // Of a verb that is a noun as it stands ("to honor all three") the noun says too little.
    const noun = wordnet
      .derivedNouns(base, 'verb')
      .find(({ lemma }) => knownValues.has(lemma) && lemma.length > base.length);
    return noun?.lemma ?? null;
  };

  /** "speak truthfully", "lead with compassion", "keep data safe". */
  const readBehind = (words: readonly string[], base: string): string | null => {
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
  };

  /** "being a good father", "be safe with data". */
  const readBeing = (words: readonly string[]): string | null => {
    const start = skipDeterminers(words, 1);
    const role = start > 1 ? at(words, start, roles, false) : null;
    if (role && determiners.test(words[1]!)) return role.to;
    const state = at(words, 1, states, false);
    if (state && state.end > 2) return state.to;
    for (let place = 1; place < Math.min(3, words.length); place++) {
      // "good at my job", "a good example": the adjective says little of its own.
      const followed =
        words[place + 1] !== undefined && !/^(?:and|or|but)$/.test(words[place + 1]!);
      const value =
        followed &&
        /^(?:good|great|better|best|able|free|sure|open|ready|happy|new)$/.test(words[place]!)
          ? null
          : quality(words[place]!);
      if (value !== null) return value;
      if (!determiners.test(words[place]!) && !/ly$/.test(words[place]!)) break;
    }
    return null;
  };

  return (phrase) => {
    const words = wordsOf(phrase);
    if (words.length < 2) return null;
    let from = 0;
    let sure = false;
    let negative = false;
    const intro = at(words, 0, introducing);
    if (intro && intro.end < words.length) {
      const clause = words.slice(intro.end);
      const state = readState(clause);
      if (state !== null) return state;
      if (subjects.test(clause[0]!) && clause.length > 1) {
        from = intro.end + 1;
        sure = true;
      }
    }
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
    const rest = words.slice(from);
    if (rest.length === 0) return null;
    if (negative) return readDenied(rest);
    return readVerb(rest, sure);
  };
}

/** The words of the first clause. */
function wordsOf(phrase: string): string[] {
  const clause = /^[^,;:.!?()"“”—]*/
    .exec(phrase)![0]
    .replace(/\b(they|we|you)'re\b/g, '$1 are')
    .replace(/\b(i)'m\b/g, '$1 am');
  return clause.trim().split(/\s+/).slice(0, mostWords).filter(Boolean);
}
