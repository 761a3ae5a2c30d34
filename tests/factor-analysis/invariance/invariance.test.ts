import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { logDeterminant } from '../../../src/factor-analysis/confirmatory/model.ts';
import { align } from '../../../src/factor-analysis/invariance/alignment.ts';
import {
  fitLevel,
  tracesOfDifference,
  tracesOfLevel,
} from '../../../src/factor-analysis/invariance/fit-level.ts';
import type { InvarianceInput } from '../../../src/factor-analysis/invariance/groups.ts';
import { type Invariance, invariance } from '../../../src/factor-analysis/invariance/invariance.ts';
import { levels, startingValues } from '../../../src/factor-analysis/invariance/levels.ts';
import { momentsOf } from '../../../src/factor-analysis/invariance/moments.ts';
import type { SampleMoments } from '../../../src/factor-analysis/invariance/structured-model.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { off, readReference } from '../reference.ts';

const { hs, democracy, bfi } = readReference('own/invariance');
const blocks = (items: number, factors: number) =>
  Array.from({ length: items }, (_, i) =>
    Array.from({ length: factors }, (_unused, m) => Math.floor((i * factors) / items) === m),
  );
const variables = (p: number) => Array.from({ length: p }, (_, i) => `x${i + 1}`);

function told(input: InvarianceInput): Extract<Invariance, { withheld: false }> {
  const found = invariance(input);
  if (found.withheld) throw new Error(found.reason);
  return found;
}

const schools: InvarianceInput = {
  ...{ rows: hs.rows, variables: variables(9), groups: hs.school, repeated: false },
  pattern: blocks(9, 3),
};

describe('Holzinger and Swineford by school', () => {
  const found = told(schools);

  test('what lavaan publishes', () => {
    expect(found.levels.map(({ chisq, dof }) => `${chisq.toFixed(3)} ${dof}`)).toEqual([
      '115.851 48',
      '124.044 54',
      '164.103 60',
    ]);
    expect(found.levels.map(({ cfi }) => cfi!.toFixed(3))).toEqual(['0.923', '0.921', '0.882']);
    expect(found.levels.map(({ rmsea }) => rmsea.toFixed(3))).toEqual(['0.097', '0.093', '0.107']);
    expect(found.holds).toBe('metric');
    expect(found.rejected!.level).toBe('scalar');
  });

  test('figures and factors as lavaan', () => {
    found.levels.forEach((level, at) => {
      const expected = hs.fit[at];
      for (const [own, other] of [
        [level.chisq, expected.chisq],
        [level.cfi, expected.cfi],
        [level.rmsea, expected.rmsea],
      ])
        expect(off(own, other)).toBeLessThan(1e-6);
    });
    found.factorsOf.forEach(({ means, variances }, g) => {
      const expected = hs.scalar[g];
      for (const [m, mean] of means.entries()) {
        expect(off(mean, expected.means[m])).toBeLessThan(1e-4);
        expect(off(variances[m], expected.variances[m])).toBeLessThan(1e-4);
      }
    });
  });

  test('the intercepts of x3 and x7 differ, as the literature has it', () => {
    const differing = found.rejected!.items.filter(({ corrected }) => corrected! < 0.01);
    expect(differing.map(({ variable }) => variable)).toEqual(['x3', 'x7']);
  });

  test('the order of the rows, and what units columns have, change nothing', () => {
    const order = createRandom(3).shuffle(hs.rows.map((_: unknown, i: number) => i)) as number[];
    const other = told({
      ...schools,
      rows: order.map((i) => hs.rows[i].map((x: number, j: number) => 10 ** (j - 4) * x + j)),
      groups: order.map((i) => hs.school[i]),
    });
    for (const [at, { chisq }] of other.levels.entries())
      expect(off(chisq, found.levels[at]!.chisq)).toBeLessThan(1e-6);
  });
});

test('rows that share a unit: the traces of U and Γ, with the U of lavaan', () => {
  const names = [...new Set<string>(hs.school)];
  const samples = names.map((name) => {
    const own = hs.school.flatMap((one: string, i: number) => (one === name ? [i] : []));
    return {
      rows: own.map((i: number) => hs.rows[i]),
      units: own.map((i: number) => hs.unit[i]),
    };
  });
  const { moments, units } = momentsOf(samples)!;
  const layout = { pattern: blocks(9, 3), blocks: 2, repeated: false };
  const start = startingValues(layout, loadings(layout.pattern), moments);
  const fits = levels.map((level) => fitLevel(layout, level, moments, start)!);
  fits.forEach((fitted, at) => {
    const { groups, mean, square } = tracesOfLevel(layout, fitted, moments, units!);
    const few = groups / (groups - 1);
    expect(groups).toBe(80);
    expect(off(mean / few, hs.traces[at][0])).toBeLessThan(1e-4);
    expect(off(square / few ** 2, hs.traces[at][1])).toBeLessThan(1e-4);
  });
  // One row a unit: the difference has about its degrees of freedom.
  const alone = momentsOf(
    samples.map((one) => ({
      ...one,
      units: one.rows.map((_: unknown, i: number) => `${one.units[0]} ${i}`),
    })),
  )!;
  const change = tracesOfDifference(
    layout,
    { fitted: fits[2]! },
    { level: 'metric' },
    moments,
    alone.units!,
  );
  expect(change.mean).toBeGreaterThan(5);
  expect(change.mean).toBeLessThan(7);
});

test('15 items of psych::bfi by gender as lavaan', () => {
  const layout = { pattern: blocks(15, 3), blocks: 2, repeated: false };
  const moments: SampleMoments[] = bfi.groups.map(
    ({ n, mean, covariance }: { n: number; mean: number[]; covariance: number[][] }) => {
      const s = Float64Array.from(covariance.flat(), (x) => (x * (n - 1)) / n);
      return {
        n,
        mean: Float64Array.from(mean),
        covariance: s,
        logDeterminant: logDeterminant(s, 15),
      };
    },
  );
  const start = startingValues(layout, loadings(layout.pattern), moments);
  levels.forEach((level, at) => {
    const fitted = fitLevel(layout, level, moments, start)!;
    expect(fitted.dof).toBe(bfi.fit[at].df);
    expect(off(fitted.chisq, bfi.fit[at].chisq)).toBeLessThan(1e-6);
  });
});

/** Of Bollen's eight items: four, in 1960 and in 1965. */
const years: InvarianceInput = {
  rows: democracy.rows.flatMap((row: number[]) => [row.slice(0, 4), row.slice(4)]),
  variables: variables(4),
  groups: democracy.rows.flatMap(() => ['1960', '1965']),
  models: democracy.rows.flatMap((_: unknown, i: number) => [`c${i}`, `c${i}`]),
  ...{ repeated: true, pattern: blocks(4, 1) },
};

test('Industrialization and Political Democracy, 1960 and 1965, as lavaan', () => {
  const found = told(years);
  expect(found.adjusted).toBe(false);
  found.levels.forEach(({ chisq, dof, cfi, rmsea }, at) => {
    expect(dof).toBe(democracy.fit[at].df);
    expect(off(chisq, democracy.fit[at].chisq)).toBeLessThan(1e-6);
    expect(off(cfi, democracy.fit[at].cfi)).toBeLessThan(1e-6);
    expect(off(rmsea, democracy.fit[at].rmsea)).toBeLessThan(1e-6);
  });
  expect(found.holds).toBe('scalar');
});

test('who is missing on an occasion is left out; too few are withheld', () => {
  const without = (count: number) => ({
    ...years,
    rows: years.rows.slice(count),
    groups: years.groups.slice(count),
    models: years.models!.slice(count),
  });
  expect(told(without(1)).units.count).toBe(74);
  // Rows of which nobody knows whose they are do not make one model.
  const models = years.models!.map((model, i) => (i < 8 ? '' : model));
  expect(told({ ...years, models })).toEqual(told(without(8)));
  const few = invariance(without(2 * 56));
  expect(few.withheld && few.reason).toMatch(/so few models.*1960: 19, 1965: 19/);
});

describe('withheld', () => {
  const reason = (input: Partial<InvarianceInput>) => {
    const found = invariance({ ...schools, ...input });
    return found.withheld ? found.reason : null;
  };
  const units = (of: (i: number) => string) => hs.rows.map((_: unknown, i: number) => of(i));

  test('below 20 models, or 3 families, in two groups', () => {
    expect(reason({ models: units((i) => `${hs.school[i]} ${i % 19}`) })).toBe(
      'this comparison cannot be made with so few models: two groups of at least 20 models are needed (Pasteur: 19, Grant-White: 19)',
    );
    expect(reason({ families: units((i) => `f${i % 2}`) })).toMatch(/from 3 families are needed/);
    expect(reason({ models: units((i) => `${hs.school[i]} ${i % 20}`) })).toBeNull();
    expect(reason({ groups: units(() => 'one') })).toBe(
      'this comparison needs two groups; there is 1 (one: 301)',
    );
    expect(reason({ groups: units(() => '') })).toBe(
      'this comparison needs two groups; there is none',
    );
  });

  test('p, where units are fewer than degrees of freedom', () => {
    const { levels: told3, units: of } = told({ ...schools, families: units((i) => `f${i % 5}`) });
    expect(of).toEqual({ of: 'families', count: 5 });
    expect(told3.map(({ p }) => p)).toEqual([null, null, null]);
    expect(told3[1]!.change!.p).toBeNull();
    expect(told3[1]!.change!.chisq).toBeGreaterThan(0);
  });

  test('columns that add up to the same, and a factor of one column', () => {
    const rows = hs.rows.map((row: number[]) => [...row.slice(0, 8), 10 - row[0]! - row[1]!]);
    expect(reason({ rows })).toMatch(/singular/);
    const pattern = blocks(9, 3).map((row, i) => (i > 0 && i < 3 ? [false, false, false] : row));
    expect(reason({ pattern })).toMatch(/a factor has 1 salient loading/);
  });
});

test('three columns of one factor: the configural model has no degrees of freedom, and RMSEA 0', () => {
  const rows = hs.rows.map((row: number[]) => row.slice(0, 3));
  const [configural, metric] = told({
    ...schools,
    ...{ rows, variables: variables(3), pattern: blocks(3, 1) },
  }).levels;
  expect(configural).toMatchObject({ dof: 0, p: null, rmsea: 0 });
  expect(metric!.change!.rmsea).toBe(metric!.rmsea);
});

test('no columns at all are withheld', () => {
  const found = invariance({ ...schools, rows: hs.rows.map(() => []), variables: [], pattern: [] });
  expect(found.withheld && found.reason).toMatch(/0 salient loadings/);
});

test('models of one row each are independent, as rows are', () => {
  const found = told({ ...schools, models: hs.rows.map((_: unknown, i: number) => `m${i}`) });
  expect(found.adjusted).toBe(false);
  expect(found.units).toEqual({ of: 'models', count: 301 });
  expect(found.levels).toEqual(told(schools).levels);
});

test('a level is not said to hold where the one before it cannot be tested', () => {
  // Columns on two factors make loadings more than intercepts: Δdf 7 and 4 with 6 families.
  const pattern = blocks(6, 2).map((row, i) => (i % 3 === 1 ? [true, true] : row));
  const found = told({
    ...schools,
    ...{ rows: hs.rows.map((row: number[]) => row.slice(0, 6)), variables: variables(6), pattern },
    families: hs.rows.map((_: unknown, i: number) => `f${i % 5}`),
  });
  const [, metric, scalar] = found.levels;
  expect(metric!.change).toMatchObject({ dof: 6, p: null });
  expect(scalar!.change!.dof).toBe(4);
  expect(scalar!.change!.p).not.toBeNull();
  expect(found).toMatchObject({ holds: null, rejected: null });
});

test('labels that are not as many as rows', () => {
  expect(() => invariance({ ...schools, groups: ['a'] })).toThrow(UserError);
});

test('alignment as sirt has it', () => {
  const groups = [0, 1].map((g) => ({ loadings: hs.loadings[g], intercepts: hs.intercepts[g] }));
  const found = align(groups, [156, 145])!;
  readReference('own/alignment').factors.forEach(
    (expected: { mean: number; deviation: number }, m: number) => {
      // sirt stops earlier: the loss is flat.
      expect(off(found[m]!.means[1], expected.mean)).toBeLessThan(5e-3);
      expect(off(found[m]!.deviations[1], expected.deviation)).toBeLessThan(5e-3);
    },
  );
});

test('alignment finds the mean that all but one item agree on', () => {
  const one = { loadings: [[0.7], [0.7], [0.7], [0.7]], intercepts: [0, 0, 0, 0] };
  // A group with mean .5 and deviation 1.2, whose last item lies 1 higher.
  const other = {
    loadings: one.loadings.map(([x]) => [1.2 * x!]),
    intercepts: [0.35, 0.35, 0.35, 1.35],
  };
  const [factor] = align([one, other], [50, 50])!;
  expect(factor!.means[1]).toBeCloseTo(0.5, 2);
  expect(factor!.deviations[1]).toBeCloseTo(1.2, 2);
  expect(factor!.items[3]!.intercepts[1]).toBeCloseTo(1, 2);
});

function loadings(pattern: readonly (readonly boolean[])[]): Float64Array {
  return Float64Array.from(pattern.flat(), (may) => (may ? 0.6 : 0));
}
