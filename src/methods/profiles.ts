/** Profiles by a method: a score for each value of each model. */
import type { Reliability } from './attenuation.ts';

/** How values are read from a model. */
export type Method = 'self-report' | 'projective' | 'choice' | 'likelihood' | 'text';

/** An instrument's scores of models on the values of a system. */
export type Profile = {
  system: string;
  method: Method;
  scores: { model: string; value: string; estimate: number; se: number | null; n: number }[];
  /** Over models, by value, with its 95 % interval; only values for which it is known. */
  reliability?: { value: string; estimate: number; low: number | null; high: number | null }[];
};

/** `se` is the standard error of a score as far as models are compared by it. */
export type ProfileScore = { model: string; value: string; score: number; se?: number };

/** One method. Models and values have the same names in all profiles that are compared. */
export type MethodProfile = {
  name: string;
  scores: readonly ProfileScore[];
  /** By value, over models; where it is not known, the standard errors of the scores tell. */
  reliability?: ReadonlyMap<string, Reliability>;
};

type Named = { model: string; value: string };

/** What a comparison cannot use, since one of the two profiles lacks scores. */
export type LeftOut = {
  /** Models of both, with the values that they lack. */
  models: { model: string; values: string[] }[];
  /** Values of both, with the number of models of both that have them. */
  values: { value: string; models: number; of: number }[];
};

/** Two profiles on models and values without gaps in either. */
export type SharedCells<T> = {
  /** In the order of the first profile. */
  models: string[];
  values: string[];
  /** [method][model][value] */
  cells: [T[][], T[][]];
  leftOut: LeftOut;
};

/**
 * The models and values that both profiles have, without gaps: a value that many models lack is left out, else the models
 * that lack one.
 */
export function sharedCells<T extends Named>(a: readonly T[], b: readonly T[]): SharedCells<T> {
  const [one, other] = [byModel(a), byModel(b)];
  const known = new Set(b.map(({ value }) => value));
  const inBoth = {
    models: [...one.keys()].filter((model) => other.has(model)),
    values: [...new Set(a.map(({ value }) => value))].filter((value) => known.has(value)),
  };
  const has = (model: string, value: string) =>
    one.get(model)!.has(value) && other.get(model)!.has(value);
  // Models are the cases of every figure: a value costs a study less than many of them.
  const keepsModels = withoutGaps(inBoth, has, 2);
  const kept =
    3 * keepsModels.models.length >= 2 * inBoth.models.length
      ? keepsModels
      : withoutGaps(inBoth, has, 1);
  // What was left out early may have no gap in what is left.
  const models = inBoth.models.filter((model) => kept.values.every((value) => has(model, value)));
  const values = inBoth.values.filter((value) => models.every((model) => has(model, value)));
  const rows = (from: ReturnType<typeof byModel<T>>) =>
    models.map((model) => values.map((value) => from.get(model)!.get(value)!));
  return {
    models,
    values,
    cells: [rows(one), rows(other)],
    leftOut: {
      models: inBoth.models
        .filter((model) => !models.includes(model))
        .map((model) => ({ model, values: values.filter((value) => !has(model, value)) })),
      values: inBoth.values
        .filter((value) => !values.includes(value))
        .map((value) => ({
          value,
          models: inBoth.models.filter((model) => has(model, value)).length,
          of: inBoth.models.length,
        })),
    },
  };
}

type Grid = { models: string[]; values: string[] };

/** With fewer values their order means nothing. */
export const fewestValues = 3;

/**
 * Leaves out, one after the other, the model that lacks the largest share of the values, or the value that more than `weight` times
 * that share of the models lacks, until there is no gap.
 */
function withoutGaps(
  { models, values }: Grid,
  has: (model: string, value: string) => boolean,
  weight: number,
): Grid {
  const gapsOfModel = (model: string) =>
    values.filter((value) => !has(model, value)).length / values.length;
  const gapsOfValue = (value: string) =>
    models.filter((model) => !has(model, value)).length / models.length;
  const model = mostBy(models, gapsOfModel);
  const value = mostBy(values, gapsOfValue);
  if (model === undefined || value === undefined || gapsOfModel(model) === 0)
    return { models, values };
  const rest =
    values.length > fewestValues && gapsOfValue(value) > weight * gapsOfModel(model)
      ? { models, values: values.filter((one) => one !== value) }
      : { models: models.filter((one) => one !== model), values };
  return withoutGaps(rest, has, weight);
}

function mostBy(names: readonly string[], shareOf: (name: string) => number): string | undefined {
  let [best] = names;
  for (const name of names) if (shareOf(name) > shareOf(best!)) best = name;
  return best;
}

function byModel<T extends Named>(scores: readonly T[]): Map<string, Map<string, T>> {
  const models = new Map<string, Map<string, T>>();
  for (const score of scores) {
    const own = models.get(score.model) ?? new Map<string, T>();
    models.set(score.model, own.set(score.value, score));
  }
  return models;
}

/** Models × values of two profiles, where both have a score. */
export type Shared = {
  models: string[];
  values: string[];
  /** [method][model][value] */
  scores: [number[][], number[][]];
  /** Standard errors alike; null where a score has none. */
  errors: (number[][] | null)[];
};

export function sharedScores(a: MethodProfile, b: MethodProfile): Shared {
  const { models, values, cells } = sharedCells(a.scores, b.scores);
  const scores = cells.map((rows) => rows.map((row) => row.map(({ score }) => score)));
  const errors = cells.map((rows) => {
    const own = rows.map((row) => row.map(({ se }) => se ?? Number.NaN));
    return own.flat().every((se) => se > 0) ? own : null;
  });
  return { models, values, scores: scores as [number[][], number[][]], errors };
}

/** Each model's own mean over the values subtracted. */
export function withoutModelMeans(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const level = row.reduce((sum, x) => sum + x, 0) / row.length;
    return row.map((x) => x - level);
  });
}

/** Each value's mean over the models subtracted. */
export function withoutValueMeans(rows: readonly (readonly number[])[]): number[][] {
  const means = rows[0]!.map((_, v) => rows.reduce((sum, row) => sum + row[v]!, 0) / rows.length);
  return rows.map((row) => row.map((x, v) => x - means[v]!));
}
