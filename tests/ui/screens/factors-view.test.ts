import { expect, test } from 'vitest';
import {
  groupsOf,
  kmoWord,
  loadingRows,
  movedClusters,
  pText,
  replicationSign,
  screeText,
} from '../../../src/ui/screens/factors-view.ts';
import { fixtureFactors } from '../../support/fixture-state.ts';

test('rows stand by factor, the largest loadings first', () => {
  const view = fixtureFactors(3);
  const rows = loadingRows(view, false);
  expect(rows.map((row) => row.factor)).toEqual([...rows.map((row) => row.factor)].sort());
  for (const factor of [0, 1, 2]) {
    const sizes = rows
      .filter((row) => row.factor === factor)
      .map((row) => Math.abs(row.loadings[factor]!));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  }
  expect(loadingRows(view, true).map((row) => row.cluster)).toEqual(rows.map((row) => row.cluster));
  expect(groupsOf(view).flat()).toHaveLength(view.columns.length);
});

test('what keeps half of its company has not moved', () => {
  const before = [
    ['a', 'b', 'c'],
    ['d', 'e'],
  ];
  expect(movedClusters(before, before).size).toBe(0);
  // Factors may change places without anything having moved.
  expect(movedClusters(before, [...before].reverse()).size).toBe(0);
  expect(
    movedClusters(before, [
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]),
  ).toEqual(new Set(['c']));
});

test('words for numbers', () => {
  expect([kmoWord(0.61), kmoWord(0.3)]).toEqual(['mediocre', 'unacceptable']);
  expect([pText(0.00001), pText(0.042), pText(null)]).toEqual(['p < .001', 'p .042', 'p –']);
  expect([0.97, 0.91, 0.62, null].map(replicationSign)).toEqual([
    '.97 ✓',
    '.91 ~',
    '.62 ✗',
    'withheld',
  ]);
  expect(screeText(fixtureFactors(3), 5)).toContain('5.1 3.2 2.4│1.3 1.1');
});
