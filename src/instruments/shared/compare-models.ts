/** Two models against each other, paired within items, and the other analyses that the difference holds with. */
import { UserError } from '../../errors.ts';
import { mean, standardDeviation, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import { holm } from '../../statistics/holm.ts';
import { maxTOfPair } from '../../statistics/max-t.ts';
import {
  type Cells,
  cellsOf,
  finiteMean,
  meansOverRaters,
  profileCells,
  type ScoreInput,
  unit,
} from './cells.ts';
import {
  boundsOf,
  comparedModels,
  differsRule,
  leavesOutZero,
  ratedModels,
  raterErrorOf,
  studyOf,
  withheldFor,
} from './differences.ts';
import { slopeErrors } from './score-column.ts';
import type { Estimate, ScoreColumn, ScoreWords } from './scores.ts';

/** What one item adds to the difference, in points of orientation. */
export type ItemDifference = {
  item: string;
  a: number;
  b: number;
  difference: number;
  /** Its share of the mean difference over items, same unit; the drive is its size in the direction of the whole. */
  drive: number;
};

export type OverturnCheck = {
  /** Each rater, odd and even items, both framings, same form, or length, in the words of the instrument. */
  check: string;
  /** Null where it cannot be computed. */
  holds: boolean | null;
  /** A few words for a person. */
  detail: string;
};

export type ColumnComparison = {
  column: ScoreColumn;
  a: number;
  b: number;
  /** a − b in points; the interval is simultaneous over all pairs of models. */
  difference: Estimate;
  /** The same for profiles: after subtracting each model's own mean. */
  profileDifference: Estimate;
  /** The two differ on this value: the interval of the difference leaves out 0. */
  differs: boolean;
  /** The profile's interval leaves out 0. */
  distinct: boolean;
  /** The profiles still differ after Holm’s correction over the columns of this kind. */
  amongColumns: boolean;
  /** Items (and raters) on which the profile difference has the sign of the whole. */
  agree: { items: number; ofItems: number; raters: number; ofRaters: number };
  /** Of the profile difference. */
  overturn: OverturnCheck[];
  /** Raw ratings, strongest drive first. */
  items: ItemDifference[];
};

export type ModelComparison = {
  system: string;
  a: string;
  b: string;
  columns: ColumnComparison[];
  /** Index of the dimension with the surest profile difference. */
  headline: number;
  words: ScoreWords;
  /** When two models count as different. */
  rule: string;
  /** Why differences have no intervals; else null. */
  withheld: string | null;
  /** True where the headline is distinct among the columns of its kind and every check that can be told holds: only then may it be said flatly. */
  firm: boolean;
};

export type CompareOptions = {
  /** Words per completion, mean over repeats: `lengths(model, item)`; undefined where not known. */
  lengths?: (model: string, item: string) => number | undefined;
};

/**
 * Compares models a and b on every column of a system. Differences are paired within items, means
 * over raters; intervals come from the largest of all pairwise differences among the run's models, as letters do
 * (`differsRule`). Checks: same sign under each rater; in odd and in even items;
 * in positive and in negative framing; asked in the same form; and, regressed on the difference in
 * log length, still apart at equal length (interval without 0).
 * @throws UserError for a model that the input lacks, or fewer than three items rated for both.
 */
export function compareModels(
  input: ScoreInput,
  a: string,
  b: string,
  options: CompareOptions = {},
): ModelComparison {
  const cells = cellsOf(input);
  const at = (name: string) => {
    const index = cells.models.indexOf(name);
    if (index < 0)
      throw new UserError(`There are no scores of ${name}.`, {
        hint: `Scored models: ${cells.models.join(', ')}.`,
      });
    return index;
  };
  const pair = { a: at(a), b: at(b) };
  if (pair.a === pair.b)
    throw new UserError('A model cannot be compared with itself.', { hint: 'Name two models.' });
  const profile = profileCells(cells);
  const shared = cells.columns.map((_, c) => sharedItems(cells, c, pair));
  const most = Math.max(0, ...shared);
  if (most < 3)
    throw new UserError(
      `${a} and ${b} share ${most} rated ${input.words.item}s; a comparison needs at least 3.`,
      {
        hint: 'Finish their completions and ratings first.',
      },
    );
  const slopes = slopeErrors(input, cells);
  const asked = cells.columns.map((_, c) =>
    compareColumn(input, cells, profile, c, pair, { ...options, slope: slopes[c]! }),
  );
  const withheld = asked.flatMap((one) => one.withheld ?? [])[0] ?? null;
  const columns = overColumns(asked);
  const strength = (one: ColumnComparison) =>
    one.profileDifference.se ? Math.abs(one.profileDifference.value) / one.profileDifference.se : 0;
  const headline = columns.reduce(
    (best, one, i) =>
      one.column.kind === 'dimension' && (best < 0 || strength(one) > strength(columns[best]!))
        ? i
        : best,
    -1,
  );
  const top = columns[headline]!;
  return {
    system: input.system.id,
    a,
    b,
    columns,
    headline,
    words: input.words,
    rule: differsRule,
    withheld,
    firm: top.amongColumns && top.overturn.every((check) => check.holds !== false),
  };
}

type Pair = { a: number; b: number };

/** A column with the p of its profile difference, before the columns are asked together. */
type Asked = Omit<ColumnComparison, 'amongColumns'> & { p: number | null; withheld: string | null };

function overColumns(asked: readonly Asked[]): ColumnComparison[] {
  const held = new Set<Asked>();
  for (const own of Map.groupBy(asked, ({ column }) => column.kind).values()) {
    const told = own.filter((one) => one.p !== null);
    holm(told.map((one) => one.p!)).forEach((p, i) => {
      if (p <= 0.05) held.add(told[i]!);
    });
  }
  return asked.map((one) => {
    const { p: _, withheld: __, ...column } = one;
    return { ...column, amongColumns: held.has(one) };
  });
}

function compareColumn(
  input: ScoreInput,
  cells: Cells,
  profile: Cells,
  c: number,
  pair: Pair,
  options: CompareOptions & { slope: number },
): Asked {
  const raw = meansOverRaters(cells, c);
  const { difference, withheld } = estimate(cells, c, pair, options.slope, input.words);
  const { difference: profileDifference, p } = estimate(
    profile,
    c,
    pair,
    options.slope,
    input.words,
  );
  const sign = Math.sign(profileDifference.value);
  const items = differences(meansOverRaters(profile, c), pair);
  const byRater = cells.raters.map((_, j) =>
    finiteMean(differences(meansOverRaters(profile, c, j), pair)),
  );
  const given = items.filter(Number.isFinite);
  const tested = byRater.filter(Number.isFinite);
  return {
    column: cells.columns[c]!,
    a: unit * finiteMean(raw[pair.a]!),
    b: unit * finiteMean(raw[pair.b]!),
    difference,
    profileDifference,
    differs: leavesOutZero(difference),
    distinct: leavesOutZero(profileDifference),
    p,
    withheld,
    agree: {
      items: given.filter((one) => Math.sign(one) === sign).length,
      ofItems: given.length,
      raters: tested.filter((one) => Math.sign(one) === sign).length,
      ofRaters: tested.length,
    },
    overturn: [
      signs(
        `each ${input.words.rater}`,
        sign,
        cells.raters.map((rater, j) => [rater, byRater[j]!]),
      ),
      signs(`odd and even ${input.words.item}s`, sign, [
        ['odd', finiteMean(items.filter((_, s) => s % 2 === 0))],
        ['even', finiteMean(items.filter((_, s) => s % 2 === 1))],
      ]),
      signs(
        'both framings',
        sign,
        (['positive', 'negative'] as const).map((framing) => [
          framing,
          finiteMean(items.filter((_, s) => input.items[s]!.framing === framing)),
        ]),
      ),
      sameForm(input, pair),
      adjustedForLength(cells, items, pair, sign, options),
    ],
    items: drives(cells, raw, pair, Math.sign(difference.value)),
  };
}

/** Per item a − b; NaN where one is missing. */
function differences(means: readonly (readonly number[])[], pair: Pair): number[] {
  return means[pair.a]!.map((value, s) => value - means[pair.b]![s]!);
}

/** The paired difference with its simultaneous interval over all pairs of the models that are compared. */
function estimate(
  cells: Cells,
  c: number,
  pair: Pair,
  /** Squared relative error of the raters' slopes: a difference is divided by them. */
  slope: number,
  words: ScoreWords,
): { difference: Estimate; p: number | null; withheld: string | null } {
  const means = meansOverRaters(cells, c);
  if (sharedItems(cells, c, pair) < 3) return untold(cells, c, pair, words);
  const kept = [...new Set([...comparedModels(means), pair.a, pair.b])].sort((x, y) => x - y);
  const [first, second] = [kept.indexOf(pair.a), kept.indexOf(pair.b)];
  const found = maxTOfPair(
    kept.map((m) => means[m]!),
    Math.min(first, second),
    Math.max(first, second),
    { raters: raterErrorOf(studyOf(cells, c, ratedModels(means))) },
  );
  const turn = first < second ? 1 : -1;
  const bounds = boundsOf(found, slope)?.map((bound) => unit * turn * bound) ?? null;
  return {
    difference: {
      value: unit * turn * found.difference,
      se:
        found.standardError === null
          ? null
          : unit * Math.sqrt(found.standardError ** 2 + slope * found.difference ** 2),
      low: bounds && Math.min(...bounds),
      high: bounds && Math.max(...bounds),
      ...ratingsOf(cells, c, pair),
    },
    p: found.p,
    withheld: withheldFor(found.items, kept.length, words),
  };
}

/** Ratings of both in a column, and how many more there could be. */
function ratingsOf(cells: Cells, c: number, pair: Pair): Pick<Estimate, 'n' | 'missing'> {
  const count = (m: number) =>
    cells.values[c]![m]!.reduce((sum, item) => sum + item.filter(Number.isFinite).length, 0);
  const n = count(pair.a) + count(pair.b);
  return { n, missing: 2 * cells.items.length * cells.raters.length - n };
}

/** Items on which both were rated in a column. */
function sharedItems(cells: Cells, c: number, pair: Pair): number {
  const means = meansOverRaters(cells, c);
  return means[pair.a]!.filter(
    (value, s) => Number.isFinite(value) && Number.isFinite(means[pair.b]![s]!),
  ).length;
}

/** The result for a column on which the two share hardly a rated item, for example because no rater has a line. */
function untold(
  cells: Cells,
  c: number,
  pair: Pair,
  words: ScoreWords,
): ReturnType<typeof estimate> {
  const none = { value: Number.NaN, se: null, low: null, high: null };
  return {
    difference: { ...none, ...ratingsOf(cells, c, pair) },
    p: null,
    withheld: withheldFor(sharedItems(cells, c, pair), 2, words),
  };
}

function signs(
  check: OverturnCheck['check'],
  sign: number,
  parts: readonly (readonly [string, number])[],
): OverturnCheck {
  const known = parts.filter(([, value]) => Number.isFinite(value));
  return {
    check,
    holds:
      known.length < parts.length || known.length === 0 || sign === 0
        ? null
        : known.every(([, value]) => Math.sign(value) === sign),
    detail: known.map(([name, value]) => `${name} ${signed(unit * value)}`).join(', '),
  };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function sameForm(input: ScoreInput, pair: Pair): OverturnCheck {
  const [a, b] = [input.models[pair.a]!.form, input.models[pair.b]!.form];
  return { check: 'same form', holds: a === b, detail: a === b ? a : `${a} against ${b}` };
}

/**
 * Regresses the items' differences on the difference in log length; the intercept is the difference
 * at equal length. Holds when its sign is the same and its 95 % interval leaves out 0.
 */
function adjustedForLength(
  cells: Cells,
  items: readonly number[],
  pair: Pair,
  sign: number,
  options: CompareOptions,
): OverturnCheck {
  const check = 'length' as const;
  const points = items.flatMap((y, s) => {
    const a = options.lengths?.(cells.models[pair.a]!, cells.items[s]!);
    const b = options.lengths?.(cells.models[pair.b]!, cells.items[s]!);
    if (!Number.isFinite(y) || a === undefined || b === undefined) return [];
    return [{ x: Math.log(a + 1) - Math.log(b + 1), y }];
  });
  if (points.length < 5 || sign === 0)
    return { check, holds: null, detail: 'lengths are not known' };
  const x = points.map((point) => point.x);
  const y = points.map((point) => point.y);
  const n = points.length;
  const centre = mean(x);
  const spread = variance(x) * (n - 1);
  const slope =
    spread > 1e-12
      ? points.reduce((sum, point) => sum + (point.x - centre) * (point.y - mean(y)), 0) / spread
      : 0;
  const intercept = mean(y) - slope * centre;
  const rest = points.map((point) => point.y - intercept - slope * point.x);
  const error = Math.sqrt(
    (rest.reduce((sum, one) => sum + one * one, 0) / (n - 2)) *
      (1 / n + (spread > 1e-12 ? (centre * centre) / spread : 0)),
  );
  const half = error * tQuantile(0.975, n - 2);
  return {
    check,
    holds: Math.sign(intercept) === sign && Math.abs(intercept) > half,
    detail: `at equal length ${signed(unit * intercept)} ±${(unit * half).toFixed(1)}`,
  };
}

/** Items by how much they pull in the direction of the whole. */
function drives(
  cells: Cells,
  raw: readonly (readonly number[])[],
  pair: Pair,
  sign: number,
): ItemDifference[] {
  const n = differences(raw, pair).filter(Number.isFinite).length;
  return cells.items
    .flatMap((item, s) => {
      const a = unit * raw[pair.a]![s]!;
      const b = unit * raw[pair.b]![s]!;
      if (!Number.isFinite(a - b)) return [];
      return [{ item, a, b, difference: a - b, drive: ((sign || 1) * (a - b)) / n }];
    })
    .sort((one, other) => other.drive - one.drive);
}

/** Mean and 95 % interval (t) of paired values. */
export function pairedMean(values: readonly number[]): {
  value: number;
  se: number | null;
  low: number | null;
  high: number | null;
} {
  const given = values.filter(Number.isFinite);
  const value = finiteMean(given);
  if (given.length < 2) return { value, se: null, low: null, high: null };
  const se = standardDeviation(given) / Math.sqrt(given.length);
  const half = se * tQuantile(0.975, given.length - 1);
  return { value, se, low: value - half, high: value + half };
}
