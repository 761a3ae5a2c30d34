import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agglomerate, type Linkage } from '../../src/statistics/agglomerate.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import {
  copheneticCorrelation,
  copheneticDistances,
  cutTree,
  hclustForm,
} from '../../src/statistics/dendrogram.ts';
import {
  correlationDistances,
  euclideanDistances,
  pairIndex,
} from '../../src/statistics/dissimilarity.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { arrests, usarrests } from './clustering-reference.ts';

const linkages: readonly Linkage[] = ['average', 'complete', 'single', 'ward'];

/** Joins the two nearest clusters again and again, by the definition of each linkage. */
function naiveHeights(distances: Float64Array, n: number, linkage: Linkage): number[] {
  const apart = (i: number, j: number) => distances[pairIndex(Math.min(i, j), Math.max(i, j), n)]!;
  // Ward: √(2·|A|·|B| / (|A| + |B|)) times the distance of the means, by pairs within and across.
  const between = (a: number[], b: number[]) => {
    const pairs = a.flatMap((i) => b.map((j) => apart(i, j)));
    if (linkage === 'single') return Math.min(...pairs);
    if (linkage === 'complete') return Math.max(...pairs);
    if (linkage === 'average') return pairs.reduce((x, y) => x + y) / pairs.length;
    const squares = (of: number[]) =>
      of.flatMap((i) => of.map((j) => (i < j ? apart(i, j) ** 2 : 0))).reduce((x, y) => x + y, 0);
    const scatter = (of: number[]) => squares(of) / of.length;
    return Math.sqrt(2 * (scatter([...a, ...b]) - scatter(a) - scatter(b)));
  };
  let clusters = Array.from({ length: n }, (_, i) => [i]);
  const heights: number[] = [];
  while (clusters.length > 1) {
    let best: [number, number, number] = [Number.POSITIVE_INFINITY, 0, 0];
    for (let i = 0; i < clusters.length; i++)
      for (let j = i + 1; j < clusters.length; j++) {
        const height = between(clusters[i]!, clusters[j]!);
        if (height < best[0]) best = [height, i, j];
      }
    const [height, i, j] = best;
    heights.push(height);
    clusters = [
      ...clusters.filter((_, at) => at !== i && at !== j),
      [...clusters[i]!, ...clusters[j]!],
    ];
  }
  return heights;
}

describe('hclust of USArrests', () => {
  const distances = euclideanDistances(arrests);

  // No two distances tie, so the tree is determined; 1e-12 leaves room for rounding only.
  it.each([
    ['average', 'average'],
    ['complete', 'complete'],
    ['single', 'single'],
    ['ward', 'wardD2'],
  ] as const)('%s: merges, heights, order, cuts, cophenetic correlation', (linkage, key) => {
    const expected = usarrests[key];
    const merges = agglomerate(distances, linkage);
    const form = hclustForm(merges);
    expect(form.merge).toEqual(expected.merge);
    expect(form.order).toEqual(expected.order);
    for (const [i, height] of form.height.entries())
      expect(Math.abs(height - expected.height[i])).toBeLessThan(1e-12);
    for (const { k, cluster } of expected.cut)
      expect(Array.from(cutTree(merges, k), (label) => label + 1)).toEqual(cluster);
    expect(copheneticCorrelation(distances, merges)).toBeCloseTo(
      expected.copheneticCorrelation,
      12,
    );
  });

  it('of its columns on 1 − r', () => {
    const expected = usarrests.averageOnCorrelationDistanceOfColumns;
    const columns = correlationDistances(correlationMatrix(arrests).correlation);
    const merges = agglomerate(columns, 'average');
    const form = hclustForm(merges);
    expect(form.merge).toEqual(expected.merge);
    expect(form.order).toEqual(expected.order);
    for (const [i, height] of form.height.entries())
      expect(Math.abs(height - expected.height[i])).toBeLessThan(1e-12);
    for (const { k, cluster } of expected.cut)
      expect(Array.from(cutTree(merges, k), (label) => label + 1)).toEqual(cluster);
    expect(copheneticCorrelation(columns, merges)).toBeCloseTo(expected.copheneticCorrelation, 12);
  });
});

describe('agglomerate', () => {
  it.each(linkages)('%s: heights by the definition of the linkage', (linkage) => {
    for (const seed of [1, 2, 3]) {
      const random = createRandom(seed);
      const n = 24;
      const rows = Array.from({ length: n }, () => [random.normal(), random.normal()]);
      const distances = euclideanDistances(rows);
      const expected = naiveHeights(distances, n, linkage);
      for (const [i, { height }] of agglomerate(distances, linkage).entries())
        expect(height).toBeCloseTo(expected[i]!, 9);
    }
  });

  it('is a tree of all objects with heights that never fall, ties included', () => {
    const tied = fc.integer({ min: 2, max: 14 }).chain((n) =>
      fc.array(fc.integer({ min: 0, max: 3 }), {
        minLength: (n * (n - 1)) / 2,
        maxLength: (n * (n - 1)) / 2,
      }),
    );
    fc.assert(
      fc.property(tied, fc.constantFrom(...linkages), (values, linkage) => {
        const distances = Float64Array.from(values);
        const merges = agglomerate(distances, linkage);
        const n = merges.length + 1;
        expect((n * (n - 1)) / 2).toBe(values.length);
        expect(new Set(merges.flatMap(({ a, b }) => [a, b])).size).toBe(2 * n - 2);
        expect(merges.at(-1)!.size).toBe(n);
        for (let i = 1; i < merges.length; i++)
          expect(merges[i]!.height).toBeGreaterThanOrEqual(merges[i - 1]!.height);
        expect([...hclustForm(merges).order].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i + 1),
        );
      }),
    );
  });

  it('does not hang on the order of objects', () => {
    const random = createRandom(4);
    const rows = Array.from({ length: 40 }, () => [random.normal(), random.normal()]);
    const order = random.shuffle(rows.map((_, i) => i));
    for (const linkage of linkages) {
      const once = agglomerate(euclideanDistances(rows), linkage);
      const turned = agglomerate(euclideanDistances(order.map((i) => rows[i]!)), linkage);
      for (const [i, { height }] of turned.entries())
        expect(height).toBeCloseTo(once[i]!.height, 10);
      const labels = cutTree(once, 7);
      expect(
        adjustedRandIndex(
          order.map((i) => labels[i]!),
          cutTree(turned, 7),
        ),
      ).toBe(1);
    }
  });

  it('takes single precision, one object, and far distances; refuses what is not a matrix', () => {
    expect(agglomerate(Float32Array.of(2), 'ward')).toEqual([{ a: 0, b: 1, height: 2, size: 2 }]);
    expect(agglomerate(new Float64Array(0), 'average')).toEqual([]);
    const infinite = new Float64Array(3).fill(Number.POSITIVE_INFINITY);
    expect(agglomerate(infinite, 'complete').map(({ size }) => size)).toEqual([2, 3]);
    expect(() => agglomerate(new Float64Array(4), 'average')).toThrow(RangeError);
    expect(() => agglomerate(Float64Array.of(1, Number.NaN, 1), 'average')).toThrow(RangeError);
  });
});

describe('cophenetic distances', () => {
  it('are ultrametric, and single link’s never exceed what was put in', () => {
    const random = createRandom(6);
    const rows = Array.from({ length: 20 }, () => [random.normal(), random.normal()]);
    const distances = euclideanDistances(rows);
    const own = copheneticDistances(agglomerate(distances, 'single'));
    for (let at = 0; at < own.length; at++) expect(own[at]!).toBeLessThanOrEqual(distances[at]!);
    for (let i = 0; i < 20; i++)
      for (let j = i + 1; j < 20; j++)
        for (let k = j + 1; k < 20; k++) {
          const sides = [pairIndex(i, j, 20), pairIndex(i, k, 20), pairIndex(j, k, 20)]
            .map((at) => own[at]!)
            .sort((a, b) => a - b);
          expect(sides[1]).toBe(sides[2]);
        }
  });

  it('have no correlation where nothing varies', () => {
    const alike = new Float64Array(6).fill(1);
    expect(copheneticCorrelation(alike, agglomerate(alike, 'average'))).toBeNull();
    expect(
      copheneticCorrelation(Float64Array.of(1), agglomerate(Float64Array.of(1), 'average')),
    ).toBeNull();
    expect(() => copheneticCorrelation(alike, [])).toThrow(RangeError);
  });
});

it('distances want rows of one length and finite numbers', () => {
  expect(() => euclideanDistances([[1, 2], [1]])).toThrow('Row 2 has 1 values, the first has 2');
  expect(() =>
    euclideanDistances([
      [1, 2],
      [1, Number.NaN],
    ]),
  ).toThrow('Row 2, column 2');
});
