import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { kMeans } from '../../src/statistics/k-means.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { arrests, iris, irises, usarrests } from './clustering-reference.ts';

const fromOne = (labels: Int32Array) => Array.from(labels, (label) => label + 1);
const rowsAt = (rows: number[][], starts: number[]) => starts.map((start) => rows[start - 1]!);

describe('USArrests and iris', () => {
  // Sums of squares and means of one and the same partition: rounding only.
  it.each([
    ['lloyd', usarrests.kmeansLloyd],
    ['hartigan', usarrests.kmeansHartiganWong],
  ] as const)('%s from given rows: R’s partition and figures', (algorithm, expected) => {
    const centres = rowsAt(arrests, usarrests.startRows);
    const found = kMeans(arrests, { k: 4, centres, algorithm });
    expect(fromOne(found.labels)).toEqual(expected.cluster);
    expect(found.sizes).toEqual(expected.size);
    expect(found.totalWithin).toBeCloseTo(expected.totWithinss, 11);
    expect(found.between).toBeCloseTo(expected.betweenss, 11);
    for (const [c, within] of found.withinSumOfSquares.entries())
      expect(within).toBeCloseTo(expected.withinss[c], 11);
    for (const [c, centre] of found.centres.entries())
      for (const [j, value] of centre.entries())
        expect(value).toBeCloseTo(expected.centers[c][j], 12);
    expect(found.converged).toBe(true);
    expect([found.starts, found.startsAtBest]).toEqual([1, 1]);
    // Rounds of Lloyd are the same; Hartigan and Wong count otherwise.
    if (algorithm === 'lloyd') expect(found.iterations).toBe(expected.iterations);
  });

  it('iris from given rows: R’s partition', () => {
    const expected = iris.partitionKmeans;
    const centres = rowsAt(irises, expected.startRows);
    const found = kMeans(irises, { k: 3, centres, algorithm: 'lloyd' });
    expect(fromOne(found.labels)).toEqual(expected.cluster);
    expect(found.totalWithin).toBeCloseTo(expected.totWithinss, 11);
  });

  // R's figures are the best of 500 starts; with eight clusters one start in forty comes there.
  it('from 300 starts the least sum of squares that R knows, for every k', () => {
    const { k, value } = usarrests.bestKnownTotWithinss;
    for (const [i, clusters] of k.entries()) {
      const found = kMeans(arrests, { k: clusters, random: createRandom(1), starts: 300 });
      expect(found.totalWithin).toBeCloseTo(value[i], 10);
      expect(found.startsAtBest).toBeGreaterThan(0);
    }
  });
});

describe('kMeans', () => {
  const points = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 40 }), fc.integer())
    .map(([d, n, seed]) => {
      const random = createRandom(seed);
      return Array.from({ length: n }, () => Float64Array.from({ length: d }, random.normal));
    });

  it('reports the figures of the partition that it returns, which no single move betters', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 6 }), (rows, wanted) => {
        const k = Math.min(wanted, rows.length);
        const d = rows[0]!.length;
        const found = kMeans(rows, { k, random: createRandom(1), starts: 2 });
        const within = withinOf(rows, found.labels, k);
        for (const [c, expected] of within.entries())
          expect(found.withinSumOfSquares[c]).toBeCloseTo(expected, 9);
        const total = within.reduce((a, b) => a + b, 0);
        expect(found.totalWithin).toBeCloseTo(total, 9);
        expect(found.totalWithin + found.between).toBeCloseTo(
          withinOf(rows, new Int32Array(rows.length), 1)[0]!,
          8,
        );
        expect(found.sizes.reduce((a, b) => a + b)).toBe(rows.length);
        expect(found.centres.every((centre) => centre.length === d)).toBe(true);
        expect(found.converged).toBe(true);
        const firsts = Array.from({ length: k }, (_, c) => found.labels.indexOf(c));
        expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
        for (let i = 0; i < rows.length; i++) {
          if (found.sizes[found.labels[i]!] === 1) continue;
          for (let c = 0; c < k; c++) {
            const moved = found.labels.slice();
            moved[i] = c;
            const other = withinOf(rows, moved, k).reduce((a, b) => a + b, 0);
            expect(other).toBeGreaterThanOrEqual(total - 1e-8 * (1 + total));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds planted groups in many columns', () => {
    const random = createRandom(3);
    const truth = Array.from({ length: 300 }, (_, i) => i % 7);
    const means = Array.from({ length: 7 }, () =>
      Array.from({ length: 50 }, () => random.normal()),
    );
    const rows = truth.map((group) => means[group]!.map((m) => m + 0.5 * random.normal()));
    const found = kMeans(rows, { k: 7, random: createRandom(4) });
    expect(adjustedRandIndex(found.labels, truth)).toBe(1);
  });

  it('gives the same for the same seed, and does not hang on the unit or the origin', () => {
    const rows = arrests;
    const once = kMeans(rows, { k: 5, random: createRandom(9) });
    expect(kMeans(rows, { k: 5, random: createRandom(9) })).toEqual(once);
    const shifted = rows.map((row) => row.map((x) => 1000 + 8 * x));
    const again = kMeans(shifted, { k: 5, random: createRandom(9) });
    expect(again.labels).toEqual(once.labels);
    expect(again.totalWithin / 64).toBeCloseTo(once.totalWithin, 6);
  });

  it('fills a cluster that loses its rows, with the row farthest from its centre', () => {
    const rows = [[0], [1], [2], [100]];
    const found = kMeans(rows, { k: 3, centres: [[1], [1], [1]], algorithm: 'lloyd' });
    expect(found.sizes.every((size) => size > 0)).toBe(true);
    expect(found.totalWithin).toBe(0.5);
    const far = kMeans(rows, { k: 2, centres: [[50], [1e6]] });
    expect(Array.from(far.labels, (label) => label === far.labels[0])).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('takes as many clusters as rows, and one', () => {
    const all = kMeans(arrests, { k: arrests.length, random: createRandom(1), starts: 1 });
    expect(all.totalWithin).toBe(0);
    const one = kMeans(arrests, { k: 1, random: createRandom(1) });
    expect(one.totalWithin).toBeCloseTo(49 * 4, 9);
    expect(one.between).toBeCloseTo(0, 9);
  });

  it('stops at the rounds allowed, and says so', () => {
    const centres = rowsAt(arrests, usarrests.startRows);
    const found = kMeans(arrests, { k: 4, centres, algorithm: 'lloyd', maxIterations: 2 });
    expect([found.iterations, found.converged]).toEqual([2, false]);
  });

  it('says what is wrong', () => {
    const random = createRandom(1);
    expect(() => kMeans(arrests, { k: 51, random })).toThrow('50 rows cannot make 51 clusters');
    expect(() => kMeans(arrests, { k: 2.5, random })).toThrow(UserError);
    const few = [
      [1, 2],
      [1, 2],
      [3, 4],
      [3, 4],
    ];
    expect(() => kMeans(few, { k: 3, random })).toThrow('2 different rows for 3 clusters');
    expect(() => kMeans(few, { k: 3, centres: few.slice(0, 3) })).toThrow('2 different rows');
    expect(() => kMeans([[1], [Number.NaN]], { k: 1, random })).toThrow('Row 2, column 1');
    expect(() => kMeans(few, { k: 2, centres: [[1], [2]] })).toThrow(UserError);
    expect(() => kMeans(few, { k: 2 })).toThrow(RangeError);
  });
});

function withinOf(rows: ArrayLike<number>[], labels: Int32Array, k: number): number[] {
  return Array.from({ length: k }, (_, c) => {
    const members = rows.filter((_, i) => labels[i] === c);
    let sum = 0;
    for (let j = 0; j < rows[0]!.length; j++) {
      const mean = members.reduce((total, row) => total + row[j]!, 0) / members.length;
      for (const row of members) sum += (row[j]! - mean) ** 2;
    }
    return sum;
  });
}
