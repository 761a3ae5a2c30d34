/** A dimension that has one subdimension of its own name stands once in the tables of scores. */
import { expect, test } from 'vitest';
import { scoreTables } from '../../src/instruments/shared/tell/tell-scores.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { fixtureState } from '../support/fixture-state.ts';

const scores = ratedIn(fixtureState().results).scores[0]!;

/** The scores with the subdimension at `at` as the only one of its dimension, by the name of either. */
function alone(name: string | null) {
  const at = scores.columns.findIndex(({ kind }) => kind === 'subdimension');
  const { id, dimension } = scores.columns[at]!;
  const whole = scores.columns.find((one) => one.kind === 'dimension' && one.id === dimension)!;
  const columns = scores.columns.map((one, i) =>
    i === at
      ? { ...one, name: name ?? whole.name }
      : one.dimension === dimension && one.kind === 'subdimension'
        ? { ...one, dimension: 'another' }
        : one,
  );
  return { id, scores: { ...scores, columns } };
}

test('the subdimension that says the same is left out, with its cells and its foot', () => {
  const { id, scores: changed } = alone(null);
  const before = scoreTables(scores, 'scores');
  for (const [t, table] of scoreTables(changed, 'scores').entries()) {
    expect(table.columns.map((column) => column.id)).not.toContain(id);
    const lengths = [...table.rows, ...(table.foot ?? [])].map(({ cells }) => cells.length);
    const beside = table.columns.filter((column) => column.beside).length;
    expect(new Set(lengths)).toEqual(
      new Set([table.columns.length, table.columns.length - beside]),
    );
    // All other cells stay as they were.
    const at = before[t]!.columns.findIndex((column) => column.id === id);
    const whole = before[t]!.rows[0]!.cells;
    expect(table.rows[0]!.cells).toEqual(whole.filter((_, c) => c !== at));
  }
});

test('one of another name stays', () => {
  const { id, scores: changed } = alone('Another name');
  for (const table of scoreTables(changed, 'scores'))
    expect(table.columns.map((column) => column.id)).toContain(id);
});
