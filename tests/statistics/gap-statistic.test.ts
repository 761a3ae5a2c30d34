import { describe, expect, it } from 'vitest';
import { gapStatistic, gapSuggestion } from '../../src/statistics/gap-statistic.ts';
import { kMeans } from '../../src/statistics/k-means.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { arrests, usarrests } from './clustering-reference.ts';
import { readReference } from './reference.ts';

const expected = usarrests.gap;

describe('USArrests as cluster::clusGap', () => {
  const found = gapStatistic(arrests, {
    most: 8,
    random: createRandom(1),
    references: 100,
    // As many starts as R had, so that both find the best partitions.
    cluster: (rows, most, random) =>
      Array.from(
        { length: most },
        (_, i) => kMeans(rows, { k: i + 1, random: random.fork(i), starts: 25 }).labels,
      ),
  });

  it('log W of R’s partitions: rounding only', () => {
    const partitions: number[][] = readReference('own/gap-partitions').k2to8;
    const { byK } = gapStatistic(arrests, {
      most: 8,
      random: createRandom(1),
      references: 2,
      cluster: (rows) => [rows.map(() => 1), ...partitions],
    });
    for (const [i, { logW }] of byK.entries()) expect(logW).toBeCloseTo(expected.logW[i], 12);
  });

  it('log W of our own: the same up to six clusters, where both find the best partition', () => {
    // With seven and eight R's 25 starts ended above the best sum of squares known.
    for (const [i, { logW }] of found.byK.slice(0, 6).entries())
      expect(logW).toBeCloseTo(expected.logW[i], 12);
  });

  it('expectations within four standard errors of both simulations', () => {
    for (const [i, one] of found.byK.entries()) {
      const error = expected.se[i] * Math.sqrt(1 / found.references + 1 / expected.B);
      expect(Math.abs(one.expectedLogW - expected.ElogW[i])).toBeLessThan(4 * error);
      expect(one.gap).toBeCloseTo(one.expectedLogW - one.logW, 14);
      if (i < 6) expect(Math.abs(one.gap - expected.gap[i])).toBeLessThan(4 * error);
      // A standard deviation of m draws has a relative error of about 1 / √(2m).
      const spread = Math.sqrt(0.5 / found.references + 0.5 / expected.B);
      expect(Math.abs(one.standardError / expected.se[i] - 1)).toBeLessThan(4 * spread);
    }
  });

  it('suggests the same from the same gaps', () => {
    expect(gapSuggestion(expected.gap, expected.se, 'firstSEmax')).toBe(
      expected.suggestedFirstSEmax,
    );
    expect(gapSuggestion(expected.gap, expected.se, 'tibshirani')).toBe(
      expected.suggestedTibshirani,
    );
  });
});

describe('gapStatistic', () => {
  const random = createRandom(2);
  const groups = (number: number, spread: number) =>
    Array.from({ length: 90 }, (_, i) => [
      spread * Math.cos((2 * Math.PI * (i % number)) / number) + random.normal(),
      spread * Math.sin((2 * Math.PI * (i % number)) / number) + random.normal(),
      random.normal(),
    ]);

  it.each(['principal', 'columns'] as const)('finds planted groups, and one (%s)', (box) => {
    for (const power of [1, 2] as const) {
      const options = { most: 6, references: 30, box, power, random: createRandom(3) };
      expect(gapStatistic(groups(4, 12), options).suggested).toEqual({
        firstSEmax: 4,
        tibshirani: 4,
      });
      expect(gapStatistic(groups(1, 0), options).suggested.tibshirani).toBe(1);
    }
  });

  it('does not hang on a turn of the columns, nor on columns that say nothing', () => {
    const rows = groups(3, 6);
    const options = { most: 4, references: 10, random: createRandom(4) };
    const once = gapStatistic(rows, options);
    const [c, s] = [Math.cos(0.6), Math.sin(0.6)];
    const turned = gapStatistic(
      rows.map(([x, y, z]) => [c * x! - s * y!, s * x! + c * y!, z!, 7, 7]),
      options,
    );
    for (const [i, { logW }] of turned.byK.entries())
      expect(logW).toBeCloseTo(once.byK[i]!.logW, 10);
  });

  it('takes more columns than rows; the same seed gives the same', () => {
    const wide = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 50 }, () => (i % 2) * 3 + random.normal()),
    );
    const options = { most: 4, references: 10, random: createRandom(5) };
    const found = gapStatistic(wide, options);
    expect(found.suggested.firstSEmax).toBe(2);
    expect(gapStatistic(wide, options)).toEqual(found);
  });

  it('says what is wrong', () => {
    const options = { most: 3, random: createRandom(6) };
    expect(() => gapStatistic([[1], [2]], options)).toThrow('2 rows cannot make up to 3 clusters');
    expect(() => gapStatistic([[1], [2], [4]], options)).toThrow(
      '3 clusters leave no distance within',
    );
    expect(() => gapStatistic([[1], [2], [4]], { ...options, references: 1 })).toThrow(RangeError);
  });
});

describe('gapSuggestion', () => {
  it('takes the last where the gap keeps rising, the first where it falls at once', () => {
    expect(gapSuggestion([0.1, 0.5, 0.9], [0.1, 0.1, 0.1], 'firstSEmax')).toBe(3);
    expect(gapSuggestion([0.1, 0.5, 0.9], [0.1, 0.1, 0.1], 'tibshirani')).toBe(3);
    expect(gapSuggestion([0.5, 0.4], [0.1, 0.1], 'firstSEmax')).toBe(1);
    expect(gapSuggestion([0.5], [0.1], 'tibshirani')).toBe(1);
  });
});
