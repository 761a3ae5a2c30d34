import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactLetters, maxTComparison } from '../../src/statistics/max-t.ts';
import { createRandom } from '../../src/statistics/random.ts';

function scores(levels: number[], stems: number, seed: number | string) {
  const random = createRandom(seed);
  // Stems differ a lot; pairing takes that out.
  const difficulty = Array.from({ length: stems }, () => 5 * random.normal());
  return levels.map((level) => difficulty.map((d) => level + d + random.normal()));
}

test('models that differ are told apart, equal ones are not', () => {
  const data = scores([3, 0, 3, 0.02], 30, 'levels');
  for (const method of ['sign-flip', 'bootstrap'] as const) {
    const { letters, pairs, critical, means } = maxTComparison(data, {
      random: createRandom(1),
      method,
      resamples: 500,
    });
    expect(letters).toEqual(['a', 'b', 'a', 'b']);
    expect(critical).toBeGreaterThan(2.3);
    const first = pairs[0]!;
    expect(first.difference).toBeCloseTo(means[0]! - means[1]!, 10);
    expect(first.lower).toBeGreaterThan(0);
    expect(first.p).toBeLessThan(0.01);
  }
});

test('without differences some pair is declared different about once in twenty', () => {
  let wrong = 0;
  const runs = 200;
  for (let seed = 0; seed < runs; seed++) {
    const { pairs } = maxTComparison(scores([0, 0, 0, 0], 24, seed), {
      random: createRandom(seed),
      resamples: 200,
    });
    if (pairs.some((pair) => pair.distinct)) wrong++;
  }
  // Binomial(200, .05): above 23 less than once in five hundred.
  expect(wrong).toBeLessThanOrEqual(23);
  expect(wrong).toBeGreaterThan(0);
});

test('stems that a model lacks are dropped; too few are an error; equal models do not divide by zero', () => {
  const data = scores([0, 1], 8, 1);
  data[1]![2] = Number.NaN;
  expect(maxTComparison(data, { random: createRandom(1), resamples: 50 })).toMatchObject({
    stems: 7,
    droppedStems: 1,
  });
  expect(() =>
    maxTComparison(
      data.map((row) => row.slice(0, 3)),
      { random: createRandom(1) },
    ),
  ).toThrow(/at least 3 stems/);
  const same = maxTComparison([data[0]!, data[0]!], { random: createRandom(1), resamples: 50 });
  expect(same.letters).toEqual(['a', 'a']);
  expect(same.pairs[0]!.t).toBe(0);
});

describe('letters', () => {
  test('two models share a letter exactly when they are not distinct', () => {
    const design = fc.integer({ min: 2, max: 8 }).chain((n) =>
      fc.record({
        means: fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: n, maxLength: n }),
        distinct: fc.array(fc.boolean(), {
          minLength: (n * (n - 1)) / 2,
          maxLength: (n * (n - 1)) / 2,
        }),
      }),
    );
    fc.assert(
      fc.property(design, ({ means, distinct }) => {
        const pairs = means.flatMap((_, a) =>
          means.slice(a + 1).map((_, i) => ({ a, b: a + 1 + i })),
        );
        const judged = pairs.map((pair, i) => ({ ...pair, distinct: distinct[i]! }));
        const letters = compactLetters(means, judged);
        const split = letters.map((text) => new Set(text.match(/[a-z]\d*/g)));
        for (const { a, b, distinct: apart } of judged) {
          const shared = [...split[a]!].some((one) => split[b]!.has(one));
          expect(shared).toBe(!apart);
        }
        expect(letters.every((text) => text.length > 0)).toBe(true);
      }),
    );
  });

  test('a chain: the middle shares with both ends', () => {
    expect(
      compactLetters(
        [1, 3, 2],
        [
          { a: 0, b: 1, distinct: true },
          { a: 0, b: 2, distinct: false },
          { a: 1, b: 2, distinct: false },
        ],
      ),
    ).toEqual(['b', 'a', 'ab']);
  });
});
