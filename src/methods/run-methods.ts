/** The instruments of a run compared with each other, as methods, on its models. */

import { spearman } from '../statistics/correlation.ts';
import { mean, quantileOfSorted, standardDeviation } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';
import { compareMethods, type MethodComparison } from './compare-methods.ts';
import { fewestValues, type MethodProfile, type Profile, sharedCells } from './profiles.ts';

/** A profile and where it comes from. */
export type WayOfAsking = {
  /** The instrument's id. */
  id: string;
  title: string;
  /** Whether raters read its answers. */
  rated: boolean;
  profile: Profile;
};

/** A model by both methods. */
export type ModelInBoth = {
  model: string;
  /** Correlation of the two profiles over the values. */
  spearman: number;
  /** 95 %: scores drawn within their standard errors; null where an error is not known. */
  low: number | null;
  high: number | null;
  /** By value, in units of the model's own standard deviation over the values. */
  scores: [number[], number[]];
};

export type MethodPair = {
  system: string;
  ways: [id: string, id: string];
  titles: [string, string];
  /** How many of the two methods use raters; with both, shared bias of raters counts as agreement. */
  rated: number;
  values: string[];
  models: ModelInBoth[];
  /** Models that only one method scores, or not on all values. */
  leftOut: string[];
  /** Values that one of the methods has of too few models. */
  valuesLeftOut: string[];
  /** Null below three models. */
  comparison: MethodComparison | null;
};

export type RunMethods = {
  /** How many methods have a profile. */
  ways: number;
  /** Methods without raters first. */
  pairs: MethodPair[];
};

const draws = 1000;

/**
 * Each pair of methods on each value system that both score, over the models and values that they share; values
 * match by their letters. Correlations over models need three models; the rank correlation of each model over its values is always given. Pure.
 */
export function methodsOfRun(
  ways: readonly WayOfAsking[],
  familyOf: (model: string) => string,
): RunMethods {
  const pairs = ways.flatMap((a, at) =>
    ways
      .slice(at + 1)
      .filter((b) => b.id !== a.id && b.profile.system === a.profile.system)
      .flatMap((b) => pairOf(a, b, familyOf)),
  );
  return {
    ways: new Set(ways.map(({ id }) => id)).size,
    pairs: pairs.sort((a, b) => a.rated - b.rated),
  };
}

type Score = Profile['scores'][number];

function pairOf(a: WayOfAsking, b: WayOfAsking, familyOf: (model: string) => string): MethodPair[] {
  const [first, second] = [namedScores(a), namedScores(b)];
  const { models, values, cells, leftOut: gaps } = sharedCells(first, second);
  // In an order that does not depend on the order of answers.
  const order = models.map((_, m) => m).sort((p, q) => (models[p]! < models[q]! ? -1 : 1));
  const leftOut = [...new Set([...first, ...second].map(({ model }) => model))]
    .filter((model) => !models.includes(model))
    .sort();
  if (values.length < fewestValues || models.length === 0) return [];
  const profile = (way: WayOfAsking, rows: readonly (readonly Score[])[]): MethodProfile => ({
    name: way.title,
    reliability: new Map(
      (way.profile.reliability ?? []).map(({ value, ...of }) => [lettersOf(value), of]),
    ),
    scores: order.flatMap((m) =>
      rows[m]!.map(({ model, value, estimate }) => ({ model, value, score: estimate })),
    ),
  });
  return [
    {
      system: a.profile.system,
      ways: [a.id, b.id],
      titles: [a.title, b.title],
      rated: Number(a.rated) + Number(b.rated),
      values,
      leftOut,
      valuesLeftOut: gaps.values.map(({ value }) => value),
      models: order.map((m) => inBoth(models[m]!, cells[0][m]!, cells[1][m]!)),
      comparison:
        models.length < 3
          ? null
          : compareMethods(profile(a, cells[0]), profile(b, cells[1]), familyOf),
    },
  ];
}

/** Values by the letters of their names. */
function namedScores({ profile }: WayOfAsking): Score[] {
  return profile.scores.map((score) => ({ ...score, value: lettersOf(score.value) }));
}

/** "Self_Direction" is "self-direction". */
function lettersOf(value: string): string {
  return value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}

function inBoth(model: string, a: readonly Score[], b: readonly Score[]): ModelInBoth {
  const [x, y] = [a, b].map((scores) => scores.map(({ estimate }) => estimate)) as [
    number[],
    number[],
  ];
  const known = [...a, ...b].every(({ se }) => se !== null);
  const random = createRandom(`methods|${model}`);
  const drawn = (scores: readonly Score[]) =>
    scores.map(({ estimate, se }) => estimate + se! * random.normal());
  const found = known
    ? Array.from({ length: draws }, () => spearman(drawn(a), drawn(b))).sort((p, q) => p - q)
    : null;
  return {
    model,
    spearman: spearman(x, y),
    low: found && quantileOfSorted(found, 0.025),
    high: found && quantileOfSorted(found, 0.975),
    scores: [standardised(x), standardised(y)],
  };
}

/** In units of their own standard deviation around their mean; zeros where all are equal. */
function standardised(scores: readonly number[]): number[] {
  const centre = mean(scores);
  const sd = standardDeviation(scores);
  return scores.map((score) => (sd > 0 ? (score - centre) / sd : 0));
}
