import { expect, test } from 'vitest';
import { mean, standardDeviation } from '../../src/statistics/describe.ts';
import { silhouette } from '../../src/statistics/silhouette.ts';
import { readTable } from '../factor-analysis/reference.ts';
import { readReference } from './reference.ts';

const { usarrests } = readReference('clustering');
const raw = readTable('usarrests').rows.map((row) => row.slice(1));
const columns = raw[0]!.map((_, j) => raw.map((row) => row[j]!));
const z = raw.map((row) =>
  row.map((x, j) => (x - mean(columns[j]!)) / standardDeviation(columns[j]!)),
);
const distances = z.map((a) => z.map((b) => Math.hypot(...a.map((x, j) => x - b[j]!))));

test.each([
  ['k-means', usarrests.kmeansLloyd.cluster, usarrests.silhouetteKmeans],
  ['Ward', usarrests.wardCluster4, usarrests.silhouetteWard],
])('%s clusters of USArrests as cluster::silhouette', (_name, labels, expected) => {
  const { width, average } = silhouette(distances, labels);
  expect(average).toBeCloseTo(expected.average, 10);
  width.forEach((value, i) => {
    expect(value).toBeCloseTo(expected.width[i], 10);
  });
});

test('single members and single clusters have width 0', () => {
  expect(
    silhouette(
      distances,
      raw.map(() => 1),
    ).average,
  ).toBe(0);
  expect(
    silhouette(
      [
        [0, 1, 4],
        [1, 0, 3],
        [4, 3, 0],
      ],
      ['a', 'a', 'b'],
    ).width,
  ).toEqual([0.75, 2 / 3, 0]);
});
