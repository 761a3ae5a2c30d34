import { flatten, type Rows } from '../statistics/dense.ts';
import { symmetricEigen } from '../statistics/eigen.ts';

export interface MinimumAveragePartial {
  /** Average squared partial correlation with 1, 2, … components taken out; `null` once nothing is left. */
  values: (number | null)[];
  /** The same with none taken out: the average squared correlation. */
  none: number;
  /** Number of components, 1 or more, at which `values` is least (Velicer 1976; psych's choice). */
  suggested: number;
  /** True where taking out the first component already raises the average: the columns share nothing to factor. */
  noneIsLeast: boolean;
  /** With the fourth power of partial correlations (Velicer, Eaton and Fava 2000). */
  revised: { values: (number | null)[]; none: number; suggested: number; noneIsLeast: boolean };
}

/**
 * Velicer's minimum average partial: components are taken out of R (p × p) one after another, and as long as
 * what columns share goes with them, the partial correlations shrink.
 * R: `psych::vss(…)$map` for the original; the revision has no counterpart there.
 * @param most components to go to, at most and by default p − 1
 */
export function minimumAveragePartial(correlation: Rows, most?: number): MinimumAveragePartial {
  const p = correlation.length;
  const r = flatten(correlation, p);
  const last = Math.min(most ?? p - 1, p - 1);
  const { values: eigenvalues, vectors } = symmetricEigen(r, p);
  const squares: (number | null)[] = [];
  const fourths: (number | null)[] = [];
  const rest = Float64Array.from(r);
  const none = averagePowers(rest, p)!;
  let left = true;
  for (let m = 0; m < last; m++) {
    const value = eigenvalues[m]!;
    for (let i = 0; left && i < p; i++) {
      const x = value * vectors[m * p + i]!;
      for (let j = 0; j < p; j++) rest[i * p + j] = rest[i * p + j]! - x * vectors[m * p + j]!;
    }
    const powers = left && value > 0 ? averagePowers(rest, p) : null;
    if (!powers) left = false;
    squares.push(powers?.square ?? null);
    fourths.push(powers?.fourth ?? null);
  }
  return {
    ...least(squares, none.square),
    revised: least(fourths, none.fourth),
  };
}

function least(values: (number | null)[], none: number) {
  let at = 0;
  values.forEach((value, m) => {
    if (value !== null && value < (values[at] ?? Number.POSITIVE_INFINITY)) at = m;
  });
  return { values, none, suggested: at + 1, noneIsLeast: !((values[at] ?? none) < none) };
}

/** Mean second and fourth power of the correlations in a covariance matrix; `null` where a variance is used up. */
function averagePowers(covariance: Float64Array, p: number) {
  let square = 0;
  let fourth = 0;
  for (let i = 0; i < p; i++) if (!(covariance[i * p + i]! > 1e-12)) return null;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) {
      const x = covariance[i * p + j]! ** 2 / (covariance[i * p + i]! * covariance[j * p + j]!);
      square += x;
      fourth += x * x;
    }
  }
  const pairs = (p * (p - 1)) / 2;
  return { square: square / pairs, fourth: fourth / pairs };
}
