import { describe, expect, it } from 'vitest';
import { planarMap } from '../../src/clustering/planar-map.ts';
import {
  addLinks,
  cohesionOf,
  meanOfSimilarities,
  meanSimilarityTo,
  pairMoments,
  similarityBetween,
} from '../../src/clustering/similarity.ts';
import {
  centred,
  cosine,
  dotProducts,
  meanVector,
  normalised,
} from '../../src/clustering/vectors.ts';

const similarity = Float32Array.of(1, 0.5, 0.1, 0.5, 1, 0.3, 0.1, 0.3, 1);

describe('similarities', () => {
  it('averages within, to, and between groups', () => {
    expect(cohesionOf(similarity, 3, [0, 1, 2])).toBeCloseTo(0.3);
    expect(cohesionOf(similarity, 3, [0])).toBeNull();
    const above = Math.fround(1.0000002);
    expect(cohesionOf(Float32Array.of(1, above, above, 1), 2, [0, 1])).toBe(1);
    expect(meanSimilarityTo(similarity, 3, 0, [0, 1, 2])).toBeCloseTo(0.3);
    expect(meanSimilarityTo(similarity, 3, 0, [0])).toBeNull();
    expect(similarityBetween(similarity, 3, [0], [1, 2])).toBeCloseTo(0.3);
    const { mean, sd } = pairMoments(similarity, 3);
    expect(mean).toBeCloseTo(0.3);
    expect(sd).toBeCloseTo(Math.sqrt((0.04 + 0 + 0.04) / 3));
    expect(pairMoments(Float32Array.of(1), 1)).toEqual({ mean: 0, sd: 0 });
  });

  it('adds links by weight', () => {
    const links = Float32Array.of(0, 1, 0, 1, 0, -1, 0, -1, 0);
    const both = addLinks(similarity, links, 0.3);
    expect(both[1]).toBeCloseTo(0.8);
    expect(both[5]).toBeCloseTo(0);
  });

  it('takes words alone where one has no definition', () => {
    const x = Float32Array.of(1, 0);
    const y = Float32Array.of(0, 1);
    const both = meanOfSimilarities([x, x, x], [x, y, null]);
    expect(both[1]).toBe(0.5);
    expect(both[2]).toBe(1);
    expect(both[5]).toBe(1);
  });
});

describe('vectors', () => {
  it('centres and normalises', () => {
    const vectors = centred([Float32Array.of(3, 1), Float32Array.of(1, 1), Float32Array.of(2, 4)]);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1);
    expect(cosine(vectors[0]!, vectors[0]!)).toBeCloseTo(1);
    expect([...meanVector([Float32Array.of(3, 1), Float32Array.of(1, 1)])]).toEqual([2, 1]);
    const zero = Float32Array.of(0, 0);
    expect([...normalised(zero)]).toEqual([0, 0]);
    expect(cosine(zero, vectors[0]!)).toBe(0);
  });
});

describe('planarMap', () => {
  it('gives back points of a plane up to turning and scale', () => {
    const points = [
      [2, 0],
      [-1, 1],
      [0, -1],
      [-1, 0],
      [3, 1],
    ].map((point) => Float32Array.from(point));
    const map = planarMap(dotProducts(points), points.length);
    const apart = (i: number, j: number) =>
      Math.hypot(points[i]![0]! - points[j]![0]!, points[i]![1]! - points[j]![1]!);
    const onMap = (i: number, j: number) =>
      Math.hypot(map[i]!.x - map[j]!.x, map[i]!.y - map[j]!.y);
    const scale = onMap(0, 1) / apart(0, 1);
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < i; j++) expect(onMap(i, j) / scale).toBeCloseTo(apart(i, j), 4);
  });

  it('takes one word, and words that are all the same', () => {
    expect(planarMap(Float32Array.of(1), 1)).toEqual([{ x: 0, y: 0 }]);
    for (const { x, y } of planarMap(new Float32Array(9).fill(1), 3)) {
      expect(x).toBeCloseTo(0);
      expect(y).toBeCloseTo(0);
    }
  });
});
