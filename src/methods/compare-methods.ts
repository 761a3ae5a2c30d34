/**
 * Whether two methods agree on what models value: on the order of values, on the order of models on a
 * value, and on what is distinctive of a model. Three questions with three answers, never one figure
 * (multitrait–multimethod matrix: Campbell and Fiske 1959).
 */
import { UserError } from '../errors.ts';
import { correlateColumns, pearson, spearman } from '../statistics/correlation.ts';
import { unflatten } from '../statistics/dense.ts';
import { holm } from '../statistics/holm.ts';
import { fitReml } from '../statistics/reml.ts';
import { correctedAgreement, type Reliability, reliabilityFromErrors } from './attenuation.ts';
import {
  belowOverFamilies,
  correlationOverFamilies,
  differenceOverFamilies,
  type FamilyEstimate,
  leastFamilies,
  withoutEachFamily,
} from './family-jackknife.ts';
import {
  type MethodProfile,
  type Shared,
  sharedScores,
  withoutModelMeans,
  withoutValueMeans,
} from './profiles.ts';

export type ValueAgreement = {
  value: string;
  /** Over models, between the two methods: the diagonal of the matrix. */
  convergent: FamilyEstimate;
  /** Mean of the correlations with other values, within and between the methods. */
  heterotrait: number;
  /** Convergent minus heterotrait; the interval is of Fisher's z. */
  difference: FamilyEstimate;
  /** Whether no other value of either method correlates as high. */
  highest: boolean;
  verdict: 'agrees' | 'disagrees' | 'cannot tell';
  /** Convergent, corrected for unreliability of both methods; null where it may not be. */
  corrected: FamilyEstimate | null;
};

export type ModelsOnValues = {
  values: ValueAgreement[];
  /** Mean of the diagonal. */
  convergent: FamilyEstimate;
  /** Mean off the diagonal, between the methods. */
  heterotrait: number;
  /** Its value by centring alone: −1/(k − 1) with k values; 0 where models keep their level. */
  expected: number;
  /** Between the methods: rows are values of the first, columns of the second. */
  matrix: number[][];
  /** Within each method. */
  within: [number[][], number[][]];
};

export type MethodComparison = {
  methods: [string, string];
  models: string[];
  values: string[];
  /** One per model, in their order. */
  families: string[];
  /** The two mean profiles, over the values. */
  order: FamilyEstimate & { spearman: number };
  /** As scored, and with each model's own mean over the values subtracted. */
  onValues: { raw: ModelsOnValues; centred: ModelsOnValues };
  /** Mean over models of the correlation over values, each value centred over the models first. */
  distinctive: FamilyEstimate & { spearman: number };
  /** Rank correlation of the two profiles of each model over the values. */
  perModel: { model: string; spearman: number; distinctive: number }[];
  /** Shares of the variance between models, each method in units of its own standard deviation. */
  shares: { level: number; value: number; method: number; rest: number } | null;
  /** Why correlations over models are withheld; null where they are not. */
  withheld: string | null;
};

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/**
 * Compares two profiles over the models and values that they share. `familyOf` names the family of a
 * model: families are the units, since models of one family are alike. `shares` of variance take longer. Throws UserError where fewer than three
 * values or three models are shared.
 */
export function compareMethods(
  a: MethodProfile,
  b: MethodProfile,
  familyOf: (model: string) => string,
  { shares = true } = {},
): MethodComparison {
  const shared = sharedScores(a, b);
  const { models, values, scores } = shared;
  if (values.length < 3 || models.length < 3)
    throw new UserError(
      `${a.name} and ${b.name} share ${values.length} values and ${models.length} models; a comparison needs 3 of each.`,
      { hint: 'Name models that are the same with --same; values match by their letters.' },
    );
  const families = models.map(familyOf);
  const count = new Set(families).size;
  const centred: Shared = {
    ...shared,
    scores: [withoutModelMeans(scores[0]), withoutModelMeans(scores[1])],
  };
  const looks = withoutEachFamily(families);
  const profileMean = (rows: readonly number[][], which: readonly number[]) =>
    values.map((_, v) => mean(which.map((m) => rows[m]![v]!)));
  const orders = looks.map((which) => scores.map((rows) => profileMean(rows, which)));
  const off = scores.map(withoutValueMeans) as [number[][], number[][]];
  return {
    methods: [a.name, b.name],
    models,
    values,
    families,
    order: {
      ...correlationOverFamilies(orders.map(([x, y]) => pearson(x!, y!))),
      spearman: spearman(orders[0]![0]!, orders[0]![1]!),
    },
    onValues: {
      raw: onValues(shared, looks, 0, reliabilities(shared, [a, b], looks)),
      centred: onValues(centred, looks, -1 / (values.length - 1), []),
    },
    distinctive: {
      ...correlationOverFamilies(looks.map((which) => distinctive(shared, which))),
      spearman: mean(models.map((_, m) => spearman(off[0][m]!, off[1][m]!))),
    },
    perModel: models.map((model, m) => ({
      model,
      spearman: spearman(scores[0][m]!, scores[1][m]!),
      distinctive: pearson(off[0][m]!, off[1][m]!),
    })),
    shares: shares ? sharesOf(shared) : null,
    withheld:
      count < leastFamilies
        ? `${count} ${count === 1 ? 'family is' : 'families are'} too few for intervals of correlations over models: ${leastFamilies} are needed`
        : null,
  };
}

/** Centred over the models in use, so that leaving a family out also leaves it out of the means. */
function distinctive({ scores }: Shared, which: readonly number[]): number {
  const [x, y] = scores.map((rows) => withoutValueMeans(which.map((m) => rows[m]!))) as [
    number[][],
    number[][],
  ];
  return mean(x.map((row, m) => pearson(row, y[m]!)));
}

type Looks = readonly (readonly number[])[];

/** [value][method]; undefined where it is not known. */
function reliabilities(
  { values, scores, errors }: Shared,
  profiles: readonly MethodProfile[],
  looks: Looks,
): (Reliability | undefined)[][] {
  return values.map((value, v) =>
    profiles.map(({ reliability }, method) => {
      const own = errors[method];
      if (reliability || !own) return reliability?.get(value);
      const of = (rows: readonly number[][]) => rows.map((row) => row[v]!);
      return reliabilityFromErrors(of(scores[method]!), of(own), looks);
    }),
  );
}

function onValues(
  { values, scores }: Shared,
  looks: Looks,
  expected: number,
  /** [value][method] */
  reliable: readonly (readonly (Reliability | undefined)[])[],
): ModelsOnValues {
  const k = values.length;
  const places = values.map((_, v) => v);
  const others = (v: number) => places.filter((w) => w !== v);
  // Correlations of all columns of both methods, the first method's before the second's.
  const tables = looks.map((which) => {
    const columns = scores.flatMap((rows) => places.map((v) => which.map((m) => rows[m]![v]!)));
    return correlationsOf(columns);
  });
  const part = (first: number, second: number) =>
    places.map((v) => places.map((w) => tables[0]![first + v]![second + w]!));
  const matrix = part(0, k);
  const convergent = (v: number) => tables.map((r) => r[v]![k + v]!);
  const heterotrait = (v: number) =>
    tables.map((r) =>
      mean(others(v).flatMap((w) => [r[v]![k + w]!, r[w]![k + v]!, r[v]![w]!, r[k + v]![k + w]!])),
    );
  const agreements = places.map((v) => ({
    value: values[v]!,
    convergent: correlationOverFamilies(convergent(v)),
    heterotrait: heterotrait(v)[0]!,
    difference: differenceOverFamilies(convergent(v), heterotrait(v)),
    corrected: correctedAgreement(convergent(v), reliable[v] ?? [undefined]),
    highest: others(v).every((w) => Math.max(matrix[v]![w]!, matrix[w]![v]!) < matrix[v]![v]!),
  }));
  return {
    values: withVerdicts(
      agreements,
      places.map((v) => belowOverFamilies(convergent(v), little)),
    ),
    convergent: correlationOverFamilies(tables.map((r) => mean(places.map((v) => r[v]![k + v]!)))),
    heterotrait: mean(matrix.flatMap((row, v) => row.filter((_, w) => w !== v))),
    expected,
    matrix,
    within: [part(0, 0), part(k, k)],
  };
}

/** NaN where a column is constant. */
function correlationsOf(columns: readonly (readonly number[])[]): number[][] {
  const p = columns.length;
  const { correlation, constant } = correlateColumns(
    Float64Array.from(columns.flat()),
    columns[0]!.length,
    p,
  );
  const table = unflatten(correlation, p, p);
  for (const one of constant)
    for (let j = 0; j < p; j++) {
      table[one]![j] = Number.NaN;
      table[j]![one] = Number.NaN;
    }
  return table;
}

/** An agreement below this does not matter. */
const little = 0.3;
const level = 0.05;

/** Agrees: above 0, and above the correlations with other values. Disagrees: below .3. Holm over the values. */
function withVerdicts(
  found: readonly Omit<ValueAgreement, 'verdict'>[],
  below: readonly (number | null)[],
): ValueAgreement[] {
  const agree = holm(
    found.map(({ convergent, difference }) =>
      convergent.value > 0 && (difference.low ?? -1) + (difference.high ?? -1) > 0
        ? Math.max(convergent.p ?? 1, difference.p ?? 1)
        : 1,
    ),
  );
  const disagree = holm(below.map((p) => p ?? 1));
  return found.map((one, v) => ({
    ...one,
    verdict: agree[v]! < level ? 'agrees' : disagree[v]! < level / 2 ? 'disagrees' : 'cannot tell',
  }));
}

/** By REML over models × values × methods, value means of each method subtracted; null where it cannot be fitted. */
function sharesOf({ models, values, scores }: Shared): MethodComparison['shares'] {
  const y: number[] = [];
  const labels = { model: [] as string[], value: [] as string[], method: [] as string[] };
  scores.forEach((rows, method) => {
    const off = withoutValueMeans(rows);
    const spread = Math.sqrt(mean(off.flat().map((x) => x * x)));
    off.forEach((row, m) => {
      row.forEach((x, v) => {
        y.push(x / spread);
        labels.model.push(models[m]!);
        labels.value.push(`${models[m]} ${values[v]}`);
        labels.method.push(`${models[m]} ${method}`);
      });
    });
  });
  if (!y.every(Number.isFinite)) return null;
  const fit = fitReml(y, [
    { name: 'level', labels: labels.model },
    { name: 'value', labels: labels.value },
    { name: 'method', labels: labels.method },
  ]);
  const of = (name: string) => fit.components.find((one) => one.name === name)?.variance ?? 0;
  const parts = [of('level'), of('value'), of('method'), fit.residual.variance];
  const total = parts.reduce((sum, part) => sum + part, 0);
  const [base, value, method, rest] = parts.map((part) => part / total) as [
    number,
    number,
    number,
    number,
  ];
  return { level: base, value, method, rest };
}
