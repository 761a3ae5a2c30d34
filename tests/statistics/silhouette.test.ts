import { expect, test } from 'vitest';
import { euclideanDistances } from '../../src/statistics/dissimilarity.ts';
import { silhouette } from '../../src/statistics/silhouette.ts';
import { arrests, square, usarrests } from './clustering-reference.ts';

const distances = square(euclideanDistances(arrests), arrests.length);
const ward4: number[] = usarrests.wardD2.cut.find(({ k }: { k: number }) => k === 4).cluster;

// A closed formula: 1e-12 leaves room for rounding only.
test.each([
  ['k-means', usarrests.kmeansLloyd.cluster as number[], usarrests.silhouetteKmeans],
  ['Ward', ward4, usarrests.silhouetteWard],
])('%s clusters of USArrests as cluster::silhouette', (_name, labels, expected) => {
  const { width, neighbour, perCluster, average } = silhouette(distances, labels);
  expect(average).toBeCloseTo(expected.average, 12);
  expect(neighbour).toEqual(expected.neighbour);
  for (const [i, value] of width.entries()) expect(value).toBeCloseTo(expected.width[i], 12);
  expect(perCluster).toHaveLength(4);
  for (const { label, size, average: own } of perCluster) {
    expect(own).toBeCloseTo(expected.perCluster[label - 1], 12);
    expect(size).toBe(labels.filter((other) => other === label).length);
  }
});

test('single members and single clusters have width 0', () => {
  const alone = silhouette(
    distances,
    arrests.map(() => 1),
  );
  expect(alone.average).toBe(0);
  expect(alone.neighbour[0]).toBeNull();
  expect(
    silhouette(
      [
        [0, 1, 4],
        [1, 0, 3],
        [4, 3, 0],
      ],
      ['a', 'a', 'b'],
    ),
  ).toEqual({
    width: [0.75, 2 / 3, 0],
    neighbour: ['b', 'b', 'a'],
    perCluster: [
      { label: 'a', size: 2, average: (0.75 + 2 / 3) / 2 },
      { label: 'b', size: 1, average: 0 },
    ],
    average: (0.75 + 2 / 3) / 3,
  });
  expect(silhouette([], [])).toEqual({ width: [], neighbour: [], perCluster: [], average: 0 });
});
