/** From the matrix to the factor view: how many, loadings, stability, warnings, names. */
import type { CurationSettings } from '../../clustering/edit-history.ts';
import { explainError, UserError } from '../../errors.ts';
import {
  type ExtractionName,
  extractionNames,
  type FactorResult,
  factorAnalysis,
} from '../../factor-analysis/factor-analysis.ts';
import { factorScores } from '../../factor-analysis/factor-scores.ts';
import type { ParallelAnalysis } from '../../factor-analysis/parallel-analysis.ts';
import { replication } from '../../factor-analysis/replication.ts';
import type { RotationName } from '../../factor-analysis/rotation/rotate.ts';
import {
  factorsWithAndWithoutTotal,
  tablesWithAndWithoutTotal,
  wordyFactors,
} from '../../factor-analysis/wordiness.ts';
import type { FactorView } from '../state.ts';
import type { Study } from '../study.ts';
import type { Matrix } from './matrix.ts';
import { parallelAnalysisInWorkers } from './parallel-in-workers.ts';
import type { ThreadOptions } from './replicates.ts';

export const rotationsOnScreen: RotationName[] = ['oblimin', 'promax', 'varimax', 'none'];

/** A loading of at least this size is salient. */
export const salient = 0.4;

export type ParallelPair = {
  plain: ParallelAnalysis;
  partialled: ParallelAnalysis;
  fixedTotals: boolean;
};

/** Parallel analysis with and without the row total, permuted in blocks by model where there are two or more. Slow part: keep it. */
export function parallelOf(matrix: Matrix, study: Study): ParallelPair {
  return factorsWithAndWithoutTotal(matrix.cells, drawSettings(matrix, study));
}

/** The same in worker threads. */
export async function parallelOfInWorkers(
  matrix: Matrix,
  study: Study,
  { onProgress, ...threads }: ThreadOptions = {},
): Promise<ParallelPair> {
  const { groups: models, ...settings } = drawSettings(matrix, study);
  const { plain, partialled, groups, fixedTotals } = tablesWithAndWithoutTotal(
    matrix.cells,
    models,
  );
  const analyse = (rows: number[][], before: number) =>
    parallelAnalysisInWorkers(
      { rows },
      { ...settings, ...(groups ? { groups } : {}) },
      {
        ...threads,
        onProgress: (done, total) => onProgress?.(before * total + done, 2 * total),
      },
    );
  return {
    plain: await analyse(plain, 0),
    partialled: await analyse(partialled, 1),
    fixedTotals,
  };
}

function drawSettings(matrix: Matrix, study: Study) {
  const several = new Set(matrix.models).size > 1;
  return {
    iterations: study.factors.draws,
    seed: study.seed,
    ...(several ? { groups: matrix.models } : {}),
  };
}

/** The view at a number of factors, extraction, and rotation; each from the edits, else from the study. `replicate` false leaves the slow stability out. */
export function factorView(
  matrix: Matrix,
  parallel: ParallelPair,
  study: Study,
  settings: CurationSettings,
  replicate: boolean,
): FactorView {
  const p = matrix.columns.length;
  const suggested = clamp(parallel.plain.pc.suggestedByQuantile, 1, p - 1);
  const maxK = Math.max(1, Math.min(p - 1, 12));
  const k = clamp(settings.factors ?? study.factors.k ?? suggested, 1, maxK);
  const extraction = extractionOf(settings.extraction ?? study.factors.extraction);
  const rotation = (settings.rotation ?? study.factors.rotation) as RotationName;
  const names = matrix.columns.map((column) => column.name);
  const models = new Set(matrix.models).size;
  const options = { factors: k, extraction, rotation, independentUnits: models, seed: study.seed };
  const result = factorAnalysis({ rows: matrix.cells, variables: unique(names) }, options);
  const wordy = wordyFactors(matrix.cells, result.weights, matrix.wordsPerAnswer);
  const stable = replicate
    ? replication(matrix.cells, matrix.models, { ...options, splits: 20 })
    : null;
  const scores = factorScores(matrix.cells, result.weights);
  const warnings = result.warnings.map((warning) => warning.message);
  const weak = matrix.columns.filter((_, j) => (matrix.reliability[j] ?? 1) < 0.5);
  if (weak.length > 0)
    warnings.push(
      `${weak.length} of ${p} columns have an odd–even reliability below .5: ${weak
        .slice(0, 4)
        .map((column) => column.name)
        .join(', ')}${weak.length > 4 ? ', …' : ''}.`,
    );
  if (stable?.withheld) warnings.push(stable.reason);
  const view: FactorView = {
    rows: matrix.unit,
    n: result.n,
    models,
    columns: matrix.columns.map((column, j) => ({
      cluster: column.name,
      words: column.words,
      count: column.count,
      reliability: matrix.reliability[j] ?? null,
    })),
    dropped: matrix.dropped,
    k,
    maxK,
    suggestedK: suggested,
    suggestedKWithoutTotal: parallel.fixedTotals
      ? null
      : parallel.partialled.pc.suggestedByQuantile,
    extraction,
    rotation: result.rotation,
    factors: Array.from({ length: k }, (_, f) => {
      const clusters = salientClusters(result.loadings, f, names);
      return {
        name: clusters.slice(0, 2).join(' · ') || `Factor ${f + 1}`,
        named: false,
        clusters,
        variance: result.proportionVar[f]!,
        replicates:
          stable && !stable.withheld ? (stable.factors[f]?.splitHalf.median ?? null) : null,
        wordiness: wordy[f]!.wordy,
        wordinessCorrelation: wordy[f]!.correlation,
        like: null,
      };
    }),
    loadings: result.loadings,
    structure: result.structure,
    communalities: result.communality,
    complexity: result.complexity,
    phi: result.phi ?? identity(k),
    eigenvalues: result.eigenvalues,
    parallel: {
      kind: parallel.plain.method === 'blocks' ? 'permuted by model' : parallel.plain.method,
      criterion: parallel.plain.pc.quantile,
    },
    kmo: kmoOf(result),
    bartlett: bartlettOf(result),
    rmsr: result.fit.rmsr,
    fit: fitOf(result),
    heywood: result.heywood,
    warnings,
    modelScores: [...new Set(matrix.models)].map((model) => {
      const own = scores.filter((_, i) => matrix.models[i] === model);
      return {
        model,
        scores: Array.from(
          { length: k },
          (_, f) => own.reduce((sum, row) => sum + row[f]!, 0) / own.length,
        ),
      };
    }),
    meaning: null,
  };
  return applyNames(view, settings);
}

/** What could not be computed, in the user's words. */
export function unavailable(error: unknown): { unavailable: string; hint: string | null } {
  if (!(error instanceof UserError)) throw error;
  const [text, hint] = explainError(error);
  return { unavailable: text!, hint: hint ?? null };
}

/** Names given by hand and factors turned over, each found by the clusters it was named by. */
function applyNames(view: FactorView, settings: CurationSettings): FactorView {
  const factorOf = (words: readonly string[]) => {
    const shares = view.factors.map((_, f) =>
      view.columns.reduce((sum, column, j) => {
        const named =
          words.includes(column.cluster) || column.words.some((word) => words.includes(word));
        return named ? sum + Math.abs(view.loadings[j]![f]!) : sum;
      }, 0),
    );
    const best = shares.indexOf(Math.max(...shares));
    return shares[best]! > 0 ? best : -1;
  };
  const factors = view.factors.map((factor) => ({ ...factor }));
  for (const { words, name } of settings.factorNames) {
    const factor = factors[factorOf(words)];
    if (factor) Object.assign(factor, { name, named: true });
  }
  const flipped = new Set(settings.flips.map(factorOf));
  const turn = (row: number[]) => row.map((value, f) => (flipped.has(f) ? -value : value));
  return {
    ...view,
    factors,
    loadings: view.loadings.map(turn),
    structure: view.structure.map(turn),
    phi: view.phi.map((row, f) => turn(row).map((value) => (flipped.has(f) ? -value : value))),
    modelScores: view.modelScores.map((one) => ({ ...one, scores: turn(one.scores) })),
  };
}

function salientClusters(
  loadings: readonly number[][],
  factor: number,
  names: readonly string[],
): string[] {
  return names
    .map((name, j) => ({
      name,
      loading: loadings[j]![factor]!,
      highest: Math.max(...loadings[j]!.map(Math.abs)),
    }))
    .filter(({ loading, highest }) => loading >= salient || (loading > 0.3 && loading === highest))
    .sort((a, b) => b.loading - a.loading)
    .map(({ name }) => name);
}

function extractionOf(name: string): ExtractionName {
  if ((extractionNames as readonly string[]).includes(name)) return name as ExtractionName;
  throw new UserError(`There is no extraction ${name}.`, {
    hint: `One of ${extractionNames.join(', ')}.`,
  });
}

function kmoOf(result: FactorResult): FactorView['kmo'] {
  const { overall, msa } = result.kmo;
  return overall !== null && Number.isFinite(overall) && msa ? { overall, perColumn: msa } : null;
}

function bartlettOf({ bartlett }: FactorResult): FactorView['bartlett'] {
  const { chisq, df, p } = bartlett;
  return chisq !== null && p !== null ? { chisq, df, p } : null;
}

function fitOf(result: FactorResult): FactorView['fit'] {
  const { fit } = result;
  const finite = (value: number | null | undefined) =>
    value != null && Number.isFinite(value) ? value : null;
  return {
    chisq: finite(fit.chisq),
    df: fit.dof,
    p: finite(fit.p),
    rmsea: finite(fit.rmsea?.value),
    tli: finite(fit.tli),
    bic: finite(fit.bic),
  };
}

/** Two clusters can bear one name; a variable cannot. */
function unique(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function identity(k: number): number[][] {
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)),
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
