import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlphaResult,
  coefficientAlpha,
  cronbachAlpha,
} from '../../../src/statistics/reliability/alpha.ts';
import { largestOff, off, readTable } from '../../factor-analysis/reference.ts';
import { readReference } from '../reference.ts';

const [attitude, agreeableness, unkeyed] = readReference('reliability').alpha;
const own = readReference('own/reliability');
const missing = readTable('bfi25-missing').rows;
const complete = (rows: number[][]) => rows.filter((row) => row.every(Number.isFinite));

const sets: [string, typeof attitude, number[][]][] = [
  ['attitude', attitude, readTable('attitude').rows],
  [
    'A1 to A5',
    agreeableness,
    readTable('bfi25').rows.map((row) => [7 - row[0]!, ...row.slice(1, 5)]),
  ],
  ['C1 to C5, not keyed', unkeyed, complete(missing.map((row) => row.slice(5, 10)))],
];

/**
 * All of these are closed formulas of covariances, so only rounding is allowed: 1e-10, and 1e-8 for Feldt's
 * bounds, which rest on F quantiles that R finds to about 1e-9.
 */
function furthestOff(found: AlphaResult, known: typeof attitude): number {
  const single = ['raw', 'std', 'G6', 'averageR', 'medianR', 'signalNoise', 'ase'] as const;
  const dropped = ['raw', 'std', 'G6', 'averageR'] as const;
  const stats = ['rawR', 'stdR', 'rCor', 'rDrop', 'mean', 'sd'] as const;
  return Math.max(
    ...single.map((key) => off(found[key], known[key])),
    ...dropped.map((key) => largestOff(found.itemDropped[key], known.itemDropped[key])),
    ...stats.map((key) => largestOff(found.itemStats[key], known.itemStats[key])),
  );
}

describe('coefficient α', () => {
  it.each(sets)('is psych::alpha in every figure: %s', (_, known, rows) => {
    const found = coefficientAlpha(rows, { items: known.items });
    expect(found.n).toBe(known.n);
    expect(found.items).toEqual(known.items);
    expect(furthestOff(found, known)).toBeLessThan(1e-10);
    expect(off(found.feldt!.lower, known.feldt.lower)).toBeLessThan(1e-8);
    expect(off(found.feldt!.upper, known.feldt.upper)).toBeLessThan(1e-8);
    expect(found.feldt!.level).toBe(known.feldt.level);
    expect(cronbachAlpha(rows)).toBeCloseTo(known.raw, 12);
    // α ± 1.96 standard errors.
    expect(found.duhachek!.upper - found.raw!).toBeCloseTo(1.959963984540054 * known.ase, 10);
  });

  it('names items that run against the others and turns them only when told to', () => {
    const [, known, rows] = sets[2]!;
    const { items } = known;
    const plain = coefficientAlpha(rows, { items });
    expect(plain.suspects.map(({ item }) => item)).toEqual(own.auto.reversed);
    expect(plain.reversed).toEqual([]);
    expect(plain.warnings.map(({ code }) => code)).toContain('suspect-items');
    const auto = coefficientAlpha(rows, { items, reverse: 'auto' });
    expect(auto.reversed).toEqual(['C4', 'C5']);
    expect(auto.key).toEqual([1, 1, 1, -1, -1]);
    expect(auto.suspects).toEqual([]);
    expect(auto.warnings[0]).toMatchObject({ code: 'reversed' });
    expect(auto.raw).toBeCloseTo(own.auto.raw, 12);
    expect(auto.std).toBeCloseTo(own.auto.std, 12);
    expect(largestOff(auto.itemStats.mean, own.auto.mean)).toBeLessThan(1e-10);
    expect(largestOff(auto.itemStats.rDrop, own.auto.rDrop)).toBeLessThan(1e-10);
    expect(coefficientAlpha(rows, { items, reverse: ['C4', 'C5'] }).raw).toBe(auto.raw);
    expect(() => coefficientAlpha(rows, { items, reverse: ['C9'] })).toThrow(/no item C9/);
  });

  it('takes gaps pairwise as psych does, with the standard error of the fewest rows behind a pair', () => {
    const rows = missing.map((row) => row.slice(0, 5));
    const found = coefficientAlpha(rows, { missing: 'pairwise' });
    expect(found.raw).toBeCloseTo(own.pairwise.raw, 12);
    expect(found.std).toBeCloseTo(own.pairwise.std, 12);
    expect(found.G6).toBeCloseTo(own.pairwise.G6, 12);
    expect(found.n).toBe(own.pairwise.least);
    const { aseOfRows, rows: all, least } = own.pairwise;
    expect(found.ase).toBeCloseTo(aseOfRows * Math.sqrt(all / least), 12);
    expect(coefficientAlpha(rows).droppedRows).toBe(rows.length - complete(rows).length);
  });

  it('is undefined, not NaN, where items cancel out, and with one item left', () => {
    const cancelling = coefficientAlpha([
      [1, 4],
      [2, 3],
      [3, 2],
      [4, 1],
    ]);
    expect(cancelling).toMatchObject({ raw: null, std: null, G6: null, ase: null, feldt: null });
    expect(cancelling.warnings.map(({ code }) => code)).toContain('no-variance');
    expect(cancelling.itemDropped.raw).toEqual([null, null]);
    expect(JSON.stringify(cancelling)).not.toContain('NaN');
    const equal = coefficientAlpha([
      [1, 1, 1],
      [2, 2, 2],
      [4, 4, 4],
    ]);
    expect(equal.raw).toBeCloseTo(1, 12);
    expect(equal.signalNoise).toBeNull();
  });

  it('says what it cannot work with', () => {
    expect(() => coefficientAlpha([[1], [2], [3]])).toThrow(/at least 2 items/);
    expect(() =>
      coefficientAlpha([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(/at least 3 rows/);
    const flat = [
      [1, 2, 5],
      [2, 1, 5],
      [3, 3, 5],
    ];
    expect(() => coefficientAlpha(flat, { items: ['a', 'b', 'c'] })).toThrow(/c does not vary/);
    expect(() => coefficientAlpha([[1, 2], [1], [2, 3]], { missing: 'pairwise' })).toThrow(/row 2/);
    expect(cronbachAlpha([[1], [2]])).toBeNull();
  });

  it('does not change with the order of rows or items, and α of correlations not with units', () => {
    const table = fc.array(
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 4, maxLength: 4 }),
      {
        minLength: 12,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(table, (rows) => {
        fc.pre([0, 1, 2, 3].every((j) => new Set(rows.map((row) => row[j])).size > 1));
        const found = coefficientAlpha(rows);
        const turned = coefficientAlpha(rows.toReversed().map((row) => row.toReversed()));
        expect(off(turned.raw, found.raw)).toBeLessThan(1e-9);
        expect(off(turned.G6, found.G6)).toBeLessThan(1e-7);
        const scaled = coefficientAlpha(rows.map((row) => row.map((x, j) => x * (j + 1) + j)));
        expect(off(scaled.std, found.std)).toBeLessThan(1e-9);
        // α left out is α of the rest.
        const rest = coefficientAlpha(rows.map((row) => row.slice(1)));
        expect(off(found.itemDropped.raw[0], rest.raw)).toBeLessThan(1e-9);
        expect(off(found.itemDropped.G6[0], rest.G6)).toBeLessThan(1e-7);
      }),
    );
  });
});
