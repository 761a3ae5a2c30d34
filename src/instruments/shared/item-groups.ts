/**
 * Items that work otherwise in one group of models than in the rest (differential item functioning): the
 * interaction of item and group once each model's level and each item's difficulty are taken off.
 */
import { createRandom, type Random } from '../../statistics/random.ts';
import { type Cells, finiteMean, meansOverRaters, type ScoreInput, unit } from './cells.ts';
import type { ItemGroupScores } from './scores.ts';

export type ItemGroupEffect = {
  /** Id of the subdimension. */
  column: string;
  item: string;
  group: string;
  /**
   * How much higher the group scores on this item than expected from its level on the other items, compared with the
   * other models; points of orientation.
   */
  effect: number;
  /** Standard error over models, same unit. */
  se: number;
  /** Adjusted for all items, columns, and groups together. */
  p: number;
};

export type ItemGroups = {
  /** What the models are grouped by: "family", "form", "training". */
  by: string;
  groups: { group: string; models: number }[];
  /** Of every item and column that could be tested, the surest first. */
  effects: ItemGroupEffect[];
  /** Those with p below .05. */
  flagged: ItemGroupEffect[];
  permutations: number;
  /** Why nothing is tested; else null. */
  withheld: string | null;
};

const level = 0.05;
/** A group this small has no spread over models to speak of. */
const leastModels = 2;

/**
 * Interaction of items with a grouping of the models (`groupOf[model]`, null or '' for unknown: left out), on
 * every subdimension. A model's deviation on an item is its mean over raters minus what its level and the item's
 * mean lead to expect (double centring, by turns where ratings are missing). A group's effect is its mean
 * deviation minus that of the other models; standard error and t from the spread over models within the two
 * (equal variances). p: share of `permutations` (default 999) of the groups over the models in which the largest
 * |t| of all items, columns, and groups reaches this one's (max-T, Westfall and Young 1993, the data counted as
 * one), so an item is flagged by chance in one study of twenty. Groups of fewer than two models count among the rest.
 */
export function itemGroups(
  cells: Cells,
  by: string,
  groupOf: readonly (string | null)[],
  options: { seed?: number | string; permutations?: number; word?: string } = {},
): ItemGroups {
  const word = options.word ?? 'item';
  const models = groupOf.flatMap((group, m) => (group ? [{ m, group }] : []));
  const counts = [...Map.groupBy(models, ({ group }) => group)].map(([group, members]) => ({
    group,
    models: members.length,
  }));
  const tested = counts.filter(
    (one) => one.models >= leastModels && models.length - one.models >= leastModels,
  );
  const nothing = (withheld: string): ItemGroups => ({
    by,
    groups: counts,
    effects: [],
    flagged: [],
    permutations: 0,
    withheld,
  });
  if (tested.length === 0)
    return nothing(
      `${word}s can be compared between groups by ${by} from two models in a group and two outside it on`,
    );
  const names = tested.map((one) => one.group);
  const sizes = tested.map((one) => one.models);
  if (smallestP(sizes, models.length) >= level)
    return nothing(
      `${models.length} models are too few for a ${word} to be told from chance between groups by ${by}`,
    );
  const items = itemsOf(
    cells,
    models.map(({ m }) => m),
  );
  const labels = Int32Array.from(models, ({ group }) => names.indexOf(group));
  const observed = contrasts(items, labels, names.length);
  if (observed.length === 0) return nothing(`no ${word} has ratings that vary in two groups`);
  const permutations = options.permutations ?? 999;
  const largest = largestOfPermutations(
    items,
    labels,
    names.length,
    permutations,
    createRandom(options.seed ?? 1).fork(`stem groups by ${by}`),
  );
  const effects = observed
    .map(({ item, group, effect, se, t }): ItemGroupEffect & { t: number } => {
      const reaching = largest.reduce((n, one) => n + (one >= Math.abs(t) - 1e-9 ? 1 : 0), 0);
      return {
        column: items[item]!.column,
        item: items[item]!.item,
        group: names[group]!,
        effect: unit * effect,
        se: unit * se,
        p: (reaching + 1) / (permutations + 1),
        t,
      };
    })
    .sort((a, b) => Math.abs(b.t) - Math.abs(a.t))
    .map(({ t: _, ...one }) => one);
  // Two groups mirror each other: one of them tells it all.
  const told = names.length === 2 && models.length === tested[0]!.models + tested[1]!.models;
  const kept = told ? effects.filter((one) => one.group === names[0]) : effects;
  return {
    by,
    groups: counts,
    effects: kept,
    flagged: kept.filter((one) => one.p < level),
    permutations,
    withheld: null,
  };
}

/** By family, form, and training, where the models are of two kinds at least. */
export function itemGroupsOf(cells: Cells, { models, seed, words }: ScoreInput): ItemGroupScores[] {
  const ways = {
    family: models.map(({ family }) => known(family)),
    form: models.map(({ form }) => form),
    training: models.map(({ training }) => known(training)),
  };
  return Object.entries(ways).flatMap(([by, groupOf]) => {
    if (new Set(groupOf.filter((group) => group !== null)).size < 2) return [];
    const { effects, ...rest } = itemGroups(cells, by, groupOf, {
      word: words.item,
      ...(seed !== undefined && { seed }),
    });
    return [{ ...rest, tested: effects.length }];
  });
}

function known(tag: string | undefined): string | null {
  return tag === undefined || tag === '' || tag === 'unknown' ? null : tag;
}

/** The share of one arrangement of the groups over the models, with its mirror image where two equal groups are all there is. */
function smallestP(sizes: readonly number[], models: number): number {
  const rest = models - sizes.reduce((sum, one) => sum + one, 0);
  let arrangements = 1;
  let placed = 0;
  for (const size of [...sizes, rest]) for (let i = 1; i <= size; i++) arrangements *= ++placed / i;
  return (sizes.length === 2 && rest === 0 && sizes[0] === sizes[1] ? 2 : 1) / arrangements;
}

/** One item of one column: the deviation of each model (NaN where it lacks the item). */
type Item = { column: string; item: string; deviations: Float64Array };

function itemsOf(cells: Cells, models: readonly number[]): Item[] {
  return cells.columns.flatMap((column, c) => {
    if (column.kind !== 'subdimension') return [];
    const means = meansOverRaters(cells, c);
    const rest = doubleCentred(models.map((m) => means[m]!));
    return cells.items.map((item, s) => ({
      column: column.id,
      item,
      deviations: Float64Array.from(rest, (row) => row[s]!),
    }));
  });
}

/** Takes off row and column means in turn until nothing moves: least squares for rows + columns with gaps. */
function doubleCentred(rows: readonly (readonly number[])[]): number[][] {
  const out = rows.map((row) => [...row]);
  const columns = out[0]?.length ?? 0;
  for (let turn = 0; turn < 500; turn++) {
    let moved = 0;
    for (const row of out) {
      const mean = finiteMean(row);
      for (let s = 0; s < columns; s++) row[s]! -= mean;
    }
    for (let s = 0; s < columns; s++) {
      const mean = finiteMean(out.map((row) => row[s]!));
      if (!Number.isFinite(mean)) continue;
      moved = Math.max(moved, Math.abs(mean));
      for (const row of out) row[s]! -= mean;
    }
    if (moved < 1e-10) break;
  }
  return out;
}

type Contrast = { item: number; group: number; effect: number; se: number; t: number };

/** Counts, sums, and sums of squares of one item in each group, and in all models at the end. */
type Sums = Record<'n' | 'sum' | 'square', Float64Array>;

const sumsFor = (groups: number): Sums => ({
  n: new Float64Array(groups + 1),
  sum: new Float64Array(groups + 1),
  square: new Float64Array(groups + 1),
});

function addUp({ deviations }: Item, labels: Int32Array, { n, sum, square }: Sums): void {
  const all = n.length - 1;
  n.fill(0);
  sum.fill(0);
  square.fill(0);
  for (let m = 0; m < deviations.length; m++) {
    const value = deviations[m]!;
    if (!Number.isFinite(value)) continue;
    n[all]! += 1;
    sum[all]! += value;
    square[all]! += value * value;
    const g = labels[m]!;
    if (g < 0) continue;
    n[g]! += 1;
    sum[g]! += value;
    square[g]! += value * value;
  }
}

/** The mean in a group minus that outside it. */
function effectOf({ n, sum }: Sums, group: number): number {
  const all = n.length - 1;
  return sum[group]! / n[group]! - (sum[all]! - sum[group]!) / (n[all]! - n[group]!);
}

/** Its standard error; NaN where a side has fewer than two models or nothing varies. */
function errorOf({ n, sum, square }: Sums, group: number): number {
  const all = n.length - 1;
  const inside = n[group]!;
  const outside = n[all]! - inside;
  if (inside < leastModels || outside < leastModels) return Number.NaN;
  const own = sum[group]! / inside;
  const other = (sum[all]! - sum[group]!) / outside;
  const within =
    square[group]! - inside * own * own + (square[all]! - square[group]! - outside * other * other);
  const error = Math.sqrt((Math.max(0, within) / (n[all]! - 2)) * (1 / inside + 1 / outside));
  return error > 1e-9 ? error : Number.NaN;
}

/** Those that have a standard error. */
function contrasts(items: readonly Item[], labels: Int32Array, groups: number): Contrast[] {
  const sums = sumsFor(groups);
  return items.flatMap((one, item) => {
    addUp(one, labels, sums);
    return Array.from({ length: groups }, (_, group): Contrast => {
      const [effect, se] = [effectOf(sums, group), errorOf(sums, group)];
      return { item, group, effect, se, t: effect / se };
    }).filter(({ t }) => Number.isFinite(t));
  });
}

/** The largest |t| of each rearrangement of the groups over the models. */
function largestOfPermutations(
  items: readonly Item[],
  labels: Int32Array,
  groups: number,
  permutations: number,
  random: Random,
): number[] {
  const sums = sumsFor(groups);
  return Array.from({ length: permutations }, () => {
    const order = random.sample(labels.length, labels.length);
    const shuffled = labels.map((_, i) => labels[order[i]!]!);
    let most = 0;
    for (const one of items) {
      addUp(one, shuffled, sums);
      for (let group = 0; group < groups; group++) {
        const t = Math.abs(effectOf(sums, group) / errorOf(sums, group));
        if (t > most) most = t;
      }
    }
    return most;
  });
}
