import { describe, expect, test } from 'vitest';
import { intraclassCorrelation } from '../../src/statistics/agreement/icc.ts';
import {
  decisionStudy,
  generalizabilityStudy,
  type Source,
  stemsNeeded,
} from '../../src/statistics/generalizability.ts';
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
  expect(result.coefficients.relative).toBeCloseTo(forms.ICC3k.value, 10);
  expect(result.coefficients.absolute).toBeCloseTo(forms.ICC2k.value, 10);
});

describe('judges', () => {
  test('fewer than four are fixed, four are a sample', () => {
    const some = (n: number) => study.map((stems) => stems.map((judges) => judges.slice(0, n)));
    expect(generalizabilityStudy(some(3)).judgesAre).toBe('fixed');
    expect(generalizabilityStudy(some(4)).judgesAre).toBe('random');
    const fixed = generalizabilityStudy(some(3));
    expect(decisionStudy(fixed, 20, 50)).toEqual(decisionStudy(fixed, 20, 3));
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
  expect(decisionStudy(result, stems).relative).toBeGreaterThanOrEqual(0.8);
  expect(decisionStudy(result, stems - 1).relative).toBeLessThan(0.8);
  expect(stemsNeeded(result, 0.9999)).toBeNull();
});

test('stems with a missing rating are dropped and counted; too little is an error', () => {
  const gappy = study.map((stems, m) =>
    stems.map((judges, s) => (m === 2 && s === 5 ? judges.map(() => Number.NaN) : judges)),
  );
  expect(generalizabilityStudy(gappy)).toMatchObject({ stems: 19, droppedStems: 1 });
  expect(() => generalizabilityStudy(study.slice(0, 1))).toThrow(/at least 2 models; there is 1/);
  expect(() => generalizabilityStudy(study.map((stems) => stems.slice(0, 1)))).toThrow(
    /1 of 1 are complete/,
  );
});
