/** The choices asked again under conditions: 1 where the serving reply is taken in both orders, 0 the other, ½ by position. */

import { mean } from '../../statistics/describe.ts';
import type { Primable } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { letterFigures } from '../shared/letters.ts';
import { pairsOn } from '../shared/pairs/pairs-on.ts';
import type { Settings } from './ask.ts';
import { type Outcome, outcomesOf, takenIn } from './choices.ts';
import type { Items } from './items.ts';

const points: Readonly<Record<Outcome['chosen'], number | null>> = {
  serving: 1,
  opposing: 0,
  'by position': 0.5,
  missing: null,
};

export const primable: Primable<Settings, Items> = {
  figures: letterFigures('share of choices'),
  items: (items, about) => ({ ...items, sets: pairsOn(items.sets, about) }),
  read({ answers }, items) {
    const byReading = letterFigures('').map(({ id }) =>
      Map.groupBy(outcomesOf(takenIn(answersIn(answers), items, id)), ({ pair }) => pair.id),
    );
    return items.sets
      .flatMap((set) => set.items)
      .filter(({ id }) => byReading.some((outcomes) => outcomes.has(id)))
      .map(({ id, value }) => ({
        ...{ item: id, value },
        figures: byReading.map((outcomes) => {
          const told = (outcomes.get(id) ?? []).flatMap(({ chosen }) => points[chosen] ?? []);
          return told.length > 0 ? mean(told) : null;
        }),
      }));
  },
};
