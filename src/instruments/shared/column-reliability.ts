/** How well a column of the scores tells models apart, and how other numbers of items and raters would do. */
import { UserError } from '../../errors.ts';
import { omega } from '../../factor-analysis/omega.ts';
import { krippendorffAlpha } from '../../statistics/agreement/krippendorff.ts';
import { coefficientIntervals } from '../../statistics/coefficient-intervals.ts';
import { decisionStudy } from '../../statistics/decision-study.ts';
import type { Source } from '../../statistics/expected-mean-squares.ts';
import type { GeneralizabilityStudy } from '../../statistics/generalizability.ts';
import type { MaxT } from '../../statistics/max-t.ts';
import { cronbachAlpha } from '../../statistics/reliability/alpha.ts';
import { type Cells, unit } from './cells.ts';
import { withheldFor } from './differences.ts';
import type { ColumnReliability, ScoreWords } from './scores.ts';

/** Numbers of items and raters that a decision study goes through, beside those of the study. */
const itemsTried = [6, 12, 24, 48, 96];
const ratersTried = [1, 2, 4, 8];

/** With fewer models coefficients are chance: for two models that do not differ, Eρ² is 0 to .79 (5–95 %). */
export const fewestModels = 5;

type CoefficientFigures = Pick<
  ColumnReliability,
  | 'generalizability'
  | 'dependability'
  | 'alpha'
  | 'omega'
  | 'omegaReason'
  | 'decision'
  | 'itemsNeeded'
  | 'intervals'
  | 'coefficientsWithheld'
>;

/**
 * Coefficients with their intervals; withheld below five models.
 * @param means models × items, the mean over raters, of the models that are compared
 */
function coefficientsOf(
  study: GeneralizabilityStudy | null,
  means: readonly (readonly number[])[],
  { item }: Pick<ScoreWords, 'item'>,
): CoefficientFigures {
  const withheld = {
    generalizability: null,
    dependability: null,
    alpha: null,
    omega: null,
    decision: [],
    itemsNeeded: null,
    intervals: null,
  };
  if (!study) return { ...withheld, omegaReason: null, coefficientsWithheld: null };
  const { models, missing, ratersAre } = study;
  if (models < fewestModels) {
    const reason = `Eρ², Φ, α, ω, and the ${item}s needed are withheld: they need at least ${fewestModels} models; there are ${models}`;
    return { ...withheld, omegaReason: reason, coefficientsWithheld: reason };
  }
  const { relative, absolute } = study.coefficients;
  return {
    generalizability: relative,
    dependability: absolute,
    alpha: missing === 0 && ratersAre === 'fixed' ? null : cronbachAlpha(means),
    ...omegaOf(means, item),
    decision: decisionOf(study),
    itemsNeeded: study.itemsForEight,
    intervals: coefficientIntervals(study),
    coefficientsWithheld: null,
  };
}

/** Eρ², Φ, and the standard error of a difference at other numbers of items and raters; in order of items. */
function decisionOf(study: GeneralizabilityStudy): ColumnReliability['decision'] {
  const upwards = (values: number[]) => [...new Set(values)].sort((a, b) => a - b);
  return decisionStudy(study, {
    items: upwards([...itemsTried, study.items]),
    raters: upwards([...ratersTried, study.raters]),
  }).map(({ items, raters, relative, absolute, seDifference }) => ({
    items,
    raters,
    generalizability: relative,
    dependability: absolute,
    seDifference: unit * seDifference,
    now: items === study.items && raters === study.raters,
  }));
}

/**
 * McDonald's ω total of the sum over items, with one factor (models × items, without gaps). It needs a correlation
 * matrix of the items, so more models than items; `null` with the reason otherwise.
 */
function omegaOf(
  means: readonly (readonly number[])[],
  word: string,
): Pick<ColumnReliability, 'omega' | 'omegaReason'> {
  const rows = means.filter((row) => row.every(Number.isFinite));
  const items = rows[0]?.length ?? means[0]?.length ?? 0;
  const not = (omegaReason: string) => ({ omega: null, omegaReason });
  if (items < 3) return not(`ω needs at least 3 ${word}s; there are ${items}`);
  if (rows.length <= items)
    return not(
      `ω needs more models than ${word}s: ${rows.length} ${rows.length === 1 ? 'model has' : 'models have'} all ${items} ${word}s`,
    );
  try {
    const found = omega({ rows }, { factors: 1, flip: false });
    return { omega: found.omegaTotal, omegaReason: null };
  } catch (error) {
    if (error instanceof UserError) return not(error.message);
    throw error;
  }
}

export function reliabilityOf(
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

function smallest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null;
}
