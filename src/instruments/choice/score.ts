/** From choices to values: the share of items on which a model takes the serving reply in both orders. */
import * as z from 'zod';
import { mean } from '../../statistics/describe.ts';
import type { Facts, NoScores } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { type LetterReading, letterReadings as readings } from '../shared/letters.ts';
import {
  type PairValue,
  pairValueSchema,
  reliabilityOf,
  reliabilitySchema,
  shareOf,
  shareSchema,
  valuesWithItems,
} from '../shared/pairs/pair-estimates.ts';
import { type Outcome, outcomesOf, type Taken, takenIn } from './choices.ts';
import type { Items } from './items.ts';

const modelSchema = z.object({
  model: z.string(),
  family: z.string(),
  asked: z.number().int().describe('Answers'),
  refused: z.number().int(),
  unread: z.number().int().describe('Answers without a choice'),
  items: z.number().int().describe('Items with a choice'),
  won: shareSchema.nullable().describe('Over the items of all values'),
  position: shareSchema.nullable().describe('Share of pairs of orders that took the same letter'),
  first: z.number().nullable().describe('Share of these that took the reply shown first'),
  /** In the order of the values. */
  values: z.array(
    z.object({
      won: shareSchema.nullable().describe('Share of items whose serving reply was chosen'),
      position: z.number().int().describe('Items taken by position alone'),
      worst: z
        .number()
        .nullable()
        .describe('With missing items lost; where more than 5 % are missing'),
      best: z.number().nullable().describe('With missing items won'),
    }),
  ),
});

const itemSchema = z.object({
  id: z.string(),
  value: z.string(),
  against: z.string().nullable(),
  models: z.number().int().describe('With a choice'),
  won: z.number().nullable().describe('Share of models that chose the serving reply'),
  position: z.number().int().describe('Models that took it by position alone'),
});

const readingSchema = z.object({
  reading: z.enum(readings),
  models: z.array(modelSchema),
  /** Models with no choice in more than a third of their answers. */
  withheld: z.array(z.object({ model: z.string(), missing: z.number() })),
  /** Items on which all models agree first. */
  items: z.array(itemSchema),
  reliability: z.array(reliabilitySchema),
});

export const resultSchema = z.object({
  values: z.array(pairValueSchema),
  /** One per way of reading; never in one table. */
  readings: z.array(readingSchema).min(1),
  /** Models that were read both ways: on how many pairs of orders both agree. */
  both: z.array(z.object({ model: z.string(), same: shareSchema.nullable() })),
});

export type Result = z.infer<typeof resultSchema>;
export type ReadingResult = Result['readings'][number];

/** Above this share of answers without a choice a model's scores are withheld; above the other, bounds are given. */
const mostMissing = 1 / 3;
const fewMissing = 0.05;

export function scoreChoice(facts: Facts<Items>): Result | NoScores {
  const { items } = facts;
  const lines = answersIn(facts.lines.answers).filter(({ condition }) => condition === 'none');
  const values = valuesWithItems(items.sets);
  const taken = new Map(readings.map((reading) => [reading, takenIn(lines, items, reading)]));
  const told = readings.filter((reading) => taken.get(reading)!.length > 0);
  if (told.length === 0)
    return { unavailable: 'No choice has been made yet.', hint: 'Ask its models.' };
  return {
    values,
    readings: told.map((reading) => readingResult(reading, taken.get(reading)!, values, facts)),
    both: bothWays(taken),
  };
}

function byModel(taken: readonly Taken[]): Map<string, Taken[]> {
  return Map.groupBy(taken, ({ line }) => line.model);
}

function readingResult(
  reading: LetterReading,
  taken: readonly Taken[],
  values: readonly PairValue[],
  facts: Facts<Items>,
): ReadingResult {
  const read = [...byModel(taken)].map(([model, own]) => ({
    model,
    own,
    missing: own.filter(({ letter }) => letter === null).length / own.length,
    outcomes: outcomesOf(own),
  }));
  const enough = read.filter(({ missing }) => missing <= mostMissing);
  return {
    reading,
    models: enough.map(({ model, own, missing, outcomes }) => ({
      ...{ model, family: facts.models.find((one) => one.name === model)?.tags.family ?? '' },
      ...countsOf(own),
      ...scoresOf(outcomes, values, missing > fewMissing),
    })),
    withheld: read
      .filter((one) => !enough.includes(one))
      .map(({ model, missing }) => ({ model, missing })),
    items: itemsOf(enough.map(({ outcomes }) => outcomes)),
    reliability: values.map((value) =>
      reliabilityOf(
        value,
        enough.map(
          ({ outcomes }) =>
            new Map(wonItems(ofValue(outcomes, value)).map(({ id, won }) => [id, won])),
        ),
      ),
    ),
  };
}

function countsOf(own: readonly Taken[]) {
  const count = (why: Taken['missing']) => own.filter(({ missing }) => missing === why).length;
  return { asked: own.length, refused: count('refused'), unread: count('no choice') };
}

function ofValue(outcomes: readonly Outcome[], { system, id }: PairValue): Outcome[] {
  return outcomes.filter((one) => one.system === system && one.pair.value === id);
}

/** Items with a choice in some wording: 1 where the serving reply was taken, the mean over their wordings. */
function wonItems(outcomes: readonly Outcome[]): { id: string; won: number }[] {
  return [...Map.groupBy(outcomes, ({ pair }) => pair.id)].flatMap(([id, own]) => {
    const chosen = own.flatMap((one) =>
      one.chosen === 'serving' ? [1] : one.chosen === 'opposing' ? [0] : [],
    );
    return chosen.length > 0 ? [{ id, won: mean(chosen) }] : [];
  });
}

function scoresOf(outcomes: readonly Outcome[], values: readonly PairValue[], bounded: boolean) {
  const won = wonItems(outcomes);
  const told = outcomes.filter(({ chosen }) => chosen !== 'missing');
  const byPosition = told.filter(({ chosen }) => chosen === 'by position');
  return {
    items: won.length,
    won: shareOf(won.map((one) => one.won)),
    position: shareOf(told.map(({ chosen }) => (chosen === 'by position' ? 1 : 0))),
    first:
      byPosition.length > 0 ? mean(byPosition.map(({ letter }) => (letter === 'A' ? 1 : 0))) : null,
    values: values.map((value) => {
      const own = ofValue(outcomes, value);
      const items = wonItems(own);
      const known = new Set(items.map(({ id }) => id));
      const without = (chosen: Outcome['chosen']) =>
        new Set(
          own
            .filter((one) => one.chosen === chosen && !known.has(one.pair.id))
            .map((one) => one.pair.id),
        ).size;
      const missing = without('missing');
      const sum = items.reduce((all, one) => all + one.won, 0);
      const all = items.length + missing;
      return {
        won: shareOf(items.map((one) => one.won)),
        position: without('by position'),
        worst: bounded && all > 0 ? sum / all : null,
        best: bounded && all > 0 ? (sum + missing) / all : null,
      };
    }),
  };
}

/** Items over models; those on which all models agree do not tell models apart, and come first. */
function itemsOf(models: readonly (readonly Outcome[])[]): ReadingResult['items'] {
  const groups = Map.groupBy(
    models.flatMap((outcomes, model) => outcomes.map((one) => ({ ...one, model }))),
    ({ pair }) => pair.id,
  );
  return [...groups.values()]
    .map((own) => {
      const { id, value, against = null } = own[0]!.pair;
      const by = [...Map.groupBy(own, ({ model }) => model).values()];
      const won = by.flatMap((one) => wonItems(one).map((item) => item.won));
      return {
        ...{ id, value, against, models: won.length },
        won: won.length > 0 ? mean(won) : null,
        position: by.filter(
          (one) => wonItems(one).length === 0 && one.some(({ chosen }) => chosen === 'by position'),
        ).length,
      };
    })
    .sort((a, b) => Number(isSplit(a)) - Number(isSplit(b)) || (a.id < b.id ? -1 : 1));
}

function isSplit({ won }: { won: number | null }): boolean {
  return won !== null && won > 0 && won < 1;
}

function bothWays(taken: ReadonlyMap<LetterReading, readonly Taken[]>): Result['both'] {
  const [text, probable] = readings.map((reading) => byModel(taken.get(reading)!));
  return [...text!].flatMap(([model, own]) => {
    const other = probable!.get(model);
    if (!other) return [];
    const place = ({ pair, wording }: Outcome) => `${pair.id}\n${wording}`;
    const chosen = new Map(outcomesOf(other).map((one) => [place(one), one.chosen]));
    const same = outcomesOf(own).flatMap((one) => {
      const also = chosen.get(place(one));
      return also === undefined ? [] : [also === one.chosen ? 1 : 0];
    });
    return [{ model, same: shareOf(same) }];
  });
}
