/** The groups that are compared: who is in them, whether they are large enough, and their rows on one scale. */
import type { Rows } from '../../statistics/dense.ts';
import { mean, standardDeviation } from '../../statistics/describe.ts';
import type { Sample } from './moments.ts';

/** Fewest respondents (models), and fewest families, in a group that can be compared. */
export const leastModels = 20;
export const leastFamilies = 3;

export interface InvarianceInput {
  /** n × p; rows with gaps are left out. */
  rows: Rows;
  variables: readonly string[];
  /** The group, or the occasion, of each row; rows with an empty one, or an empty model or family, are left out. */
  groups: readonly string[];
  /** The model of each row, where a model has several; each row is one of its own unless given. */
  models?: readonly string[];
  /** Families of the models. Where given, families are the independent units, else models. */
  families?: readonly string[];
  /** The same models in every group: their rows are averaged on each occasion. */
  repeated: boolean;
  /** Which variable loads on which factor, p × k. Variables without any are left out. */
  pattern: readonly (readonly boolean[])[];
  /** What `models` are called, in the plural; default `models`. */
  unit?: string;
  /** Whether the items are tested one by one where a level is rejected; default true. */
  items?: boolean;
}

/** How many there are of a group. */
export interface GroupSize {
  name: string;
  rows: number;
  models: number;
  /** `null` where families are not known. */
  families: number | null;
}

export function isLarge({ models, families }: GroupSize): boolean {
  return models >= leastModels && (families === null || families >= leastFamilies);
}

/** Groups that a reason names. */
const mostTold = 8;

export function tooFew(sizes: readonly GroupSize[], unit: string, byFamily: boolean): string {
  const told = sizes
    .slice(0, mostTold)
    .map(
      ({ name, models, families }) =>
        `${name}: ${models}${families === null ? '' : ` from ${families} ${families === 1 ? 'family' : 'families'}`}`,
    )
    .concat(sizes.length > mostTold ? [`${sizes.length - mostTold} more`] : [])
    .join(', ');
  if (sizes.length < 2)
    return `this comparison needs two groups; there ${sizes.length === 1 ? `is 1 (${told})` : 'is none'}`;
  return `this comparison cannot be made with so few ${unit}: two groups of at least ${leastModels} ${unit}${byFamily ? ` from ${leastFamilies} families` : ''} are needed (${told})`;
}

/** In order of first appearance. */
export function sizesOf(
  { groups, models, families }: InvarianceInput,
  used: readonly number[],
): GroupSize[] {
  return [...new Set(used.map((i) => groups[i]!))].map((name) => {
    const own = used.filter((i) => groups[i] === name);
    const count = (labels: readonly string[]) => new Set(own.map((i) => labels[i])).size;
    return {
      name,
      rows: own.length,
      models: models ? count(models) : own.length,
      families: families ? count(families) : null,
    };
  });
}

/** Scaled to the pooled mean and standard deviation of each item; for occasions one sample, occasions side by side. A reason where that cannot be. */
export function samplesOf(
  { rows, groups, models, families, repeated, variables, unit = 'models' }: InvarianceInput,
  used: readonly number[],
  kept: readonly number[],
  names: readonly string[],
): Sample[] | string {
  const own = used.filter((i) => names.includes(groups[i]!));
  const scale = kept.map((j) => {
    const column = own.map((i) => rows[i]![j]!);
    return { at: mean(column), by: standardDeviation(column) };
  });
  const flat = scale.findIndex(({ by }) => !(by > 0));
  if (flat >= 0) return `${variables[kept[flat]!]} is the same in every row`;
  const scaled = (i: number) => kept.map((j, at) => (rows[i]![j]! - scale[at]!.at) / scale[at]!.by);
  const unitOf = families ?? models;
  if (!repeated) {
    const shared = unitOf && new Set(own.map((i) => unitOf[i])).size < own.length ? unitOf : null;
    return names.map((name) => {
      const mine = own.filter((i) => groups[i] === name);
      return { rows: mine.map(scaled), units: shared && mine.map((i) => shared[i]!) };
    });
  }
  const wide: { row: number[]; unit: string }[] = [];
  const placesOf = new Map<string, number[]>();
  for (const i of own) placesOf.set(models![i]!, [...(placesOf.get(models![i]!) ?? []), i]);
  for (const places of placesOf.values()) {
    const row = names.flatMap((name) => {
      const mine = places.filter((i) => groups[i] === name).map(scaled);
      return kept.map((_, at) => mine.reduce((sum, one) => sum + one[at]!, 0) / mine.length);
    });
    if (row.every(Number.isFinite)) wide.push({ row, unit: unitOf![places[0]!]! });
  }
  if (wide.length < leastModels)
    return `this comparison cannot be made with so few ${unit}: ${wide.length} have rows in all of ${names.join(', ')}, and ${leastModels} are needed`;
  // Where every model is one row now, rows are independent.
  const alone = new Set(wide.map(({ unit }) => unit)).size === wide.length;
  return [{ rows: wide.map(({ row }) => row), units: alone ? null : wide.map(({ unit }) => unit) }];
}
