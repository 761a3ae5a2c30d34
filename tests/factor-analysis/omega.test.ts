import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { omega } from '../../src/factor-analysis/omega.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { distance, largestOff, off, readReference, readTable } from './reference.ts';

interface Expected {
  what: string;
  nFactors: number;
  omegaHierarchical: number;
  omegaLimit: number;
  omegaTotal: number;
  alpha: number;
  G6: number;
  ECV: number;
  key: number[];
  schmidLeiman: number[][];
  groups: { total: number[]; general: number[]; group: number[] };
}

const cases: Expected[] = readReference('reliability').omega;
const sets: Record<string, () => { correlation: number[][]; n: number }> = {
  'psych::Thurstone': () => matrixOf('thurstone9'),
  'datasets::Harman74.cor': () => matrixOf('harman74'),
  'psych::bfi items 1 to 15, A1 reversed': () => {
    const rows = readTable('bfi25').rows.map((row) => [7 - row[0]!, ...row.slice(1, 15)]);
    const { correlation, n } = correlationMatrix(rows);
    return { correlation, n };
  },
};

function matrixOf(name: string) {
  const reference = readReference(name);
  return { correlation: reference.correlation, n: reference.meta.nObs };
}

test.each(cases)('$what: every figure of psych::omega', (expected) => {
  const result = omega(sets[expected.what]!(), { factors: expected.nFactors });
  // psych stops minres near 1e-5 and oblimin at a gradient of 1e-5: up to 3e-4 in loadings; sums average that.
  const loadings = 5e-4;
  const sums = 1e-4;
  expect(off(result.omegaHierarchical, expected.omegaHierarchical)).toBeLessThan(sums);
  expect(off(result.omegaLimit, expected.omegaLimit)).toBeLessThan(sums);
  expect(off(result.omegaTotal, expected.omegaTotal)).toBeLessThan(1e-5);
  expect(off(result.ECV, expected.ECV)).toBeLessThan(sums);
  // These come from the correlations alone.
  expect(off(result.alpha, expected.alpha)).toBeLessThan(1e-9);
  expect(off(result.G6, expected.G6)).toBeLessThan(1e-9);
  expect(result.key).toEqual(expected.key);

  const k = expected.nFactors;
  const layers = result.schmidLeiman!;
  const column = (j: number) => expected.schmidLeiman.map((row) => row[j]!);
  expect(largestOff(layers.general, column(0))).toBeLessThan(loadings);
  const group = expected.schmidLeiman.map((row) => row.slice(1, k + 1));
  expect(distance(layers.group, group)).toBeLessThan(loadings);
  expect(largestOff(layers.communality, column(k + 1))).toBeLessThan(loadings);
  expect(largestOff(layers.uniquenesses, column(k + 2))).toBeLessThan(loadings);
  expect(largestOff(layers.generalShare, column(k + 3))).toBeLessThan(loadings);

  const { total, general, group: own } = expected.groups;
  expect(off(result.omegaGroup, own[0]!)).toBeLessThan(sums);
  expect(largestOff([result.omegaTotal, ...result.groups.map((g) => g.total)], total)).toBeLessThan(
    loadings,
  );
  expect(
    largestOff([result.omegaHierarchical, ...result.groups.map((g) => g.general)], general),
  ).toBeLessThan(loadings);
  expect(
    largestOff(
      result.groups.map((g) => g.group),
      own.slice(1),
    ),
  ).toBeLessThan(loadings);
});

test('items that run the other way are named', () => {
  const expected = cases.find((one) => one.key.includes(-1))!;
  const { correlation, n } = sets[expected.what]!();
  const variables = 'A1 A2 A3 A4 A5 C1 C2 C3 C4 C5 E1 E2 E3 E4 E5'.split(' ');
  const result = omega({ correlation, n, variables }, { factors: 3 });
  expect(result.reversed).toEqual(['C4', 'C5', 'E1', 'E2']);
  expect(result.warnings[0]!.message).toContain('C4, C5, E1, E2');
  // Turned by hand beforehand, nothing is left to turn and nothing else changes.
  const byHand = correlation.map((row, i) =>
    row.map((x, j) => x * result.key[i]! * result.key[j]!),
  );
  const again = omega({ correlation: byHand, n, variables }, { factors: 3 });
  expect(again.reversed).toEqual([]);
  expect(off(again.omegaHierarchical, result.omegaHierarchical)).toBeLessThan(1e-9);
  expect(off(again.omegaTotal, result.omegaTotal)).toBeLessThan(1e-9);
  // Left as they are, they cost the sum score its reliability.
  const plain = omega({ correlation, n, variables }, { factors: 3, flip: false });
  expect(plain.alpha).toBeLessThan(result.alpha - 0.2);
});

test('two group factors: hierarchical is withheld with the reason', () => {
  const result = omega(matrixOf('thurstone9'), { factors: 2 });
  expect(result.omegaHierarchical).toBeNull();
  expect(result.omegaLimit).toBeNull();
  expect(result.ECV).toBeNull();
  expect(result.omegaHierarchicalReason).toMatch(/not identified/);
  expect(result.omegaHierarchicalMarked).toBeGreaterThan(0.5);
  expect(result.omegaTotal).toBeGreaterThan(result.omegaHierarchicalMarked!);
  expect(result.groups.every((group) => group.general === null && group.total !== null)).toBe(true);
});

test('three unrelated scales have no general factor, though psych prints .71 of one', () => {
  const random = createRandom(1);
  const rows = Array.from({ length: 525 }, () => {
    const f = [random.normal(), random.normal(), random.normal()];
    return Array.from({ length: 24 }, (_, j) => f[j % 3]! + 0.9 * random.normal());
  });
  const result = omega({ rows }, { factors: 3 });
  expect(result.omegaHierarchical).toBeNull();
  expect(result.omegaHierarchicalReason).toMatch(/second-order Heywood/);
  expect(result.omegaHierarchicalMarked).toBeCloseTo(0.71, 2);
  expect(result.ECV).toBeNull();
  expect(result.omegaTotal).toBeGreaterThan(0.75);
  expect(result.warnings.map((warning) => warning.code)).toContain('heywood');
  const straight = omega({ rows }, { factors: 3, rotation: 'varimax' });
  expect(straight.omegaHierarchicalReason).not.toBeNull();
});

test('one factor: total only', () => {
  const result = omega(matrixOf('thurstone9'), { factors: 1 });
  expect(result.omegaHierarchical).toBeNull();
  expect(result.omegaHierarchicalReason).toMatch(/no group factors/);
  // Of a congeneric scale (Σλ)² is nearly all that is not unique.
  expect(result.omegaTotal).toBeGreaterThan(result.alpha);
  expect(result.schmidLeiman).toBeNull();
});

test('two items are too few', () => {
  expect(() =>
    omega({
      correlation: [
        [1, 0.5],
        [0.5, 1],
      ],
      n: 50,
    }),
  ).toThrow(UserError);
});
