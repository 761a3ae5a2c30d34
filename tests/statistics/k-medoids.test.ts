import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { euclideanDistances } from '../../src/statistics/dissimilarity.ts';
import { kMedoids } from '../../src/statistics/k-medoids.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { silhouette } from '../../src/statistics/silhouette.ts';
import { arrests, square, usarrests } from './clustering-reference.ts';

it('USArrests as cluster::pam: medoids, clusters, objective, silhouette', () => {
  const expected = usarrests.pam;
  const distances = euclideanDistances(arrests);
  const { labels, medoids, objective } = kMedoids(distances, expected.k);
  expect(medoids.map((medoid) => medoid + 1)).toEqual(expected.medoids);
  expect(Array.from(labels, (label) => label + 1)).toEqual(expected.cluster);
  // Means of distances: rounding only.
  expect(objective.build).toBeCloseTo(expected.objective[0], 12);
  expect(objective.swap).toBeCloseTo(expected.objective[1], 12);
  const { average } = silhouette(square(distances, arrests.length), Array.from(labels));
  expect(average).toBeCloseTo(expected.averageSilhouette, 12);
});

it('ends where no swap of a medoid for another object helps', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2, max: 15 }), (seed, n) => {
      const random = createRandom(seed);
      const rows = Array.from({ length: n }, () => [random.normal(), random.normal()]);
      const k = 1 + random.integer(n);
      const distances = euclideanDistances(rows);
      const table = square(distances, n);
      const cost = (medoids: number[]) =>
        table.reduce((sum, row) => sum + Math.min(...medoids.map((m) => row[m]!)), 0) / n;
      const { medoids, labels, objective } = kMedoids(distances, k);
      expect(objective.swap).toBeCloseTo(cost(medoids), 10);
      expect(objective.swap).toBeLessThanOrEqual(objective.build);
      for (const [c, medoid] of medoids.entries()) {
        expect(labels[medoid]).toBe(c);
        for (let i = 0; i < n; i++)
          expect(cost(medoids.map((other) => (other === medoid ? i : other)))).toBeGreaterThan(
            objective.swap - 1e-10,
          );
      }
    }),
    { numRuns: 50 },
  );
});

it('takes dissimilarities that tie, and says what is out of range', () => {
  const { medoids, objective } = kMedoids(new Float64Array(6), 2);
  expect(new Set(medoids).size).toBe(2);
  expect(objective).toEqual({ build: 0, swap: 0 });
  expect(() => kMedoids(new Float64Array(6), 5)).toThrow(UserError);
});
