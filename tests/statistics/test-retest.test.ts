import { describe, expect, test } from 'vitest';
import { type Occasion, testRetest } from '../../src/statistics/test-retest.ts';

const occasionsOf = (cells: readonly [number, number, ...number[][]][]): Occasion[] =>
  cells.flatMap(([model, item, ...texts]) => texts.map((ratings) => ({ model, item, ratings })));

describe('test–retest', () => {
  // By hand: levels 2, 4 | 5, 9; models 3, 7, items 3.5, 6.5, all 5; squares 32, 18, 52 − 32 − 18 = 2, within 4 over 4.
  const byHand = occasionsOf([
    [0, 0, [1], [3]],
    [0, 1, [4], [4]],
    [1, 0, [5], [5]],
    [1, 1, [10], [8]],
  ]);

  test('finds the variances of an analysis by hand', () => {
    const { variance, noise, single, raterNoise, cells, texts, repeats } = testRetest(byHand);
    expect({ cells, texts, repeats }).toEqual({ cells: 4, texts: 8, repeats: 2 });
    expect(variance.model).toBeCloseTo((32 - 2) / 4, 12);
    expect(variance.item).toBeCloseTo((18 - 2) / 4, 12);
    expect(variance.modelItem).toBeCloseTo((2 - 1) / 2, 12);
    expect(variance.occasion).toBeCloseTo(1, 12);
    expect(noise.value).toBeCloseTo(1 / 1.5, 12);
    expect(single.value).toBeCloseTo(8 / 9, 12);
    expect(raterNoise).toBeNull();
  });

  test('tells what raters do not agree on from sampling', () => {
    // Both raters see what changes alike, but for ±1 in one cell: text × rater 1 in each of its four ratings.
    const occasions = byHand.map(({ model, item, ratings }, at) => ({
      ...{ model, item },
      ratings: [1, -1].map((sign) => ratings[0]! + sign * (at === 0 ? 1 : at === 1 ? -1 : 0)),
    }));
    const { raterNoise, variance } = testRetest(occasions);
    expect(variance.occasion).toBeCloseTo(1, 12);
    expect(raterNoise).toBeCloseTo(4 / (4 * 1) / 2, 12);
  });

  const cells: [number, number, ...number[][]][] = [
    [0, 0, [-1.49, -1.89], [-2.66, -2.3], [-1.37, -1.76]],
    [0, 1, [-0.85, -0.95], [-2.13, -2.01]],
    [0, 2, [1.34, 1.4], [-0.59, -0.42]],
    [0, 3, [0.69, 0.97], [-0.88, -0.57], [-0.05, -0.06]],
    [0, 4, [1.26, 1.39], [-1.42, -0.72]],
    [1, 0, [-2.74, -2.21], [-1.55, -0.81]],
    [1, 1, [0.09, -0.16], [1.42, 1.24]],
    [1, 2, [0.77, 0.6], [1.35, 1.34], [2.57, 2.54]],
    [1, 3, [0.28, 0.18], [1.07, 1.96]],
    [1, 4, [-1.13, -0.97], [0.75, 0.65]],
    [2, 0, [-0.69, -0.27], [-0.57, -1]],
    [2, 1, [0.34, 0.49], [0.76, 1.41], [0.4, 0.85]],
    [2, 2, [1.35, 1.77], [-0.33, -0.69]],
    [2, 3, [1.81, 2.05], [0.44, 0.99]],
    [2, 4, [0.62, 1.18], [0.77, 1.15], [1.27, 1.68]],
    [3, 0, [1.14, 1.09], [1.32, 2.28], [0.51, 0.35]],
    [3, 1, [1.04, 0.49], [-0.37, -0.17]],
    [3, 2, [-0.85, 0.31], [-1.2, -0.33]],
    [3, 3, [0.59, 0.73], [1.83, 1.68], [1.42, 1.11]],
    [3, 4, [2.56, 2.12], [2.15, 1.61]],
  ];

  test('agrees with R’s anova(lm(…)) where cells have as many texts', () => {
    const two = cells.map(([m, i, a, b]): [number, number, ...number[][]] => [m, i, a!, b!]);
    const { variance, method } = testRetest(occasionsOf(two));
    expect(method).toBe('expected mean squares');
    expect(variance.occasion).toBeCloseTo(0.796375, 9);
    expect(variance.modelItem).toBeCloseTo((1.684943021 - 0.796375) / 2, 8);
    expect(variance.item).toBeCloseTo((3.452154687 - 1.684943021) / 8, 8);
    expect(variance.model).toBeCloseTo((4.202500833 - 1.684943021) / 10, 8);
  });

  test('agrees with R’s lme4::lmer where they have not', () => {
    const { variance, method } = testRetest(occasionsOf(cells));
    expect(method).toBe('REML');
    expect(variance.modelItem).toBeCloseTo(0.5177948955, 4);
    expect(variance.item).toBeCloseTo(0.2586133124, 4);
    expect(variance.model).toBeCloseTo(0.2368363698, 4);
    expect(variance.occasion).toBeCloseTo(0.6885174068, 4);
  });

  test('intervals hold their figures', () => {
    for (const { value, low, high } of ['noise', 'single'].map(
      (name) => testRetest(occasionsOf(cells))[name as 'noise' | 'single'],
    )) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
  });

  test('has intervals also where cells differ less than texts of one cell do', () => {
    const alike = occasionsOf([
      [0, 0, [1], [5]],
      [0, 1, [5], [1]],
      [0, 2, [2], [4]],
      [1, 0, [4], [2]],
      [1, 1, [1], [5]],
      [1, 2, [5], [1]],
    ]);
    const { noise, single } = testRetest(alike);
    expect(noise.value).toBe(1);
    expect(noise.high).toBe(1);
    expect(noise.low).toBeLessThan(0.9);
    expect(single).toMatchObject({ value: 0, low: 0 });
    expect(single.high).toBeGreaterThan(0.1);
  });

  test('cannot be told without repeats', () => {
    const once = cells.map(([m, i, a]): [number, number, ...number[][]] => [m, i, a!]);
    expect(() => testRetest(occasionsOf(once))).toThrow(/asked several times/);
  });
});
