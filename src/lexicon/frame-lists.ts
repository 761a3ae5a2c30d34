/** The word data of verb-frames.json, and the small words around verbs and objects. */
import data from './data/verb-frames.json' with { type: 'json' };

/** The phrases of a list by their first word, those that say most first. */
export type Phrases = ReadonlyMap<string, readonly { words: readonly string[]; to: string }[]>;

/** Nouns of a slot such as "<truth>"; a word after "@" is a class of WordNet's nouns. */
type Slot = { nouns: ReadonlySet<string>; classes: ReadonlySet<string> };

const split = (list: string): string[] => list.split(',').map((one) => one.trim());

/** Words say more than slots, and these more than a slot that anything fills. */
const weight = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + (word === '<any>' ? 1 : word.startsWith('<') ? 2 : 3), 0);

function index(lists: Record<string, string>): Phrases {
  const all = Object.entries(lists).flatMap(([to, list]) =>
    split(list).map((phrase) => ({ words: phrase.split(' '), to })),
  );
  const phrases = Map.groupBy(all, ({ words }) => words[0]!);
  for (const known of phrases.values()) known.sort((a, b) => weight(b.words) - weight(a.words));
  return phrases;
}

export const slots: ReadonlyMap<string, Slot> = new Map(
  Object.entries(data.slots).map(([name, list]) => {
    const nouns = split(list);
    const classes = nouns.filter((noun) => noun.startsWith('@')).map((noun) => noun.slice(1));
    return [`<${name}>`, { nouns: new Set(nouns), classes: new Set(classes) }];
  }),
);

const groups = data.alike.map((list) => new Set(split(list)));
const groupsOf = new Map<string, ReadonlySet<string>[]>();
for (const group of groups)
  for (const word of group) groupsOf.set(word, [...(groupsOf.get(word) ?? []), group]);
/** Whether a word of a text stands for a word of a phrase: "your" for "my", "everyone" for "people". */
export const isAlike = (part: string, word: string): boolean =>
  part === word || (groupsOf.get(part)?.some((group) => group.has(word)) ?? false);

export const verbs = index(data.verbs);
export const denied = index(data.denied);
export const deeds = index(data.deeds);
export const objects = index(data.objects);
export const states = index(data.states);
export const deniedStates = index(data.deniedStates);
/** What comes first in a motto: "people over process", "planet before profit". */
export const ends = index(data.ends);
export const isEnd = (phrase: string): boolean =>
  [...(ends.get(phrase.split(' ')[0]!) ?? []), ...(objects.get(phrase.split(' ')[0]!) ?? [])].some(
    ({ words }) => words.join(' ') === phrase,
  );
export const roles = index(data.roles);
export const promoting = index({ promoting: data.promoting });
export const caring = index({ caring: data.caring });
export const protecting = index({ protecting: data.protecting });
export const making = index({ making: data.making });
export const fighting = index({ fighting: data.fighting });
export const auxiliary = index({ auxiliary: data.auxiliary });
export const denying = index({ denying: data.denying });
export const introducing = index({ introducing: data.introducing });
export const degrees = new Set(split(data.degrees));
export const dominant = new Set(split(data.dominant));
/** Verbs that name their value where no object follows. */
export const bare = new Set(split(data.bare));
export const light = new Set(split(data.light));
export const hard = new Set(split(data.hard));
export const persons = index({ persons: data.persons });
export const weak = index({ weak: data.weak });

export const determiners =
  /^(?:the|a|an|my|our|your|their|his|her|its|this|that|these|those|some|any|all|every|each|both|more|most|own|other|one's|people's|others'|everyone's|true|real|genuine|great|good|new|deep|lasting|meaningful|strong|greater|better|full|simple|much|many|only|and|very|small|little|to|for|whole|honest|hard|open)$/;
export const copula =
  /^(?:is|are|be|being|feel|feels|get|gets|stay|stays|remain|remains|becomes?|was|were|can|should|has|have|goes|go|deserves?|must|ought)$/;
/** What a rule for everyone begins with. */
export const universal = /^(?:nobody|no|everyone|everybody|every|each|all|children)$/;
export const nobody = /^(?:nobody|no|none|neither|never|not)$/;
export const subjects =
  /^(?:i|we|you|they|one|people|everyone|everybody|others|someone|somebody|he|she|folks|humans|all|friends|my \w+|our \w+)$/;
