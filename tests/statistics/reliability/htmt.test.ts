import { expect, test } from 'vitest';
import { correlationMatrix } from '../../../src/statistics/correlation.ts';
import { htmt } from '../../../src/statistics/reliability/htmt.ts';
import { readTable } from '../../factor-analysis/reference.ts';
import { readReference } from '../reference.ts';

const scales = [
  { name: 'A', items: [0, 1, 2, 3, 4] },
  { name: 'C', items: [5, 6, 7, 8, 9] },
];

test('HTMT of two keyed scales, as the formula worked out in R', () => {
  const rows = readTable('bfi25').rows.map((row) =>
    row.slice(0, 10).map((x, j) => ([0, 8, 9].includes(j) ? 7 - x : x)),
  );
  const found = htmt(correlationMatrix(rows).correlation, scales);
  expect(found.matrix[0]![1]).toBeCloseTo(readReference('own/reliability').htmt, 12);
  expect(found.matrix[1]![0]).toBe(found.matrix[0]![1]);
  expect(found.matrix[0]![0]).toBe(1);
});

test('HTMT of parallel items is the correlation of what they measure; undefined with the reason otherwise', () => {
  const within = 0.64;
  const between = 0.8 * within;
  const r = Array.from({ length: 6 }, (_, i) =>
    Array.from({ length: 6 }, (__, j) => (i === j ? 1 : i < 3 === j < 3 ? within : between)),
  );
  const pair = [
    { name: 'x', items: [0, 1, 2] },
    { name: 'y', items: [3, 4, 5] },
  ];
  expect(htmt(r, pair).matrix[0]![1]).toBeCloseTo(0.8, 12);
  const single = htmt(r, [pair[0]!, { name: 'y', items: [3] }]);
  expect(single.matrix[0]![1]).toBeNull();
  expect(single.reasons[0]).toContain('y has a single item');
  const turned = r.map((row, i) => row.map((x, j) => ((i === 0) === (j === 0) ? x : -x)));
  expect(htmt(turned, pair).matrix[0]![1]).toBeNull();
  expect(htmt(turned, pair).reasons[0]).toContain('reverse');
  expect(htmt(turned, pair, { absolute: true }).matrix[0]![1]).toBeCloseTo(0.8, 12);
  expect(() => htmt(r, [pair[0]!])).toThrow(/at least two/);
});
