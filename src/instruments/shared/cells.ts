/** Raw ratings → one mapped rating (0–6) per model × stem × judge × column: what every score stands on. */
import type { Form } from '../../models/model.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { ExamResult, Protocol, ScaleLine } from './exam/exam-record.ts';
import { borrowMap } from './exam/link-scales.ts';
import type { ScoreColumn } from './scores.ts';

/** One judge's raw rating of one completion on one subdimension, in the protocol's own unit; null is missing. */
export type RawRating = {
  completion: string;
  model: string;
  stem: string;
  /** The form in which the model was asked for the completion. */
  form: Form;
  judge: string;
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
  stems: readonly { id: string; framing: 'positive' | 'negative' }[];
  models: readonly ScoredModel[];
  /** Families of the judges, to flag a judge that rates its own. */
  judges?: readonly { name: string; family: string }[];
  seed?: number | string;
};

/** A judge whose ratings are left out of the scores, and why. */
export type LeftOut = { judge: string; why: string };

export type Cells = {
  /** Each dimension, followed by its subdimensions. */
  columns: ScoreColumn[];
  models: string[];
  stems: string[];
  judges: string[];
  /** Judges whose ratings are left out of the scores. */
  leftOut: LeftOut[];
  /** Columns on which no judge has a line: left aside in dimensions and profiles. */
  lineless: number[];
  /** `values[column][model][stem][judge]`, 0–6; NaN is missing. */
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

/**
 * Maps the ratings of `form` (each model's main form unless given) and arranges them. Ratings in a
 * protocol that the judge's exam did not choose are left out; several completions of one cell are
 * averaged; a dimension's cell is the mean of its subdimensions' and missing when one is, those left aside on which
 * no judge has a line. Calibrated
 * ratings may lie beyond 0–6, since cutting each would pull the mean; lines of earlier exams were frozen with
 * the cut. What a judge has no line for is missing. Judges that read backwards, that have no line at all, or
 * without any rating do not appear; models and stems do, in the order of the input.
 */
export function cellsOf(input: ScoreInput, form?: Form): Cells {
  const { system } = input;
  const columns = columnsOf(system);
  const models = input.models.map((model) => model.name);
  const stems = input.stems.map((stem) => stem.id);
  const formOf = new Map(input.models.map((model) => [model.name, form ?? model.form]));
  const ratings = input.ratings.filter((one) => one.system === system.id);
  const raters = [...new Set(ratings.map((one) => one.judge))].sort();
  const maps = new Map(raters.map((judge) => [judge, mapOf(judge, input, ratings)]));
  const leftOut = raters.flatMap((judge) => {
    const why = whyLeftOut(maps.get(judge)!);
    return why === null ? [] : [{ judge, why }];
  });
  const judges = raters.filter((judge) => !leftOut.some((one) => one.judge === judge));
  const lineless = columns.flatMap((column, c) =>
    column.kind === 'subdimension' &&
    judges.length > 0 &&
    judges.every((judge) => maps.get(judge)!.lines.get(column.id)?.none !== undefined)
      ? [c]
      : [],
  );
  const at = {
    model: indexOf(models),
    stem: indexOf(stems),
    judge: indexOf(judges),
    column: indexOf(columns.map((one) => `${one.kind} ${one.id}`)),
  };
  const grid = () =>
    columns.map(() => models.map(() => stems.map(() => new Float64Array(judges.length))));
  const values = grid();
  const counts = grid();
  for (const rating of ratings) {
    if (rating.raw === null || rating.form !== formOf.get(rating.model)) continue;
    const map = maps.get(rating.judge)!;
    if (!judges.includes(rating.judge)) continue;
    if (rating.protocol !== map.protocol) continue;
    const line = map.lines.get(rating.subdimension);
    const c = at.column.get(`subdimension ${rating.subdimension}`);
    const m = at.model.get(rating.model);
    const s = at.stem.get(rating.stem);
    const j = at.judge.get(rating.judge)!;
    if (!line || line.none !== undefined || c === undefined || m === undefined || s === undefined)
      continue;
    const level = line.a + line.b * rating.raw;
    values[c]![m]![s]![j]! += line.calibration ? level : Math.max(0, Math.min(6, level));
    counts[c]![m]![s]![j]! += 1;
  }
  columns.forEach((column, c) => {
    if (column.kind === 'dimension') return;
    each(models, stems, judges, (m, s, j) => {
      const n = counts[c]![m]![s]![j]!;
      values[c]![m]![s]![j] = n > 0 ? values[c]![m]![s]![j]! / n : Number.NaN;
    });
  });
  columns.forEach((column, c) => {
    if (column.kind === 'subdimension') return;
    const parts = partsOf(columns, column.id).filter((part) => !lineless.includes(part));
    each(models, stems, judges, (m, s, j) => {
      const sum = parts.reduce((total, part) => total + values[part]![m]![s]![j]!, 0);
      values[c]![m]![s]![j] = sum / parts.length;
    });
  });
  return { columns, models, stems, judges, leftOut, lineless, values };
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
  stems: readonly unknown[],
  judges: readonly unknown[],
  visit: (m: number, s: number, j: number) => void,
): void {
  for (let m = 0; m < models.length; m++)
    for (let s = 0; s < stems.length; s++) for (let j = 0; j < judges.length; j++) visit(m, s, j);
}

/**
 * The protocol and the lines by which a judge is read on a system: its exam's; else those borrowed
 * from another system's exam; else, never examined, digits as they stand.
 */
export function mapOf(
  judge: string,
  input: Pick<ScoreInput, 'exams' | 'system'>,
  ratings: readonly RawRating[],
): { protocol: RawRating['protocol']; lines: Map<string, ScaleLine>; exam: ExamResult | null } {
  const own = input.exams.find((one) => one.judge === judge && one.system === input.system.id);
  const lines = (map: readonly ScaleLine[]) =>
    new Map(map.map((line) => [line.subdimension, line]));
  if (own) return { protocol: own.protocol, lines: lines(own.map), exam: own };
  const ids = subdimensionsOf(input.system).map((one) => one.id);
  const mine = ratings.filter((one) => one.judge === judge);
  const other = input.exams.find(
    (one) => one.judge === judge && mine.some((rating) => rating.protocol === one.protocol),
  );
  if (other)
    return { protocol: other.protocol, lines: lines(borrowMap(other, ids, mine)), exam: null };
  return {
    protocol: 'digits',
    lines: lines(ids.map((subdimension) => ({ subdimension, a: 0, b: 1 }))),
    exam: null,
  };
}

/** Each cell minus the mean over the subdimensions of the same completion and judge; missing when one of these is. */
export function profileCells(cells: Cells): Cells {
  const parts = cells.columns.flatMap((one, i) =>
    one.kind === 'subdimension' && !cells.lineless.includes(i) ? [i] : [],
  );
  const values = cells.columns.map((_, c) =>
    cells.models.map((_, m) =>
      cells.stems.map((_, s) =>
        cells.values[c]![m]![s]!.map((value, j) => {
          const sum = parts.reduce((total, part) => total + cells.values[part]![m]![s]![j]!, 0);
          return value - sum / parts.length;
        }),
      ),
    ),
  );
  return { ...cells, values };
}

/** Model × stem means over the judges that rated (NaN where none did); with `judge`, that judge's ratings alone. */
export function meansOverJudges(cells: Cells, column: number, judge?: number): number[][] {
  return cells.values[column]!.map((model) =>
    model.map((stem) => (judge === undefined ? finiteMean(stem) : stem[judge]!)),
  );
}

/** Mean of the finite values; NaN for none. */
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
