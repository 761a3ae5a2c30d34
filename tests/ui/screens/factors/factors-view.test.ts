import { expect, test } from 'vitest';
import { kmoWord } from '../../../../src/factor-analysis/adequacy.ts';
import {
  groupsOf,
  loadingColumns,
  loadingRows,
  movedClusters,
  pText,
  replicationText,
  screeText,
} from '../../../../src/ui/screens/factors/factors-view.ts';
import { fixtureFactors } from '../../../support/fixture-state.ts';

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

test('a loading that other models could bring to 0 is marked where it would be read', () => {
  const view = fixtureFactors(3);
  const [row] = loadingRows(view, false);
  const sure = { low: 0.2, high: 0.9, bcaLow: 0.2, bcaHigh: 0.9 };
  const unsure = { low: -0.1, high: 0.9, bcaLow: -0.1, bcaHigh: 0.9 };
  const marked = { ...row!, loadings: [0.5, 0.5, 0.1], intervals: [sure, unsure, unsure] };
  const columns = loadingColumns(view);
  const cells = [1, 2, 3].map((at) => columns[at]!.text(marked));
  expect(cells).toEqual(['+.50', '+.50°', '+.10']);
  expect([1, 2, 3].map((at) => columns[at]!.faint!(marked))).toEqual([false, true, true]);
  expect(loadingRows(view, true)[0]!.intervals).toBeNull();
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
  const view = fixtureFactors(3);
  expect([0, 1, 2].map((at) => replicationText(view, at, false))).toEqual([
    '.97 ✓',
    '.91 ~',
    '.62 ✗',
  ]);
  const bare = { ...view, checks: { ...view.checks, replication: null } };
  expect([replicationText(bare, 0, true), replicationText(bare, 0, false)]).toEqual(['…', '–']);
  const held = { ...view, checks: { ...view.checks, replication: { withheld: 'too few' } } };
  expect(replicationText(held, 0, false)).toBe('withheld');
  expect(screeText(fixtureFactors(3), 5)).toContain('5.1 3.2 2.4│1.3 1.1');
});

test('names of factors stand whole in their heads, also at 80 columns', () => {
  const view = fixtureFactors(3);
  const names = [
    'Environmentalism · Responsibility',
    'Interpersonal competence · Social care',
    'Honesty · Truth',
  ];
  const named = {
    ...view,
    factors: view.factors.map((factor, at) => ({ ...factor, name: names[at]! })),
  };
  for (const width of [60, 80, 160]) {
    const heads = loadingColumns(named, width).slice(1, 4);
    expect(heads.map(({ above = [], title }) => [...above, title].join(' '))).toEqual(
      names.map((name, at) => `F${at + 1} ${name}`),
    );
    // Beyond two lines only where the table has no room for wider heads.
    if (width === 160) for (const { above = [] } of heads) expect(above.length).toBeLessThan(2);
  }
});
