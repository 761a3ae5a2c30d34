import { expect, test } from 'vitest';
import { planeLines } from '../../../../src/ui/screens/clusters/map.tsx';

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
