/** Places a new model among the models of a finished run. */
import { UserError } from '../../errors.ts';
import { resampleRows } from '../../statistics/bootstrap.ts';
import { quantileOfSorted } from '../../statistics/describe.ts';
import { holm } from '../../statistics/holm.ts';
import { createRandom } from '../../statistics/random.ts';
import {
  type Cells,
  cellsOf,
  finiteMean,
  mapOf,
  meansOverRaters,
  profileCells,
  type RawRating,
  type ScoreInput,
  unit,
} from './cells.ts';
import { pairedMean } from './compare-models.ts';
import { ratedModels, studyOf } from './differences.ts';
import { profileP } from './level-estimate.ts';
import { scoreModels } from './score-models.ts';
import type { Estimate, ScoreColumn, ScoreWords } from './scores.ts';

export type Placement = {
  column: ScoreColumn;
  score: Estimate;
  profile: Estimate;
  /** The profile's interval leaves out 0, in this column by itself. */
  standsOut: boolean;
  /** It still does after Holm’s correction over the columns of its kind: "above (below) its own mean". */
  amongColumns: boolean;
  rank: {
    /** 1 is the highest. */
    value: number;
    /** 95 % of the resamples of items. */
    low: number;
    high: number;
    of: number;
    /** Share of resamples per rank, from rank 1. */
    distribution: number[];
  };
  /** The ranks in 95 % of the resamples span at most half of the places. */
  placed: boolean;
  /** The model with the smallest paired difference; null when not placed or when there is no other. */
  nearest: { model: string; difference: number } | null;
};

export type Verdict = {
  system: string;
  model: string;
  columns: Placement[];
  /** Nearest by the profile over all subdimensions, with the mean absolute difference in points. */
  nearest: { model: string; distance: number } | null;
  mark: string | null;
  words: ScoreWords;
  notes: string[];
};

/**
 * Places `model` among the other models of the input. `input.exams` are those of the finished run:
 * its maps are frozen, so the old scores stay what they were. The rank's distribution comes from
 * 2,000 resamples of items, the same for all models.
 * @throws UserError when the model or every other one lacks scores.
 */
export function placeModel(input: ScoreInput, model: string): Verdict {
  const scores = scoreModels(input);
  const cells = cellsOf(input);
  const at = cells.models.indexOf(model);
  if (at < 0 || !Number.isFinite(scores.models[at]!.raw[0]!.value))
    throw new UserError(`There are no ratings of ${model}.`, {
      hint: 'Ask for its completions and rate them first.',
    });
  const sure = surelyStandsOut(cells, at);
  const columns = cells.columns.map((column, c): Placement => {
    const means = meansOverRaters(cells, c);
    const score = scores.models[at]!.raw[c]!;
    const profile = scores.models[at]!.profile[c]!;
    const rank = rankOf(means, at, `${input.seed ?? 1}|rank|${c}`);
    const placed = rank.of > 1 && rank.high - rank.low <= rank.of / 2;
    return {
      column,
      score,
      profile,
      standsOut: profile.low !== null && (profile.low > 0 || profile.high! < 0),
      amongColumns: sure.has(c),
      rank,
      placed,
      nearest: placed ? nearestOn(cells.models, means, at) : null,
    };
  });
  return {
    system: input.system.id,
    model,
    columns,
    nearest: nearestProfile(scores, at),
    mark: scores.mark,
    words: scores.words,
    notes: scores.notes,
  };
}

/** Columns on which the model’s profile is not 0 when all columns of a kind are asked together. */
function surelyStandsOut(cells: Cells, at: number): Set<number> {
  const profile = profileCells(cells);
  const asked = cells.columns.flatMap(({ kind }, c) => {
    const means = meansOverRaters(profile, c);
    const rated = ratedModels(means);
    const p = profileP(means[at]!, studyOf(profile, c, rated), rated.indexOf(at));
    return p === null ? [] : [{ c, kind, p }];
  });
  const out = new Set<number>();
  for (const own of Map.groupBy(asked, ({ kind }) => kind).values())
    holm(own.map(({ p }) => p)).forEach((p, i) => {
      if (p <= 0.05) out.add(own[i]!.c);
    });
  return out;
}

function rankOf(
  means: readonly (readonly number[])[],
  at: number,
  seed: string,
): Placement['rank'] {
  const rated = ratedModels(means);
  const items = means[at]!.flatMap((value, s) => (Number.isFinite(value) ? [s] : []));
  const rank = (drawn: readonly number[]) => {
    const own = finiteMean(drawn.map((s) => means[at]![s]!));
    return (
      1 + rated.filter((m) => m !== at && finiteMean(drawn.map((s) => means[m]![s]!)) > own).length
    );
  };
  const random = createRandom(seed);
  const draws = Array.from({ length: 2000 }, () =>
    rank(resampleRows(items.length, random).map((i) => items[i]!)),
  ).sort((a, b) => a - b);
  const distribution = new Array<number>(rated.length).fill(0);
  for (const draw of draws) distribution[draw - 1]! += 1 / draws.length;
  return {
    value: rank(items),
    low: Math.floor(quantileOfSorted(draws, 0.025)),
    high: Math.ceil(quantileOfSorted(draws, 0.975)),
    of: rated.length,
    distribution,
  };
}

function nearestOn(
  models: readonly string[],
  means: readonly (readonly number[])[],
  at: number,
): Placement['nearest'] {
  let best: Placement['nearest'] = null;
  models.forEach((model, m) => {
    if (m === at) return;
    const difference = unit * finiteMean(means[at]!.map((value, s) => value - means[m]![s]!));
    if (!Number.isFinite(difference)) return;
    if (!best || Math.abs(difference) < Math.abs(best.difference)) best = { model, difference };
  });
  return best;
}

function nearestProfile(scores: ReturnType<typeof scoreModels>, at: number): Verdict['nearest'] {
  const parts = scores.columns.flatMap((one, i) => (one.kind === 'subdimension' ? [i] : []));
  const own = scores.models[at]!.profile;
  let best: Verdict['nearest'] = null;
  scores.models.forEach((other, m) => {
    if (m === at) return;
    const distance = finiteMean(
      parts.map((c) => Math.abs(own[c]!.value - other.profile[c]!.value)),
    );
    if (Number.isFinite(distance) && (!best || distance < best.distance))
      best = { model: other.model, distance };
  });
  return best;
}

/** A shift of the mean rating above this, on 0–6, stops a verdict. */
export const mostDrift = 0.2;

export type Drift = {
  rater: string;
  /** Mean of new minus old on the mapped scale 0–6, with its 95 % interval. */
  shift: number;
  low: number | null;
  high: number | null;
  n: number;
  stops: boolean;
};

/**
 * How far a rater has moved since the run: the same completions rated again, both mapped by the
 * run's frozen lines. Pairs with a missing rating do not count; without any pair the shift is NaN
 * and the verdict stops.
 */
export function raterDrift(
  rater: string,
  before: readonly RawRating[],
  after: readonly RawRating[],
  input: Pick<ScoreInput, 'exams' | 'system'>,
): Drift {
  const key = (one: RawRating) => `${one.completion}\n${one.subdimension}\n${one.protocol}`;
  const mine = before.filter((one) => one.rater === rater && one.system === input.system.id);
  const { lines } = mapOf(rater, input, mine);
  const old = new Map(mine.map((one) => [key(one), one.raw]));
  const shifts = after.flatMap((one) => {
    const then = old.get(key(one));
    const line = lines.get(one.subdimension);
    if (line?.none !== undefined) return [];
    if (one.rater !== rater || then === null || then === undefined || one.raw === null || !line)
      return [];
    return [line.b * (one.raw - then)];
  });
  const { value, low, high } = pairedMean(shifts);
  return {
    rater,
    shift: value,
    low,
    high,
    n: shifts.length,
    stops: !(Math.abs(value) <= mostDrift),
  };
}

/** Words of the new model that the run lacks, most frequent first, and frequent words of the run that it does not say. */
export function compareWords(
  own: readonly { word: string; count: number }[],
  run: readonly { word: string; count: number; models: number }[],
): { lacking: { word: string; count: number }[]; silent: string[] } {
  const known = new Set(run.map((one) => one.word));
  const said = new Set(own.map((one) => one.word));
  return {
    lacking: own
      .filter((one) => !known.has(one.word))
      .map(({ word, count }) => ({ word, count }))
      .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)),
    silent: run
      .filter((one) => one.models > 1 && !said.has(one.word))
      .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
      .map((one) => one.word),
  };
}
