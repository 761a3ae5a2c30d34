import { expect, test } from 'vitest';
import { columnsOfTable } from '../../../src/ui/layers/tables.tsx';

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
