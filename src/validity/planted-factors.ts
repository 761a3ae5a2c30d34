/** Known factors planted in nested rows of several sizes and base rates: recovery, and its expectation by theory. */
import { congruenceEqual } from '../factor-analysis/congruence-verdict.ts';
import { correlationOfGroups, groupMoments } from '../factor-analysis/group-moments.ts';
import { hermiteLoadings, marginalOf, valueCorrelation } from '../factor-analysis/latent-normal.ts';
import { drawNested, nestedPopulation } from '../factor-analysis/nested-simulation.ts';
import { parallelAnalysis } from '../factor-analysis/parallel-analysis.ts';
import { refit } from '../factor-analysis/refit.ts';
import { flatten } from '../statistics/dense.ts';
import { mean, quantile } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';

export type PlantedDesign = {
  columns: number;
  factors: number;
  /** Loadings of the normal columns, before they are cut. */
  loading: number;
  /** Share of variance between models, of common and of unique factors. */
  icc: number;
};

export type PlantedSize = { models: number; rowsEach: number };

export type PlantedFigures = PlantedSize & {
  /** Share of ones; `null` for normal columns. */
  rate: number | null;
  draws: number;
  /** Tucker congruence with the planted loadings, over draws and factors: mean and 5 % quantile. */
  congruence: number;
  lower: number;
  /** The expected mean by theory. */
  expected: number;
  /** Share of draws in which block-permuted parallel analysis of components finds the planted number. */
  foundNumber: number;
  heywood: number;
  /** Draws in which a column did not vary. */
  failed: number;
};

export const plantedDesign: PlantedDesign = { columns: 24, factors: 3, loading: 0.6, icc: 0.2 };
export const plantedSizes: PlantedSize[] = [
  { models: 10, rowsEach: 15 },
  { models: 25, rowsEach: 21 },
  { models: 35, rowsEach: 15 },
  { models: 60, rowsEach: 15 },
];
export const plantedRates: (number | null)[] = [null, 0.5, 0.15, 0.05];

/** Draws of the parallel analysis in each. */
const parallelDraws = 40;

/** Uncorrelated factors, minres and oblimin, as a researcher would run them. */
export function recoverPlanted(
  design: PlantedDesign,
  { models, rowsEach }: PlantedSize,
  rate: number | null,
  draws: number,
  seed: string,
): PlantedFigures {
  const { columns: p, factors: k } = design;
  const loadings = Array.from({ length: p }, (_, j) =>
    Array.from({ length: k }, (__, m) => (j % k === m ? design.loading : 0)),
  );
  const shared = new Array<number>(p).fill(design.icc);
  const normal = nestedPopulation({ loadings, phi: null, icc: shared, factorIcc: design.icc });
  const cut = rate === null ? null : zeroOne(rate);
  // The normal deviates have the planted loadings; the observed values are cut at the base rate.
  const population = { ...normal, marginals: loadings.map(() => cut) };
  const target = flatten(loadings, k);
  const random = createRandom(seed).fork(`${models} x ${rowsEach} at ${rate ?? 'normal'}`);
  const congruence: number[] = [];
  let found = 0;
  let heywood = 0;
  let done = 0;
  for (let b = 0; b < draws; b++) {
    const { rows, groups } = drawNested(population, models, rowsEach, random.fork(b));
    const moments = groupMoments(rows, groups);
    const r = correlationOfGroups(
      moments,
      moments.sizes.map(() => 1),
    );
    if (!r) continue;
    done++;
    const one = refit(r, p, target, { factors: k });
    congruence.push(...one.congruence);
    if (one.heywood.length > 0) heywood++;
    const parallel = parallelAnalysis(
      { rows },
      { groups, iterations: parallelDraws, seed: `${seed} ${b}`, lines: ['pc'] },
    );
    if (parallel.pc.suggested === k) found++;
  }
  const share = (count: number) => (done > 0 ? count / done : 0);
  return {
    models,
    rowsEach,
    rate,
    draws: done,
    congruence: done > 0 ? mean(congruence) : 0,
    lower: done > 0 ? quantile(congruence, 0.05) : 0,
    expected: expectedCongruence(design, { models, rowsEach }, rate),
    foundNumber: share(found),
    heywood: share(heywood),
    failed: draws - done,
  };
}

/**
 * The expected mean congruence when each loading found is the planted one plus independent error. A loading is a
 * regression weight of its column on a factor known with reliability ρ², so its error variance is ψ / (n' ρ²), and the
 * expected cosine of λ and λ + error is (1 + p ψ / (n' ρ² S))^−½ with S = Σ λ² over the factor's columns.
 * Cutting lowers λ² to the correlation of two cut columns; nesting lowers n to n' = n / (1 + (m − 1) ICC²), m rows a model
 * and ICC that of the cut columns.
 */
export function expectedCongruence(
  { columns, factors, loading, icc }: PlantedDesign,
  { models, rowsEach }: PlantedSize,
  rate: number | null,
): number {
  const shape = hermiteLoadings(rate === null ? null : zeroOne(rate));
  const square = valueCorrelation(shape, shape, loading * loading);
  const likeness = valueCorrelation(shape, shape, icc);
  const unique = 1 - square;
  const sum = (columns / factors) * square;
  const information = sum / unique;
  const reliability = information / (1 + information);
  const n = (models * rowsEach) / (1 + (rowsEach - 1) * likeness * likeness);
  return 1 / Math.sqrt(1 + (columns * unique) / (n * reliability * sum));
}

/**
 * Whether theory expects .95: the expected congruence is above it, and two unrelated columns of 0 and 1 are both 1 in at
 * least five rows (Cochran's rule for fourfold tables), without which a correlation has no normal error.
 */
export function promised({ expected, rate, models, rowsEach }: PlantedFigures): boolean {
  const together = rate === null ? Number.POSITIVE_INFINITY : models * rowsEach * rate * rate;
  return expected > congruenceEqual && together >= 5;
}

function zeroOne(rate: number) {
  const of = 1000;
  return marginalOf(Array.from({ length: of }, (_, i) => (i < rate * of ? 1 : 0)));
}
