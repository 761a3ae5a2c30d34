/** Shifts under role prompts: by hand, where something is missing, and what is said of them. */
import { describe, expect, it } from 'vitest';
import type { ItemFigures } from '../../../src/instruments/contract.ts';
import type { Primed } from '../../../src/instruments/prime/moves.ts';
import { halfOf, shiftsOf, verdictOf } from '../../../src/instruments/prime/shifts.ts';
import { counted } from '../../../src/instruments/prime/verdicts.ts';
import { balancedItems } from '../../../src/instruments/shared/primes/balanced.ts';
import { tQuantile } from '../../../src/statistics/distributions.ts';

const values = ['a', 'b'] as const;
/** Items a-1, a-2, b-1, b-2 with these figures. */
const read = (...figures: (number | null)[]): ItemFigures[] =>
  figures.map((figure, i) => ({
    item: `${values[Math.floor(i / 2)]}-${(i % 2) + 1}`,
    value: values[Math.floor(i / 2)]!,
    figures: [figure],
  }));

const plain = read(1, 2, 3, 4);
const one: Primed = {
  ...{ model: 'm', family: 'f' },
  byCondition: new Map([
    ['none', plain],
    ['a-raises', read(3, 5, 3, 4)],
    ['a-lowers', read(1, 1, 4, 4)],
    ['b-raises', read(1, 2, 2, 2)],
    ['b-lowers', read(1, 2, 4, 5)],
  ]),
};
const asked = { primed: values, values, at: 0 };
/** Of 1, 2, 3, 4. */
const sd = Math.sqrt(5 / 3);

describe('shifts', () => {
  it('are raised minus lowered, by primed value and by the value of the items', () => {
    const { matrix, own, models } = shiftsOf([one], asked);
    expect(matrix.map((row) => row.map(({ raw }) => raw!.value))).toEqual([
      [3, -0.5],
      [0, -2.5],
    ]);
    expect(matrix[0]![0]!.sd!.value).toBeCloseTo(3 / sd, 12);
    expect(models[0]).toMatchObject({ sd: expect.closeTo(sd, 12), missing: 0 });
    expect(own[0]!.rise!.value).toBeCloseTo(2.5 / sd, 12);
    expect(own[0]!.fall!.value).toBeCloseTo(0.5 / sd, 12);
    // Minus what the same items do when b is primed.
    expect(own[0]!.specific!.value).toBeCloseTo(3 / sd, 12);
    expect(own[1]!.specific!.value).toBeCloseTo(-2 / sd, 12);
  });

  it('have intervals over items, whose spread is pooled on the diagonal and apart from it in each row', () => {
    const { matrix } = shiftsOf([one], asked);
    // Shifts of own items: 2, 4 and −2, −3: pooled variance (2 + .5) / 2 with two degrees of freedom.
    const half = tQuantile(0.975, 2) * Math.sqrt(1.25 / 2);
    for (const at of [0, 1]) {
      const { value, low, high } = matrix[at]![at]!.raw!;
      expect(value - low).toBeCloseTo(half, 12);
      expect(high - value).toBeCloseTo(half, 12);
    }
    // Of the first row's others: −1, 0.
    const other = matrix[0]![1]!.raw!;
    expect(other.high - other.value).toBeCloseTo(tQuantile(0.975, 1) * Math.sqrt(0.5 / 2), 10);
  });

  it('are the mean over models, each in its own standard deviation', () => {
    const doubled = (items: readonly ItemFigures[]) =>
      items.map((item) => ({ ...item, figures: item.figures.map((figure) => 2 * figure!) }));
    const two: Primed = {
      ...{ model: 'n', family: 'g' },
      byCondition: new Map([...one.byCondition].map(([id, items]) => [id, doubled(items)])),
    };
    const alone = shiftsOf([one], asked);
    const both = shiftsOf([one, two], asked);
    expect(both.matrix[0]![0]!.sd!.value).toBeCloseTo(alone.matrix[0]![0]!.sd!.value, 12);
    expect(both.matrix[0]![0]!.raw!.value).toBeCloseTo(4.5, 12);
    expect(both.models.map(({ matrix }) => matrix[0]![0]!.value)).toEqual([
      expect.closeTo(3 / sd, 12),
      expect.closeTo(3 / sd, 12),
    ]);
  });

  it('leave out an item that lacks a prompt, and count what is missing', () => {
    const holes = new Map(one.byCondition).set('a-lowers', read(1, null, 4, 4));
    holes.delete('b-raises');
    const { matrix, models, own } = shiftsOf([{ ...one, byCondition: holes }], asked);
    // One item is left: no interval.
    expect(matrix[0]![0]).toEqual({ sd: null, raw: null });
    expect(own[0]!.verdict).toBe('cannot tell');
    expect(matrix[1]).toEqual([
      { sd: null, raw: null },
      { sd: null, raw: null },
    ]);
    expect(models[0]!.missing).toBeCloseTo(1 / 16, 12);
  });

  it('have no unit where a model says the same of all items', () => {
    const same = new Map(one.byCondition).set('none', read(2, 2, 2, 2));
    const { matrix, models, overall } = shiftsOf([{ ...one, byCondition: same }], asked);
    expect(models[0]!.sd).toBeNull();
    expect(matrix[0]![0]!.sd).toBeNull();
    expect(matrix[0]![0]!.raw!.value).toBe(3);
    expect(overall.verdict).toBe('cannot tell');
  });

  it('name items that do not move, or move the wrong way, first', () => {
    const { items } = shiftsOf([one], asked);
    expect(items.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['b-2', 'wrong way'],
      ['b-1', 'wrong way'],
      ['a-1', 'moves'],
      ['a-2', 'moves'],
    ]);
    expect(items[0]!.right).toBe(0);
  });

  it('are told on two halves of the items that never change', () => {
    const { halves } = shiftsOf([one], asked);
    expect(halves[0].items + halves[1].items).toBe(4);
    const ids = Array.from({ length: 400 }, (_, i) => `power-${i}`);
    const first = ids.filter((id) => halfOf(id) === 0).length;
    expect(Math.abs(first - 200)).toBeLessThan(40);
    expect(
      ['power-1', 'power-2', 'power-3', 'security-1', 'security-2'].map(halfOf),
    ).toMatchInlineSnapshot(`
      [
        1,
        1,
        1,
        1,
        1,
      ]
    `);
  });
});

describe('what is said of a shift', () => {
  it.each([
    [0.1, 0.4, 'moves'],
    [-0.9, -0.1, 'wrong way'],
    [-0.3, 0.4, 'still'],
    [-0.3, 0.6, 'cannot tell'],
    [-2, 2, 'cannot tell'],
  ] as const)('between %d and %d: %s', (low, high, verdict) => {
    expect(verdictOf({ value: (low + high) / 2, low, high, se: 1, n: 4 })).toBe(verdict);
  });

  it('is nothing without an interval', () => {
    expect(verdictOf(null)).toBe('cannot tell');
  });
});

describe('some items of each value', () => {
  const items = ['a1', 'a2', 'b3', 'a4', 'b5'].map((id) => ({ id, kind: id[0]! }));
  it('are of each kind in turn', () => {
    const chosen = balancedItems(items, { each: 2 }, ({ kind }) => ({ values: ['v'], kind }));
    expect(chosen.map(({ id }) => id)).toEqual(['a1', 'b3']);
    expect(balancedItems(items, { each: 9 }, ({ kind }) => ({ values: ['v'], kind }))).toHaveLength(
      5,
    );
  });

  it('are no more than asked for where they are of two values', () => {
    const pairs = [
      ['x', 'y'],
      ['x', 'z'],
      ['y', 'z'],
    ];
    expect(balancedItems(pairs, { each: 1 }, (values) => ({ values, kind: '' }))).toEqual([
      ['x', 'y'],
      ['x', 'z'],
    ]);
  });
});

describe('counted', () => {
  const own = (value: number) => {
    const sd = { value, low: value - 0.5, high: value + 0.5, se: 0.25, n: 30 };
    return {
      ...{ value: 'v', sd, raw: sd, rise: sd, fall: sd, specific: sd },
      verdict: verdictOf(sd),
    };
  };

  it('counts a value that moves alone, and not one of ten', () => {
    const moves = own(0.55);
    expect(moves.verdict).toBe('moves');
    expect(counted([moves])).toMatchObject({ moves: 1 });
    const among = counted([moves, ...Array.from({ length: 9 }, () => own(0))]);
    expect(among).toMatchObject({ moves: 0, 'cannot tell': 10 });
    expect(counted([own(2), ...Array.from({ length: 9 }, () => own(0))])).toMatchObject({
      moves: 1,
    });
  });
});
