import { describe, expect, test } from 'vitest';
import { intraclassCorrelation } from '../../src/statistics/agreement/icc.ts';
import { coefficientsAt, decisionStudy, stemsNeeded } from '../../src/statistics/decision-study.ts';
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
  const i = draw(ni, v.stem);
  const r = draw(nr, v.judge);
  const pi = draw(np * ni, v.modelStem);
  const pr = draw(np * nr, v.modelJudge);
  const ir = draw(ni * nr, v.stemJudge);
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
  stem: 0.5,
  judge: 0.2,
  modelStem: 0.6,
  modelJudge: 0.3,
  stemJudge: 0.15,
  residual: 0.8,
};
const study = crossed(30, 20, 6, planted, 'study');

test('model × stem: Eρ² and Φ are ICC(3,k) and ICC(2,k) of Shrout and Fleiss (1979)', () => {
  const { data, anova } = readReference('reliability').icc[0];
  const result = generalizabilityStudy(data.map((row: number[]) => row.map((x) => [x])));
  expect(result.coefficients.relative).toBeCloseTo(anova.icc[5], 10);
  expect(result.coefficients.absolute).toBeCloseTo(anova.icc[4], 10);
  // Published components: targets 2.556, judges 5.244, residual 1.019.
  expect(result.components.map(({ variance }) => Number(variance.toFixed(3)))).toEqual([
    2.556, 5.244, 1.019,
  ]);
});

test('mean squares and components by hand on 2 × 2 × 2', () => {
  // Model 1 / 2 by stem and judge: grand mean 4, model means 3 and 5, stem means 3.5 and 4.5, judge means 3 and 5.
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
  const { components } = generalizabilityStudy(ratings, { judges: 'random' });
  const meanSquares = Object.fromEntries(components.map((c) => [c.source, c.meanSquare]));
  expect(meanSquares).toEqual({
    model: 8,
    stem: 2,
    judge: 8,
    modelStem: 0,
    modelJudge: 0,
    stemJudge: 0,
    residual: 2,
  });
  const raw = Object.fromEntries(components.map((c) => [c.source, c.raw]));
  expect(raw).toEqual({
    model: 2.5,
    stem: 1,
    judge: 2.5,
    modelStem: -1,
    modelJudge: -1,
    stemJudge: -1,
    residual: 2,
  });
  expect(components.find((c) => c.source === 'modelStem')!.variance).toBe(0);
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

test('fixed judges: the coefficients are those of the judges’ means over stems', () => {
  const result = generalizabilityStudy(study, { judges: 'fixed' });
  const means = study.map((stems) =>
    stems.map((judges) => judges.reduce((sum, x) => sum + x, 0) / judges.length),
  );
  const { forms } = intraclassCorrelation(means);
  expect(result.coefficients.relative).toBeCloseTo(forms.ICC3k.value!, 10);
  expect(result.coefficients.absolute).toBeCloseTo(forms.ICC2k.value!, 10);
});

describe('judges', () => {
  test('fewer than four are fixed, four are a sample', () => {
    const some = (n: number) => study.map((stems) => stems.map((judges) => judges.slice(0, n)));
    expect(generalizabilityStudy(some(3)).judgesAre).toBe('fixed');
    expect(generalizabilityStudy(some(4)).judgesAre).toBe('random');
    const fixed = generalizabilityStudy(some(3));
    expect(coefficientsAt(fixed, 20, 50)).toEqual(coefficientsAt(fixed, 20, 3));
  });

  test('standard error of a difference', () => {
    const { components, coefficients } = generalizabilityStudy(study);
    const v = Object.fromEntries(components.map((c) => [c.source, c.variance]));
    const expected = 2 * (v.modelStem! / 20 + v.modelJudge! / 6 + v.residual! / 120);
    expect(coefficients.seDifference ** 2).toBeCloseTo(expected, 12);
  });
});

test('how many stems are enough', () => {
  const result = generalizabilityStudy(study);
  const stems = result.stemsForEight!;
  expect(coefficientsAt(result, stems).relative).toBeGreaterThanOrEqual(0.8);
  expect(coefficientsAt(result, stems - 1).relative).toBeLessThan(0.8);
  expect(stemsNeeded(result, 0.9999)).toBeNull();
});

test('the grid of a decision study', () => {
  const result = generalizabilityStudy(study);
  const grid = decisionStudy(result, { stems: [10, 20], judges: [2, 6] });
  expect(grid.map(({ stems, judges }) => [stems, judges])).toEqual([
    [10, 2],
    [10, 6],
    [20, 2],
    [20, 6],
  ]);
  expect(grid[3]).toEqual(result.coefficients);
  const fixed = generalizabilityStudy(study, { judges: 'fixed' });
  expect(decisionStudy(fixed, { stems: [10, 20], judges: [2, 6] })).toHaveLength(2);
});

describe('gaps', () => {
  const without = (gone: (m: number, s: number, j: number) => boolean, all = study) =>
    all.map((stems, m) =>
      stems.map((judges, s) => judges.map((x, j) => (gone(m, s, j) ? Number.NaN : x))),
    );

  test('a stem with a gap is kept: REML on what is there', () => {
    const gappy = generalizabilityStudy(without((m, s) => m === 2 && s === 5));
    expect(gappy).toMatchObject({
      stems: 20,
      droppedStems: 0,
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

  test('a stem that nobody was rated on does not count', () => {
    expect(generalizabilityStudy(without((_, s) => s === 5))).toMatchObject({
      stems: 19,
      droppedStems: 1,
      missing: 0,
    });
  });

  test('errors are those of the ratings that a model has', () => {
    const { components, errors, coefficients } = generalizabilityStudy(
      without((m, s) => m === 2 && s >= 10),
    );
    const v = Object.fromEntries(components.map((c) => [c.source, c.variance]));
    const level = (ni: number) =>
      (v.stem! + v.modelStem!) / ni +
      (v.judge! + v.modelJudge!) / 6 +
      (v.stemJudge! + v.residual!) / (6 * ni);
    expect(errors.levels[0]! ** 2).toBeCloseTo(level(20), 12);
    expect(errors.levels[2]! ** 2).toBeCloseTo(level(10), 12);
    // Ten shared stems count 1/20 and 1/10, ten others 1/20 and nothing.
    const apart = 10 * (1 / 20) ** 2 + 10 * (1 / 20) ** 2;
    const difference =
      v.modelStem! * (1 / 20 + 1 / 10) +
      (2 * v.modelJudge!) / 6 +
      v.residual! * (1 / 120 + 1 / 60) +
      apart * (v.stem! + v.stemJudge! / 6);
    expect(errors.differences[0]![2]! ** 2).toBeCloseTo(difference, 12);
    expect(errors.differences[2]![0]).toBe(errors.differences[0]![2]);
    const average = errors.differences.flat().reduce((sum, x) => sum + x * x, 0) / (30 * 29);
    expect(coefficients.seDifference ** 2).toBeCloseTo(average, 12);
  });

  test('complete data: every pair has the error of the decision study', () => {
    for (const judges of ['fixed', 'random'] as const) {
      const { errors, coefficients } = generalizabilityStudy(study, { judges });
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

  test('one judge a completion: model × stem cannot be told from the rest', () => {
    const { components } = generalizabilityStudy(without((m, s, j) => (m + s) % 6 !== j));
    expect(components.find((c) => c.source === 'modelStem')).toMatchObject({ variance: 0 });
    expect(components.find((c) => c.source === 'residual')!.variance).toBeGreaterThan(0.5);
  });
});

test('too little is an error', () => {
  expect(() => generalizabilityStudy(study.slice(0, 1))).toThrow(/at least 2 models; there is 1/);
  expect(() => generalizabilityStudy(study.map((stems) => stems.slice(0, 1)))).toThrow(
    /1 of 1 are complete/,
  );
  const silent = study.map((stems, m) => (m === 4 ? stems.map(() => [Number.NaN]) : stems));
  expect(() => generalizabilityStudy(silent)).toThrow(/model 5 has no ratings/);
});
