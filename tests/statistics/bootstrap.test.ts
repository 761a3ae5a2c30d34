import { expect, test } from 'vitest';
import {
  acceleration,
  bcaInterval,
  bootstrap,
  percentileInterval,
  resampleGroups,
  resampleRows,
} from '../../src/statistics/bootstrap.ts';
import { mean } from '../../src/statistics/describe.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference } from './reference.ts';

test.each([0, 1])('intervals of a mean against boot.ci (set %i)', (set) => {
  const expected = readReference('bootstrap').mean[set];
  const x: number[] = expected.x;
  const draws = bootstrap({
    replicates: expected.replicates,
    random: createRandom('bootstrap'),
    resample: (random) => resampleRows(x.length, random),
    statistic: (rows) => [mean(rows.map((i) => x[i]!))],
  }).map((values) => values[0]!);
  const leftOut = x.map((_, i) => mean(x.filter((_, j) => j !== i)));
  expect(acceleration(leftOut)).toBeCloseTo(expected.accelerationJackknife, 12);
  const compare = (actual: { lower: number; upper: number }, name: string) => {
    // One run against the mean over 20 seeds: the spread over seeds, five times.
    const { lower, upper, lowerSdOverSeeds, upperSdOverSeeds } = expected[name];
    expect(Math.abs(actual.lower - lower)).toBeLessThan(5 * lowerSdOverSeeds);
    expect(Math.abs(actual.upper - upper)).toBeLessThan(5 * upperSdOverSeeds);
  };
  compare(percentileInterval(draws), 'percentile');
  compare(bcaInterval(draws, mean(x), leftOut), 'bca');
});

test('groups are drawn as wholes', () => {
  const groups = ['a', 'a', 'b', 'c', 'c', 'c'];
  const rows = resampleGroups(groups, createRandom(5));
  const counts = rows.reduce(
    (map, i) => map.set(i, (map.get(i) ?? 0) + 1),
    new Map<number, number>(),
  );
  expect(counts.get(0)).toBe(counts.get(1));
  expect(counts.get(3)).toBe(counts.get(4));
  expect(counts.get(4)).toBe(counts.get(5));
  const blocks = (counts.get(0) ?? 0) + (counts.get(2) ?? 0) + (counts.get(3) ?? 0);
  expect(blocks).toBe(3);
});

test('draws that cannot be computed are left out, and it can be stopped', () => {
  let calls = 0;
  const draws = bootstrap({
    replicates: 10,
    random: createRandom(1),
    resample: () => [0],
    statistic: () => (calls++ % 2 ? [1] : undefined),
    shouldStop: () => calls >= 6,
  });
  expect(draws).toEqual([[1], [1], [1]]);
});
