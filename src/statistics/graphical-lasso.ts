/** Sparse partial correlations: the graphical lasso, and the penalty that the extended BIC takes. */
import { symmetricEigenvalues } from './eigen.ts';

export interface GraphicalLasso {
  /** Flat p × p: the estimated covariance. */
  sigma: Float64Array;
  /** Flat p × p: its inverse, with zeros where an edge is not there. */
  precision: Float64Array;
  converged: boolean;
}

/**
 * Maximises ln|K| − tr(SK) − λ Σ|kᵢⱼ| off the diagonal, by block coordinate descent (Friedman, Hastie, Tibshirani
 * 2008). R: `glasso::glasso(S, lambda, penalize.diagonal = FALSE)`.
 * @param s flat p × p, positive semidefinite
 * @param start the state of a smaller penalty’s solution, to begin with
 */
export function graphicalLasso(
  s: Float64Array,
  p: number,
  lambda: number,
  {
    start,
    tolerance = 1e-5,
    sweeps = 500,
  }: { start?: GraphicalLassoState; tolerance?: number; sweeps?: number } = {},
): GraphicalLasso & { state: GraphicalLassoState } {
  const w = start ? start.sigma.slice() : s.slice();
  /** Row j holds the lasso's coefficients of variable j on the others. */
  const beta = start ? start.beta.slice() : new Float64Array(p * p);
  let size = 0;
  for (let i = 0; i < p; i++) {
    w[i * p + i] = s[i * p + i]!;
    for (let j = 0; j < p; j++) if (i !== j) size += Math.abs(s[i * p + j]!);
  }
  const small = (tolerance * Math.max(size, 1e-12)) / (p * (p - 1));
  let converged = false;
  const fitted = new Float64Array(p);
  for (let sweep = 0; sweep < sweeps && !converged; sweep++) {
    let moved = 0;
    for (let j = 0; j < p; j++) {
      const column = j * p;
      // fitted = W₁₁ β, kept up to date while β changes. W and S are symmetric, so that a row is read for a column.
      fitted.fill(0);
      for (let k = 0; k < p; k++) {
        const b = beta[column + k]!;
        if (k !== j && b !== 0) addRow(fitted, w, k * p, b, p);
      }
      for (let step = 0; step < 1000; step++) {
        let largest = 0;
        for (let k = 0; k < p; k++) {
          if (k === j) continue;
          const own = w[k * p + k]!;
          const before = beta[column + k]!;
          const rest = s[column + k]! - (fitted[k]! - own * before);
          const size = Math.abs(rest) - lambda;
          const after = size > 0 ? (rest > 0 ? size : -size) / own : 0;
          if (after === before) continue;
          beta[column + k] = after;
          const change = after - before;
          addRow(fitted, w, k * p, change, p);
          const moves = Math.abs(change);
          if (moves > largest) largest = moves;
        }
        if (largest < small) break;
      }
      for (let i = 0; i < p; i++) {
        if (i === j) continue;
        const value = fitted[i]!;
        moved += Math.abs(w[column + i]! - value);
        w[i * p + j] = value;
        w[column + i] = value;
      }
    }
    converged = moved / (p * (p - 1)) < small;
  }
  return { sigma: w, precision: precisionOf(w, beta, p), converged, state: { sigma: w, beta } };
}

/** Adds a multiple of the row that begins at `from`. */
function addRow(
  sum: Float64Array,
  matrix: Float64Array,
  from: number,
  factor: number,
  p: number,
): void {
  for (let i = 0; i < p; i++) sum[i] = sum[i]! + matrix[from + i]! * factor;
}

type GraphicalLassoState = { sigma: Float64Array; beta: Float64Array };

/** k_jj = 1 / (w_jj − w₁₂ᵀβ), k₁₂ = −β k_jj; symmetric, with a zero where either side has one. */
function precisionOf(w: Float64Array, beta: Float64Array, p: number): Float64Array {
  const k = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    let explained = 0;
    for (let i = 0; i < p; i++) if (i !== j) explained += w[i * p + j]! * beta[j * p + i]!;
    const own = 1 / (w[j * p + j]! - explained);
    k[j * p + j] = own;
    for (let i = 0; i < p; i++) if (i !== j) k[i * p + j] = -beta[j * p + i]! * own;
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [k[i * p + j]!, k[j * p + i]!];
      const both = a === 0 || b === 0 ? 0 : (a + b) / 2;
      k[i * p + j] = both;
      k[j * p + i] = both;
    }
  return k;
}

export interface EbicNetwork {
  /** Flat p × p: partial correlations, 0 on the diagonal. */
  network: Float64Array;
  lambda: number;
  gamma: number;
  edges: number;
}

/**
 * The network whose penalty has the least extended BIC (Foygel and Drton 2010) of `count` from a tenth (`ratio`) of the
 * largest off-diagonal correlation up. Where a variable is left without an edge, γ goes from .5 to .25 and to 0, as in
 * EGAnet. R: `qgraph::EBICglasso(r, n, gamma, lambda.min.ratio = .1)`.
 * @param r flat p × p correlations
 * @param n rows, or what they count like
 */
export function ebicNetwork(
  r: Float64Array,
  p: number,
  n: number,
  {
    count = 100,
    ratio = 0.1,
    gammas = [0.5, 0.25, 0],
  }: { count?: number; ratio?: number; gammas?: readonly number[] } = {},
): EbicNetwork {
  let most = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < i; j++) most = Math.max(most, Math.abs(r[i * p + j]!));
  const path: { lambda: number; precision: Float64Array; logLikelihood: number; edges: number }[] =
    [];
  // From the densest network on, each begins where the last one ended: that keeps within the larger penalty, as the
  // algorithm has to (Mazumder and Hastie 2012).
  let state: GraphicalLassoState | undefined;
  for (let i = 0; i < count; i++) {
    const lambda = most * ratio ** (1 - i / (count - 1));
    const found = graphicalLasso(r, p, lambda, state ? { start: state } : {});
    state = found.state;
    path.push({ lambda, ...fitOf(found.precision, r, p, n), precision: found.precision });
  }
  let chosen: EbicNetwork | null = null;
  for (const gamma of gammas) {
    const ebic = ({ logLikelihood, edges }: (typeof path)[number]) =>
      -2 * logLikelihood + edges * Math.log(n) + 4 * edges * gamma * Math.log(p);
    const best = path.reduce((a, b) => (ebic(b) <= ebic(a) ? b : a));
    chosen = {
      network: partialsOf(best.precision, p),
      lambda: best.lambda,
      gamma,
      edges: best.edges,
    };
    if (isConnected(chosen.network, p)) break;
  }
  return chosen!;
}

function fitOf(precision: Float64Array, r: Float64Array, p: number, n: number) {
  let trace = 0;
  let edges = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) {
      trace += precision[i * p + j]! * r[i * p + j]!;
      if (j < i && precision[i * p + j] !== 0) edges += 1;
    }
  const logDeterminant = symmetricEigenvalues(precision.slice(), p).reduce(
    (sum, value) => sum + Math.log(Math.max(value, 1e-300)),
    0,
  );
  return { logLikelihood: (n / 2) * (logDeterminant - trace), edges };
}

function partialsOf(precision: Float64Array, p: number): Float64Array {
  return precision.map((value, at) => {
    const [i, j] = [Math.floor(at / p), at % p];
    return i === j || value === 0
      ? 0
      : -value / Math.sqrt(precision[i * p + i]! * precision[j * p + j]!);
  });
}

/** Whether every variable has an edge. */
function isConnected(network: Float64Array, p: number): boolean {
  for (let i = 0; i < p; i++) {
    let edges = 0;
    for (let j = 0; j < p; j++) if (network[i * p + j] !== 0) edges += 1;
    if (edges === 0) return false;
  }
  return true;
}
