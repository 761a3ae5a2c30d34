import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  krippendorffAlpha,
  krippendorffInterval,
  type MeasurementLevel,
} from '../../../src/statistics/agreement/krippendorff.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { readReference } from '../reference.ts';

const levels: MeasurementLevel[] = ['nominal', 'ordinal', 'interval', 'ratio'];
const [published] = readReference('reliability').krippendorff;
const ratings: number[][] = published.data.map((row: (number | null)[]) =>
  row.map((x) => x ?? Number.NaN),
);

/** Over all pairs of pairs, straight from the definition. */
function byDefinition(rows: number[][], level: MeasurementLevel): number | null {
  const units = rows[0]!
    .map((_, u) => rows.map((row) => row[u]!).filter(Number.isFinite))
    .filter((unit) => unit.length > 1);
  const all = units.flat();
  const distance = (a: number, b: number) => {
    switch (level) {
      case 'nominal':
        return a === b ? 0 : 1;
      case 'interval':
        return (a - b) ** 2;
      case 'ratio':
        return a === b ? 0 : ((a - b) / (a + b)) ** 2;
      case 'ordinal': {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const between = all.filter((x) => x >= low && x <= high).length;
        const ends = all.filter((x) => x === a).length + all.filter((x) => x === b).length;
        return a === b ? 0 : (between - ends / 2) ** 2;
      }
    }
  };
  const pairs = (unit: number[]) =>
    unit.reduce((sum, a) => sum + unit.reduce((own, b) => own + distance(a, b), 0), 0);
  const observed = units.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0);
  const expected = pairs(all);
  return expected > 0 ? 1 - ((all.length - 1) * observed) / expected : null;
}

describe('Krippendorff (2011): four coders, twelve units, gaps', () => {
  it('meets the reference and the published figures', () => {
    const printed = { nominal: 0.743, ordinal: 0.815, interval: 0.849, ratio: 0.797 };
    for (const level of levels) {
      expect(krippendorffAlpha(ratings, level)).toBeCloseTo(published[level], 12);
      expect(Math.round(krippendorffAlpha(ratings, level)! * 1000) / 1000).toBe(printed[level]);
    }
  });

  it('has an interval around it that does not depend on anything but the seed', () => {
    for (const level of levels) {
      const alpha = krippendorffAlpha(ratings, level)!;
      const found = krippendorffInterval(ratings, level, { replicates: 400, seed: 3 })!;
      expect(found.lower).toBeLessThan(alpha);
      expect(found.upper).toBeGreaterThan(alpha);
      expect(found.upper).toBeLessThanOrEqual(1);
      expect(krippendorffInterval(ratings, level, { replicates: 400, seed: 3 })).toEqual(found);
    }
  });
});

it('is the definition, whatever the table', () => {
  const cell = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }) },
    fc.constant(Number.NaN),
  );
  const table = fc
    .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 8 }))
    .chain(([coders, units]) =>
      fc.array(fc.array(cell, { minLength: units, maxLength: units }), {
        minLength: coders,
        maxLength: coders,
      }),
    );
  fc.assert(
    fc.property(table, fc.constantFrom(...levels), (rows, level) => {
      const [ours, theirs] = [krippendorffAlpha(rows, level), byDefinition(rows, level)];
      if (theirs === null) expect(ours).toBeNull();
      else expect(ours).toBeCloseTo(theirs, 9);
    }),
  );
});

it('covers the true value about as often as it says', () => {
  // 40 units, 3 coders: interval α of these data is the intraclass correlation 0.5 (but for small-sample bias).
  let covered = 0;
  for (let study = 0; study < 100; study++) {
    const noise = createNormal(study + 1);
    const truth = Array.from({ length: 40 }, () => noise());
    const coders = Array.from({ length: 3 }, () => truth.map((t) => t + noise()));
    const found = krippendorffInterval(coders, 'interval', { replicates: 200, seed: study })!;
    if (found.lower <= 0.5 && found.upper >= 0.5) covered++;
  }
  expect(covered).toBeGreaterThan(82);
});

it('is undefined where nothing can be compared or nothing varies, and refuses ratios of negatives', () => {
  const same = [
    [1, 1],
    [1, 1],
  ];
  const alone = [
    [1, Number.NaN],
    [Number.NaN, 2],
  ];
  for (const rows of [same, alone]) {
    expect(krippendorffAlpha(rows)).toBeNull();
    expect(krippendorffInterval(rows, 'interval')).toBeNull();
  }
  expect(() => krippendorffAlpha([[-1], [2]], 'ratio')).toThrow(/not negative/);
});

function createNormal(seed: number): () => number {
  const random = createRandom(seed);
  return () => random.normal();
}
