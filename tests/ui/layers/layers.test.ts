import { expect, test } from 'vitest';
import { findItem, keptItems } from '../../../src/ui/layers/list.tsx';
import { columnsOfTable } from '../../../src/ui/layers/tables.tsx';
import { planeLines } from '../../../src/ui/screens/clusters/map.tsx';
import { rankSketch } from '../../../src/ui/screens/scores/check.tsx';

test('the plane keeps to its room and names the words of the chosen cluster', () => {
  const points = [
    { word: 'honesty', x: 0, y: 0, mine: true },
    { word: 'trust', x: 0.9, y: 0.9, mine: false },
    { word: 'wit', x: -1, y: -1, mine: false },
  ];
  const lines = planeLines(points, 0, 30, 7);
  expect(lines).toHaveLength(7);
  expect(lines.every((line) => line.length === 30)).toBe(true);
  expect(lines[3]).toContain('● honesty');
  expect(lines.join('').match(/·/g)).toHaveLength(2);
  expect(planeLines(points, 2, 30, 7).join('')).not.toContain('·');
});

test('lists keep and find in the whole text', () => {
  const items = ['a', 'b', 'c'].map((text) => ({ text, detail: [`about ${text}`] }));
  expect(keptItems(items, 'about b')).toEqual([items[1]]);
  expect(findItem(items, 2, 'a', 1)).toBe(0);
  expect(findItem(items, 1, 'nowhere', 1)).toBe(1);
});

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

test('ranks are sketched one sign each', () => {
  expect(rankSketch([0, 0.01, 0.5, 1])).toBe(' ▁▄█');
});
