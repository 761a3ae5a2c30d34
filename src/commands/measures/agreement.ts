/** `valuelex agreement`: whether raters agree on the same things. */
import { orWithheld, UserError } from '../../errors.ts';
import { type IccForm, intraclassCorrelation } from '../../statistics/agreement/icc.ts';
import {
  cohenKappa,
  type FleissKappa,
  fleissKappa,
  type Kappa,
  type KappaWeights,
  lightKappa,
} from '../../statistics/agreement/kappa.ts';
import {
  krippendorffAlpha,
  krippendorffInterval,
  type MeasurementLevel,
} from '../../statistics/agreement/krippendorff.ts';
import { readTable } from '../../table-files/read-table.ts';
import type { CommandContext } from '../command-context.ts';
import { isTableFile } from '../is-table-file.ts';
import { print } from '../print.ts';
import { type TableCommandOptions, tableFormats, tableOptionsOf } from '../table-options.ts';
import { agreementAdvice } from './agreement-advice.ts';
import { type RatingOptions, type Ratings, readRatings } from './agreement-table.ts';
import { agreementText } from './agreement-text.ts';
import { columnNames } from './scale-items.ts';

export type AgreementOptions = Omit<RatingOptions, 'raters'> &
  TableCommandOptions & {
    raters?: string;
    json?: boolean;
    draws: number;
    seed: number;
  };

type Withheld = { withheld: string };

/** κ of two raters: quadratic weights under the names of the reference, and linear weights. */
export type KappaJson = Omit<Kappa, 'categories'> & {
  raters: [string, string];
  linear: Pick<Kappa, 'weightedKappa' | 'varWeighted'> & { ci95: [number, number] | null };
};

/** κ of several raters: means over the pairs (Light), and each pair. */
export type KappaPairsJson = {
  kappa: number | null;
  weightedKappa: number | null;
  pairs: KappaJson[];
};

export type KrippendorffJson = Record<MeasurementLevel, number | null> & {
  level: MeasurementLevel;
  /** Lower and upper end, from units drawn with replacement; `null` where α is. */
  ci95: Record<MeasurementLevel, [number, number] | null>;
  replicates: number;
};

/** `icc.anova` of the reference: arrays in the order of `type`. */
export type IccJson = {
  anova: {
    type: IccForm[];
    icc: (number | null)[];
    /** `null` without any disagreement: infinite. */
    F: (number | null)[];
    df1: number[];
    df2: number[];
    p: number[];
    lower: (number | null)[];
    upper: (number | null)[];
    /** Between targets, between raters, residual. */
    meanSquares: [number, number, number];
    /** Within targets. */
    msw: number;
  };
  targets: number;
  raters: number;
  /** Targets left out because a rater did not rate them. */
  dropped: number;
};

export type AgreementJson = {
  meta: {
    file: string;
    things: number;
    raters: string[];
    level: MeasurementLevel;
    levelReason: string | null;
    /** Missing ratings. */
    missing: number;
    /** Different ratings, numbers ascending or labels. */
    categories: (number | string)[];
  };
  kappa: KappaJson | KappaPairsJson | Withheld;
  fleiss: FleissKappa | Withheld;
  icc: IccJson | Withheld;
  krippendorff: KrippendorffJson;
  /** Which figure fits these data, in a sentence. */
  advice: string;
  warnings: string[];
};

/** More different ratings than this are not categories: κ would only count exact hits. */
const mostCategories = 20;

const levels: readonly MeasurementLevel[] = ['nominal', 'ordinal', 'interval', 'ratio'];

/** Throws UserError for a table, a column, or ratings that cannot be used. */
export async function agreement(
  source: string,
  options: AgreementOptions,
  context: CommandContext,
): Promise<void> {
  if (!isTableFile(source, '.'))
    throw new UserError(`${source} is not a table.`, {
      hint: `Give a ${tableFormats} with a heading: rows are things, columns are raters.`,
      exit: 'usage',
    });
  const table = await readTable(source, tableOptionsOf(options));
  const { raters, ...rest } = options;
  const ratings = readRatings(table, {
    ...rest,
    ...(raters === undefined ? {} : { raters: columnNames(raters, table) }),
  });
  const result = agreementOf(source, ratings, options);
  print(context, options, result, () => agreementText(result, context.layout));
}

function agreementOf(
  file: string,
  ratings: Ratings,
  { draws, seed }: Pick<AgreementOptions, 'draws' | 'seed'>,
): AgreementJson {
  const { raters, things, values, labels, level, levelReason } = ratings;
  const numbers = [...new Set(values.flat().filter(Number.isFinite))].sort((a, b) => a - b);
  const krippendorff = krippendorffOf(ratings, numbers, draws, seed);
  const missing = values.flat().filter((value) => !Number.isFinite(value)).length;
  const found = {
    meta: {
      file,
      things: things.length,
      raters,
      level,
      levelReason,
      missing,
      categories: labels ?? numbers,
    },
    kappa: kappaOf(ratings, numbers),
    fleiss: fleissOf(ratings, numbers),
    icc: iccOf(ratings),
    krippendorff,
  };
  return {
    ...found,
    advice: agreementAdvice(found),
    warnings: warningsOf(ratings, numbers, missing),
  };
}

function krippendorffOf(
  { values, labels, level }: Ratings,
  numbers: readonly number[],
  replicates: number,
  seed: number,
): KrippendorffJson {
  // Labels have no order. A ratio level is refused below 0, and slow with many values.
  const usable = (one: MeasurementLevel) =>
    one === 'nominal' ||
    (!labels && (one !== 'ratio' || level === 'ratio' || (numbers[0] ?? 0) >= 0));
  const alphas = levels.map((one) => (usable(one) ? krippendorffAlpha(values, one) : null));
  const bounds = levels.map((one, i): [number, number] | null => {
    if (alphas[i] === null || (one === 'ratio' && level !== 'ratio' && numbers.length > 100))
      return null;
    const found = krippendorffInterval(values, one, { replicates, seed });
    return found ? [found.lower, found.upper] : null;
  });
  const [nominal, ordinal, interval, ratio] = alphas;
  return {
    nominal: nominal!,
    ordinal: ordinal!,
    interval: interval!,
    ratio: ratio!,
    level,
    ci95: { nominal: bounds[0]!, ordinal: bounds[1]!, interval: bounds[2]!, ratio: bounds[3]! },
    replicates,
  };
}

function kappaOf(ratings: Ratings, categories: readonly number[]): AgreementJson['kappa'] {
  const { values, raters, labels } = ratings;
  const none = noCategories(ratings, categories);
  if (none) return { withheld: none };
  // Labels have no order, so no answer is half right.
  const ordered = (kappa: Kappa): Kappa =>
    labels
      ? {
          ...kappa,
          weightedKappa: null,
          varWeighted: null,
          ci95: { ...kappa.ci95, weighted: null },
        }
      : kappa;
  const pairOf = (a: number, b: number): KappaJson => {
    const of = (weights: KappaWeights) =>
      ordered(cohenKappa(values[a]!, values[b]!, { categories, weights }));
    const { categories: _, ...quadratic } = of('quadratic');
    const linear = of('linear');
    return {
      ...quadratic,
      raters: [raters[a]!, raters[b]!],
      linear: {
        weightedKappa: linear.weightedKappa,
        varWeighted: linear.varWeighted,
        ci95: linear.ci95.weighted,
      },
    };
  };
  const light = lightKappa(values, { categories });
  if (light.pairs.length === 0) return { withheld: 'no two raters have rated the same thing' };
  if (raters.length === 2) return pairOf(0, 1);
  return {
    kappa: light.kappa,
    weightedKappa: labels ? null : light.weightedKappa,
    pairs: light.pairs.map((pair) => pairOf(...pair.raters)),
  };
}

function fleissOf(ratings: Ratings, categories: readonly number[]): FleissKappa | Withheld {
  const none = noCategories(ratings, categories);
  if (none) return { withheld: none };
  const found = fleissKappa(ratings.values);
  if (found.n === 0) return { withheld: 'no thing was rated by every rater' };
  return found.kappa === null ? { withheld: 'every rating is the same' } : found;
}

/** Why κ is not meaningful for these ratings; null where it is. */
function noCategories({ level }: Ratings, numbers: readonly number[]): string | null {
  if (numbers.length > mostCategories)
    return `${numbers.length} different ratings are not categories: κ would only count exact hits`;
  const measured = level === 'interval' || level === 'ratio';
  return measured && !numbers.every(Number.isInteger)
    ? 'these ratings are measurements, not categories: κ would only count exact hits'
    : null;
}

function iccOf({ values, things, labels }: Ratings): IccJson | Withheld {
  if (labels) return { withheld: 'labels have no numbers to correlate' };
  return orWithheld(() => {
    const found = intraclassCorrelation(things.map((_, i) => values.map((rater) => rater[i]!)));
    const type = Object.keys(found.forms) as IccForm[];
    const forms = type.map((form) => found.forms[form]);
    const { targets, raters: between, residual, within } = found.meanSquares;
    return {
      anova: {
        type,
        icc: forms.map(({ value }) => value),
        F: forms.map(({ f }) => (Number.isFinite(f) ? f : null)),
        df1: forms.map(({ df1 }) => df1),
        df2: forms.map(({ df2 }) => df2),
        p: forms.map(({ p }) => p),
        lower: forms.map(({ lower }) => lower),
        upper: forms.map(({ upper }) => upper),
        meanSquares: [targets, between, residual],
        msw: within,
      },
      targets: found.targets,
      raters: found.raters,
      dropped: found.dropped,
    };
  });
}

function warningsOf(
  { raters, values, warnings, labels }: Ratings,
  numbers: readonly number[],
  missing: number,
): string[] {
  const out = [...warnings];
  const list = (names: readonly string[]) =>
    names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  const known = values.map((row) => row.filter(Number.isFinite));
  const empty = raters.filter((_, r) => known[r]!.length === 0);
  const flat = raters.filter((_, r) => known[r]!.length > 1 && new Set(known[r]).size === 1);
  if (empty.length > 0) out.push(`no rating at all by ${list(empty)}`);
  if (numbers.length < 2)
    out.push('every rating is the same: agreement cannot be distinguished from habit');
  else if (flat.length > 0)
    out.push(
      `the same rating of everything by ${list(flat)}: no figure can distinguish care from habit there`,
    );
  const things = values[0]!.length;
  if (missing > 0) {
    const gaps = Array.from({ length: things }, (_, i) => i).filter((i) =>
      values.some((row) => !Number.isFinite(row[i]!)),
    ).length;
    out.push(
      `${missing} of ${things * raters.length} ratings are missing, in ${gaps} of ${things} things: Krippendorff’s α uses all that is there${labels ? '' : ', ICC only things that all have rated'}, κ those that both have rated`,
    );
  }
  if (things < 20) out.push(`${things} things are few: read every figure by its interval`);
  return out;
}
