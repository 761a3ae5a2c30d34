/** The scores table: orientation of every model on every column, with what it rests on. */
import { UserError } from '../../errors.ts';
import { krippendorffAlpha } from '../../statistics/agreement/krippendorff.ts';
import { varianceOf } from '../../statistics/decision-study.ts';
import { standardDeviation } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import type { Source } from '../../statistics/expected-mean-squares.ts';
import { fiellerInterval } from '../../statistics/fieller.ts';
import { type GeneralizabilityStudy, ratersForRandom } from '../../statistics/generalizability.ts';
import { holm } from '../../statistics/holm.ts';
import { type MaxT, maxTComparison } from '../../statistics/max-t.ts';
import {
  type Cells,
  cellsOf,
  finiteMean,
  mapOf,
  meansOverRaters,
  partsOf,
  profileCells,
  type ScoreInput,
  unit,
} from './cells.ts';
import { coefficientsOf } from './column-reliability.ts';
import {
  boundsOf,
  comparedModels,
  differsRule,
  ratedModels,
  raterErrorOf,
  studyOf,
  withheldFor,
} from './differences.ts';
import { type ScaleError, scaleErrors, scaleVariance } from './exam/scale-errors.ts';
import { itemGroupsOf } from './item-groups.ts';
import { correlationsOf, haloOf, itemStatistics } from './item-statistics.ts';
import type {
  ColumnReliability,
  Estimate,
  ModelDifference,
  ModelScores,
  ScoreWords,
  SystemScores,
} from './scores.ts';

/**
 * Scores models on one value system from the raters' raw ratings and their exams.
 *
 * Orientation is 100·y/6 with y the mean over items of the mean over raters of the mapped ratings.
 * Its standard error is the absolute one of the generalizability study (model × item × rater: how
 * far the level would move with other items, and, from four raters on, other raters), for the ratings
 * that the model has: where some are missing the variance components are by REML on all the others, and
 * no model loses an item to another's gap. To it comes the error of the raters' lines (`scaleErrors`),
 * which all models share, so that it is in no difference, letter, or profile. The interval is ± t(items − 1). Where the study cannot be
 * done (one model, fewer than two items shared) the spread over the model's own items stands in, and a
 * note says so. Letters follow `differsRule`: each pair within the items that both have, so models with
 * overlapping intervals may well differ. Pure: the same input gives
 * the same result, and adding a model moves no other model's score, only the pooled errors.
 * @throws UserError when there is no rating on the system.
 */
export function scoreModels(input: ScoreInput): SystemScores {
  const cells = cellsOf(input);
  if (cells.raters.length === 0 && cells.leftOut.length === 0)
    throw new UserError(`There are no ratings on ${input.system.title}.`, {
      hint: 'Run the test and its rating first.',
    });
  const notes: string[] = [];
  const { words } = input;
  const profile = profileCells(cells);
  const scale = scaleErrors(input, cells);
  const raw = cells.columns.map((_, c) => columnScores(cells, c, words, true, scale[c]));
  const centred = cells.columns.map((_, c) => columnScores(profile, c, words, false, scale[c]));
  const forms = formsOf(input);
  const models = input.models.map(
    (model, m): ModelScores => ({
      model: model.name,
      forms: [...(forms.get(model.name) ?? [])].sort(),
      family: model.family,
      refusals: model.refusals,
      raw: raw.map((column) => column.estimates[m]!),
      profile: centred.map((column) => column.estimates[m]!),
      letters: raw.map((column) => column.letters[m]!),
    }),
  );
  const studies = raw.map((column) => column.study);
  if (studies.some((study) => study === null))
    notes.push(
      `No generalizability study for some columns (it needs two models that were rated on two ${words.item}s both): their intervals are from the spread over the model’s own ${words.item}s.`,
    );
  notes.push(...gapNotes(cells, raw, words), ...componentNotes(raw), ...floorNotes(raw, words));
  if (cells.raters.length < ratersForRandom)
    notes.push(
      cells.raters.length === 1
        ? `One ${words.rater}: the scores and their intervals hold for this ${words.rater}.`
        : `The ${cells.raters.length} ${words.rater}s are treated as fixed: intervals and letters do not cover other ${words.rater}s.`,
    );
  else
    notes.push(
      `The ${cells.raters.length} ${words.rater}s are treated as a sample: intervals of levels and of differences, and letters, cover other ${words.rater}s like them.`,
    );
  for (const { rater, why } of cells.leftOut)
    notes.push(`${rater} ${why}: its ratings are left out of the scores on ${input.system.title}.`);
  if (cells.raters.length === 0)
    notes.push(`No ${words.rater} is left: there are no scores. Name a stronger ${words.rater}.`);
  notes.push(...lineNotes(input, cells));
  const raters = ratersOf(
    input,
    cells.raters.length > 0 ? cells.raters : cells.leftOut.map((one) => one.rater),
    notes,
  );
  return {
    system: input.system.id,
    title: input.system.title,
    words,
    columns: cells.columns,
    models,
    reliability: overColumns(
      cells,
      raw.map((column) => column.reliability),
    ),
    differences: raw.map((column) => column.differences),
    items: itemStatistics(cells),
    itemGroups: itemGroupsOf(cells, input),
    correlations: correlationsOf(cells),
    halo: haloOf(correlationsOf(cells)),
    raters,
    differs: differsRule,
    mark: worstMark(raters.map((rater) => rater.mark)),
    notes,
  };
}

/** Squared relative error of the raters’ slopes, one a column: every difference is divided by them. */
export function slopeErrors(input: ScoreInput, cells: Cells): number[] {
  return scaleErrors(input, cells).map(slopeOf);
}

function slopeOf(models: readonly ScaleError[]): number {
  return models.reduce((most, { square }) => Math.max(most, square), 0);
}

/** Subdimensions on which a rater that counts has no line. */
function lineNotes(input: ScoreInput, cells: Cells): string[] {
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  return cells.raters.flatMap((rater) => {
    const { lines } = mapOf(rater, input, ratings);
    const without = cells.columns.filter(
      (column) => column.kind === 'subdimension' && lines.get(column.id)?.none !== undefined,
    );
    if (without.length === 0) return [];
    const { none } = lines.get(without[0]!.id)!;
    return [
      `${rater} has no line on ${without.map((column) => column.name).join(', ')}, so its ratings there are left out: ${none}.`,
    ];
  });
}

/** What missing ratings mean for the scores, the worst column's figures. */
function gapNotes(cells: Cells, columns: readonly ColumnScores[], { item }: ScoreWords): string[] {
  const notes: string[] = [];
  const missing = Math.max(0, ...columns.map(({ study }) => study?.missing ?? 0));
  if (missing > 0)
    notes.push(
      `Ratings are missing, up to ${missing} in a column: variance components and intervals are by restricted maximum likelihood (REML) on all that are there, so a model with gaps keeps its other ${item}s and has a wider interval.`,
    );
  const apart = Math.max(0, ...columns.map((column) => column.itemsWithGaps));
  if (apart > 0)
    notes.push(
      `${apart} of ${cells.items.length} ${item}s lack a rating of some model: each pair of models is compared on the ${item}s that both have.`,
    );
  const { coefficientsWithheld } = columns[0]!.reliability;
  if (coefficientsWithheld) notes.push(`${coefficientsWithheld}.`);
  const withheld = columns.flatMap(({ reliability }) => reliability.lettersWithheld ?? []);
  if (withheld[0])
    notes.push(
      `${withheld.length === columns.length ? 'In all columns' : `In ${withheld.length} of ${columns.length} columns`} ${withheld[0]}.`,
    );
  if (columns.some(({ study }) => study?.convergence?.converged === false))
    notes.push(
      'The variance components of some columns did not settle: take their intervals with care.',
    );
  return notes;
}

/** Components that mean squares make negative, and that count as 0. */
function componentNotes(columns: readonly ColumnScores[]): string[] {
  const negative = new Map<string, { columns: number; least: number }>();
  for (const { reliability } of columns)
    for (const { source, raw } of reliability.variance) {
      if (raw > -0.5) continue;
      const before = negative.get(source) ?? { columns: 0, least: 0 };
      negative.set(source, { columns: before.columns + 1, least: Math.min(before.least, raw) });
    }
  if (negative.size === 0) return [];
  const each = [...negative].map(
    ([source, one]) =>
      `${source} in ${one.columns} of ${columns.length} columns (down to −${Math.abs(one.least).toFixed(0)} %)`,
  );
  return [`Variance components that came out negative count as 0: ${each.join(', ')}.`];
}

function floorNotes(columns: readonly ColumnScores[], { item }: ScoreWords): string[] {
  const withheld = columns.flatMap(({ estimates }) =>
    estimates.filter((one) => one.se === null && one.n > 1),
  ).length;
  if (withheld === 0) return [];
  return [
    `${withheld} levels have no interval: more than ${100 * mostAtFloor} % of their ${item}s are at the floor of the scale, so their spread says nothing.`,
  ];
}

type ColumnScores = {
  estimates: Estimate[];
  letters: string[];
  /** Items that some model in the letters lacks. */
  itemsWithGaps: number;
  study: GeneralizabilityStudy | null;
  reliability: ColumnReliability;
  differences: ModelDifference[];
};

/** One column; a profile has no letters. */
function columnScores(
  cells: Cells,
  c: number,
  words: ScoreWords,
  lettered: boolean,
  /** What the raters' lines add to the error of each model's level. */
  scale: readonly ScaleError[] = [],
): ColumnScores {
  const means = meansOverRaters(cells, c);
  const kept = comparedModels(means);
  const rated = ratedModels(means);
  const study = studyOf(cells, c, rated);
  const comparison = lettered ? compareAll(means, kept, study) : null;
  const letters = cells.models.map(() => '');
  kept.forEach((m, i) => {
    letters[m] = comparison?.letters?.[i] ?? '';
  });
  const parts =
    cells.columns[c]!.kind === 'dimension' ? partsOf(cells.columns, cells.columns[c]!.id) : [c];
  const floor = floorOf(means);
  const estimates = cells.models.map((_, m) => {
    const found = estimateOf(
      cells,
      parts,
      m,
      means[m]!,
      study,
      rated.indexOf(m),
      scale[m]!,
      lettered,
    );
    return lettered && isAtFloor(means[m]!, floor) ? withoutInterval(found) : found;
  });
  return {
    estimates,
    letters,
    itemsWithGaps: cells.items.filter((_, s) => kept.some((m) => !Number.isFinite(means[m]![s]!)))
      .length,
    study,
    reliability: reliabilityOf(cells, c, means, kept, study, comparison, words),
    differences: differencesOf(comparison, kept, slopeOf(scale)),
  };
}

/** In points, as two models compared alone have it; the places are those of all models. */
function differencesOf(
  comparison: MaxT | null,
  kept: readonly number[],
  slope: number,
): ModelDifference[] {
  return (comparison?.pairs ?? []).map((pair) => {
    const [low, high] = boundsOf(pair, slope) ?? [null, null];
    return {
      ...{ a: kept[pair.a]!, b: kept[pair.b]!, value: unit * pair.difference },
      low: low === null ? null : unit * low,
      high: high === null ? null : unit * high,
    };
  });
}

/** Beyond this share of items at the floor of the scale a model’s spread says nothing of its level. */
const mostAtFloor = 0.8;
/** Ratings this near to the lowest of the column (of 6) are at its floor; a floor above this is none. */
const nearFloor = 0.1;
const highestFloor = 1;

function floorOf(means: readonly (readonly number[])[]): number {
  return Math.min(...means.flat().filter(Number.isFinite), Number.POSITIVE_INFINITY);
}

function isAtFloor(items: readonly number[], floor: number): boolean {
  const given = items.filter(Number.isFinite);
  const low = given.filter((value) => value <= floor + nearFloor).length;
  return floor < highestFloor && low > mostAtFloor * given.length;
}

function withoutInterval(estimate: Estimate): Estimate {
  return { ...estimate, se: null, low: null, high: null };
}

function compareAll(
  means: readonly (readonly number[])[],
  kept: readonly number[],
  study: GeneralizabilityStudy | null,
): MaxT | null {
  if (kept.length < 2) return null;
  return maxTComparison(
    kept.map((m) => means[m]!),
    { raters: raterErrorOf(study) },
  );
}

/** Which columns still tell models apart when all columns of a kind are asked together. */
function overColumns(cells: Cells, columns: readonly ColumnReliability[]): ColumnReliability[] {
  const out = columns.map((one) => ({ ...one }));
  for (const kind of ['dimension', 'subdimension'] as const) {
    const asked = out.filter((one, c) => cells.columns[c]!.kind === kind && one.apartP !== null);
    holm(asked.map((one) => one.apartP!)).forEach((p, i) => {
      asked[i]!.apartAmongColumns = p <= 0.05;
    });
  }
  return out;
}

function estimateOf(
  cells: Cells,
  parts: readonly number[],
  m: number,
  items: readonly number[],
  study: GeneralizabilityStudy | null,
  /** The model's place in the study. */
  place: number,
  scale: ScaleError,
  /** A level on the scale; else a profile, which is a difference. */
  level: boolean,
): Estimate {
  let n = 0;
  let missing = 0;
  for (const part of parts)
    for (const item of cells.values[part]![m]!)
      for (const value of item) Number.isFinite(value) ? n++ : missing++;
  const given = items.filter(Number.isFinite);
  const mean = finiteMean(items);
  const own =
    study && place >= 0
      ? study.errors.levels[place]!
      : given.length > 1
        ? standardDeviation(given) / Math.sqrt(given.length)
        : null;
  const value = unit * (level ? onScale(mean) : mean);
  if (own === null) return { value, se: null, low: null, high: null, n, missing };
  const slope = mean ** 2 * scale.square;
  const added = level ? scaleVariance(scale, mean) : slope;
  const df = study ? levelDf(study, place, added) : given.length - 1;
  const t = tQuantile(0.975, Math.max(1, df));
  const error = { own: own ** 2, square: scale.square };
  const { low, high } = level
    ? fiellerInterval(mean - scale.level, t, { ...scale, ...error })
    : fiellerInterval(mean, t, error);
  const from = level ? scale.level : 0;
  return {
    value,
    se: unit * Math.sqrt(own ** 2 + added),
    low: level ? unit * onScale(from + low) : Math.max(-100, unit * low),
    high: level ? unit * onScale(from + high) : Math.min(100, unit * high),
    n,
    missing,
  };
}

/** Neither a level nor its interval leaves the rubric’s 0–6. */
function onScale(level: number): number {
  return Math.max(0, Math.min(6, level));
}

/**
 * Degrees of freedom of a level’s error (Satterthwaite 1946): items − 1 for what items do; where raters are a sample,
 * raters − 1 for what a rater does to all models, and (models − 1)(raters − 1) for what it does to one.
 */
function levelDf(study: GeneralizabilityStudy, place: number, added: number): number {
  const total = study.errors.levels[place]! ** 2 + added;
  if (study.ratersAre === 'fixed' || total === 0) return study.items - 1;
  const all = varianceOf(study, 'rater') / study.raters;
  const one = varianceOf(study, 'modelRater') / study.raters;
  const rest = Math.max(0, total - all - one);
  const raters = study.raters - 1;
  return (
    total ** 2 /
    (rest ** 2 / (study.items - 1) + all ** 2 / raters + one ** 2 / ((study.models - 1) * raters))
  );
}

function sourceName(source: Source, { item, rater }: ScoreWords): string {
  switch (source) {
    case 'model':
      return 'model';
    case 'item':
      return item;
    case 'rater':
      return rater;
    case 'modelItem':
      return `model×${item}`;
    case 'modelRater':
      return `model×${rater}`;
    case 'itemRater':
      return `${item}×${rater}`;
    case 'residual':
      return 'rest';
  }
}

function reliabilityOf(
  cells: Cells,
  c: number,
  means: readonly (readonly number[])[],
  kept: readonly number[],
  study: GeneralizabilityStudy | null,
  comparison: MaxT | null,
  words: ScoreWords,
): ColumnReliability {
  const total = study?.components.reduce((sum, one) => sum + one.variance, 0) ?? 0;
  const pairs = comparison?.pairs ?? [];
  const distinct = pairs.filter((pair) => pair.distinct).length;
  const withheld =
    comparison === null
      ? null
      : withheldFor(Math.max(0, ...pairs.map((pair) => pair.items)), kept.length, words);
  // Tenths of a scale point: the agreement hardly moves, and the coincidences stay few.
  const coders = cells.raters.map((_, j) =>
    cells.values[c]!.flatMap((items) => items.map((item) => Math.round(item[j]! * 10) / 10)),
  );
  return {
    variance: (study?.components ?? []).map((one) => ({
      source: sourceName(one.source, words),
      percent: total > 0 ? (100 * one.variance) / total : 0,
      raw: total > 0 ? (100 * one.raw) / total : 0,
    })),
    ...coefficientsOf(
      study,
      kept.map((m) => means[m]!),
      words,
    ),
    method: study?.method ?? null,
    missingRatings: study?.missing ?? 0,
    ratersAre: study?.ratersAre ?? null,
    toldApart:
      withheld !== null
        ? 'withheld'
        : distinct === 0
          ? 'no'
          : distinct * 2 >= pairs.length
            ? 'yes'
            : 'some',
    apartP: withheld === null ? smallest(pairs.flatMap((pair) => pair.p ?? [])) : null,
    apartAmongColumns: false,
    lettersWithheld: withheld,
    raterAgreement: cells.raters.length > 1 ? krippendorffAlpha(coders, 'interval') : null,
  };
}

function smallest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null;
}

/** The forms in which each model's rated completions were asked for. */
function formsOf({ ratings }: ScoreInput): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>();
  for (const { model, form } of ratings) {
    const own = forms.get(model);
    if (own) own.add(form);
    else forms.set(model, new Set([form]));
  }
  return forms;
}

function ratersOf(
  input: ScoreInput,
  names: readonly string[],
  notes: string[],
): SystemScores['raters'] {
  const familyOf = new Map(
    [...input.models, ...(input.raters ?? [])].map((one) => [one.name, one.family]),
  );
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  return names.map((rater) => {
    const { protocol, exam } = mapOf(rater, input, ratings);
    const verdict = exam?.verdict ?? 'unproven';
    const family = familyOf.get(rater);
    const selfRated = input.models
      .filter(
        (model) =>
          model.name === rater ||
          (family !== undefined &&
            family !== '' &&
            family !== 'unknown' &&
            model.family === family),
      )
      .map((model) => model.name);
    if (selfRated.includes(rater)) notes.push(`${rater} rates itself.`);
    else if (selfRated.length > 0)
      notes.push(`${rater} rates its own family: ${selfRated.join(', ')}.`);
    if (!exam)
      notes.push(
        `${rater} has no exam on ${input.system.title}: its scale is borrowed, and only differences between models carry.`,
      );
    return { rater, protocol, verdict, mark: verdict === 'passes' ? null : verdict, selfRated };
  });
}

const marksFromBest = ['subject only', 'side only', 'unproven', 'backwards'];

function worstMark(marks: readonly (string | null)[]): string | null {
  const ranks = marks.map((mark) => (mark === null ? -1 : marksFromBest.indexOf(mark)));
  const worst = Math.max(-1, ...ranks);
  return worst < 0 ? null : marksFromBest[worst]!;
}
