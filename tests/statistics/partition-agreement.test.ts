import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustedRandIndex, partitionAgreement } from '../../src/statistics/partition-agreement.ts';
import { iris, species, usarrests } from './clustering-reference.ts';

const ward4: number[] = usarrests.wardD2.cut.find(({ k }: { k: number }) => k === 4).cluster;

// Closed formulas: 1e-12 leaves room for rounding only.
test.each([
  ['USArrests', usarrests.kmeansLloyd.cluster as number[], ward4, usarrests.partition],
  ['iris', iris.partitionKmeans.cluster as number[], species, iris.partitionKmeans],
])('%s: two partitions as by mclust and the formulas', (_name, a, b, expected) => {
  const found = partitionAgreement(a, b);
  expect(found.adjustedRand).toBeCloseTo(expected.adjustedRand, 12);
  expect(found.rand).toBeCloseTo(expected.rand, 12);
  expect(found.jaccard).toBeCloseTo(expected.jaccard, 12);
  expect(found.mutualInformation).toBeCloseTo(expected.mutualInformationNats, 12);
  expect(found.normalisedMutualInformation).toBeCloseTo(expected.nmiArithmetic, 12);
  expect(found.variationOfInformation).toBeCloseTo(expected.variationOfInformation, 12);
  expect(adjustedRandIndex(a, b)).toBe(found.adjustedRand);
});

test('names of clusters do not matter; the same partition agrees fully; the order of the two does not matter', () => {
  const labels = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    { minLength: 2, maxLength: 30 },
  );
  fc.assert(
    fc.property(labels, (pairs) => {
      const a = pairs.map((pair) => pair[0]);
      const b = pairs.map((pair) => pair[1]);
      const own = partitionAgreement(
        a,
        a.map((x) => `name ${3 - x}`),
      );
      expect(own.adjustedRand).toBeCloseTo(1, 12);
      expect(own.rand).toBe(1);
      expect(own.jaccard).toBe(1);
      expect(own.normalisedMutualInformation).toBeCloseTo(1, 12);
      expect(own.variationOfInformation).toBeCloseTo(0, 12);
      const one = partitionAgreement(a, b);
      const other = partitionAgreement(b, a);
      for (const key of Object.keys(one) as (keyof typeof one)[])
        expect(one[key]).toBeCloseTo(other[key], 12);
      for (const key of ['rand', 'jaccard', 'normalisedMutualInformation'] as const) {
        expect(one[key]).toBeGreaterThanOrEqual(0);
        expect(one[key]).toBeLessThanOrEqual(1);
      }
    }),
  );
  expect(() => adjustedRandIndex([1], [1, 2])).toThrow(RangeError);
});

test('partitions that say nothing agree', () => {
  expect(partitionAgreement([1, 1, 1], ['a', 'a', 'a'])).toEqual({
    adjustedRand: 1,
    rand: 1,
    jaccard: 1,
    mutualInformation: 0,
    normalisedMutualInformation: 1,
    variationOfInformation: 0,
  });
  expect(adjustedRandIndex([], [])).toBe(1);
});
