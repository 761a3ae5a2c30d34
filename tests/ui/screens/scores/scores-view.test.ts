import { expect, test } from 'vitest';
import { ratedIn } from '../../../../src/run/rated-results.ts';
import { crowded, scoreColumns } from '../../../../src/ui/screens/scores/scores-view.ts';
import { fixtureState } from '../../../support/fixture-state.ts';

test('many letters: a row is near the one under the cursor where they share a whole letter', () => {
  const [scores] = ratedIn(fixtureState({ models: ['lab:a', 'lab:b', 'lab:c'] }).results).scores;
  const letters = ['xyza1', 'b1c1', 'c1d1a1'];
  const models = scores!.models.map((model, m) => ({ ...model, letters: [letters[m]!] }));
  const of = { ...scores!, models };
  expect(crowded(of, 0, false)).toBe(true);
  const column = scoreColumns(of, false, 0, false, models[0]).find(
    ({ id }) => id === scores!.columns[0]!.id,
  )!;
  // The 1 of b1 is no letter of its own.
  expect(models.map((model) => column.text(model).includes('≈'))).toEqual([false, false, true]);
});
