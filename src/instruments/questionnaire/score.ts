/** From ratings to values: by value system, and within it by condition. */
import * as z from 'zod';
import { shippedSystems } from '../../values/load-systems.ts';
import type { Facts, NoScores } from '../contract.ts';
import { circleOf, circleSchema } from './circle.ts';
import { effectOf, effectSchema, referenceOf } from './condition-effects.ts';
import { readBy } from './item-means.ts';
import { type ItemSet, type Items, scaleOf, systemsIn } from './items.ts';
import { missingShare, modelScoresSchema, mostMissing, scoresOfModel } from './model-scores.ts';
import { distanceSchema, distancesOf } from './norm-distances.ts';
import { ordinalSchema } from './ordinal-scores.ts';
import { type Rated, ratingsOf } from './ratings.ts';
import { readingDifference, readingDifferenceSchema, readingOf } from './readings.ts';
import { reliabilityOf, reliabilitySchema } from './value-reliability.ts';

const underSchema = z.object({
  condition: z.string(),
  reading: z.enum(['text', 'probabilities', 'mixed']),
  models: z.array(modelScoresSchema),
  withheld: z
    .array(z.object({ model: z.string(), missing: z.number() }))
    .describe('Models with more than a third of their ratings missing'),
});

const systemSchema = z.object({
  id: z.string(),
  title: z.string(),
  scale: z.number().int(),
  values: z.array(
    z.object({
      ...{ id: z.string(), name: z.string() },
      items: z.number().int().describe('That count for it'),
      against: z.number().int().describe('Of these, keyed against it'),
    }),
  ),
  under: z.array(underSchema).describe('By condition; the first is the plain one'),
  reliability: z.array(reliabilitySchema).describe('Of the values, under the first condition'),
  circle: circleSchema.nullable().describe('Of Schwartz’s ten values; null for others'),
  readings: z.array(readingDifferenceSchema).describe('Of models that were read in both ways'),
  effects: z.array(effectSchema).describe('Of the other conditions'),
  ordinal: ordinalSchema.nullable().describe('Null until it is fitted, and where it cannot be'),
  distances: z.array(distanceSchema).describe('From groups of people, where norms are given'),
});

export const resultSchema = z.object({ systems: z.array(systemSchema) });

export type Result = z.infer<typeof resultSchema>;
export type SystemResult = z.infer<typeof systemSchema>;
export type Under = z.infer<typeof underSchema>;

export function scoreQuestionnaire(facts: Facts<Items>): Result | NoScores {
  const rated = ratingsOf(facts).filter(({ item }) => item.counts.length > 0);
  if (rated.length === 0)
    return { unavailable: 'The questionnaire has no answers yet.', hint: 'Ask its models.' };
  return {
    systems: systemsIn(facts.items).flatMap((sets) => {
      const own = rated.filter(({ set }) => sets.includes(set));
      return own.length > 0 ? [systemOf(sets, own, facts)] : [];
    }),
  };
}

/** The sets of one system with one scale. */
function systemOf(
  sets: readonly ItemSet[],
  rated: readonly Rated[],
  { items, models, seed }: Facts<Items>,
): SystemResult {
  const [first] = sets;
  const values = valuesOf(sets);
  const ids = values.map(({ id }) => id);
  const familyOf = (model: string) => models.find(({ name }) => name === model)?.tags.family ?? '';
  const byCondition = Map.groupBy(rated, ({ condition }) => condition);
  const conditions = items.conditions.map(({ id }) => id).filter((id) => byCondition.has(id));
  const read = conditions.map((condition) => readUnder(byCondition.get(condition)!));
  const under = read.map((one, at) => underOf(one, conditions[at]!, ids, familyOf));
  const plain = read[0]!;
  const scored = under[0]!.models;
  const complete = scored.filter(({ centred }) => centred.every((one) => one !== null));
  const ofModel = (at: number, model: string) => read[at]!.shown.get(model);
  return {
    ...{ id: first!.system, title: titleOf(first!), scale: scaleOf(first!), under },
    values: values.map((value) => {
      const counts = sets
        .flatMap((set) => set.items.flatMap((item) => item.counts))
        .filter((count) => count.value === value.id);
      const against = counts.filter(({ key }) => key === 'against').length;
      return { ...value, items: counts.length, against };
    }),
    reliability: ids.map((id) =>
      reliabilityOf(
        id,
        scored.map(({ model }) => plain.shown.get(model)!),
      ),
    ),
    circle: circleOf(
      ids,
      complete.map(({ centred }) => centred.map((one) => one!.value)),
      complete.map(({ model, family }) => family || model),
    ),
    readings: [...plain.all.values()].flatMap((own) => readingDifference(own) ?? []),
    effects: conditions.slice(1).map((condition, i) => {
      const against = referenceOf(condition, conditions);
      const before = conditions.indexOf(against);
      return effectOf(
        { condition, against },
        ids,
        under[i + 1]!.models.flatMap(({ model }) => {
          const [now, other] = [ofModel(i + 1, model), ofModel(before, model)];
          return now && other ? [{ under: now, other }] : [];
        }),
      );
    }),
    ordinal: null,
    distances: scored.flatMap(({ model }) =>
      distancesOf(plain.shown.get(model)!, ids, items.norms, seed),
    ),
  };
}

/** Those that an item counts for. */
function valuesOf(sets: readonly ItemSet[]): ItemSet['values'] {
  return sets[0]!.values.filter(({ id }) =>
    sets.some((set) => set.items.some(({ counts }) => counts.some(({ value }) => value === id))),
  );
}

/** The data of a system's scores under the first condition. */
export type Ground = {
  sets: readonly ItemSet[];
  /** Ids. */
  values: string[];
  /** Of each model that is not withheld, as the tables read it. */
  shown: ReadonlyMap<string, readonly Rated[]>;
};

/** One for each system of the result, in its order. */
export function groundsOf({ items, lines }: Pick<Facts<Items>, 'items' | 'lines'>): Ground[] {
  const rated = ratingsOf({ items, lines }).filter(({ item }) => item.counts.length > 0);
  return systemsIn(items).flatMap((sets) => {
    const own = rated.filter(({ set }) => sets.includes(set));
    const first = items.conditions.find(({ id }) => own.some((one) => one.condition === id));
    if (!first) return [];
    const { shown } = readUnder(own.filter(({ condition }) => condition === first.id));
    const enough = [...shown].filter(([, ratings]) => missingShare(ratings) <= mostMissing);
    return [{ sets, values: valuesOf(sets).map(({ id }) => id), shown: new Map(enough) }];
  });
}

function titleOf({ system, title }: ItemSet): string {
  return shippedSystems.find(({ id }) => id === system)?.title ?? title;
}

type Read = {
  table: Under['reading'];
  /** All ratings of each model. */
  all: ReadonlyMap<string, readonly Rated[]>;
  /** By the way that it is read in. */
  shown: ReadonlyMap<string, readonly Rated[]>;
};

function readUnder(rated: readonly Rated[]): Read {
  const all = Map.groupBy(rated, ({ model }) => model);
  const { table, of } = readingOf(all);
  const shown = new Map([...all].map(([model, own]) => [model, readBy(own, of.get(model)!)]));
  return { table, all, shown };
}

function underOf(
  { table, shown }: Read,
  condition: string,
  values: readonly string[],
  familyOf: (model: string) => string,
): Under {
  const told = [...shown].map(([model, rated]) => ({
    model,
    rated,
    missing: missingShare(rated),
  }));
  return {
    ...{ condition, reading: table },
    models: told
      .filter(({ missing }) => missing <= mostMissing)
      .map(({ model, rated }) => scoresOfModel(rated, values, familyOf(model))),
    withheld: told
      .filter(({ missing }) => missing > mostMissing)
      .map(({ model, missing }) => ({ model, missing })),
  };
}
