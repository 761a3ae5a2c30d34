/** What a model's pairs say of a value: the share that it takes for the value, and means, with intervals over items. */
import * as z from 'zod';
import type { Method, Profile } from '../../../methods/profiles.ts';
import { mean, variance } from '../../../statistics/describe.ts';
import { normalQuantile, tQuantile } from '../../../statistics/distributions.ts';
import { wilsonInterval } from '../../../statistics/wilson.ts';
import { alphaOfItems } from '../alpha-of-items.ts';

import type { PairSet } from './pair-items.ts';

export const shareSchema = z.object({
  value: z.number().describe('0–1'),
  low: z.number().describe('95 % interval over items'),
  high: z.number(),
  n: z.number().int().describe('Items'),
});

export type Share = z.infer<typeof shareSchema>;

export const meanSchema = z.object({
  value: z.number(),
  low: z.number().describe('95 % interval over items'),
  high: z.number(),
  se: z.number(),
  n: z.number().int().describe('Items'),
});

export type MeanOverItems = z.infer<typeof meanSchema>;

/** The share of items that were won, 0, .5, or 1 each, with Wilson's interval; null below two items. */
export function shareOf(won: readonly number[]): Share | null {
  const n = won.length;
  if (n < 2) return null;
  const value = mean(won);
  const { lower, upper } = wilsonInterval(value, n);
  return { value, low: lower, high: upper, n };
}

/**
 * Means of groups of a model's items, one group a value; null below two items. The standard deviation of items
 * around their group's mean is pooled over the groups, so that a few items that happen to agree do not have an
 * interval of no width; t with its degrees of freedom.
 */
export function meansOf(groups: readonly (readonly number[])[]): (MeanOverItems | null)[] {
  const told = groups.filter((group) => group.length >= 2);
  const df = told.reduce((sum, group) => sum + group.length - 1, 0);
  if (df === 0) return groups.map(() => null);
  const squares = told.reduce((sum, group) => sum + variance(group) * (group.length - 1), 0);
  const sd = Math.sqrt(squares / df);
  const t = tQuantile(0.975, df);
  return groups.map((group) => {
    const n = group.length;
    if (n < 2) return null;
    const value = mean(group);
    const se = sd / Math.sqrt(n);
    return { value, low: value - t * se, high: value + t * se, se, n };
  });
}

/** How well the items of a value agree in which models they put high. */
export const reliabilitySchema = z.object({
  system: z.string(),
  value: z.string(),
  alpha: z
    .number()
    .nullable()
    .describe('Cronbach’s α over models; null where it cannot be computed'),
  low: z.number().nullable().describe('95 %, Feldt'),
  high: z.number().nullable(),
  models: z.number().int().describe('With all of the items'),
  items: z.number().int().describe('That do not say the same of all models'),
});

export type PairReliability = z.infer<typeof reliabilitySchema>;

/** With fewer models, α is not reported. */
const fewestModels = 5;

/** `byModel`: a figure for each item of a value that the model has. Models without some of the items are left out. */
export function reliabilityOf(
  { system, id }: { system: string; id: string },
  byModel: readonly ReadonlyMap<string, number>[],
): PairReliability {
  const ids = [...new Set(byModel.flatMap((row) => [...row.keys()]))];
  const complete = byModel.filter((row) => ids.every((item) => row.has(item)));
  const items = ids.filter((item) => new Set(complete.map((row) => row.get(item)!)).size > 1);
  const about = { system, value: id, models: complete.length, items: items.length };
  if (complete.length < fewestModels || items.length < 2)
    return { ...about, alpha: null, low: null, high: null };
  return { ...about, ...alphaOfItems(complete, items) };
}

export const pairValueSchema = z.object({ system: z.string(), id: z.string(), name: z.string() });

export type PairValue = z.infer<typeof pairValueSchema>;

/** Values that have items, in the order of their systems. */
export function valuesWithItems(sets: readonly PairSet[]): PairValue[] {
  const known = sets.flatMap(({ system, values, items }) =>
    values
      .filter(({ id }) => items.some(({ value }) => value === id))
      .map(({ id, name }) => ({ system, id, name })),
  );
  return [...new Map(known.map((one) => [`${one.system} ${one.id}`, one])).values()];
}

/** Shares of items as profiles, one a value system. The standard error is that of a symmetrical interval of the same width. */
export function sharesAsProfiles(
  {
    values,
    models,
    reliability,
  }: {
    values: readonly PairValue[];
    models: readonly { model: string; values: readonly { won: Share | null }[] }[];
    reliability: readonly PairReliability[];
  },
  method: Method,
): Profile[] {
  return [...new Set(values.map(({ system }) => system))].map((system) => ({
    system,
    method,
    scores: models.flatMap(({ model, values: scores }) =>
      scores.flatMap(({ won }, at) =>
        won && values[at]!.system === system
          ? [{ model, value: values[at]!.id, estimate: won.value, se: errorOf(won), n: won.n }]
          : [],
      ),
    ),
    reliability: reliability.flatMap(({ alpha, ...one }) =>
      alpha !== null && one.system === system
        ? [{ value: one.value, estimate: alpha, low: one.low, high: one.high }]
        : [],
    ),
  }));
}

function errorOf({ low, high }: Share): number {
  return (high - low) / (2 * normalQuantile(0.975));
}
