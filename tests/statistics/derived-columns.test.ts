import { describe, expect, it } from 'vitest';
import { derivationText, derivedColumns } from '../../src/statistics/derived-columns.ts';
import { createRandom } from '../../src/statistics/random.ts';

const random = createRandom(7);
const n = 40;
const items = Array.from({ length: 5 }, () =>
  Array.from({ length: n }, () => 1 + Math.floor(7 * random.next())),
);
const [a, b, c] = items as [number[], number[], number[]];
const names = ['q1', 'q2', 'q3', 'q4', 'q5'];
const sum = items[0]!.map((_, i) => items.reduce((total, item) => total + item[i]!, 0));
const rounded = (x: number, digits: number) => Number(x.toFixed(digits));

const found = (columns: number[][], also: string[], options = {}) =>
  derivedColumns(columns, [...names.slice(0, columns.length - also.length), ...also], options).map(
    ({ column, how, from }) => [column, how, from],
  );

describe('columns that are computed from others', () => {
  it('are found: sums, means that are rounded, differences, and other units', () => {
    expect(found(items, [])).toEqual([]);
    expect(found([...items, sum], ['total'])).toEqual([[5, 'sum', [0, 1, 2, 3, 4]]]);
    for (const digits of [1, 2, 12]) {
      const mean = sum.map((x) => rounded(x / 5, digits));
      expect(found([...items, mean], ['m'])).toEqual([[5, 'mean', [0, 1, 2, 3, 4]]]);
    }
    const change = b.map((x, i) => x - a[i]!);
    expect(found([a, b, c, change], ['d'])).toEqual([[3, 'difference', [1, 0]]]);
    expect(found([a, b, c, a.map((x) => 8 - x)], ['r'])).toEqual([[3, 'rescaled', [0]]]);
    const z = b.map((x) => rounded((x - 4.1) / 1.37, 3));
    expect(found([a, b, c, z], ['z'])).toEqual([[3, 'rescaled', [1]]]);
  });

  it('are found of some of the others, one after another, and before them where the name says so', () => {
    const ab = a.map((x, i) => x + b[i]!);
    expect(found([...items, ab, sum], ['ab', 'all'])).toEqual([
      [5, 'sum', [0, 1]],
      [6, 'sum', [0, 1, 2, 3, 4]],
    ]);
    const first = derivedColumns([sum, ...items], ['Total score', ...names]);
    expect(first).toEqual([{ column: 0, how: 'sum', from: [1, 2, 3, 4, 5] }]);
  });

  it('have no gaps that matter, and are not one rater who agrees with two others', () => {
    const gappy = sum.map((x, i) => (i % 4 === 0 ? Number.NaN : x));
    expect(found([...items, gappy], ['total'])).toEqual([[5, 'sum', [0, 1, 2, 3, 4]]]);
    const close = a.map((x, i) => (i < 4 ? x + 2 : x));
    const between = a.map((x, i) => (i < 4 ? x + 1 : x));
    expect(found([a, close, between], ['r2', 'r3'], { single: false })).toEqual([]);
    expect(found([a, a.map((x) => x + 1)], ['r2'], { single: false })).toEqual([]);
    expect(found([a.slice(0, 7), b.slice(0, 7), sum.slice(0, 7)], [])).toEqual([]);
  });

  it('are named in words', () => {
    expect(derivationText('t', 'sum', ['a', 'b', 'c'])).toBe('t is the sum of a, b, and c');
    expect(derivationText('d', 'difference', ['b', 'a'])).toBe('d is b less a');
    const many = Array.from({ length: 9 }, (_, i) => `q${i + 1}`);
    expect(derivationText('t', 'mean', many)).toBe('t is the mean of 9 columns (q1 … q9)');
  });
});
