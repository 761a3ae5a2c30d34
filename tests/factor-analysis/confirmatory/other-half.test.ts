import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { confirmOnOtherHalf } from '../../../src/factor-analysis/confirmatory/other-half.ts';
import { createRandom } from '../../../src/statistics/random.ts';

/** Twelve columns, three factors; each model has a level of its own on them. */
function study(models: number, perModel: number, seed: number, structured = () => true) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const groups: string[] = [];
  for (let m = 0; m < models; m++) {
    const level = [random.normal(), random.normal(), random.normal()];
    // Where the structure is not shared, each model has columns of its own going together.
    const home = structured()
      ? Array.from({ length: 12 }, (_, j) => j % 3)
      : random.shuffle(Array.from({ length: 12 }, (_, j) => j % 3));
    for (let i = 0; i < perModel; i++) {
      const f = level.map((x) => 0.3 * x + random.normal());
      groups.push(`m${m}`);
      rows.push(home.map((factor) => f[factor]! + 0.7 * random.normal()));
    }
  }
  return { rows, groups };
}

test('a planted structure holds in the other half', () => {
  const { rows, groups } = study(20, 15, 4);
  const result = confirmOnOtherHalf(rows, groups, { factors: 3, splits: 10 });
  if (result.withheld) throw new Error(result.reason);
  expect(result.splits).toBe(10);
  expect(result.rmsea.median).toBeLessThan(0.08);
  expect(result.srmr.median).toBeLessThan(0.08);
  // 10 models in a half are fewer than the 51 degrees of freedom.
  expect([result.cfi, result.tli]).toEqual([null, null]);
  expect(result.improper).toBe(0);
  // Each column on one factor in every half, near 1 / √1.49 = .82 or a little more.
  expect(result.loadings).toHaveLength(12);
  for (const { median, share } of result.loadings) {
    expect(share).toBe(1);
    expect(median).toBeGreaterThan(0.7);
    expect(median).toBeLessThan(0.95);
  }
});

test('CFI and TLI are told where halves have as many models as degrees of freedom', () => {
  const { rows, groups } = study(110, 4, 4);
  const result = confirmOnOtherHalf(rows, groups, { factors: 3, splits: 5 });
  if (result.withheld) throw new Error(result.reason);
  expect(result.cfi!.median).toBeGreaterThan(0.95);
  expect(result.tli!.median).toBeGreaterThan(0.95);
  expect(result.cfi!.lower).toBeLessThanOrEqual(result.cfi!.median);
});

test('what each model has to itself does not hold in the others', () => {
  const { rows, groups } = study(12, 30, 7, () => false);
  const result = confirmOnOtherHalf(rows, groups, { factors: 3, splits: 10 });
  if (result.withheld) throw new Error(result.reason);
  expect(result.cfi).toBeNull();
  expect(result.srmr.median).toBeGreaterThan(0.08);
  // Halves without a pattern to confirm are counted, with why.
  const failed = result.failures.reduce((sum, one) => sum + one.count, 0);
  expect(result.splits + failed).toBe(result.asked);
  expect(failed).toBeGreaterThan(0);
  expect(result.failures[0]!.reason).toMatch(/salient|converge/);
});

test('the same seed gives the same, an orthogonal rotation uncorrelated factors', () => {
  const { rows, groups } = study(12, 15, 2);
  const options = { factors: 3, splits: 3, rotation: 'varimax', seed: 5 } as const;
  const result = confirmOnOtherHalf(rows, groups, options);
  expect(confirmOnOtherHalf(rows, groups, options)).toEqual(result);
  expect(result.withheld).toBe(false);
});

test('withheld with the reason: few models, few rows, other correlations', () => {
  const few = study(9, 20, 1);
  const reasonOf = (result: ReturnType<typeof confirmOnOtherHalf>) =>
    result.withheld ? result.reason : 'fitted';
  expect(reasonOf(confirmOnOtherHalf(few.rows, few.groups, { factors: 3 }))).toBe(
    'a check on the other half of the models needs at least 10 models; there are 9',
  );
  expect(reasonOf(confirmOnOtherHalf(few.rows, few.groups, { factors: 3, unit: 'families' }))).toBe(
    'a check on the other half of the families needs at least 10 families; there are 9',
  );
  const short = study(20, 1, 1);
  expect(reasonOf(confirmOnOtherHalf(short.rows, short.groups, { factors: 3 }))).toMatch(
    /halves could not be fitted; most often: .*singular/,
  );
  const enough = study(12, 5, 1);
  const tetrachoric = confirmOnOtherHalf(enough.rows, enough.groups, {
    factors: 3,
    kind: 'tetrachoric',
  });
  expect(reasonOf(tetrachoric)).toMatch(/tetrachoric correlations do not allow/);
  const stopped = confirmOnOtherHalf(enough.rows, enough.groups, {
    factors: 3,
    shouldStop: () => true,
  });
  expect(reasonOf(stopped)).toMatch(/stopped/);
});

test('rows and groups must go together', () => {
  expect(() => confirmOnOtherHalf([[1, 2, 3]], [], { factors: 1 })).toThrow(UserError);
});
