/** How far a level could lie elsewhere because the judges' lines rest on a few dozen anchors. */
import {
  type Cells,
  finiteMean,
  mapOf,
  meansOverJudges,
  partsOf,
  type ScoreInput,
} from '../../shared/cells.ts';
import { lineVariance } from './link-scales.ts';

/**
 * Standard errors `[column][model]` of mean levels, 0–6, from the sampling error of the lines that put the judges'
 * ratings on the rubric's scale: at a model's mean raw rating the variance of a + b·raw, averaged over judges, whose
 * exams are independent. A dimension takes the mean of its subdimensions' errors: their lines lean on each other
 * (`linkScale`), so they count as moving together, which is the most they can. 0 where an exam tells no errors.
 * The error is shared by all models of a column: it concerns levels, not differences.
 */
export function scaleErrors(input: ScoreInput, cells: Cells): number[][] {
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  const lines = cells.judges.map((judge) => mapOf(judge, input, ratings).lines);
  const errors = cells.columns.map((column, c) =>
    cells.models.map((_, m) => {
      if (column.kind === 'dimension') return 0;
      const variances = lines.flatMap((of, j) => {
        const line = of.get(column.id);
        const level = finiteMean(meansOverJudges(cells, c, j)[m]!);
        if (!line || !Number.isFinite(level)) return [];
        if (!line.error) return [0];
        return [lineVariance(line.error, line.b > 0 ? (level - line.a) / line.b : 0)];
      });
      const sum = variances.reduce((total, one) => total + one, 0);
      return variances.length > 0 ? Math.sqrt(sum) / variances.length : 0;
    }),
  );
  return cells.columns.map((column, c) =>
    column.kind === 'subdimension'
      ? errors[c]!
      : cells.models.map((_, m) =>
          finiteMean(partsOf(cells.columns, column.id).map((part) => errors[part]![m]!)),
        ),
  );
}
