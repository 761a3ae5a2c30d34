import { UserError } from '../errors.ts';
import { type CorrelationKind, isComplete, type MissingPolicy } from '../statistics/correlation.ts';
import { multiply, type Rows, unflatten } from '../statistics/dense.ts';
import { symmetricEigenvalues } from '../statistics/eigen.ts';
import { pairwiseCounts } from '../statistics/pairwise-counts.ts';
import { adequacyOfFlat, type Bartlett, bartlettOfGroups, type Kmo } from './adequacy.ts';
import {
  type ExtractedFactors,
  heywoodUniqueness,
  reflectColumns,
} from './extraction/extraction.ts';
import { principalAxis } from './extraction/principal-axis.ts';
import { principalComponents } from './extraction/principal-components.ts';
import { lowestOfStarts, type Minima, oneStart } from './extraction/several-starts.ts';
import { regressionWeights } from './factor-scores.ts';
import { type Fit, factorFit, withoutChiSquare, withoutModelFit } from './fit.ts';
import { type GroupMoments, groupMoments } from './group-moments.ts';
import { type FactorInput, readInput } from './input.ts';
import type { OrdinalDetails } from './ordinal-input.ts';
import { type RotationOptions, rotate } from './rotation/rotate.ts';
import type { RotationName } from './rotation/rotation-names.ts';
import { rowTotals } from './row-totals.ts';
import { type Smoothing, smoothCorrelation } from './smoothing.ts';
import { type FactorWarning, factorWarnings } from './warnings.ts';

export const extractionNames = ['minres', 'ml', 'pa', 'pca'] as const;
export type ExtractionName = (typeof extractionNames)[number];

export interface FactorOptions extends RotationOptions {
  /** Number of factors, 1 to p − 1 (p for components). */
  factors: number;
  /** Default `minres`. */
  extraction?: ExtractionName;
  /** Default `oblimin`. */
  rotation?: RotationName;
  /** Kind of correlation for raw data, default `pearson`. */
  kind?: CorrelationKind;
  /** What to do with gaps in raw data, default `listwise`. */
  missing?: MissingPolicy;
  /** What an empty cell of two two-valued columns counts as in a tetrachoric correlation, default 0.5; 0 leaves it. */
  emptyCell?: number;
  /** Number of independent units (models) that the rows come from, for the warnings. */
  independentUnits?: number;
  /** What these units are called, in the plural; default `models`. */
  unit?: string;
}

export interface FactorResult {
  variables: string[];
  n: number;
  factors: number;
  extraction: ExtractionName;
  rotation: RotationName;
  /** Kind of correlation; `pearson` where a matrix was given. */
  kind: CorrelationKind;
  /** The matrix that was factored: smoothed where `smoothing` says so. */
  correlation: number[][];
  /** For tetrachoric and polychoric correlations: thresholds, sparse pairs. */
  ordinal: OrdinalDetails | null;
  kmo: Kmo;
  bartlett: Bartlett;
  smc: number[];
  /** Natural log of |det R|. */
  logDeterminant: number;
  /** Largest over smallest eigenvalue of R; infinite where R is singular. */
  condition: number;
  /** Rows behind each correlation, p × p, where gaps were left out pairwise; `null` where it is n for all. */
  pairwiseN: number[][] | null;
  /** Pattern, p × k, columns by falling sum of squares and with positive sums. */
  loadings: number[][];
  /** Correlations of variables with factors; equals `loadings` where factors are uncorrelated. */
  structure: number[][];
  /** Correlations between factors; `null` for orthogonal solutions. */
  phi: number[][] | null;
  communality: number[];
  /** 1 − communality. */
  uniquenesses: number[];
  /** Hofmann's index: how many factors a variable needs. */
  complexity: number[];
  ssLoadings: number[];
  /** Share of all variance, and of the explained variance. */
  proportionVar: number[];
  proportionExplained: number[];
  /** Of R. */
  eigenvalues: number[];
  /** Of R with the communalities on its diagonal; for `pa` with those of the last step but one, for `pca` of R. */
  commonEigenvalues: number[];
  fit: Fit;
  /** Regression weights, p × k, for standardised columns. */
  weights: number[][];
  /** Squared multiple correlation of each factor with its scores. */
  scoreR2: number[];
  /** Names of variables whose uniqueness is below .02, or at its bound. */
  heywood: string[];
  convergence: {
    /** Of the lowest minimum, with the ends of the other starts. */
    extraction: Minima & {
      converged: boolean;
      iterations: number;
      gradient: number | null;
    };
    rotation: {
      converged: boolean;
      iterations: number;
      gradient: number | null;
      criterion: number | null;
      starts: number;
      distinctMinima: number;
      shareAtBest: number;
    };
  };
  /** Set when the correlation matrix was not positive definite. */
  smoothing: Smoothing | null;
  warnings: FactorWarning[];
}

/**
 * Exploratory factor analysis in the conventions of R's `psych::fa` and `psych::principal`.
 * Rotated columns are reflected to positive sums and ordered by their sums of squares.
 * @throws UserError for fewer than three columns, a matrix that is not square or symmetric, constant
 * columns, or a number of factors that does not fit.
 */
export function factorAnalysis(input: FactorInput, options: FactorOptions): FactorResult {
  const {
    r: estimated,
    n,
    variables,
    droppedRows,
    wasCovariance,
    ordinal,
  } = readInput(input, options);
  const p = variables.length;
  const extraction = options.extraction ?? 'minres';
  const k = checkFactors(options.factors, p, extraction);
  const rotation = k === 1 ? 'none' : (options.rotation ?? 'oblimin');
  const measures = adequacyOfFlat(estimated, p, n);
  const smooth = smoothCorrelation(estimated, p);
  const moments = momentsOf(input, options);
  // As psych, which smooths tetrachorics as it makes them, and other matrices for the likelihood only.
  const r = ordinal ? smooth.matrix : estimated;
  const eigenvalues =
    r === estimated ? measures.eigenvalues : Array.from(symmetricEigenvalues(r, p));
  const extracted = extract(extraction, r, smooth.matrix, p, k, options.tight ?? false);
  // psych's `principal` turns components by stats::promax, which normalises the varimax step only.
  const kaiser =
    options.kaiser ?? (extraction === 'pca' && rotation === 'promax' ? false : undefined);
  const { kaiser: _, ...rest } = options;
  const turned = rotate(extracted.loadings, p, k, rotation, {
    ...rest,
    ...(kaiser === undefined ? {} : { kaiser }),
  });
  const { loadings, phi } = arrange(turned.loadings, turned.phi, p, k, extraction === 'pca');
  const structure = phi ? multiply(loadings, phi, p, k, k) : loadings;
  const communality = sumsByRow(loadings, structure, p, k);
  const ssLoadings = sumsByColumn(loadings, structure, p, k);
  const total = ssLoadings.reduce((sum, value) => sum + value, 0);
  const { weights, r2 } = regressionWeights(r, structure, p, k);
  const heywood = variables.filter(
    (_name, i) =>
      extraction !== 'pca' &&
      (extracted.atLowerBound.includes(i) || 1 - communality[i]! < heywoodUniqueness),
  );
  const pairwiseN =
    'rows' in input && options.missing === 'pairwise' ? unequalCounts(input.rows, variables) : null;
  const fit = factorFit(r, loadings, phi, p, k, n, pairwiseN, moments);
  const result: FactorResult = {
    variables,
    n,
    factors: k,
    extraction,
    rotation,
    kind: options.kind ?? 'pearson',
    correlation: unflatten(r, p, p),
    ordinal,
    kmo: measures.kmo,
    bartlett: moments ? bartlettOfGroups(measures.bartlett, estimated, moments) : measures.bartlett,
    smc: measures.smc,
    logDeterminant: measures.logDeterminant,
    condition: measures.condition,
    pairwiseN,
    loadings: unflatten(loadings, p, k),
    structure: unflatten(structure, p, k),
    phi: phi ? unflatten(phi, k, k) : null,
    communality,
    uniquenesses: communality.map((h) => 1 - h),
    complexity: complexities(loadings, p, k),
    ssLoadings,
    proportionVar: ssLoadings.map((value) => value / p),
    proportionExplained: ssLoadings.map((value) => value / total),
    eigenvalues,
    commonEigenvalues:
      extraction === 'pca'
        ? eigenvalues
        : Array.from(extracted.values ?? commonEigenvalues(r, communality, p)),
    fit: reportableFit(fit, extraction, smooth.smoothed ? ordinal : null),
    weights: unflatten(weights, p, k),
    scoreR2: r2,
    heywood,
    convergence: {
      extraction: {
        converged: extracted.converged,
        iterations: extracted.iterations,
        gradient: extracted.gradient,
        ...extracted.minima,
      },
      rotation: {
        converged: turned.converged,
        iterations: turned.iterations,
        gradient: turned.gradient,
        criterion: turned.criterion,
        starts: turned.starts,
        distinctMinima: turned.distinctMinima,
        shareAtBest: turned.shareAtBest,
      },
    },
    smoothing: smooth.smoothed
      ? {
          method: 'eigenvalues-raised',
          smallestEigenvalue: smooth.smallestEigenvalue,
          moved: smooth.moved,
          largestMove: smooth.largestMove,
          usedFor: ordinal ? 'all' : 'likelihood',
        }
      : null,
    warnings: [],
  };
  result.warnings = factorWarnings(result, {
    droppedRows,
    wasCovariance,
    totals: 'rows' in input ? rowTotals(input.rows) : null,
    condition: measures.condition,
    ...(options.independentUnits === undefined
      ? {}
      : { independentUnits: options.independentUnits }),
    unit: options.unit ?? 'models',
  });
  return result;
}

/** Of the groups of the rows, where correlations follow from sums of products over complete rows. */
function momentsOf(
  input: FactorInput,
  { kind = 'pearson', missing = 'listwise' }: FactorOptions,
): GroupMoments | null {
  if (!('rows' in input) || !input.groups) return null;
  const complete = missing === 'listwise' || input.rows.every((row) => isComplete(row, row.length));
  if (!complete || (kind !== 'pearson' && kind !== 'spearman')) return null;
  const moments = groupMoments(input.rows, input.groups, kind === 'spearman');
  return moments.names.length > 1 ? moments : null;
}

/** Smoothed tetrachorics give a chi-square of tens of thousands whatever the model, so it is withheld. */
function reportableFit(fit: Fit, extraction: ExtractionName, smoothed: OrdinalDetails | null): Fit {
  if (smoothed)
    return withoutChiSquare(
      fit,
      `the ${smoothed.kind} correlations were not positive definite and had to be smoothed: a chi-square of them, and what rests on it, means nothing`,
    );
  return extraction === 'pca' ? withoutModelFit(fit) : fit;
}

/** Below this a correlation of two columns is no estimate of anything. */
const leastPairs = 3;

function unequalCounts(rows: Rows, variables: readonly string[]): number[][] | null {
  const counts = pairwiseCounts(rows);
  counts.forEach((line, i) => {
    const j = line.findIndex((count) => count < leastPairs);
    if (j >= 0)
      throw new UserError(
        `${variables[i]} and ${variables[j]} have numbers together in ${line[j]} rows; at least ${leastPairs} are needed`,
        { hint: 'Leave one of the two columns out.' },
      );
  });
  return counts.some((line) => line.some((count) => count !== rows.length)) ? counts : null;
}

function checkFactors(k: number, p: number, extraction: ExtractionName): number {
  const most = extraction === 'pca' ? p : p - 1;
  if (Number.isInteger(k) && k >= 1 && k <= most) return k;
  throw new UserError(
    `the number of factors must be a whole number from 1 to ${most} with ${p} columns; got ${k}`,
  );
}

function extract(
  name: ExtractionName,
  r: Float64Array,
  smoothed: Float64Array,
  p: number,
  k: number,
  tight: boolean,
): ExtractedFactors & { minima: Minima } {
  switch (name) {
    case 'minres':
      return lowestOfStarts(r, p, k, 'minres');
    case 'ml':
      return lowestOfStarts(smoothed, p, k, 'ml');
    case 'pa':
      return { ...principalAxis(r, p, k, tight), minima: oneStart };
    case 'pca':
      return { ...principalComponents(r, p, k), minima: oneStart };
  }
}

/** Reflects to positive sums and orders by sums of squares; components are ordered by pattern squares. */
function arrange(
  unsorted: Float64Array,
  phi: Float64Array | undefined,
  p: number,
  k: number,
  components: boolean,
): { loadings: Float64Array; phi: Float64Array | undefined } {
  const reflected = Float64Array.from(unsorted);
  const signs = reflectColumns(reflected, p, k);
  const turned = phi?.map((value, at) => value * signs[Math.floor(at / k)]! * signs[at % k]!);
  const weight = turned && !components ? multiply(reflected, turned, p, k, k) : reflected;
  const sums = sumsByColumn(reflected, weight, p, k);
  const order = sums.map((_, m) => m).sort((a, b) => sums[b]! - sums[a]! || a - b);
  const loadings = new Float64Array(p * k);
  for (let i = 0; i < p; i++) {
    for (let m = 0; m < k; m++) loadings[i * k + m] = reflected[i * k + order[m]!]!;
  }
  const sorted =
    turned &&
    Float64Array.from(turned, (_, at) => turned[order[Math.floor(at / k)]! * k + order[at % k]!]!);
  return { loadings, phi: sorted };
}

function sumsByRow(a: Float64Array, b: Float64Array, p: number, k: number): number[] {
  return Array.from({ length: p }, (_, i) => {
    let sum = 0;
    for (let m = 0; m < k; m++) sum += a[i * k + m]! * b[i * k + m]!;
    return sum;
  });
}

function sumsByColumn(a: Float64Array, b: Float64Array, p: number, k: number): number[] {
  return Array.from({ length: k }, (_, m) => {
    let sum = 0;
    for (let i = 0; i < p; i++) sum += a[i * k + m]! * b[i * k + m]!;
    return sum;
  });
}

function complexities(loadings: Float64Array, p: number, k: number): number[] {
  return Array.from({ length: p }, (_, i) => {
    let squares = 0;
    let fourths = 0;
    for (let m = 0; m < k; m++) {
      const square = loadings[i * k + m]! ** 2;
      squares += square;
      fourths += square * square;
    }
    return fourths > 0 ? (squares * squares) / fourths : 1;
  });
}

function commonEigenvalues(r: Float64Array, communality: number[], p: number): Float64Array {
  const reduced = Float64Array.from(r);
  for (let i = 0; i < p; i++) reduced[i * p + i] = communality[i]!;
  return symmetricEigenvalues(reduced, p);
}
