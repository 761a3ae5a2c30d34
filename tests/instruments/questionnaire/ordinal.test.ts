import { expect, test } from 'vitest';
import {
  canBeFitted,
  ordinalRatings,
  withOrdinal,
} from '../../../src/instruments/questionnaire/ordinal.ts';
import { groundsOf } from '../../../src/instruments/questionnaire/score.ts';
import { tellQuestionnaire } from '../../../src/instruments/questionnaire/tell.ts';
import { runStretch } from '../../../src/statistics/ordinal-probit/chain.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { answers, itemsOf, meaning, score } from './support.ts';

const items = itemsOf({ sets: ['schwartz'] });
const models = ['m0', 'm1', 'm2', 'm3'];
const values = items.sets[0]!.values.map(({ id }) => id);
const noise = createRandom('answers');
const lines = models.flatMap((model, m) =>
  answers(model, items, (one) => {
    const at = values.indexOf(one.item.counts[0]!.value);
    const level = Math.round(3.5 + ((at + 3 * m) % 10) / 5 - 1 + noise.normal());
    return meaning(Math.min(6, Math.max(1, level)), one);
  }),
);
const families = { m0: 'a', m1: 'a', m2: 'b', m3: 'b' };
const facts = {
  ...{ items, lines: { answers: lines }, raters: [], seed: 1, texts: {} },
  models: models.map((name) => ({
    name,
    tags: {
      family: families[name as keyof typeof families],
      size: null,
      training: 'unknown' as const,
    },
  })),
  derived: { ownSystem: null },
};
const familyOf = (model: string) => families[model as keyof typeof families];

test('ratings keep their keys, orders, and families', () => {
  const [ground] = groundsOf(facts);
  const ratings = ordinalRatings(ground!, familyOf)!;
  expect(ratings).toMatchObject({ models: 4, items: 60, values: 10, categories: 6, wordings: 1 });
  expect(ratings.family).toEqual([0, 0, 1, 1]);
  expect(ratings.rating).toHaveLength(4 * 60 * 2);
  const keys = Array.from(ratings.keys);
  expect(keys.filter((key) => key === 1)).toHaveLength(40);
  expect(keys.filter((key) => key === -1)).toHaveLength(20);
  expect(new Set(Array.from(ratings.order))).toEqual(new Set([0.5, -0.5]));
  // What was shown downward counts upward again.
  const [first] = ground!.shown.get('m0')!;
  expect(ratings.rating[0]).toBe(first!.rating! - 1);
});

test('an item that counts for several values counts for each with an equal part', () => {
  const [ground] = groundsOf(facts);
  const other = { value: values[0]!, key: 'against' as const };
  const shown = new Map(
    [...ground!.shown].map(([model, rated]) => [
      model,
      rated
        .filter(({ item }) => item.counts[0]!.value !== other.value)
        .map((one) => ({ ...one, item: { ...one.item, counts: [...one.item.counts, other] } })),
    ]),
  );
  const { keys } = ordinalRatings({ ...ground!, shown }, familyOf)!;
  expect(new Set(Array.from(keys, Math.abs))).toEqual(new Set([0, 0.5]));
});

test('three models are too few to tell how models differ', () => {
  const three = lines.filter(({ model }) => model !== 'm3');
  expect(canBeFitted(score(items, three))).toBe(false);
  expect(canBeFitted(score(items, lines))).toBe(true);
  const [ground] = groundsOf({ ...facts, lines: { answers: three } });
  expect(ordinalRatings(ground!, familyOf)).toBeNull();
});

test('figures that did not converge say so, and stand nowhere else', async () => {
  const shares: number[] = [];
  const result = await withOrdinal(facts, score(items, lines, families), {
    progress: (done, total) => shares.push(done / total),
    runFacetStretches: async () => [],
    // Chains that are far too short.
    runStretches: async ({ layout, figures, stretches }) =>
      stretches.map((one) => runStretch(layout, figures, { ...one, sweeps: 8 })),
  });
  expect(shares.at(-1)).toBe(1);
  const { ordinal } = result.systems[0]!;
  expect(ordinal).toMatchObject({ converged: false, acquiescenceKnown: true, ratings: 480 });
  expect(ordinal!.values.every(({ reliability }) => reliability === null)).toBe(true);
  const told = tellQuestionnaire(result, items);
  const table = told.tables.find(({ id }) => id === 'ordinal')!;
  expect(table.rows.map(({ id }) => id)).toEqual(models);
  const cells = table.rows.flatMap((row) => row.cells.slice(1));
  const unsure = ordinal!.models.flatMap((one) => one.scores).map(({ converged }) => !converged);
  expect(unsure).toContain(true);
  expect(cells.map((cell) => cell === 'not converged')).toEqual(unsure);
  expect(table.notes.at(-1)).toMatch(/^▲ Not all figures converged/);
});
