/** The data files of the lexicon as sets and maps. Researchers edit the files, not the code. */
import cues from './data/cues.json' with { type: 'json' };
import exceptionList from './data/exceptions.json' with { type: 'json' };
import otherLanguages from './data/other-languages.json' with { type: 'json' };
import phrases from './data/phrases.json' with { type: 'json' };
import refusals from './data/refusals.json' with { type: 'json' };
import spelling from './data/spelling.json' with { type: 'json' };
import stopWords from './data/stop-words.json' with { type: 'json' };
import valueClassList from './data/value-classes.json' with { type: 'json' };
import valueList from './data/values.json' with { type: 'json' };

const setOf = (words: readonly string[]): ReadonlySet<string> => new Set(words);
const mapOf = (words: Record<string, string>): ReadonlyMap<string, string> =>
  new Map(Object.entries(words));

export const exceptions = mapOf(exceptionList);
export const spellings = mapOf(spelling.words);
export const knownValues = setOf(valueList.values);
export const plainWords = setOf(valueList.plain);
export const valueClasses = setOf(valueClassList.classes);

export const framingWords = setOf(stopWords.framing);
/** Words that are labels before a colon ("Reason: …") and values elsewhere. */
export const labelWords = setOf(stopWords.labels);
export const functionWords = setOf(stopWords.stop);
export const notValues = setOf(stopWords.notValues);
export const names = setOf(stopWords.names);

export const phraseOpenings = phrases.openings.toSorted((a, b) => b.length - a.length);
export const phraseCarriers = setOf(phrases.carriers);
export const keptPhrases = setOf(phrases.kept);
export const intensifiers = setOf(phrases.intensifiers);
/** Modifiers that are not a quality by themselves: "good ally" names none. */
export const emptyModifiers = setOf(phrases.emptyModifiers);
export const keptIntensified = setOf(phrases.intensifierKept);
export const lightHeads = phrases.lightHeads.toSorted((a, b) => b.length - a.length);
/** Heads cut away only after an adjective that names a known value. */
export const weakHeads = setOf(phrases.weakHeads);
export const relationalAdjectives = setOf(phrases.relational);
export const keptLightHeads = setOf(phrases.lightHeadsKept);
export const headPrepositions = setOf(phrases.headPrepositions);
export const gerunds = mapOf(phrases.gerunds);
/** Plural nouns whose possessives are cut away. */
export const owners = setOf(phrases.owners);
export const generalObjects = setOf(phrases.general);

export const cueWords = {
  valued: cues.valued,
  described: cues.described,
  offering: cues.offering,
  offered: setOf(cues.offered),
  offers: cues.offers,
  subjectVerbs: setOf(cues.subjectVerbs),
  idioms: cues.idioms,
  openers: cues.openers,
  negations: cues.negations,
  listNegations: cues.listNegations,
  softNegations: cues.softNegations,
  important: setOf(cues.important),
  clauseStarts: setOf(cues.pronouns),
  verbs: setOf(cues.verbs),
  prepositions: setOf(cues.prepositions),
  phraseHeads: setOf(cues.phraseHeads),
  articles: setOf(cues.articles),
  ruling: setOf(cues.ruling),
  wanting: setOf(cues.wanting),
  weakVerbPhrases: setOf(cues.weakVerbPhrases),
  voice: setOf(cues.voice),
};

export const foreignEndings = otherLanguages.endings;
export const refusalPatterns = refusals.patterns.map((pattern) => new RegExp(pattern, 'iu'));
