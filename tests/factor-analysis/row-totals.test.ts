import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { rowTotals } from '../../src/factor-analysis/row-totals.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readTable } from './reference.ts';

/** Rows that name `length` of `p` words. */
function lists(n: number, p: number, length: (i: number) => number): number[][] {
  const random = createRandom('lists');
  return Array.from({ length: n }, (_, i) => {
    const chosen = new Set(random.sample(p, length(i)));
    return Array.from({ length: p }, (_, j) => Number(chosen.has(j)));
  });
}

test('lists of one length are named, with what they cost', () => {
  const rows = lists(200, 20, () => 5);
  expect(rowTotals(rows)).toEqual({ mean: 5, sd: 0, share: 0, fixed: true });
  const { warnings } = factorAnalysis({ rows: rows.map((row) => row.slice()) }, { factors: 2 });
  const said = warnings.find(({ code }) => code === 'fixed-total');
  expect(said!.message).toMatch(/rows add up to the same \(5\.00\)/);
  expect(said!.message).toContain('towards -0.05');
});

test('lists of nearly one length too', () => {
  const rows = lists(300, 20, (i) => (i % 12 === 0 ? 4 : i % 12 === 1 ? 6 : 5));
  const found = rowTotals(rows);
  expect(found.fixed).toBe(true);
  expect(found.share).toBeGreaterThan(0);
  const { warnings } = factorAnalysis({ rows }, { factors: 2 });
  expect(warnings.find(({ code }) => code === 'fixed-total')!.message).toMatch(/nearly the same/);
});

test('free lists, scales, and matrices are left in peace', () => {
  const random = createRandom('free');
  const free = Array.from({ length: 300 }, () =>
    Array.from({ length: 20 }, () => Number(random.next() < 0.25)),
  );
  const found = rowTotals(free);
  expect(found.share).toBeGreaterThan(0.7);
  expect(found.fixed).toBe(false);
  for (const name of ['attitude', 'bfi25', 'bfi25-missing', 'bfi9-ordinal']) {
    expect(rowTotals(readTable(name).rows).fixed, name).toBe(false);
  }
});

test('centred within rows: totals of zero', () => {
  const { rows } = readTable('attitude');
  const centred = rows.map((row) => {
    const m = row.reduce((a, b) => a + b, 0) / row.length;
    return row.map((x) => x - m);
  });
  expect(rowTotals(centred).fixed).toBe(true);
});

test('nothing to judge', () => {
  expect(rowTotals([[1, 2, Number.NaN]])).toEqual({
    mean: null,
    sd: null,
    share: null,
    fixed: false,
  });
  expect(
    rowTotals([
      [1, 2],
      [1, 2],
      [1, 2],
    ]),
  ).toEqual({ mean: 3, sd: 0, share: null, fixed: false });
});
