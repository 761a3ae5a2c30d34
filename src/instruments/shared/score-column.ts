/** One column of the scores: levels, letters, differences, and the generalizability study. */
import type { GeneralizabilityStudy } from '../../statistics/generalizability.ts';
import { type MaxT, maxTComparison } from '../../statistics/max-t.ts';
import { type Cells, meansOverRaters, partsOf, type ScoreInput, unit } from './cells.ts';
import { reliabilityOf } from './column-reliability.ts';
import { boundsOf, comparedModels, ratedModels, raterErrorOf, studyOf } from './differences.ts';
import { type ScaleError, scaleErrors } from './exam/scale-errors.ts';
import { estimateOf, floorOf, isAtFloor, withoutInterval } from './level-estimate.ts';
import type { ColumnReliability, Estimate, ModelDifference, ScoreWords } from './scores.ts';

export type ColumnScores = {
  estimates: Estimate[];
  letters: string[];
  /** Items that some model in the letters lacks. */
  itemsWithGaps: number;
  study: GeneralizabilityStudy | null;
  reliability: ColumnReliability;
  differences: ModelDifference[];
};

/** `scale`: the error that the raters' lines add to each model's level. */
export function columnScores(
  cells: Cells,
  c: number,
  words: ScoreWords,
  scale: readonly ScaleError[],
): ColumnScores {
  const means = meansOverRaters(cells, c);
  const kept = comparedModels(means);
  const { study, estimates } = columnEstimates(cells, c, scale, 'level', means);
  const comparison = compareAll(means, kept, study);
  const letters = cells.models.map(() => '');
  kept.forEach((m, i) => {
    letters[m] = comparison?.letters?.[i] ?? '';
  });
  return {
    estimates,
    letters,
    itemsWithGaps: cells.items.filter((_, s) => kept.some((m) => !Number.isFinite(means[m]![s]!)))
      .length,
    study,
    reliability: reliabilityOf(cells, c, means, kept, study, comparison, words),
    differences: differencesOf(comparison, kept, slopeOf(scale)),
  };
}

/** Each model's level on a column, or, of `profileCells`, its profile; `study` is of all models that are rated. */
export function columnEstimates(
  cells: Cells,
  c: number,
  scale: readonly ScaleError[],
  what: 'level' | 'profile',
  means: readonly (readonly number[])[] = meansOverRaters(cells, c),
): Pick<ColumnScores, 'study' | 'estimates'> {
  const level = what === 'level';
  const rated = ratedModels(means);
  const study = studyOf(cells, c, rated);
  const { kind, id } = cells.columns[c]!;
  const parts = kind === 'dimension' ? partsOf(cells.columns, id) : [c];
  const floor = floorOf(means);
  const estimates = cells.models.map((_, m) => {
    const [own, place] = [means[m]!, rated.indexOf(m)];
    const found = estimateOf(cells, parts, m, own, study, place, scale[m]!, level);
    return level && isAtFloor(own, floor) ? withoutInterval(found) : found;
  });
  return { study, estimates };
}

/** In points, as two models compared alone have it; the places are those of all models. */
function differencesOf(
  comparison: MaxT | null,
  kept: readonly number[],
  slope: number,
): ModelDifference[] {
  return (comparison?.pairs ?? []).map((pair) => {
    const [low, high] = boundsOf(pair, slope) ?? [null, null];
    return {
      ...{ a: kept[pair.a]!, b: kept[pair.b]!, value: unit * pair.difference },
      low: low === null ? null : unit * low,
      high: high === null ? null : unit * high,
    };
  });
}

function compareAll(
  means: readonly (readonly number[])[],
  kept: readonly number[],
  study: GeneralizabilityStudy | null,
): MaxT | null {
  if (kept.length < 2) return null;
  return maxTComparison(
    kept.map((m) => means[m]!),
    { raters: raterErrorOf(study) },
  );
}

/** Squared relative error of the raters’ slopes, one a column: every difference is divided by them. */
export function slopeErrors(input: ScoreInput, cells: Cells): number[] {
  return scaleErrors(input, cells).map(slopeOf);
}

function slopeOf(models: readonly ScaleError[]): number {
  return models.reduce((most, { square }) => Math.max(most, square), 0);
}
