import { describe, expect, it, test } from 'vitest';
import { coefficientAlpha } from '../../../src/statistics/reliability/alpha.ts';
import { spearmanBrown } from '../../../src/statistics/reliability/spearman-brown.ts';
import { splitHalf } from '../../../src/statistics/reliability/split-half.ts';
import { readTable } from '../../factor-analysis/reference.ts';
import { readReference } from '../reference.ts';

const known = readReference('own/reliability').splitHalf;
/** A1 to C5 of bfi25, keyed. */
const ten = readTable('bfi25').rows.map((row) =>
  row.slice(0, 10).map((x, j) => ([0, 8, 9].includes(j) ? 7 - x : x)),
);

describe('split half', () => {
  it('looks at every split, as psych::splitHalf does', () => {
    const found = splitHalf(ten);
    expect(found).toMatchObject({ splits: known.splits, all: true });
    expect(found.max).toBeCloseTo(known.max, 12);
    expect(found.min).toBeCloseTo(known.min, 12);
    expect(found.mean).toBeCloseTo(known.mean, 12);
    expect(found.median).toBeCloseTo(known.median, 12);
    expect(found.oddEven.r).toBeCloseTo(known.oddEven.r, 12);
    expect(found.oddEven.spearmanBrown).toBeCloseTo(known.oddEven.spearmanBrown, 12);
    expect(found.oddEven.guttman).toBeCloseTo(known.oddEven.guttman, 12);
    // The mean over all halves of equal size is α (Cronbach 1951).
    expect(found.mean).toBeCloseTo(coefficientAlpha(ten).std!, 12);
  });

  it('names the halves: the worst keeps what belongs together apart from the rest', () => {
    const items = ['A1', 'A2', 'A3', 'A4', 'A5', 'C1', 'C2', 'C3', 'C4', 'C5'];
    const { minSplit, maxSplit } = splitHalf(ten, { items });
    expect(minSplit.map((half) => half.map((name) => name[0]).join(''))).toEqual([
      'AAAAA',
      'CCCCC',
    ]);
    expect(maxSplit.flat().toSorted()).toEqual(items.toSorted());
  });

  it('takes random halves of many items, the same for one seed', () => {
    const rows = readTable('bfi25').rows.slice(0, 400);
    const found = splitHalf(rows, { draws: 500, seed: 7 });
    expect(found).toMatchObject({ splits: 500, all: false });
    expect(found).toEqual(splitHalf(rows, { draws: 500, seed: 7 }));
    expect(found.max).toBeGreaterThan(found.mean);
    expect(found.maxSplit.map((half) => half.length).toSorted()).toEqual([12, 13]);
  });

  it('with an odd number looks at both sizes of the first item’s half', () => {
    const { rows } = readTable('attitude');
    const found = splitHalf(rows);
    expect(found.splits).toBe(35);
    // psych 2.2.9 looks at 18 of these 35 and gives .743 and .893.
    expect(found.max).toBeCloseTo(0.8926322, 6);
    expect(found.min).toBeCloseTo(0.6750175, 6);
  });

  it('refuses what cannot be split', () => {
    expect(() => splitHalf([[1], [2]])).toThrow(/at least 2 items/);
    expect(() =>
      splitHalf([
        [1, 2],
        [1, 3],
        [1, 4],
      ]),
    ).toThrow(/item 1 does not vary/);
  });
});

test('Spearman–Brown', () => {
  expect(spearmanBrown(0.5, 2)).toBeCloseTo(2 / 3, 12);
  expect(spearmanBrown(0.6, 1)).toBeCloseTo(0.6, 12);
  expect(spearmanBrown(spearmanBrown(0.3, 4), 1 / 4)).toBeCloseTo(0.3, 12);
});
