/** Errors of models' means over stems and judges where some ratings are missing, from variance components. */
import { type Components, varianceOf } from './decision-study.ts';

/** `rated[model][stem][judge]`: which ratings are there. Every model has at least one. */
export type Rated = readonly (readonly (readonly boolean[])[])[];

export interface MeanErrors {
  /** Standard error of each model's mean as a level (absolute error). */
  levels: number[];
  /** `differences[a][b]`: standard error of the difference of two models' means; 0 on the diagonal. */
  differences: number[][];
}

/** What a rating counts for in its model's mean: the mean over stems of the mean over the judges of a stem. */
interface Weights {
  stem: number[];
  judge: number[];
  /** By stem, then judge. */
  cell: number[];
}

/**
 * The mean of a model is that over its rated stems of the mean over their judges. Two models share the error of
 * the stems and judges that they share; what one of them lacks enters their difference. Judges that are fixed
 * add error only where a model is not rated evenly by all of them. On complete data these are the errors of
 * Brennan (2001, ch. 4), the same for all models and pairs.
 */
export function meanErrors(study: Components, rated: Rated): MeanErrors {
  const weights = rated.map(weightsOf);
  const v = {
    stem: varianceOf(study, 'stem'),
    judge: varianceOf(study, 'judge'),
    modelStem: varianceOf(study, 'modelStem'),
    modelJudge: varianceOf(study, 'modelJudge'),
    stemJudge: varianceOf(study, 'stemJudge'),
    residual: varianceOf(study, 'residual'),
  };
  const own = weights.map((w) => {
    const nj = w.judge.length;
    const judges = squares(study.judgesAre === 'fixed' ? w.judge.map((x) => x - 1 / nj) : w.judge);
    return {
      relative:
        v.modelStem * squares(w.stem) + v.modelJudge * judges + v.residual * squares(w.cell),
      shared: v.stem * squares(w.stem) + v.judge * judges + v.stemJudge * squares(w.cell),
    };
  });
  return {
    levels: own.map(({ relative, shared }) => Math.sqrt(relative + shared)),
    differences: weights.map((a, i) =>
      weights.map((b, j) => {
        if (i === j) return 0;
        const apart =
          v.stem * distance(a.stem, b.stem) +
          v.judge * distance(a.judge, b.judge) +
          v.stemJudge * distance(a.cell, b.cell);
        return Math.sqrt(own[i]!.relative + own[j]!.relative + apart);
      }),
    ),
  };
}

function weightsOf(model: readonly (readonly boolean[])[]): Weights {
  const judges = model.map((stem) => stem.filter(Boolean).length);
  const stems = judges.filter((count) => count > 0).length;
  const stem = judges.map((count) => (count > 0 ? 1 / stems : 0));
  const cell = model.flatMap((has, s) => has.map((one) => (one ? stem[s]! / judges[s]! : 0)));
  const nj = model[0]?.length ?? 0;
  const judge = Array.from({ length: nj }, (_, j) =>
    model.reduce((sum, _stem, s) => sum + cell[s * nj + j]!, 0),
  );
  return { stem, judge, cell };
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}
