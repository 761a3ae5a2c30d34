import { expect, test } from 'vitest';
import { resultTable } from '../../../../src/run/rated-results.ts';
import { isEstimate } from '../../../../src/tables/table.ts';
import {
  footOf,
  intervalsOf,
  scoreColumns,
} from '../../../../src/ui/screens/scores/scores-view.ts';
import { fixtureState } from '../../../support/fixture-state.ts';

const { results } = fixtureState({ models: ['lab:a', 'lab:b', 'lab:c'] });
const table = resultTable(results, 'raw-valuelex')!;

test('many models: ≈ stands at those that the pairs cannot tell from the one under the cursor', () => {
  const models = Array.from({ length: 9 }, (_, at) => `lab:m${at}`);
  const of = (some: readonly string[]) =>
    resultTable(fixtureState({ models: some }).results, 'raw-valuelex')!;
  const many = of(models);
  const marks = (one: typeof many) =>
    one.rows.flatMap(({ cells }) => cells.map((cell) => (isEstimate(cell) ? cell.mark : null)));
  // Letters stand in tables of at most eight models.
  expect(marks(many).filter(Boolean)).toEqual([]);
  expect(marks(of(models.slice(0, 8))).filter(Boolean)).not.toEqual([]);
  const id = many.columns[1]!.id;
  const near = new Set(['lab:m2', 'lab:m3']);
  const column = scoreColumns(many, id, false, near).find((one) => one.id === id)!;
  const shown = many.rows.filter((row) => column.text(row).includes('≈'));
  expect(shown.map((row) => row.id)).toEqual(['lab:m2', 'lab:m3']);
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
