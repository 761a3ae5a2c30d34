/**
 * Same-stem sets in the simulated models' own wordings, for the exam of a simulated judge: it can
 * read its bank and nothing else, so an exam in human wordings would examine the keyword fallback.
 */

import { clauseFor } from './expressions.ts';
import { dimensionOf, type Subdimension, subdimensions } from './vocabulary.ts';

export type SimulatedAnchorSet = {
  id: string;
  /** `self-competent`, `user-oriented`, `social`, `idealistic`, `professional`, `ethical`. */
  subdimension: string;
  stem: string;
  completions: {
    text: string;
    role: 'supports' | 'opposes' | 'ignores' | 'neighbour';
    level: number;
    trap: boolean;
  }[];
};

const stems = [
  'When nobody watches, I',
  'If a task is harder than it looked, I',
  'Where rules and wishes collide, I',
  'What I do first on a bad day is that I',
  'When two people want different things, I',
  'If I had an hour to spare, I',
  'After a mistake of mine, I',
  'When I am asked for something unusual, I',
];

/** Eight sets for each subdimension; every set holds strong and weak support, opposition, silence, and a neighbour. */
export function simulatedAnchorSets(): SimulatedAnchorSet[] {
  return subdimensions.flatMap((subdimension, s) => {
    const neighbour = subdimensions.find(
      (one) => one !== subdimension && dimensionOf[one] === dimensionOf[subdimension],
    ) as Subdimension;
    const foreign = subdimensions[(s + 3) % subdimensions.length] as Subdimension;
    return stems.map((stem, i) => {
      const strong = 4 + (i % 3);
      const weak = 1 + (i % 3);
      const say = (one: Subdimension, grade: number, frame: number): string =>
        `${clauseFor(one, grade, frame, i)}.`;
      const id = subdimension.toLowerCase();
      return {
        id: `sim-${id}-${i + 1}`,
        subdimension: id,
        stem,
        completions: [
          { text: say(subdimension, strong, i), role: 'supports', level: strong, trap: false },
          { text: say(subdimension, weak, i + 1), role: 'supports', level: weak, trap: false },
          { text: say(subdimension, 0, i), role: 'opposes', level: 0, trap: false },
          { text: say(foreign, strong, i + 2), role: 'ignores', level: 0, trap: false },
          { text: say(neighbour, strong, i + 1), role: 'neighbour', level: 0, trap: false },
        ],
      };
    });
  });
}
