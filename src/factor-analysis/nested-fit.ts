/**
 * χ² of rows that come in groups: a weighted sum of χ² with one degree of freedom each, whose weights are the eigenvalues of UΓ
 * (Satorra and Bentler 1994). U takes the model out of the covariances, Γ is their covariance over groups. Only the traces of UΓ
 * and (UΓ)² are needed, and these follow from the products of the groups' contributions.
 */
import { invertPositiveDefinite, multiply, transpose } from '../statistics/dense.ts';
import type { GroupMoments } from './group-moments.ts';

export interface NestedTraces {
  groups: number;
  /** tr(UΓ): the mean of the statistic where the model holds. With independent normal rows it is the degrees of freedom. */
  mean: number;
  /** tr((UΓ)²): half its variance. */
  square: number;
}

/** What each group adds to the correlations: Σ (zzᵀ − R) over its rows, flat p × p. */
export function contributions(moments: GroupMoments, r: Float64Array): Float64Array[] {
  return moments.products.map((product, g) =>
    product.map((value, at) => value - moments.sizes[g]! * r[at]!),
  );
}

/**
 * For the model of no correlation at all, as Bartlett's test has it.
 * @param each `contributions`, p × p
 */
export function tracesOfIndependence(each: readonly Float64Array[], p: number, n: number) {
  const off = each.map((a) => a.map((x, at) => (at % (p + 1) === 0 ? 0 : x)));
  return tracesOf(off, n, (a, b) => dot(a, b) / 2);
}

/**
 * For the common-factor model Σ with pattern Λ (flat p × k). The part of a contribution A outside the model is QAQ with
 * Q = Σ⁻¹ − Σ⁻¹Λ(ΛᵀΣ⁻¹Λ)⁻¹ΛᵀΣ⁻¹, less the part that uniquenesses take up. `undefined` where Σ or Λ is deficient.
 */
export function tracesOfFactors(
  each: readonly Float64Array[],
  sigma: Float64Array,
  loadings: Float64Array,
  p: number,
  k: number,
  n: number,
): NestedTraces | undefined {
  const inverse = invertPositiveDefinite(sigma, p);
  if (!inverse) return undefined;
  const weighted = multiply(inverse, loadings, p, p, k);
  const inner = invertPositiveDefinite(multiply(transpose(loadings, p, k), weighted, k, p, k), k);
  if (!inner) return undefined;
  const taken = multiply(multiply(weighted, inner, p, k, k), transpose(weighted, p, k), p, k, p);
  const q = inverse.map((x, at) => x - taken[at]!);
  const unique = invertPositiveDefinite(
    q.map((x) => x * x),
    p,
  );
  if (!unique) return undefined;
  const parts = each.map((a) => {
    const qa = multiply(q, a, p, p, p);
    const qaq = multiply(qa, q, p, p, p);
    const diagonal = Float64Array.from({ length: p }, (_, j) => qaq[j * p + j]!);
    return { a, qaq, diagonal, turned: multiply(unique, diagonal, p, p, 1) };
  });
  return tracesOf(parts, n, (x, y) => (dot(x.qaq, y.a) - dot(x.diagonal, y.turned)) / 2);
}

/** The traces from the inner product dᵀUd of two groups' contributions. */
export function tracesOf<T>(
  each: readonly T[],
  n: number,
  product: (a: T, b: T) => number,
): NestedTraces {
  const groups = each.length;
  // Contributions are about their mean, which costs one of them.
  const scale = groups / (groups - 1) / n;
  let mean = 0;
  let square = 0;
  each.forEach((a, g) => {
    const own = product(a, a);
    mean += own;
    square += own * own;
    for (let h = 0; h < g; h++) square += 2 * product(a, each[h]!) ** 2;
  });
  return { groups, mean: mean * scale, square: square * scale * scale };
}

/**
 * The mean-and-variance adjusted statistic and its degrees of freedom (Satterthwaite 1946; Satorra and Bentler 1994): T·tr/tr² with
 * tr²/tr. It is conservative: with few groups it rejects a true model less often than the level says.
 */
export function adjusted(statistic: number, { mean, square }: NestedTraces) {
  return { chisq: (statistic * mean) / square, dof: (mean * mean) / square };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
