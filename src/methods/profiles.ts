/** What a way of asking says of models: a score for each value of each. */

/** How values are read off a model. */
export type Method = 'self-report' | 'projective' | 'choice' | 'likelihood' | 'text';

/** What an instrument says of models on the values of a system. */
export type Profile = {
  system: string;
  method: Method;
  scores: { model: string; value: string; estimate: number; se: number | null; n: number }[];
  /** Over models, by value, with its 95 % interval; of values for which it can be told. */
  reliability?: { value: string; estimate: number; low: number | null; high: number | null }[];
};

export type ProfileScore = { model: string; value: string; score: number };

/** One way of asking. Models and values have the same names in all that are compared. */
export type MethodProfile = { name: string; scores: readonly ProfileScore[] };

/** Models × values of two profiles, where both have a score. */
export type Shared = {
  models: string[];
  values: string[];
  /** [method][model][value] */
  scores: [number[][], number[][]];
};

/** What both read of the same models: the models that both read on all values that both know. */
export function sharedScores(a: MethodProfile, b: MethodProfile): Shared {
  const [one, other] = [a, b].map(({ scores }) => {
    const byModel = new Map<string, Map<string, number>>();
    for (const { model, value, score } of scores) {
      const own = byModel.get(model) ?? new Map<string, number>();
      byModel.set(model, own.set(value, score));
    }
    return byModel;
  }) as [Map<string, Map<string, number>>, Map<string, Map<string, number>>];
  const valuesOf = (profile: MethodProfile) => [
    ...new Set(profile.scores.map(({ value }) => value)),
  ];
  const values = valuesOf(a).filter((value) => valuesOf(b).includes(value));
  const models = [...one.keys()].filter((model) =>
    values.every((value) => one.get(model)!.has(value) && other.get(model)?.has(value)),
  );
  const rows = (from: Map<string, Map<string, number>>) =>
    models.map((model) => values.map((value) => from.get(model)!.get(value)!));
  return { models, values, scores: [rows(one), rows(other)] };
}

/** Each model's own mean over the values taken off. */
export function withoutModelMeans(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const level = row.reduce((sum, x) => sum + x, 0) / row.length;
    return row.map((x) => x - level);
  });
}

/** Each value's mean over the models taken off. */
export function withoutValueMeans(rows: readonly (readonly number[])[]): number[][] {
  const means = rows[0]!.map((_, v) => rows.reduce((sum, row) => sum + row[v]!, 0) / rows.length);
  return rows.map((row) => row.map((x, v) => x - means[v]!));
}
