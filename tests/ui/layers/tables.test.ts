import { expect, test } from 'vitest';
import { columnsOfTable, titlesOf } from '../../../src/ui/layers/tables.tsx';

test('columns of numbers stand on their points and sort as numbers', () => {
  const [, numbers] = columnsOfTable({
    title: '',
    columns: ['a', 'b'],
    rows: [
      ['x', '−.50'],
      ['y', '+.70'],
    ],
  });
  expect(numbers?.align).toBe('decimal');
  expect(numbers?.sort?.(['x', '−.50'])).toBe(-0.5);
});

test('Tab leads to the notes too where they may be cut under a table', () => {
  const tables = [{ title: 'Loadings', columns: ['a'], rows: [['1']] }];
  const note = 'Halves of data without structure agree up to .40 in 95 of 100 draws.';
  expect(titlesOf({ tables, notes: [note] })).toEqual(['Loadings']);
  expect(titlesOf({ tables, notes: [note.repeat(8)] })).toEqual(['Loadings', 'notes']);
  expect(titlesOf({ tables: [], notes: [note.repeat(8)] })).toEqual([]);
});
