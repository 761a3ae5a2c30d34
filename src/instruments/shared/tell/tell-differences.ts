/** The conclusion on one value: which models differ, as a picture around a reference. */
import { fixed, listOf, plural, shortName } from '../../../tables/numbers.ts';
import type { DifferencesPlot } from '../../../tables/table.ts';
import { leavesOutZero } from '../differences.ts';
import type { ModelDifference, ScoreColumn, SystemScores } from '../scores.ts';

type Row = DifferencesPlot['rows'][number];
type Difference = Pick<ModelDifference, 'value' | 'low' | 'high'>;

/**
 * Models with a score on a column, the highest first, each by its difference from the reference: the picture of screen 6
 * and of the report. The scale does not depend on the reference, so that it stays while another one is tried.
 * @param c place of the column
 * @param reference a model’s name; the one in the middle where it is null or has no score. The plot has no rows where
 *   no model has a score.
 */
export function differencesPlot(
  scores: SystemScores,
  c: number,
  reference: string | null,
): DifferencesPlot {
  const column = scores.columns[c]!;
  const ranked = scores.models
    .flatMap(({ model, raw }, m) => {
      const { value } = raw[c]!;
      return Number.isFinite(value) ? [{ m, model, value }] : [];
    })
    .sort((a, b) => b.value - a.value);
  const middle = ranked[Math.floor((ranked.length - 1) / 2)];
  const chosen = ranked.find(({ model }) => model === reference) ?? middle;
  const differences = scores.differences[c]!;
  const rows = ranked.map(({ m, model, value }): Row => {
    const found = chosen ? differenceOf(differences, m, chosen.m) : null;
    return {
      ...{ id: model, label: shortName(model), value },
      difference: found?.value ?? null,
      low: found?.low ?? null,
      high: found?.high ?? null,
      differs: found !== null && leavesOutZero(found),
      reference: m === chosen?.m,
    };
  });
  return {
    ...{ kind: 'differences', id: `differences-${scores.system}-${column.id}`, rows },
    title: `${column.name}: difference of each model from the reference`,
    so: conclusionOf(scores, c, rows),
    unit: 'orientation, 100 = rating 6',
    scale: scaleOf(differences, ranked),
    notes: [ruleOf(scores, c), ...warningsOf(scores, c, rows)],
  };
}

/** One a dimension, around the model in the middle. */
export function differencesPlots(scores: SystemScores, part: string): DifferencesPlot[] {
  return scores.columns.flatMap((column, c) => {
    if (column.kind !== 'dimension') return [];
    const plot = differencesPlot(scores, c, null);
    return plot.rows.length > 0 ? [{ ...plot, part }] : [];
  });
}

/** Model m minus the reference; null where the pair is not compared. */
export function differenceOf(
  differences: readonly ModelDifference[],
  m: number,
  reference: number,
): Difference | null {
  const pair = differences.find(
    ({ a, b }) => (a === m && b === reference) || (a === reference && b === m),
  );
  if (!pair || !Number.isFinite(pair.value)) return null;
  if (pair.a === m) return pair;
  const turned = (end: number | null) => (end === null ? null : -end);
  return { value: -pair.value, low: turned(pair.high), high: turned(pair.low) };
}

/** Around every model with the longest of its bars, whichever the reference is. */
function scaleOf(
  differences: readonly ModelDifference[],
  ranked: readonly { m: number; value: number }[],
): DifferencesPlot['scale'] {
  const reach = new Map<number, number>();
  for (const { a, b, value, low, high } of differences)
    for (const m of [a, b])
      reach.set(m, Math.max(reach.get(m) ?? 0, value - (low ?? value), (high ?? value) - value));
  return tensAround(
    ranked.map(({ m, value }) => {
      const most = reach.get(m) ?? 0;
      return { value, low: value - most, high: value + most };
    }),
  );
}

/** Names of the models that a column cannot tell from this one. */
export function cannotTell(scores: SystemScores, c: number, model: string): ReadonlySet<string> {
  const own = scores.models.findIndex((one) => one.model === model);
  const others = scores.differences[c]!.filter(
    (pair) => (pair.a === own || pair.b === own) && pair.low !== null && !leavesOutZero(pair),
  );
  return new Set(others.map(({ a, b }) => scores.models[a === own ? b : a]!.model));
}

/** "How often …" where the raters tell what a text is about, not on which side it stands. */
export function comesUp({ mark }: SystemScores, { name }: ScoreColumn): string {
  return mark === 'subject only' ? `How often ${name} comes up` : name;
}

function conclusionOf(scores: SystemScores, c: number, rows: readonly Row[]): string {
  const about = comesUp(scores, scores.columns[c]!);
  const [top, bottom] = [rows[0], rows.at(-1)];
  if (!top || !bottom) return `${about}: no model has a score`;
  const named = (row: Row) => `${row.label} ${fixed(row.value)}`;
  if (top === bottom) return `${about}: ${named(top)}; there is no other model to compare it with`;
  const withheld = scores.reliability[c]!.lettersWithheld === null ? '' : '▲ ';
  return `${withheld}${about}: ${shareOf(scores, c)}; ${named(top)} … ${named(bottom)}`;
}

function shareOf({ differences, reliability, words }: SystemScores, c: number): string {
  const pairs = differences[c]!;
  if (pairs.length === 0) return 'no two models can be compared';
  if (reliability[c]!.lettersWithheld !== null)
    return `too few ${words.item}s to say which models differ`;
  const apart = pairs.filter(leavesOutZero).length;
  if (pairs.length === 1) return apart === 1 ? 'the two differ' : 'the two cannot be told apart';
  return `${apart} of ${pairs.length} pairs differ`;
}

function ruleOf(
  { items, raters, differences, reliability, words }: SystemScores,
  c: number,
): string {
  const pairs = differences[c]!.length;
  const those =
    raters.length === 1 ? `this ${words.rater}` : `these ${raters.length} ${words.rater}s`;
  const held =
    reliability[c]!.ratersAre === 'random'
      ? `${raters.length} ${words.rater}s and others like them`
      : those;
  return `Paired over ${plural(items.length, words.item)}, simultaneous over ${plural(pairs, 'pair')} (max-T), ${held}.`;
}

/** What to know before believing the picture. */
function warningsOf(scores: SystemScores, c: number, rows: readonly Row[]): string[] {
  const { models, differences, reliability, words } = scores;
  const { lettersWithheld, toldApart, apartAmongColumns } = reliability[c]!;
  const shown = new Set(rows.map(({ id }) => id));
  const missing = models.filter(({ model }) => !shown.has(model));
  const compared = new Set(differences[c]!.flatMap(({ a, b }) => [a, b]));
  const apart = models.filter(({ model }, m) => shown.has(model) && !compared.has(m));
  const names = (some: readonly { model: string }[]) =>
    listOf(some.map(({ model }) => shortName(model)));
  return [
    lettersWithheld && `▲ No bars: ${lettersWithheld}.`,
    (toldApart === 'yes' || toldApart === 'some') &&
      !apartAmongColumns &&
      '▲ In this column by itself; after Holm’s correction over the columns no pair differs.',
    gapsIn(scores, c) &&
      `▲ Ratings are missing: differences are within ${words.item}s, so a bar may lie beside the score.`,
    compared.size > 0 &&
      apart.length > 0 &&
      `▲ Compared with none, for want of rated ${words.item}s: ${names(apart)}.`,
    missing.length > 0 && `▲ Without a score: ${names(missing)}.`,
  ].filter((note) => typeof note === 'string');
}

/** Some difference is not that of the two scores. */
function gapsIn({ models, differences }: SystemScores, c: number): boolean {
  return differences[c]!.some(
    ({ a, b, value }) =>
      Math.abs(value - (models[a]!.raw[c]!.value - models[b]!.raw[c]!.value)) > 0.5,
  );
}

/** Whole tens around all intervals, within 0–100: an interval that reaches beyond is cut there. */
function tensAround(rows: readonly { value: number; low: number | null; high: number | null }[]) {
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const low = Math.floor(Math.min(...ends, 100) / 10) * 10;
  const high = Math.ceil(Math.max(...ends, 0) / 10) * 10;
  return { low: Math.max(0, Math.min(low, high - 10)), high: Math.min(100, Math.max(high, 10)) };
}
