import { cholesky, invertPositiveDefinite, multiply, transpose } from '../../statistics/dense.ts';

/** A common-factor model Σ = ΛΦΛᵀ + Ψ at some values, flat arrays. */
export interface ModelValues {
  p: number;
  k: number;
  /** p × k. */
  loadings: Float64Array;
  /** k × k, factor variances and covariances. */
  phi: Float64Array;
  /** Diagonal of Ψ. */
  psi: Float64Array;
}

/** A free element of Λ, Φ, or Ψ. */
export type Parameter =
  | { kind: 'loading'; variable: number; factor: number }
  | { kind: 'covariance'; factor: number; other: number }
  | { kind: 'uniqueness'; variable: number };

/** Which elements are free. `markers[m]` is the variable whose loading on factor m is fixed, if scale comes from it. */
export function parametersOf(
  pattern: readonly (readonly boolean[])[],
  correlated: boolean,
  markers: readonly number[] | null,
): Parameter[] {
  const k = pattern[0]?.length ?? 0;
  const out: Parameter[] = [];
  for (let m = 0; m < k; m++) {
    pattern.forEach((row, i) => {
      if (row[m] && markers?.[m] !== i) out.push({ kind: 'loading', variable: i, factor: m });
    });
  }
  for (let m = 0; m < k; m++) {
    if (markers) out.push({ kind: 'covariance', factor: m, other: m });
    for (let q = m + 1; q < k && correlated; q++) {
      out.push({ kind: 'covariance', factor: m, other: q });
    }
  }
  pattern.forEach((_, i) => {
    out.push({ kind: 'uniqueness', variable: i });
  });
  return out;
}

/** Σ, flat p × p. */
export function impliedCovariance({ p, k, loadings, phi, psi }: ModelValues): Float64Array {
  const scaled = multiply(loadings, phi, p, k, k);
  const sigma = multiply(scaled, transpose(loadings, p, k), p, k, p);
  for (let i = 0; i < p; i++) sigma[i * p + i] = sigma[i * p + i]! + psi[i]!;
  return sigma;
}

export interface Discrepancy {
  /** ln|Σ| + tr(SΣ⁻¹) − ln|S| − p. */
  value: number;
  sigma: Float64Array;
  /** Σ⁻¹. */
  inverse: Float64Array;
}

/** Maximum likelihood discrepancy (Jöreskog 1967), or `undefined` where Σ is not positive definite. */
export function discrepancyAt(
  values: ModelValues,
  s: Float64Array,
  logDeterminantS: number,
): Discrepancy | undefined {
  const { p } = values;
  const sigma = impliedCovariance(values);
  const logSigma = logDeterminant(sigma, p);
  const inverse = logSigma === null ? undefined : invertPositiveDefinite(sigma, p);
  if (logSigma === null || !inverse) return undefined;
  let trace = 0;
  for (let at = 0; at < p * p; at++) trace += inverse[at]! * s[at]!;
  return { value: logSigma + trace - logDeterminantS - p, sigma, inverse };
}

/** ln|a| of a positive definite matrix, else `null`. */
export function logDeterminant(a: Float64Array, n: number): number | null {
  const l = cholesky(a, n);
  if (!l) return null;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += 2 * Math.log(l[i * n + i]!);
  return sum;
}

/** Σₐ = c (xyᵀ + yxᵀ), with x and y named by their places among the unit vectors, the columns of ΛΦ, and those of Λ. */
export interface Term {
  x: number;
  y: number;
  c: number;
}

/**
 * Gradient of the discrepancy and its expected second derivatives, tr(Σ⁻¹ Σₐ Σ⁻¹ Σᵦ), flat q × q: the
 * information of one observation is half of them.
 */
export function derivatives(
  values: ModelValues,
  parameters: readonly Parameter[],
  { sigma, inverse }: Discrepancy,
  s: Float64Array,
): { gradient: Float64Array; information: Float64Array } {
  const { p, k } = values;
  const terms = parameters.map((one) => termOf(one, p, k));
  return {
    gradient: termGradients(values, terms, inverse)(sigma.map((x, at) => x - s[at]!)),
    information: termInformation(values, terms, inverse),
  };
}

type Pieces = Pick<ModelValues, 'p' | 'k' | 'loadings' | 'phi'>;

/** tr(Σ⁻¹ Σₐ Σ⁻¹ Σᵦ), flat q × q. As each Σₐ is made of few vectors, all follow from the products of these with Σ⁻¹. */
export function termInformation(
  values: Pieces,
  terms: readonly Term[],
  inverse: Float64Array,
): Float64Array {
  const { size, vectors, turned } = vectorsOf(values, inverse);
  const { p } = values;
  const v = multiply(transpose(vectors, p, size), turned, size, p, size);
  const q = terms.length;
  const information = new Float64Array(q * q);
  for (let a = 0; a < q; a++) {
    const { x, y, c } = terms[a]!;
    for (let b = 0; b <= a; b++) {
      const t = terms[b]!;
      const value =
        2 *
        c *
        t.c *
        (v[x * size + t.x]! * v[y * size + t.y]! + v[x * size + t.y]! * v[y * size + t.x]!);
      information[a * q + b] = value;
      information[b * q + a] = value;
    }
  }
  return information;
}

/** Gives tr(Σ⁻¹ A Σ⁻¹ Σₐ) of one symmetric A (flat p × p; Σ − S for the gradient) after another. */
export function termGradients(
  values: Pieces,
  terms: readonly Term[],
  inverse: Float64Array,
): (a: Float64Array) => Float64Array {
  const { size, turned } = vectorsOf(values, inverse);
  const { p } = values;
  const back = transpose(turned, p, size);
  return (a) => {
    const w = multiply(back, multiply(a, turned, p, p, size), size, p, size);
    return Float64Array.from(terms, ({ x, y, c }) => 2 * c * w[x * size + y]!);
  };
}

/** The unit vectors, the columns of ΛΦ, and those of Λ, side by side; and Σ⁻¹ times these. */
function vectorsOf({ p, k, loadings, phi }: Pieces, inverse: Float64Array) {
  const size = p + 2 * k;
  const vectors = new Float64Array(p * size);
  const scaled = multiply(loadings, phi, p, k, k);
  for (let i = 0; i < p; i++) {
    vectors[i * size + i] = 1;
    for (let m = 0; m < k; m++) {
      vectors[i * size + p + m] = scaled[i * k + m]!;
      vectors[i * size + p + k + m] = loadings[i * k + m]!;
    }
  }
  return { size, vectors, turned: multiply(inverse, vectors, p, p, size) };
}

function termOf(parameter: Parameter, p: number, k: number): Term {
  switch (parameter.kind) {
    case 'loading':
      return { x: parameter.variable, y: p + parameter.factor, c: 1 };
    case 'covariance':
      return {
        x: p + k + parameter.factor,
        y: p + k + parameter.other,
        c: parameter.factor === parameter.other ? 0.5 : 1,
      };
    case 'uniqueness':
      return { x: parameter.variable, y: parameter.variable, c: 0.5 };
  }
}

/** Adds `step` times `direction` to the free elements. */
export function movedValues(
  values: ModelValues,
  parameters: readonly Parameter[],
  direction: Float64Array,
  step: number,
): ModelValues {
  const { p, k } = values;
  const loadings = Float64Array.from(values.loadings);
  const phi = Float64Array.from(values.phi);
  const psi = Float64Array.from(values.psi);
  const add = (to: Float64Array, at: number, by: number) => {
    to[at] = to[at]! + by;
  };
  parameters.forEach((parameter, a) => {
    const by = step * direction[a]!;
    if (parameter.kind === 'loading') add(loadings, parameter.variable * k + parameter.factor, by);
    else if (parameter.kind === 'uniqueness') add(psi, parameter.variable, by);
    else {
      const { factor, other } = parameter;
      add(phi, factor * k + other, by);
      if (factor !== other) add(phi, other * k + factor, by);
    }
  });
  return { p, k, loadings, phi, psi };
}
