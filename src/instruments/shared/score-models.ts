/** The scores table: orientation of every model on every column, with what it rests on. */
import { UserError } from '../../errors.ts';
import { krippendorffAlpha } from '../../statistics/agreement/krippendorff.ts';
import { varianceOf } from '../../statistics/decision-study.ts';
import { standardDeviation } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import { fiellerInterval } from '../../statistics/fieller.ts';
import { type GeneralizabilityStudy, judgesForRandom } from '../../statistics/generalizability.ts';
import { holm } from '../../statistics/holm.ts';
import { type MaxT, maxTComparison } from '../../statistics/max-t.ts';
import {
  type Cells,
  cellsOf,
  finiteMean,
  mapOf,
  meansOverJudges,
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
  judgeErrorOf,
  ratedModels,
  studyOf,
  withheldFor,
} from './differences.ts';
import { type ScaleError, scaleErrors, scaleVariance } from './exam/scale-errors.ts';
import { stemGroupsOf } from './item-groups.ts';
import { correlationsOf, haloOf, stemStatistics } from './item-statistics.ts';
import type {
  ColumnReliability,
  Estimate,
  ModelDifference,
  ModelScores,
  SystemScores,
} from './scores.ts';

/**
 * Scores models on one value system from the judges' raw ratings and their exams.
 *
 * Orientation is 100·y/6 with y the mean over stems of the mean over judges of the mapped ratings.
 * Its standard error is the absolute one of the generalizability study (model × stem × judge: how
 * far the level would move with other stems, and, from four judges on, other judges), for the ratings
 * that the model has: where some are missing the variance components are by REML on all the others, and
 * no model loses a stem to another's gap. To it comes the error of the judges' lines (`scaleErrors`),
 * which all models share, so that it is in no difference, letter, or profile. The interval is ± t(stems − 1). Where the study cannot be
 * done (one model, fewer than two stems shared) the spread over the model's own stems stands in, and a
 * note says so. Letters follow `differsRule`: each pair within the stems that both have, so models with
 * overlapping intervals may well differ. Pure: the same input gives
 * the same result, and adding a model moves no other model's score, only the pooled errors.
 * @throws UserError when there is no rating on the system.
 */
export function scoreModels(input: ScoreInput): SystemScores {
  const cells = cellsOf(input);
  if (cells.judges.length === 0 && cells.leftOut.length === 0)
    throw new UserError(`There are no ratings on ${input.system.title}.`, {
      hint: 'Run the test and its rating first.',
    });
  const notes: string[] = [];
  const profile = profileCells(cells);
  const scale = scaleErrors(input, cells);
  const raw = cells.columns.map((_, c) => columnScores(cells, c, true, scale[c]));
  const centred = cells.columns.map((_, c) => columnScores(profile, c, false, scale[c]));
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
      'No generalizability study for some columns (it needs two models that were rated on two stems both): their intervals are from the spread over the model’s own stems.',
    );
  notes.push(...gapNotes(cells, raw), ...componentNotes(raw), ...floorNotes(raw));
  if (cells.judges.length < judgesForRandom)
    notes.push(
      cells.judges.length === 1
        ? 'One judge: the scores and their intervals hold for this judge.'
        : `The ${cells.judges.length} judges are treated as fixed: intervals and letters do not cover other judges.`,
    );
  else
    notes.push(
      `The ${cells.judges.length} judges are treated as a sample: intervals of levels and of differences, and letters, cover other judges like them.`,
    );
  for (const { judge, why } of cells.leftOut)
    notes.push(`${judge} ${why}: its ratings are left out of the scores on ${input.system.title}.`);
  if (cells.judges.length === 0)
    notes.push('No judge is left: there are no scores. Name a stronger judge.');
  notes.push(...lineNotes(input, cells));
  const judges = judgesOf(
    input,
    cells.judges.length > 0 ? cells.judges : cells.leftOut.map((one) => one.judge),
    notes,
  );
  return {
    system: input.system.id,
    title: input.system.title,
    columns: cells.columns,
    models,
    reliability: overColumns(
      cells,
      raw.map((column) => column.reliability),
    ),
    differences: raw.map((column) => column.differences),
    stems: stemStatistics(cells),
    stemGroups: stemGroupsOf(cells, input),
    correlations: correlationsOf(cells),
    halo: haloOf(correlationsOf(cells)),
    judges,
    differs: differsRule,
    mark: worstMark(judges.map((judge) => judge.mark)),
    notes,
  };
}

/** Squared relative error of the judges’ slopes, one a column: every difference is divided by them. */
export function slopeErrors(input: ScoreInput, cells: Cells): number[] {
  return scaleErrors(input, cells).map(slopeOf);
}

function slopeOf(models: readonly ScaleError[]): number {
  return models.reduce((most, { square }) => Math.max(most, square), 0);
}

/** Subdimensions on which a judge that counts has no line. */
function lineNotes(input: ScoreInput, cells: Cells): string[] {
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  return cells.judges.flatMap((judge) => {
    const { lines } = mapOf(judge, input, ratings);
    const without = cells.columns.filter(
      (column) => column.kind === 'subdimension' && lines.get(column.id)?.none !== undefined,
    );
    if (without.length === 0) return [];
    const { none } = lines.get(without[0]!.id)!;
    return [
      `${judge} has no line on ${without.map((column) => column.name).join(', ')}, so its ratings there are left out: ${none}.`,
    ];
  });
}

/** What missing ratings mean for the scores, the worst column's figures. */
function gapNotes(cells: Cells, columns: readonly ColumnScores[]): string[] {
  const notes: string[] = [];
  const missing = Math.max(0, ...columns.map(({ study }) => study?.missing ?? 0));
  if (missing > 0)
    notes.push(
      `Ratings are missing, up to ${missing} in a column: variance components and intervals are by restricted maximum likelihood (REML) on all that are there, so a model with gaps keeps its other stems and has a wider interval.`,
    );
  const apart = Math.max(0, ...columns.map((column) => column.stemsWithGaps));
  if (apart > 0)
    notes.push(
      `${apart} of ${cells.stems.length} stems lack a rating of some model: each pair of models is compared on the stems that both have.`,
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

function floorNotes(columns: readonly ColumnScores[]): string[] {
  const withheld = columns.flatMap(({ estimates }) =>
    estimates.filter((one) => one.se === null && one.n > 1),
  ).length;
  if (withheld === 0) return [];
  return [
    `${withheld} levels have no interval: more than ${100 * mostAtFloor} % of their stems are at the floor of the scale, so their spread says nothing.`,
  ];
}

type ColumnScores = {
  estimates: Estimate[];
  letters: string[];
  /** Stems that some model in the letters lacks. */
  stemsWithGaps: number;
  study: GeneralizabilityStudy | null;
  reliability: ColumnReliability;
  differences: ModelDifference[];
};

/** One column; a profile has no letters. */
function columnScores(
  cells: Cells,
  c: number,
  lettered: boolean,
  /** What the judges' lines add to the error of each model's level. */
  scale: readonly ScaleError[] = [],
): ColumnScores {
  const means = meansOverJudges(cells, c);
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
    stemsWithGaps: cells.stems.filter((_, s) => kept.some((m) => !Number.isFinite(means[m]![s]!)))
      .length,
    study,
    reliability: reliabilityOf(cells, c, means, kept, study, comparison),
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

/** Beyond this share of stems at the floor of the scale a model’s spread says nothing of its level. */
const mostAtFloor = 0.8;
/** Ratings this near to the lowest of the column (of 6) are at its floor; a floor above this is none. */
const nearFloor = 0.1;
const highestFloor = 1;

function floorOf(means: readonly (readonly number[])[]): number {
  return Math.min(...means.flat().filter(Number.isFinite), Number.POSITIVE_INFINITY);
}

function isAtFloor(stems: readonly number[], floor: number): boolean {
  const given = stems.filter(Number.isFinite);
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
    { judges: judgeErrorOf(study) },
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
  stems: readonly number[],
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
    for (const stem of cells.values[part]![m]!)
      for (const value of stem) Number.isFinite(value) ? n++ : missing++;
  const given = stems.filter(Number.isFinite);
  const mean = finiteMean(stems);
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
 * Degrees of freedom of a level’s error (Satterthwaite 1946): stems − 1 for what stems do; where judges are a sample,
 * judges − 1 for what a judge does to all models, and (models − 1)(judges − 1) for what it does to one.
 */
function levelDf(study: GeneralizabilityStudy, place: number, added: number): number {
  const total = study.errors.levels[place]! ** 2 + added;
  if (study.judgesAre === 'fixed' || total === 0) return study.stems - 1;
  const all = varianceOf(study, 'judge') / study.judges;
  const one = varianceOf(study, 'modelJudge') / study.judges;
  const rest = Math.max(0, total - all - one);
  const judges = study.judges - 1;
  return (
    total ** 2 /
    (rest ** 2 / (study.stems - 1) + all ** 2 / judges + one ** 2 / ((study.models - 1) * judges))
  );
}

const sourceNames = {
  model: 'model',
  stem: 'stem',
  judge: 'judge',
  modelStem: 'model×stem',
  modelJudge: 'model×judge',
  stemJudge: 'stem×judge',
  residual: 'rest',
} as const;

function reliabilityOf(
  cells: Cells,
  c: number,
  means: readonly (readonly number[])[],
  kept: readonly number[],
  study: GeneralizabilityStudy | null,
  comparison: MaxT | null,
): ColumnReliability {
  const total = study?.components.reduce((sum, one) => sum + one.variance, 0) ?? 0;
  const pairs = comparison?.pairs ?? [];
  const distinct = pairs.filter((pair) => pair.distinct).length;
  const withheld =
    comparison === null
      ? null
      : withheldFor(Math.max(0, ...pairs.map((pair) => pair.stems)), kept.length);
  // Tenths of a scale point: the agreement hardly moves, and the coincidences stay few.
  const coders = cells.judges.map((_, j) =>
    cells.values[c]!.flatMap((stems) => stems.map((stem) => Math.round(stem[j]! * 10) / 10)),
  );
  return {
    variance: (study?.components ?? []).map((one) => ({
      source: sourceNames[one.source],
      percent: total > 0 ? (100 * one.variance) / total : 0,
      raw: total > 0 ? (100 * one.raw) / total : 0,
    })),
    ...coefficientsOf(
      study,
      kept.map((m) => means[m]!),
    ),
    method: study?.method ?? null,
    missingRatings: study?.missing ?? 0,
    judgesAre: study?.judgesAre ?? null,
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
    judgeAgreement: cells.judges.length > 1 ? krippendorffAlpha(coders, 'interval') : null,
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

function judgesOf(
  input: ScoreInput,
  names: readonly string[],
  notes: string[],
): SystemScores['judges'] {
  const familyOf = new Map(
    [...input.models, ...(input.judges ?? [])].map((one) => [one.name, one.family]),
  );
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  return names.map((judge) => {
    const { protocol, exam } = mapOf(judge, input, ratings);
    const verdict = exam?.verdict ?? 'unproven';
    const family = familyOf.get(judge);
    const selfRated = input.models
      .filter(
        (model) =>
          model.name === judge ||
          (family !== undefined &&
            family !== '' &&
            family !== 'unknown' &&
            model.family === family),
      )
      .map((model) => model.name);
    if (selfRated.includes(judge)) notes.push(`${judge} rates itself.`);
    else if (selfRated.length > 0)
      notes.push(`${judge} rates its own family: ${selfRated.join(', ')}.`);
    if (!exam)
      notes.push(
        `${judge} has no exam on ${input.system.title}: its scale is borrowed, and only differences between models carry.`,
      );
    return { judge, protocol, verdict, mark: verdict === 'passes' ? null : verdict, selfRated };
  });
}

const marksFromBest = ['subject only', 'side only', 'unproven', 'backwards'];

function worstMark(marks: readonly (string | null)[]): string | null {
  const ranks = marks.map((mark) => (mark === null ? -1 : marksFromBest.indexOf(mark)));
  const worst = Math.max(-1, ...ranks);
  return worst < 0 ? null : marksFromBest[worst]!;
}
