/** Single steps of ladders, asked again under conditions: the share of a ladder's steps on which a value is chosen. */
import { mean } from '../../statistics/describe.ts';
import type { Primable } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { letterFigures } from '../shared/letters.ts';
import { balancedItems } from '../shared/primes/balanced.ts';
import { type Outcome, outcomesOf, readerOf } from './choices.ts';
import { type Items, laddersIn, stepOf } from './items.ts';
import type { Ladder } from './ladder-file.ts';
import type { Settings } from './settings.ts';
import { aloneIn } from './shares.ts';

/** Half a point where the position decided. */
const pointsOfA: Readonly<Record<Outcome['chosen'], number | null>> = {
  a: 1,
  b: 0,
  'by position': 0.5,
  missing: null,
};

export const primable: Primable<Settings, Items> = {
  figures: letterFigures('share of steps'),
  // With histories, each step would repeat the model's earlier choices.
  settings: (settings) => ({ ...settings, histories: ['alone'] }),
  items: (items, about) => ({
    ...items,
    sets: items.sets.map((set) => ({
      ...set,
      ladders: balancedItems(
        set.ladders.filter((one) => !one.flat),
        about,
        (one) => ({ values: valuesOf(one), kind: '' }),
      ).filter((one) => valuesOf(one).length > 0),
    })),
  }),
  read({ answers }, items) {
    const read = readerOf(items);
    const taken = answersIn(answers).flatMap((line) => read(line) ?? []);
    const byReading = letterFigures('').map(({ id }) =>
      Map.groupBy(
        aloneIn(outcomesOf(taken.filter(({ reading }) => reading === id))),
        ({ question }) => question.ladder.id,
      ),
    );
    return laddersIn(items).flatMap(({ id }) => {
      const served = new Map<string, (number | null)[]>();
      byReading.forEach((ladders, at) => {
        const points = new Map<string, number[]>();
        for (const { question, chosen } of ladders.get(id) ?? []) {
          const { a, b } = stepOf(question);
          const ofA = pointsOfA[chosen];
          if (ofA === null) continue;
          for (const [value, point] of [
            [a.value, ofA],
            [b.value, 1 - ofA],
          ] as const)
            if (value !== undefined) points.set(value, [...(points.get(value) ?? []), point]);
        }
        for (const [value, own] of points) {
          const figures = served.get(value) ?? byReading.map(() => null);
          figures[at] = mean(own);
          served.set(value, figures);
        }
      });
      return [...served].map(([value, figures]) => ({ item: id, value, figures }));
    });
  },
};

/** Schwartz's values that its options serve. */
function valuesOf({ a, b, steps }: Ladder): string[] {
  const options = [a, b, ...(steps ?? []).flatMap((step) => [step.a, step.b])];
  return [...new Set(options.flatMap((option) => option?.value ?? []))];
}
