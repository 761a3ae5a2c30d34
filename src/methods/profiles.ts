/** Profiles by a method: a score for each value of each model. */

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

export type ProfileScore = { model: string; value: string; score: number };

/** One method. Models and values have the same names in all profiles that are compared. */
export type MethodProfile = { name: string; scores: readonly ProfileScore[] };

type Named = { model: string; value: string };

/** Two profiles on the models and values that they share. */
export type SharedCells<T> = {
  /** In the order of the first profile. */
  models: string[];
  values: string[];
  /** [method][model][value] */
  cells: [T[][], T[][]];
};

export function sharedCells<T extends Named>(a: readonly T[], b: readonly T[]): SharedCells<T> {
  const [one, other] = [byModel(a), byModel(b)];
  const known = new Set(b.map(({ value }) => value));
  const values = [...new Set(a.map(({ value }) => value))].filter((value) => known.has(value));
  const models = [...one.keys()].filter((model) =>
    values.every((value) => one.get(model)!.has(value) && other.get(model)?.has(value)),
  );
  const rows = (from: ReturnType<typeof byModel<T>>) =>
    models.map((model) => values.map((value) => from.get(model)!.get(value)!));
  return { models, values, cells: [rows(one), rows(other)] };
}

/** Models of both profiles that lack a score on a shared value in one of them, with these values; `sharedCells` leaves them out. */
export function incompleteModels(
  a: readonly Named[],
  b: readonly Named[],
): { model: string; values: string[] }[] {
  const [one, other] = [byModel(a), byModel(b)];
  const { values, models } = sharedCells(a, b);
  return [...one.keys()]
    .filter((model) => other.has(model) && !models.includes(model))
    .map((model) => ({
      model,
      values: values.filter(
        (value) => !one.get(model)!.has(value) || !other.get(model)!.has(value),
      ),
    }));
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
};

export function sharedScores(a: MethodProfile, b: MethodProfile): Shared {
  const { models, values, cells } = sharedCells(a.scores, b.scores);
  const scores = cells.map((rows) => rows.map((row) => row.map(({ score }) => score)));
  return { models, values, scores: scores as [number[][], number[][]] };
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
