/** The scores table: orientation of every model on every column, with its basis. */
import { UserError } from '../../errors.ts';
import { holm } from '../../statistics/holm.ts';
import { type Cells, cellsOf, profileCells, type ScoreInput } from './cells.ts';
import { differsRule } from './differences.ts';
import { scaleErrors } from './exam/scale-errors.ts';
import { itemGroupsOf } from './item-groups.ts';
import { correlationsOf, haloOf, itemStatistics } from './item-statistics.ts';
import { ratersOf, worstMark } from './rater-marks.ts';
import { retestOf } from './retest-ratings.ts';
import { columnEstimates, columnScores } from './score-column.ts';
import { scoreNotes } from './score-notes.ts';
import type { ColumnReliability, ModelScores, SystemScores } from './scores.ts';

/**
 * Scores models on one value system from the raters' raw ratings and their exams.
 *
 * Orientation is 100·y/6 with y the mean over items of the mean over raters of the mapped ratings.
 * Its standard error is the absolute one of the generalizability study (model × item × rater: how
 * far the level would move with other items, and, from four raters on, other raters), for the ratings
 * that the model has: where some are missing the variance components are by REML on all the others, and
 * no model loses an item to another's gap. To it comes the error of the raters' lines (`scaleErrors`),
 * which all models share, so that it is in no difference, letter, or profile. The interval is ± t(items − 1). Where the study cannot be
 * done (one model, fewer than two items shared) the spread over the model's own items stands in, and a
 * note says so. Letters follow `differsRule`: each pair within items, so models with
 * overlapping intervals may well differ. Pure: the same input gives
 * the same result, and adding a model moves no other model's score, only the pooled errors.
 * @throws UserError when there is no rating on the system.
 */
export function scoreModels(input: ScoreInput): SystemScores {
  const cells = cellsOf(input);
  if (cells.raters.length === 0 && cells.leftOut.length === 0)
    throw new UserError(`There are no ratings on ${input.system.title}.`, {
      hint: 'Run the test and its rating first.',
    });
  const { words } = input;
  const profile = profileCells(cells);
  const scale = scaleErrors(input, cells);
  const raw = cells.columns.map((_, c) => columnScores(cells, c, words, scale[c]!));
  const centred = cells.columns.map(
    (_, c) => columnEstimates(profile, c, scale[c]!, 'profile').estimates,
  );
  const correlations = correlationsOf(cells);
  const forms = formsOf(input);
  const models = input.models.map(
    (model, m): ModelScores => ({
      model: model.name,
      forms: [...(forms.get(model.name) ?? [])].sort(),
      family: model.family,
      refusals: model.refusals,
      raw: raw.map((column) => column.estimates[m]!),
      profile: centred.map((estimates) => estimates[m]!),
      letters: raw.map((column) => column.letters[m]!),
    }),
  );
  const { raters, notes: ofRaters } = ratersOf(
    input,
    cells.raters.length > 0 ? cells.raters : cells.leftOut.map((one) => one.rater),
  );
  return {
    system: input.system.id,
    title: input.system.title,
    words,
    columns: cells.columns,
    models,
    reliability: overColumns(
      cells,
      raw.map((column) => column.reliability),
    ),
    retest: retestOf(input),
    differences: raw.map((column) => column.differences),
    items: itemStatistics(cells),
    itemGroups: itemGroupsOf(cells, input),
    correlations,
    halo: haloOf(correlations),
    raters,
    differs: differsRule,
    mark: worstMark(raters.map((rater) => rater.mark)),
    notes: [...scoreNotes(input, cells, raw), ...ofRaters],
  };
}

/** Which columns still tell models apart when all columns of a kind are asked together. */
function overColumns(cells: Cells, columns: readonly ColumnReliability[]): ColumnReliability[] {
  const out = columns.map((one) => ({ ...one }));
  for (const kind of ['dimension', 'subdimension'] as const) {
    const asked = out.filter((one, c) => cells.columns[c]!.kind === kind && one.apartP !== null);
    holm(asked.map((one) => one.apartP!)).forEach((p, i) => {
      asked[i]!.apartAmongColumns = p <= 0.05;
    });
  }
  return out;
}

/** The forms in which each model's rated completions were asked for. */
function formsOf({ ratings }: ScoreInput): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>();
  for (const { model, form } of ratings) {
    const own = forms.get(model);
    if (own) own.add(form);
    else forms.set(model, new Set([form]));
  }
  return forms;
}
