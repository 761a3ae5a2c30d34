/** Raw ratings → one mapped rating (0–6) per model × item × rater × column: the basis of every score. */
import type { Form } from '../../models/model.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { ExamResult, Protocol, ScaleLine } from './exam/exam-record.ts';
import { borrowMap } from './exam/link-scales.ts';
import type { ScoreColumn, ScoreWords } from './scores.ts';

/** One rater's raw rating of one completion on one subdimension, in the protocol's own unit; null is missing. */
export type RawRating = {
  completion: string;
  model: string;
  item: string;
  /** The form in which the model was asked for the completion. */
  form: Form;
  rater: string;
  system: string;
  subdimension: string;
  protocol: Protocol;
  raw: number | null;
};

/** A model as the scores need it. */
export type ScoredModel = {
  name: string;
  family: string;
  /** How it was trained ("instruct", "pretrained" …); groups models, like family and form. */
  training?: string;
  /** Its main form; completions in another form count for the form effect alone. */
  form: Form;
  /** Completions that are refusals. */
  refusals: number;
};

export type ScoreInput = {
  ratings: readonly RawRating[];
  exams: readonly ExamResult[];
  system: ValueSystem;
  words: ScoreWords;
  items: readonly { id: string; framing: 'positive' | 'negative' }[];
  models: readonly ScoredModel[];
  /** Families of the raters, to flag a rater that rates its own. */
  raters?: readonly { name: string; family: string }[];
  seed?: number | string;
  /** Why several completions of an item say nothing about sampling; absent if they do. */
  sameAnswers?: string | undefined;
};

/** A rater whose ratings are left out of the scores, and why. */
export type LeftOut = { rater: string; why: string };

export type Cells = {
  /** Each dimension, followed by its subdimensions. */
  columns: ScoreColumn[];
  models: string[];
  items: string[];
  raters: string[];
  /** Raters whose ratings are left out of the scores. */
  leftOut: LeftOut[];
  /** Columns on which no rater has a line: left aside in dimensions and profiles. */
  lineless: number[];
  /** `values[column][model][item][rater]`, 0–6; NaN is missing. */
  values: Float64Array[][][];
};

export const unit = 100 / 6;

/** Columns of a system: each dimension, followed by its subdimensions. */
function columnsOf(system: ValueSystem): ScoreColumn[] {
  return system.dimensions.flatMap((dimension) => [
    { id: dimension.id, name: dimension.name, kind: 'dimension' as const, dimension: dimension.id },
    ...dimension.subdimensions.map((one) => ({
      id: one.id,
      name: one.name,
      kind: 'subdimension' as const,
      dimension: dimension.id,
    })),
  ]);
}

/** A rating on the scale of the rubric, by the places of its column, model, item, and rater. */
export type MappedRating = {
  completion: string;
  column: number;
  model: number;
  item: number;
  rater: number;
  /** Calibrated ratings may lie beyond 0–6. */
  level: number;
};

export type Mapped = Omit<Cells, 'values'> & { ratings: MappedRating[] };

/**
 * Maps the ratings of `form` (each model's main form unless given). Ratings in a protocol that the rater's exam did not
 * choose are left out. Calibrated ratings may lie beyond 0–6, since cutting each would pull the mean; lines of earlier
 * exams were frozen with the cut. What a rater has no line for is missing. Raters that read backwards, that have no line
 * at all, or without any rating do not appear; models and items do, in the order of the input.
 */
export function mappedRatings(input: ScoreInput, form?: Form): Mapped {
  const { system } = input;
  const columns = columnsOf(system);
  const models = input.models.map((model) => model.name);
  const items = input.items.map((item) => item.id);
  const formOf = new Map(input.models.map((model) => [model.name, form ?? model.form]));
  const ratings = input.ratings.filter((one) => one.system === system.id);
  const given = [...new Set(ratings.map((one) => one.rater))].sort();
  const maps = new Map(given.map((rater) => [rater, mapOf(rater, input, ratings)]));
  const leftOut = given.flatMap((rater) => {
    const why = whyLeftOut(maps.get(rater)!);
    return why === null ? [] : [{ rater, why }];
  });
  const raters = given.filter((rater) => !leftOut.some((one) => one.rater === rater));
  const lineless = columns.flatMap((column, c) =>
    column.kind === 'subdimension' &&
    raters.length > 0 &&
    raters.every((rater) => maps.get(rater)!.lines.get(column.id)?.none !== undefined)
      ? [c]
      : [],
  );
  const at = {
    model: indexOf(models),
    item: indexOf(items),
    rater: indexOf(raters),
    column: indexOf(columns.map((one) => `${one.kind} ${one.id}`)),
  };
  const mapped = ratings.flatMap((rating): MappedRating[] => {
    if (rating.raw === null || rating.form !== formOf.get(rating.model)) return [];
    const map = maps.get(rating.rater)!;
    const rater = at.rater.get(rating.rater);
    if (rater === undefined || rating.protocol !== map.protocol) return [];
    const line = map.lines.get(rating.subdimension);
    const column = at.column.get(`subdimension ${rating.subdimension}`);
    const model = at.model.get(rating.model);
    const item = at.item.get(rating.item);
    if (!line || line.none !== undefined) return [];
    if (column === undefined || model === undefined || item === undefined) return [];
    const free = line.a + line.b * rating.raw;
    const level = line.calibration ? free : Math.max(0, Math.min(6, free));
    return [{ completion: rating.completion, column, model, item, rater, level }];
  });
  return { columns, models, items, raters, leftOut, lineless, ratings: mapped };
}

/**
 * Arranges the mapped ratings: several completions of one cell are averaged; a dimension's cell is the mean of its
 * subdimensions' and missing when one is, those left aside on which no rater has a line.
 */
export function cellsOf(input: ScoreInput, form?: Form): Cells {
  const { ratings, ...about } = mappedRatings(input, form);
  const { columns, models, items, raters, lineless } = about;
  const grid = () =>
    columns.map(() => models.map(() => items.map(() => new Float64Array(raters.length))));
  const values = grid();
  const counts = grid();
  for (const { column, model, item, rater, level } of ratings) {
    values[column]![model]![item]![rater]! += level;
    counts[column]![model]![item]![rater]! += 1;
  }
  columns.forEach((column, c) => {
    if (column.kind === 'dimension') return;
    each(models, items, raters, (m, s, j) => {
      const n = counts[c]![m]![s]![j]!;
      values[c]![m]![s]![j] = n > 0 ? values[c]![m]![s]![j]! / n : Number.NaN;
    });
  });
  columns.forEach((column, c) => {
    if (column.kind === 'subdimension') return;
    const parts = partsOf(columns, column.id).filter((part) => !lineless.includes(part));
    each(models, items, raters, (m, s, j) => {
      const sum = parts.reduce((total, part) => total + values[part]![m]![s]![j]!, 0);
      values[c]![m]![s]![j] = sum / parts.length;
    });
  });
  return { ...about, values };
}

function whyLeftOut({ exam, lines }: ReturnType<typeof mapOf>): string | null {
  if (exam?.verdict === 'backwards')
    return `reads backwards (side ${exam.side.value.toFixed(2)} [${exam.side.low.toFixed(2)}–${exam.side.high.toFixed(2)}], chance is .50)`;
  const all = [...lines.values()];
  if (all.length > 0 && all.every((line) => line.none !== undefined)) return all[0]!.none!;
  return null;
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

/** Indexes of a dimension's subdimension columns. */
export function partsOf(columns: readonly ScoreColumn[], dimension: string): number[] {
  return columns.flatMap((one, i) =>
    one.kind === 'subdimension' && one.dimension === dimension ? [i] : [],
  );
}

function each(
  models: readonly unknown[],
  items: readonly unknown[],
  raters: readonly unknown[],
  visit: (m: number, s: number, j: number) => void,
): void {
  for (let m = 0; m < models.length; m++)
    for (let s = 0; s < items.length; s++) for (let j = 0; j < raters.length; j++) visit(m, s, j);
}

/**
 * The protocol and the lines that convert a rater's ratings on a system: those of its exam; else those borrowed from
 * an exam on another system; for a rater without any exam, digits unchanged.
 */
export function mapOf(
  rater: string,
  input: Pick<ScoreInput, 'exams' | 'system'>,
  ratings: readonly RawRating[],
): { protocol: RawRating['protocol']; lines: Map<string, ScaleLine>; exam: ExamResult | null } {
  const own = input.exams.find((one) => one.rater === rater && one.system === input.system.id);
  const lines = (map: readonly ScaleLine[]) =>
    new Map(map.map((line) => [line.subdimension, line]));
  if (own) return { protocol: own.protocol, lines: lines(own.map), exam: own };
  const ids = subdimensionsOf(input.system).map((one) => one.id);
  const mine = ratings.filter((one) => one.rater === rater);
  const other = input.exams.find(
    (one) => one.rater === rater && mine.some((rating) => rating.protocol === one.protocol),
  );
  if (other)
    return { protocol: other.protocol, lines: lines(borrowMap(other, ids, mine)), exam: null };
  return {
    protocol: 'digits',
    lines: lines(ids.map((subdimension) => ({ subdimension, a: 0, b: 1 }))),
    exam: null,
  };
}

/** Each cell minus the mean over the subdimensions of the same completion and rater; missing when one of these is. */
export function profileCells(cells: Cells): Cells {
  const parts = cells.columns.flatMap((one, i) =>
    one.kind === 'subdimension' && !cells.lineless.includes(i) ? [i] : [],
  );
  const values = cells.columns.map((_, c) =>
    cells.models.map((_, m) =>
      cells.items.map((_, s) =>
        cells.values[c]![m]![s]!.map((value, j) => {
          const sum = parts.reduce((total, part) => total + cells.values[part]![m]![s]![j]!, 0);
          return value - sum / parts.length;
        }),
      ),
    ),
  );
  return { ...cells, values };
}

/**
 * Model × item means over the raters that rated (NaN without a rating); with `rater`, over that rater's ratings
 * alone.
 */
export function meansOverRaters(cells: Cells, column: number, rater?: number): number[][] {
  return cells.values[column]!.map((model) =>
    model.map((item) => (rater === undefined ? finiteMean(item) : item[rater]!)),
  );
}

/** Mean of the finite values; NaN without any. */
export function finiteMean(values: ArrayLike<number>): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    sum += value;
    n++;
  }
  return n > 0 ? sum / n : Number.NaN;
}
