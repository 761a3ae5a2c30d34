import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustedRandIndex } from '../../src/statistics/adjusted-rand.ts';
import { readReference } from './reference.ts';

const { usarrests, iris } = readReference('clustering');

test('as mclust::adjustedRandIndex', () => {
  expect(adjustedRandIndex(usarrests.kmeansLloyd.cluster, usarrests.wardCluster4)).toBeCloseTo(
    usarrests.partition.adjustedRand,
    12,
  );
  const species = iris.cluster.map((_: number, i: number) => Math.floor(i / 50));
  expect(adjustedRandIndex(iris.cluster, species)).toBeCloseTo(iris.adjustedRand, 12);
});

test('names of clusters do not matter; the same partition is 1; the order of the two does not matter', () => {
  const labels = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    { minLength: 2, maxLength: 30 },
  );
  fc.assert(
    fc.property(labels, (pairs) => {
      const a = pairs.map((pair) => pair[0]);
      const b = pairs.map((pair) => pair[1]);
      expect(
        adjustedRandIndex(
          a,
          a.map((x) => `name ${3 - x}`),
        ),
      ).toBeCloseTo(1, 12);
      expect(adjustedRandIndex(a, b)).toBeCloseTo(adjustedRandIndex(b, a), 12);
    }),
  );
  expect(() => adjustedRandIndex([1], [1, 2])).toThrow(RangeError);
});
