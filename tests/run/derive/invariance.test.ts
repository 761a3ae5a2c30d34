import { expect, test } from 'vitest';
import type { InvarianceInput } from '../../../src/factor-analysis/invariance/groups.ts';
import { invariance } from '../../../src/factor-analysis/invariance/invariance.ts';
import { comparisonsOf } from '../../../src/run/derive/invariance.ts';
import { buildMatrix } from '../../../src/run/derive/matrix.ts';
import { plantedAnswers, plantedClusters, plantedFactors, plantedStudy } from '../lens/planted.ts';

const columns = plantedAnswers();
const clustering = plantedClusters(columns);
const view = plantedFactors(columns, clustering);
const answers = { columns, idAt: String };
const matrix = buildMatrix(answers, clustering.clusters, plantedStudy.factors);
const comparisons = comparisonsOf(columns, matrix, view, plantedStudy);

function inputOf(by: string): InvarianceInput {
  const { input } = comparisons.find((one) => one.by === by)!;
  if ('withheld' in input) throw new Error(input.withheld);
  return input;
}

test('what answers differ in is compared: there is one language', () => {
  expect(comparisons.map(({ by }) => by)).toEqual(['training', 'family', 'setting']);
});

test('models by training, of families; by family, of models', () => {
  const training = inputOf('training');
  expect(training.rows).toHaveLength(32 * 6);
  expect(training.variables).toHaveLength(12);
  expect(training.pattern.every((row) => row.filter(Boolean).length === 1)).toBe(true);
  expect(new Set(training.families).size).toBe(8);
  expect(inputOf('family').families).toBeUndefined();
  for (const by of ['training', 'family']) {
    const found = invariance(inputOf(by));
    expect(found.withheld && found.reason).toMatch(/cannot be made with so few models/);
  }
});

test('the same models by setting: of six, the coldest and the hottest', () => {
  const input = inputOf('setting');
  expect(input.repeated).toBe(true);
  expect([...new Set(input.groups)]).toEqual(['t0', 't1']);
  expect(input.rows).toHaveLength(2 * 32);
  const found = invariance({ ...input, items: false });
  if (found.withheld) throw new Error(found.reason);
  expect(found.units).toEqual({ of: 'families', count: 8 });
  // 8 families are fewer than the degrees of freedom.
  expect(found.levels[1]!.change).toMatchObject({ dof: 9, p: null });
});

test('fewer than 20 models on several occasions', () => {
  const few = {
    ...columns,
    models: columns.models.map((model) => (model < 'lab:f4' ? model : 'lab:f0-base')),
  };
  const setting = comparisonsOf(few, matrix, view, plantedStudy).find(
    ({ by }) => by === 'setting',
  )!;
  expect(setting.input).toEqual({
    withheld: 'this comparison cannot be made with so few models: 16, and 20 are needed',
  });
});
