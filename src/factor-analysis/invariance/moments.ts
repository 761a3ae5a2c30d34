/** Rows of groups, or of occasions side by side, as moments that the models are fitted to. */
import type { Rows } from '../../statistics/dense.ts';
import { logDeterminant } from '../confirmatory/model.ts';
import type { UnitContribution, Units } from './fit-level.ts';
import type { SampleMoments } from './structured-model.ts';

export interface Sample {
  rows: Rows;
  /** The independent unit of each row; `null` where rows are independent. */
  units: readonly string[] | null;
}

/** `null` where a covariance matrix is singular. */
export function momentsOf(
  samples: readonly Sample[],
): { moments: SampleMoments[]; units: Units | null } | null {
  const moments: SampleMoments[] = [];
  for (const { rows } of samples) {
    const n = rows.length;
    const p = rows[0]?.length ?? 0;
    const mean = new Float64Array(p);
    const covariance = new Float64Array(p * p);
    for (const row of rows) for (let i = 0; i < p; i++) mean[i] = mean[i]! + row[i]! / n;
    for (const row of rows) addProducts(covariance, row, mean, 1 / n);
    const size = n > p ? logDeterminant(covariance, p) : null;
    // What rounding leaves of a column that others make up.
    if (size === null || size < p * Math.log(1e-9)) return null;
    moments.push({ n, mean, covariance, logDeterminant: size });
  }
  return {
    moments,
    units: samples.every(({ units }) => units) ? contributionsOf(samples, moments) : null,
  };
}

function contributionsOf(samples: readonly Sample[], moments: readonly SampleMoments[]): Units {
  const names = [...new Set(samples.flatMap(({ units }) => units!))];
  const place = new Map(names.map((name, u) => [name, u]));
  const out: UnitContribution[][] = names.map(() =>
    moments.map(({ mean: { length: p } }) => ({
      mean: new Float64Array(p),
      covariance: new Float64Array(p * p),
    })),
  );
  samples.forEach(({ rows, units }, s) => {
    const { mean, covariance } = moments[s]!;
    rows.forEach((row, i) => {
      const to = out[place.get(units![i]!)!]![s]!;
      for (let j = 0; j < mean.length; j++) to.mean[j] = to.mean[j]! + row[j]! - mean[j]!;
      addProducts(to.covariance, row, mean, 1);
      for (let at = 0; at < covariance.length; at++)
        to.covariance[at] = to.covariance[at]! - covariance[at]!;
    });
  });
  return out;
}

function addProducts(
  to: Float64Array,
  row: ArrayLike<number>,
  mean: Float64Array,
  weight: number,
): void {
  const p = mean.length;
  for (let i = 0; i < p; i++) {
    const x = weight * (row[i]! - mean[i]!);
    for (let j = 0; j < p; j++) to[i * p + j] = to[i * p + j]! + x * (row[j]! - mean[j]!);
  }
}
