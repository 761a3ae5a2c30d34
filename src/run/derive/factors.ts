/** From the matrix to the factor view: how many, loadings, fit, warnings, names. */
import type { CurationSettings } from '../../clustering/edit-history.ts';
import { explainError, UserError } from '../../errors.ts';
import {
  type ExtractionName,
  extractionNames,
  type FactorOptions,
  factorAnalysis,
} from '../../factor-analysis/factor-analysis.ts';
import { factorScores } from '../../factor-analysis/factor-scores.ts';
import type { ParallelMethod } from '../../factor-analysis/parallel-analysis.ts';
import type { RotationName } from '../../factor-analysis/rotation/rotation-names.ts';
import { wordyFactors } from '../../factor-analysis/wordiness.ts';
import { bartlettOf, fitOf, kmoOf } from '../factor-figures.ts';
import type { FactorView } from '../factor-view.ts';
import type { Study } from '../study.ts';
import { noChecks } from './factor-checks.ts';
import type { ParallelPair } from './factor-ground.ts';
import { independentUnits } from './independent-units.ts';
import type { Matrix } from './matrix.ts';

export const rotationsOnScreen: RotationName[] = ['oblimin', 'promax', 'varimax', 'none'];

/** A loading of at least this size is salient. */
export const salient = 0.4;

/**
 * The view at a number of factors, extraction, and rotation; each from the edits, else from the study. Quick:
 * `checkFactors` computes the slow checks and `withChecks` adds them.
 */
export function factorView(
  matrix: Matrix,
  parallel: ParallelPair,
  study: Study,
  settings: CurationSettings,
): FactorView {
  const p = matrix.columns.length;
  const suggested = suggestedNumber(p, parallel);
  const maxK = mostFactors(p);
  const names = matrix.columns.map((column) => column.name);
  const options = factorOptions(matrix, parallel, study, settings);
  const { factors: k, extraction } = options;
  const models = new Set(matrix.models).size;
  const units = independentUnits(matrix, study);
  const result = factorAnalysis(
    { rows: matrix.cells, variables: unique(names), groups: units.labels },
    options,
  );
  const wordy = wordyFactors(matrix.cells, result, matrix.words);
  const scores = factorScores(matrix.cells, result.weights);
  const warnings = result.warnings.map((warning) => warning.message);
  if (units.familyCount === 1)
    warnings.push(
      `All ${models} models are of one family: what the family shares cannot be told from factors.`,
    );
  const weak = matrix.columns.filter((_, j) => (matrix.reliability[j] ?? 1) < 0.5);
  if (weak.length > 0)
    warnings.push(
      `${weak.length} of ${p} columns have an odd–even reliability below .5: ${weak
        .slice(0, 4)
        .map((column) => column.name)
        .join(', ')}${weak.length > 4 ? ', …' : ''}.`,
    );
  const view: FactorView = {
    rows: matrix.unit,
    n: result.n,
    models,
    families: units.familyCount,
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
    suggestedKWithoutTotal: parallel.fixedTotals ? null : parallel.partialled.pc.suggested,
    numberOfFactors: {
      rules: parallel.number.rules,
      agreement: parallel.number.agreement,
      summary: parallel.number.summary,
    },
    extraction,
    rotation: result.rotation,
    factors: Array.from({ length: k }, (_, f) => {
      const clusters = salientClusters(result.loadings, f, names);
      return {
        name: clusters.slice(0, 2).join(' · ') || `Factor ${f + 1}`,
        named: false,
        clusters,
        variance: result.proportionVar[f]!,
        replicates: null,
        flipped: false,
        wordiness: wordy[f]!.wordiness,
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
      kind: kindOf(parallel.plain.method, study, matrix),
      criterion: parallel.plain.pc.quantile,
      draws: parallel.plain.iterations,
    },
    ordinary: parallel.ordinary && {
      criterion: parallel.ordinary.pc.quantile,
      suggestedK: parallel.ordinary.pc.suggested,
    },
    nesting: parallel.nesting,
    logDeterminant: result.logDeterminant,
    condition: Number.isFinite(result.condition) ? result.condition : null,
    kmo: kmoOf(result),
    bartlett: bartlettOf(result),
    rmsr: result.fit.rmsr,
    fit: fitOf(result),
    heywood: result.heywood,
    checks: noChecks,
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

/** How a matrix is factored: by the edits, else by the study, else as suggested. */
export function factorOptions(
  matrix: Matrix,
  parallel: ParallelPair,
  study: Study,
  settings: CurationSettings,
) {
  const p = matrix.columns.length;
  const units = independentUnits(matrix, study);
  const k = settings.factors ?? study.factors.k ?? suggestedNumber(p, parallel);
  return {
    factors: clamp(k, 1, mostFactors(p)),
    extraction: extractionOf(settings.extraction ?? study.factors.extraction),
    rotation: (settings.rotation ?? study.factors.rotation) as RotationName,
    independentUnits: units.count,
    unit: units.unit,
    seed: study.seed,
  } satisfies FactorOptions;
}

function kindOf(method: ParallelMethod, study: Study, matrix: Matrix): string {
  const { unit } = independentUnits(matrix, study);
  if (method === 'blocks') return unit === 'families' ? 'permuted by family' : 'permuted by model';
  return method === 'components' ? 'columns with their own family and model effects' : method;
}

function suggestedNumber(p: number, { plain }: ParallelPair): number {
  return clamp(plain.pc.suggested, 1, p - 1);
}

function mostFactors(p: number): number {
  return Math.max(1, Math.min(p - 1, 12));
}

/** What could not be computed, in the user's words. */
export function unavailable(error: unknown): { unavailable: string; hint: string | null } {
  if (!(error instanceof UserError)) throw error;
  const [text, hint] = explainError(error);
  return { unavailable: text!, hint: hint ?? null };
}

/** Applies names given by hand and flips; a factor is found by the clusters that the edit names. */
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
  for (const f of flipped) if (factors[f]) factors[f].flipped = true;
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

/** Distinct names for variables, since two clusters can have the same name. */
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
