import { describe, expect, test } from 'vitest';
import { wordsApart } from '../../src/clustering/words-apart.ts';
import { pearson } from '../../src/statistics/correlation.ts';
import { mantelTest, partialCorrelation } from '../../src/statistics/mantel.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference } from './reference.ts';

function distances(points: number[]): number[][] {
  return points.map((a) => points.map((b) => Math.abs(a - b)));
}
const lower = (m: number[][]) => m.flatMap((row, i) => row.slice(0, i));

const random = createRandom('mantel');
const points = Array.from({ length: 14 }, () => random.normal());
const x = distances(points);
const y = distances(points.map((p) => p + 0.3 * random.normal()));
const z = distances(points.map(() => random.normal()));

test('the statistic is the (partial) correlation over pairs', () => {
  const plain = mantelTest(x, y, undefined, { random: createRandom(1), permutations: 99 });
  expect(plain.r).toBeCloseTo(pearson(lower(x), lower(y)), 12);
  expect(plain.p).toBe(0.01);
  const partial = mantelTest(x, y, z, { random: createRandom(1), permutations: 99 });
  expect(partial.r).toBeCloseTo(partialCorrelation(lower(x), lower(y), lower(z)), 12);
});

test('partial correlation equals the correlation of residuals', () => {
  const [a, b, c] = [lower(x), lower(y), lower(z)];
  const residual = (v: number[]) => {
    const mc = c!.reduce((s, t) => s + t, 0) / c!.length;
    const mv = v.reduce((s, t) => s + t, 0) / v.length;
    const slope =
      c!.reduce((s, t, i) => s + (t - mc) * (v[i]! - mv), 0) /
      c!.reduce((s, t) => s + (t - mc) ** 2, 0);
    return v.map((t, i) => t - mv - slope * (c![i]! - mc));
  };
  expect(partialCorrelation(a!, b!, c!)).toBeCloseTo(pearson(residual(a!), residual(b!)), 12);
});

test('p is near the exact share over all permutations of five objects', () => {
  const five = [0, 1, 3, 7, 20];
  const a = distances(five);
  const b = distances([2, 0, 4, 3, 9]);
  const all = permutations(5);
  const observed = pearson(lower(a), lower(b));
  const reaching = all.filter((order) => {
    const moved = order.map((i) => order.map((j) => a[i]![j]!));
    return pearson(lower(moved), lower(b)) >= observed - 1e-12;
  }).length;
  const { p } = mantelTest(a, b, undefined, { random: createRandom(2), permutations: 4999 });
  const exact = reaching / all.length;
  expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 4999) + 1e-3);
});

test('unrelated matrices give p values that are spread out', () => {
  const values = Array.from({ length: 60 }, (_, seed) => {
    const r = createRandom(seed);
    const a = distances(Array.from({ length: 10 }, () => r.normal()));
    const b = distances(Array.from({ length: 10 }, () => r.normal()));
    return mantelTest(a, b, undefined, { random: r, permutations: 99 }).p;
  });
  const small = values.filter((p) => p <= 0.5).length;
  expect(small).toBeGreaterThan(17);
  expect(small).toBeLessThan(43);
});

test('bad input', () => {
  const options = { random: createRandom(1) };
  expect(() => mantelTest(x, y.slice(1), undefined, options)).toThrow(/same size/);
  expect(() =>
    mantelTest(
      x,
      x.map((row) => row.map(() => 1)),
      undefined,
      options,
    ),
  ).toThrow(/second matrix is the same/);
  expect(() => mantelTest(x, y, y, options)).toThrow(/explains one of the others fully/);
});

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

describe('vegan', () => {
  const reference = readReference('own/mantel');
  const { words } = reference;
  /** Two p values of random permutations of the same data differ by sampling alone. */
  const near = (p: number, q: number) =>
    expect(Math.abs(p - q)).toBeLessThan(4 * Math.sqrt((2 * q * (1 - q)) / 1999) + 1e-3);

  test.each(['pearson', 'spearman'] as const)('mantel and mantel.partial, %s', (method) => {
    for (const kind of ['plain', 'partial'] as const) {
      const result = mantelTest(
        reference.x,
        reference.y,
        kind === 'partial' ? reference.z : undefined,
        { random: createRandom(3), permutations: 1999, method },
      );
      expect(result.r).toBeCloseTo(reference[method][kind].r, 10);
      near(result.p, reference[method][kind].p);
    }
  });

  test('similarity against co-occurrence of words, frequency held constant', () => {
    const names = (words.similarity as number[][]).map((_, i) => `word${i}`);
    // vegan numbers from 1.
    const answers = (words.answers as number[][]).map((answer) => answer.map((i) => names[i - 1]!));
    const { agreement } = wordsApart(
      names,
      Float32Array.from((words.similarity as number[][]).flat()),
      answers,
      { random: createRandom(4), permutations: 1999 },
    );
    // The program keeps similarities in single precision.
    expect(agreement.r).toBeCloseTo(words.r, 6);
    near(agreement.p, words.p);
  });
});
