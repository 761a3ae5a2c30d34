/** The error of levels that comes from the raters' lines, which are based on a few dozen anchors. */
import {
  type Cells,
  finiteMean,
  mapOf,
  meansOverRaters,
  partsOf,
  type ScoreInput,
} from '../cells.ts';
import { lineVariance } from './link-scales.ts';

/**
 * The variance that the raters' lines add to a level x (0–6): `constant` + 2·`linear`·u + `square`·u², u = x − `level`.
 * `square` is the squared relative error of the slopes, which is in every difference too.
 */
export interface ScaleError {
  level: number;
  constant: number;
  linear: number;
  square: number;
}

const noError: ScaleError = { level: 0, constant: 0, linear: 0, square: 0 };

/**
 * Errors `[column][model]` of the lines that put the raters' ratings on the rubric's scale, averaged over raters, whose
 * exams are independent: of a calibration the variances of its place and slope (for Fieller's interval), of an older
 * line the variance of a + b·raw at the model's mean. A dimension takes the mean of its subdimensions': their lines
 * lean on each other (`linkScale`), so they count as moving together, which is the most they can. 0 where an exam tells
 * no errors. The error is shared by all models of a column.
 */
export function scaleErrors(input: ScoreInput, cells: Cells): ScaleError[][] {
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  const lines = cells.raters.map((rater) => mapOf(rater, input, ratings).lines);
  const errors = cells.columns.map((column, c) => {
    if (column.kind === 'dimension') return [];
    const byRater = cells.raters.map((_, j) => meansOverRaters(cells, c, j));
    return cells.models.map((_, m) => {
      const own = lines.flatMap((of, j): ScaleError[] => {
        const line = of.get(column.id);
        const level = finiteMean(byRater[j]![m]!);
        if (!line || !Number.isFinite(level)) return [];
        const { calibration, error } = line;
        if (calibration) {
          const squared = calibration.beta ** 2;
          return [
            {
              level: calibration.level,
              constant: calibration.placeVariance / squared,
              linear: calibration.covariance / squared,
              square: calibration.betaVariance / squared,
            },
          ];
        }
        if (!error) return [noError];
        const constant = lineVariance(error, line.b > 0 ? (level - line.a) / line.b : 0);
        return [{ ...noError, constant }];
      });
      return averaged(own, own.length ** 2);
    });
  });
  return cells.columns.map((column, c) =>
    column.kind === 'subdimension'
      ? errors[c]!
      : cells.models.map((_, m) => {
          const parts = partsOf(cells.columns, column.id).map((part) => errors[part]![m]!);
          return { ...averaged(parts, parts.length), constant: meanRoot(parts) ** 2 };
        }),
  );
}

/** Sums over `divisor`, at the mean level. */
function averaged(errors: readonly ScaleError[], divisor: number): ScaleError {
  if (errors.length === 0) return noError;
  const sum = (pick: (one: ScaleError) => number) =>
    errors.reduce((total, one) => total + pick(one), 0);
  return {
    level: sum((one) => one.level) / errors.length,
    constant: sum((one) => one.constant) / divisor,
    linear: sum((one) => one.linear) / divisor,
    square: sum((one) => one.square) / divisor,
  };
}

function meanRoot(errors: readonly ScaleError[]): number {
  return finiteMean(errors.map((one) => Math.sqrt(one.constant)));
}

/** Variance from the lines at a level x. */
export function scaleVariance({ level, constant, linear, square }: ScaleError, x: number): number {
  const u = x - level;
  return Math.max(0, constant + 2 * linear * u + square * u * u);
}
