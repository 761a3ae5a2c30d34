/** What the form of asking does to the scores: the same models, the same stems, two forms. */
import type { Form } from '../../models/model.ts';
import { cellsOf, meansOverRaters, type ScoreInput, unit } from '../shared/cells.ts';
import { pairedMean } from '../shared/compare-models.ts';
import type { ScoreColumn } from '../shared/scores.ts';

export type FormEffect = {
  column: ScoreColumn;
  /** Other form minus main form, in points of orientation; mean over models and stems, the error over models and stems pooled. */
  value: number;
  se: number | null;
  low: number | null;
  high: number | null;
  /** Pairs of completions behind it. */
  n: number;
};

/** Per column, over the models whose main form is not `other` and which answered some stems in it too; empty when there is none. */
export function formEffects(input: ScoreInput, other: Form): FormEffect[] {
  const models = input.models.filter(
    (model) =>
      model.form !== other &&
      input.ratings.some((one) => one.model === model.name && one.form === other),
  );
  if (models.length === 0) return [];
  const own = cellsOf({ ...input, models });
  const asked = cellsOf({ ...input, models }, other);
  return own.columns.map((column, c) => {
    const before = meansOverRaters(own, c).flat();
    const after = meansOverRaters(asked, c).flat();
    const differences = after.map((value, i) => unit * (value - before[i]!));
    return {
      column,
      ...pairedMean(differences),
      n: differences.filter(Number.isFinite).length,
    };
  });
}
