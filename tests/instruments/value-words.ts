/** Words of items against the words by which their values are named and defined. */
import { shippedSystems } from '../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../src/values/value-system.ts';

const definitions = new Map(
  shippedSystems.flatMap((system) => subdimensionsOf(system).map((one) => [one.id, one] as const)),
);

/** Values of Schwartz's that face each other on his circle. */
export const circleOpposites = [
  ['self-direction', 'conformity'],
  ['stimulation', 'security'],
  ['hedonism', 'tradition'],
  ['achievement', 'benevolence'],
  ['power', 'universalism'],
] as const;

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}']+/gu) ?? [];

/** Words that say nothing of what a text is about. */
const functionWords = new Set(
  `a an the and or of for to in on at by with its it itself all own up how what that who whom whose is be was were are as
  ever also when whoever them another they those themselves out than from over where wants want do does not would
  i i'm i've my we our us me he she her his him you your their there this these so but then if can will have has had
  about like one two which under`.split(/\s+/),
);

export function isContent(word: string): boolean {
  return word.length > 2 && !functionWords.has(word);
}

/** Roots of the words by which a value is named and defined. */
export function rootsOf(value: string): string[] {
  const { name, definition, words } = definitions.get(value)!;
  return [
    ...new Set(
      [name, definition, ...words]
        .flatMap(wordsOf)
        .filter((word) => !functionWords.has(word))
        .map(rootOf),
    ),
  ];
}

const endings =
  'iveness fulness ations ation ments ment ness ities ity ences ence ance ances ions ion ings ing ies ied ous ive ful ed es er or al ly s y e';

export function rootOf(word: string): string {
  const ending = endings
    .split(' ')
    .find((one) => word.endsWith(one) && word.length - one.length >= 4);
  return ending ? word.slice(0, -ending.length) : word;
}

export function isOfRoot(word: string, root: string): boolean {
  const own = rootOf(word);
  if (own === root) return true;
  const [short, long] = own.length < root.length ? [own, root] : [root, own];
  return short.length >= 4 && !functionWords.has(word) && long.startsWith(short);
}
