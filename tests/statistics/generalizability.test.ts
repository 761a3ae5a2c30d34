import { describe, expect, test } from 'vitest';
import { intraclassCorrelation } from '../../src/statistics/agreement/icc.ts';
import { coefficientsAt, decisionStudy, itemsNeeded } from '../../src/statistics/decision-study.ts';
import type { Source } from '../../src/statistics/expected-mean-squares.ts';
import { generalizabilityStudy } from '../../src/statistics/generalizability.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference } from './reference.ts';

type Variances = Record<Source, number>;

function crossed(np: number, ni: number, nr: number, v: Variances, seed: number | string) {
  const random = createRandom(seed);
  const draw = (n: number, variance: number) =>
    Array.from({ length: n }, () => Math.sqrt(variance) * random.normal());
  const p = draw(np, v.model);
  const i = draw(ni, v.item);
  const r = draw(nr, v.rater);
  const pi = draw(np * ni, v.modelItem);
  const pr = draw(np * nr, v.modelRater);
  const ir = draw(ni * nr, v.itemRater);
  return p.map((a, m) =>
    i.map((b, s) =>
      r.map(
        (c, j) =>
          3 +
          a +
          b +
          c +
          pi[m * ni + s]! +
          pr[m * nr + j]! +
          ir[s * nr + j]! +
          Math.sqrt(v.residual) * random.normal(),
      ),
    ),
  );
}

const planted: Variances = {
  model: 1,
  item: 0.5,
  rater: 0.2,
  modelItem: 0.6,
  modelRater: 0.3,
  itemRater: 0.15,
  residual: 0.8,
};
const study = crossed(30, 20, 6, planted, 'study');

test('model × item: Eρ² and Φ are ICC(3,k) and ICC(2,k) of Shrout and Fleiss (1979)', () => {
  const { data, anova } = readReference('reliability').icc[0];
  const result = generalizabilityStudy(data.map((row: number[]) => row.map((x) => [x])));
  expect(result.coefficients.relative).toBeCloseTo(anova.icc[5], 10);
  expect(result.coefficients.absolute).toBeCloseTo(anova.icc[4], 10);
  // Published components: targets 2.556, raters 5.244, residual 1.019.
  expect(result.components.map(({ variance }) => Number(variance.toFixed(3)))).toEqual([
    2.556, 5.244, 1.019,
  ]);
});

test('mean squares and components by hand on 2 × 2 × 2', () => {
  // Model 1 / 2 by item and rater: grand mean 4, model means 3 and 5, item means 3.5 and 4.5, rater means 3 and 5.
  const ratings = [
    [
      [1, 4],
      [3, 4],
    ],
    [
      [4, 5],
      [4, 7],
    ],
  ];
  const { components } = generalizabilityStudy(ratings, { raters: 'random' });
  const meanSquares = Object.fromEntries(components.map((c) => [c.source, c.meanSquare]));
  expect(meanSquares).toEqual({
    model: 8,
    item: 2,
    rater: 8,
    modelItem: 0,
    modelRater: 0,
    itemRater: 0,
    residual: 2,
  });
  const raw = Object.fromEntries(components.map((c) => [c.source, c.raw]));
  expect(raw).toEqual({
    model: 2.5,
    item: 1,
    rater: 2.5,
    modelItem: -1,
    modelRater: -1,
    itemRater: -1,
    residual: 2,
  });
  expect(components.find((c) => c.source === 'modelItem')!.variance).toBe(0);
});

test('planted components come back on average', () => {
  const sums = new Map<string, number>();
  const runs = 30;
  for (let seed = 0; seed < runs; seed++) {
    for (const { source, raw } of generalizabilityStudy(crossed(20, 16, 6, planted, seed))
      .components) {
      sums.set(source, (sums.get(source) ?? 0) + raw / runs);
    }
  }
  for (const [source, mean] of sums) {
    const truth = planted[source as Source];
    expect(Math.abs(mean - truth), source).toBeLessThan(0.25 * Math.max(truth, 0.3));
  }
});

test('fixed raters: the coefficients are those of the raters’ means over items', () => {
  const result = generalizabilityStudy(study, { raters: 'fixed' });
  const means = study.map((items) =>
    items.map((raters) => raters.reduce((sum, x) => sum + x, 0) / raters.length),
  );
  const { forms } = intraclassCorrelation(means);
  expect(result.coefficients.relative).toBeCloseTo(forms.ICC3k.value!, 10);
  expect(result.coefficients.absolute).toBeCloseTo(forms.ICC2k.value!, 10);
});

describe('raters', () => {
  test('fewer than four are fixed, four are a sample', () => {
    const some = (n: number) => study.map((items) => items.map((raters) => raters.slice(0, n)));
    expect(generalizabilityStudy(some(3)).ratersAre).toBe('fixed');
    expect(generalizabilityStudy(some(4)).ratersAre).toBe('random');
    const fixed = generalizabilityStudy(some(3));
    expect(coefficientsAt(fixed, 20, 50)).toEqual(coefficientsAt(fixed, 20, 3));
  });

  test('standard error of a difference', () => {
    const { components, coefficients } = generalizabilityStudy(study);
    const v = Object.fromEntries(components.map((c) => [c.source, c.variance]));
    const expected = 2 * (v.modelItem! / 20 + v.modelRater! / 6 + v.residual! / 120);
    expect(coefficients.seDifference ** 2).toBeCloseTo(expected, 12);
  });
});

test('how many items are enough', () => {
  const result = generalizabilityStudy(study);
  const items = result.itemsForEight!;
  expect(coefficientsAt(result, items).relative).toBeGreaterThanOrEqual(0.8);
  expect(coefficientsAt(result, items - 1).relative).toBeLessThan(0.8);
  expect(itemsNeeded(result, 0.9999)).toBeNull();
});

test('the grid of a decision study', () => {
  const result = generalizabilityStudy(study);
  const grid = decisionStudy(result, { items: [10, 20], raters: [2, 6] });
  expect(grid.map(({ items, raters }) => [items, raters])).toEqual([
    [10, 2],
    [10, 6],
    [20, 2],
    [20, 6],
  ]);
  expect(grid[3]).toEqual(result.coefficients);
  const fixed = generalizabilityStudy(study, { raters: 'fixed' });
  expect(decisionStudy(fixed, { items: [10, 20], raters: [2, 6] })).toHaveLength(2);
});

describe('gaps', () => {
  const without = (gone: (m: number, s: number, j: number) => boolean, all = study) =>
    all.map((items, m) =>
      items.map((raters, s) => raters.map((x, j) => (gone(m, s, j) ? Number.NaN : x))),
    );

  test('an item with a gap is kept: REML on what is there', () => {
    const gappy = generalizabilityStudy(without((m, s) => m === 2 && s === 5));
    expect(gappy).toMatchObject({
      items: 20,
      droppedItems: 0,
      missing: 6,
      method: 'REML',
      convergence: { converged: true },
    });
    const whole = generalizabilityStudy(study);
    expect(whole).toMatchObject({ method: 'expected mean squares', missing: 0, convergence: null });
    for (const [i, one] of gappy.components.entries())
      expect(Math.abs(one.variance - whole.components[i]!.variance), one.source).toBeLessThan(0.02);
    expect(gappy.coefficients.relative).toBeCloseTo(whole.coefficients.relative, 2);
  });

  test('an item that nobody was rated on does not count', () => {
    expect(generalizabilityStudy(without((_, s) => s === 5))).toMatchObject({
      items: 19,
      droppedItems: 1,
      missing: 0,
    });
  });

  test('errors are those of the ratings that a model has', () => {
    const { components, errors, coefficients } = generalizabilityStudy(
      without((m, s) => m === 2 && s >= 10),
    );
    const v = Object.fromEntries(components.map((c) => [c.source, c.variance]));
    const level = (ni: number) =>
      (v.item! + v.modelItem!) / ni +
      (v.rater! + v.modelRater!) / 6 +
      (v.itemRater! + v.residual!) / (6 * ni);
    expect(errors.levels[0]! ** 2).toBeCloseTo(level(20), 12);
    expect(errors.levels[2]! ** 2).toBeCloseTo(level(10), 12);
    // Ten shared items count 1/20 and 1/10, ten others 1/20 and nothing.
    const apart = 10 * (1 / 20) ** 2 + 10 * (1 / 20) ** 2;
    const difference =
      v.modelItem! * (1 / 20 + 1 / 10) +
      (2 * v.modelRater!) / 6 +
      v.residual! * (1 / 120 + 1 / 60) +
      apart * (v.item! + v.itemRater! / 6);
    expect(errors.differences[0]![2]! ** 2).toBeCloseTo(difference, 12);
    expect(errors.differences[2]![0]).toBe(errors.differences[0]![2]);
    const average = errors.differences.flat().reduce((sum, x) => sum + x * x, 0) / (30 * 29);
    expect(coefficients.seDifference ** 2).toBeCloseTo(average, 12);
  });

  test('complete data: every pair has the error of the decision study', () => {
    for (const raters of ['fixed', 'random'] as const) {
      const { errors, coefficients } = generalizabilityStudy(study, { raters });
      for (const level of errors.levels) expect(level).toBeCloseTo(coefficients.semAbsolute, 12);
      expect(errors.differences[3]![17]).toBeCloseTo(coefficients.seDifference, 12);
    }
  });

  test('planted components come back from studies with a quarter missing', () => {
    const sums = new Map<string, number>();
    const runs = 12;
    for (let seed = 0; seed < runs; seed++) {
      const random = createRandom(`gaps${seed}`);
      const gappy = without(() => random.next() < 0.25, crossed(14, 12, 5, planted, `x${seed}`));
      for (const { source, variance } of generalizabilityStudy(gappy).components)
        sums.set(source, (sums.get(source) ?? 0) + variance / runs);
    }
    for (const [source, mean] of sums) {
      const truth = planted[source as Source];
      expect(Math.abs(mean - truth), source).toBeLessThan(0.3 * Math.max(truth, 0.3));
    }
  });

  test('one rater a completion: model × item cannot be told from the rest', () => {
    const { components } = generalizabilityStudy(without((m, s, j) => (m + s) % 6 !== j));
    expect(components.find((c) => c.source === 'modelItem')).toMatchObject({ variance: 0 });
    expect(components.find((c) => c.source === 'residual')!.variance).toBeGreaterThan(0.5);
  });
});

test('too little is an error', () => {
  expect(() => generalizabilityStudy(study.slice(0, 1))).toThrow(/at least 2 models; there is 1/);
  expect(() => generalizabilityStudy(study.map((items) => items.slice(0, 1)))).toThrow(
    /1 of 1 are complete/,
  );
  const silent = study.map((items, m) => (m === 4 ? items.map(() => [Number.NaN]) : items));
  expect(() => generalizabilityStudy(silent)).toThrow(/model 5 has no ratings/);
});
