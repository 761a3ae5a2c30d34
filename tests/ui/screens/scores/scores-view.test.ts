import { expect, test } from 'vitest';
import { toldTable } from '../../../../src/run/rated-results.ts';
import { isEstimate } from '../../../../src/tables/table.ts';
import {
  crowded,
  footOf,
  intervalsOf,
  scoreColumns,
} from '../../../../src/ui/screens/scores/scores-view.ts';
import { fixtureState } from '../../../support/fixture-state.ts';

const { results } = fixtureState({ models: ['lab:a', 'lab:b', 'lab:c'] });
const table = toldTable(results, 'raw-valuelex')!;

test('many letters: a row is near the one under the cursor where they share a whole letter', () => {
  const letters = ['xyza1', 'b1c1', 'c1d1a1'];
  const rows = table.rows.map((row, r) => ({
    ...row,
    cells: row.cells.map((cell) => (isEstimate(cell) ? { ...cell, mark: letters[r]! } : cell)),
  }));
  const id = table.columns[1]!.id;
  const many = { ...table, rows };
  expect(crowded(table, id, false)).toBe(false);
  expect(crowded(many, id, false)).toBe(true);
  const column = scoreColumns(many, id, false, rows[0]).find((one) => one.id === id)!;
  // The 1 of b1 is no letter of its own.
  expect(rows.map((row) => column.text(row).includes('≈'))).toEqual([false, false, true]);
});

test('subdimensions stand before the dimensions, and what a row stands on last', () => {
  const columns = scoreColumns(table, 'social', true);
  expect(columns.map(({ id }) => id)).toEqual([
    'model',
    ...['self-competent', 'user-oriented', 'social', 'idealistic', 'professional', 'ethical'],
    ...['competence', 'character', 'integrity'],
    ...['n', 'missing', 'refused'],
  ]);
  expect(columns.find(({ id }) => id === 'social')!.group).toBe('Character');
  const social = columns.find(({ id }) => id === 'social')!;
  expect(social.text(table.rows[0]!)).toMatch(/^\d+ ±\d+ a$/);
});

test('the foot keeps its last row, and intervals are drawn on one axis', () => {
  expect(footOf(table, 3).map(({ label }) => label)).toEqual([
    'generalizability Eρ²',
    'dependability Φ',
    'told apart',
  ]);
  const side = intervalsOf(table, 'social', 20)!;
  for (const row of table.rows) expect(side.draw(row)).toMatch(/^ *├─*●─*┤ *$/);
  expect(intervalsOf(table, 'n', 20)).toBeNull();
});
