/** The figures of one set of items: α and what goes with it, with each item left out, and of each item. */
import { isUsable, squaredMultipleCorrelations } from '../../factor-analysis/adequacy.ts';
import { invertPositiveDefinite, type Rows } from '../dense.ts';
import { median } from '../describe.ts';
import { submatrix, total, trace } from './covariance.ts';

/** Figures of a set of items; `null` where the item sum does not vary, or one item alone is left. */
export interface AlphaFigures {
  /** Cronbach's α from covariances. */
  raw: number | null;
  /** α from correlations: of items brought to one variance. */
  std: number | null;
  /** Guttman's λ₆, from squared multiple correlations; `null` also where items add up to others. */
  G6: number | null;
  averageR: number | null;
  medianR: number | null;
  /** k r̄ / (1 − r̄). */
  signalNoise: number | null;
  /** Standard error of the raw α (Duhachek and Iacobucci 2004), for rows that are independent. */
  ase: number | null;
}

export type ItemDropped = { [Key in keyof AlphaFigures]: (number | null)[] };

export interface ItemStats {
  /** Rows in which the item has a number, among those used. */
  n: number[];
  /** Correlation with the sum of all items, as they are and standardised. */
  rawR: (number | null)[];
  stdR: (number | null)[];
  /** Correlation with the sum, the item's own unique part taken out (its squared multiple correlation stays); `null` as λ₆. */
  rCor: (number | null)[];
  /** Correlation with the sum of the others. */
  rDrop: (number | null)[];
  mean: number[];
  sd: number[];
}

/**
 * α from the sum of the item variances and the variance of their sum; `null` where the sum does not vary
 * (but for rounding). Cronbach (1951), equation 2.
 */
export function rawAlpha(itemVariances: number, sumVariance: number, k: number): number | null {
  if (k < 2 || !(sumVariance > 1e-12 * itemVariances)) return null;
  return (k / (k - 1)) * (1 - itemVariances / sumVariance);
}

/** `c` covariances, `r` correlations of k items (flat), n rows; `smc` where the squared multiple correlations are known. */
export function figuresOf(
  c: Float64Array,
  r: Float64Array,
  k: number,
  n: number,
  smc: ArrayLike<number> | null = multipleCorrelations(r, k),
): AlphaFigures {
  if (k < 2) {
    const none = null;
    return {
      raw: none,
      std: none,
      G6: none,
      averageR: none,
      medianR: none,
      signalNoise: none,
      ase: none,
    };
  }
  const sumR = total(r);
  const below: number[] = [];
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) below.push(r[i * k + j]!);
  const averageR = (sumR - k) / (k * (k - 1));
  const unique = smc && Array.from(smc).reduce((sum, x) => sum + 1 - x, 0);
  const varies = sumR > 1e-12 * k;
  return {
    raw: rawAlpha(trace(c, k), total(c), k),
    std: varies ? (k * averageR) / (1 + (k - 1) * averageR) : null,
    G6: varies && unique !== null ? 1 - unique / sumR : null,
    averageR,
    medianR: median(below),
    signalNoise: averageR < 1 ? (k * averageR) / (1 - averageR) : null,
    ase: standardError(c, k, n),
  };
}

/** Squared multiple correlation of each item with the others; `null` where some add up to others. */
function multipleCorrelations(r: Float64Array, k: number): Float64Array | null {
  const inverse = invertPositiveDefinite(r, k);
  return inverse && isUsable(inverse, k) ? squaredMultipleCorrelations(r, k, inverse) : null;
}

/** Duhachek and Iacobucci (2004), equation 2: large-sample variance Q / n of α (van Zyl, Neudecker, and Nel 2000). */
function standardError(c: Float64Array, k: number, n: number): number | null {
  const v = total(c);
  const t = trace(c, k);
  if (!(v > 1e-12 * t)) return null;
  let squares = 0;
  for (const x of c) squares += x * x;
  let sumOfSquare = 0;
  for (let i = 0; i < k; i++) {
    let row = 0;
    for (let j = 0; j < k; j++) row += c[i * k + j]!;
    sumOfSquare += row * row;
  }
  const q = ((2 * k * k) / ((k - 1) ** 2 * v ** 3)) * (v * (squares + t * t) - 2 * t * sumOfSquare);
  return Math.sqrt(Math.max(0, q) / n);
}

/** The figures with one item left out, in the order of the items; `null` where one is left. */
export function withoutEach(c: Float64Array, r: Float64Array, k: number, n: number): ItemDropped {
  const inverse = invertPositiveDefinite(r, k);
  const usable = inverse && isUsable(inverse, k) ? inverse : null;
  const each = Array.from({ length: k }, (_, out) => {
    const keep = Array.from({ length: k }, (__, j) => j).filter((j) => j !== out);
    const rest = submatrix(r, k, keep);
    // The inverse without one variable follows from the whole one by one elimination step.
    const smc =
      usable && k > 2
        ? keep.map((i) => {
            const w = usable[i * k + i]! - usable[i * k + out]! ** 2 / usable[out * k + out]!;
            return Math.min(1, Math.max(0, 1 - 1 / w));
          })
        : undefined;
    return figuresOf(submatrix(c, k, keep), rest, k - 1, n, smc);
  });
  const column = (key: keyof AlphaFigures) => each.map((figures) => figures[key]);
  return {
    raw: column('raw'),
    std: column('std'),
    G6: column('G6'),
    averageR: column('averageR'),
    medianR: column('medianR'),
    signalNoise: column('signalNoise'),
    ase: column('ase'),
  };
}

export function statisticsOfItems(
  rows: Rows,
  c: Float64Array,
  r: Float64Array,
  k: number,
  mean: number[],
): ItemStats {
  const smc = multipleCorrelations(r, k);
  const v = total(c);
  const sumR = total(r);
  const common = smc ? sumR - k + smc.reduce((sum, x) => sum + x, 0) : 0;
  const all = Array.from({ length: k }, (_, j) => j);
  const column = (matrix: Float64Array, j: number) =>
    all.reduce((sum, i) => sum + matrix[i * k + j]!, 0);
  const ratio = (above: number, square: number, size: number) =>
    square > 1e-12 * size ? above / Math.sqrt(square) : null;
  const size = trace(c, k);
  return {
    n: all.map((j) => rows.filter((row) => Number.isFinite(row[j]!)).length),
    rawR: all.map((j) => ratio(column(c, j), c[j * k + j]! * v, c[j * k + j]! * size)),
    stdR: all.map((j) => ratio(column(r, j), sumR, k)),
    rCor: all.map((j) => (smc ? ratio(column(r, j) - 1 + smc[j]!, common, k) : null)),
    rDrop: all.map((j) => {
      const own = c[j * k + j]!;
      const rest = v - 2 * column(c, j) + own;
      return ratio(column(c, j) - own, own * rest, own * size);
    }),
    mean,
    sd: all.map((j) => Math.sqrt(c[j * k + j]!)),
  };
}
