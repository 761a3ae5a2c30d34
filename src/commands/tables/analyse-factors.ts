/** The whole analysis of one table, in the shape that `--json` prints. */
import { UserError } from '../../errors.ts';
import { patternOf } from '../../factor-analysis/confirmatory/other-half.ts';
import { empiricalKaiser, kaiserGuttman } from '../../factor-analysis/empirical-kaiser.ts';
import { type FactorResult, factorAnalysis } from '../../factor-analysis/factor-analysis.ts';
import {
  factorScores,
  type ScoreWeights,
  scoreWeights,
} from '../../factor-analysis/factor-scores.ts';
import type { FactorInput } from '../../factor-analysis/input.ts';
import { invariance } from '../../factor-analysis/invariance/invariance.ts';
import { loadingStability } from '../../factor-analysis/loading-stability.ts';
import { minimumAveragePartial } from '../../factor-analysis/map.ts';
import { nesting } from '../../factor-analysis/nesting.ts';
import { agree, isSparse, rulesOf } from '../../factor-analysis/number-of-factors.ts';
import { replication } from '../../factor-analysis/replication.ts';
import { residualsOf } from '../../factor-analysis/residuals.ts';
import { rowTotals } from '../../factor-analysis/row-totals.ts';
import { structureRules } from '../../factor-analysis/structure/structure-rules.ts';
import { structuresOf } from '../../factor-analysis/structure/structures.ts';
import { verySimpleStructure } from '../../factor-analysis/vss.ts';
import type { FactorWarning } from '../../factor-analysis/warnings.ts';
import { descriptives } from '../../statistics/descriptives.ts';
import type { ProgressMeter } from '../progress-meter.ts';
import { graphRules, graphsOf } from './factor-graphs.ts';
import { type FactorSettings, libraryOptions } from './factor-settings.ts';
import type { RawTable, TableForFactors } from './factor-table.ts';
import type { FactorsJson, ParallelJson, ScoresJson } from './factors-json.ts';
import { type CompleteRows, parallelAnalyses, suggestionsOf } from './parallel-json.ts';

/** A column is on the factor where its loading is highest, if that is as large as this. */
const salientInPattern = 0.3;

/** Rejects with UserError where the table or the settings do not allow an analysis. */
export async function analyseFactors(
  table: TableForFactors,
  settings: FactorSettings,
  meter: ProgressMeter,
): Promise<FactorsJson> {
  const p = table.variables.length;
  checkAsked(settings, p);
  const warnings = [...table.warnings];
  const complete = table.input === 'raw' ? completeRows(table, warnings) : null;
  const groups = complete?.groups ? new Set(complete.groups).size : 0;
  const input = inputOf(table);
  const parallel = await parallelAnalyses(input, complete, settings, meter);
  const { factors, by } = numberOfFactors(parallel, settings, p);
  const options = {
    ...libraryOptions(settings, factors),
    ...(groups > 0 ? { independentUnits: groups } : {}),
  };
  const result = factorAnalysis(input, options);
  const stable = complete?.groups
    ? replication(complete.rows, complete.groups, {
        ...options,
        onProgress: (done, total) => meter.step('split halves', done, total),
      })
    : null;
  const bootstrap =
    complete?.groups && settings.bootstrap > 0
      ? loadingStability(complete.rows, complete.groups, {
          ...options,
          draws: settings.bootstrap,
          onProgress: (done, total) => meter.step('bootstrap over groups', done, total),
        })
      : null;
  meter.end();
  const nested = complete?.groups
    ? nesting(complete.rows, complete.groups, { variables: table.variables })
    : null;
  const rules = {
    kaiserGuttman: kaiserGuttman(result.eigenvalues),
    empiricalKaiser: empiricalKaiser(
      result.eigenvalues,
      nested?.effectiveRowsForCorrelations ?? result.n,
    ),
    map: minimumAveragePartial(result.correlation),
    vss: verySimpleStructure(result.correlation, result.n),
  };
  const graphs = graphsOf(
    {
      correlation: result.correlation,
      n: Math.max(2, nested?.effectiveRowsForCorrelations ?? result.n),
    },
    complete,
    settings,
    meter,
  );
  meter.end();
  const structures = structuresOf(input, factors, options);
  const sparse = table.input === 'raw' && isSparse(table.rows);
  const agreed = agree(rulesOf(suggestionsOf(parallel), rules, sparse));
  return {
    meta: {
      input: table.input,
      nObs: result.n,
      nVars: result.variables.length,
      nFactors: factors,
      nFactorsBy: by,
      extraction: settings.extraction,
      rotation: factors === 1 ? 'none' : settings.rotation,
      correlation: settings.correlation,
      missing: settings.missing,
      groups:
        settings.groups === undefined
          ? null
          : { column: settings.groups, count: Math.max(1, groups) },
      seed: settings.seed,
      tight: settings.tight ?? false,
    },
    variables: result.variables,
    descriptives: table.input === 'raw' ? descriptives(table.rows) : null,
    rowTotals: table.input === 'raw' ? rowTotals(table.rows) : null,
    correlation: result.correlation,
    ordinal: result.ordinal,
    pairwiseN: result.pairwiseN,
    kmo: result.kmo,
    bartlett: result.bartlett,
    smc: result.smc,
    logDeterminant: result.logDeterminant,
    condition: Number.isFinite(result.condition) ? result.condition : null,
    eigenvalues: result.eigenvalues,
    commonEigenvalues: result.commonEigenvalues,
    ...rules,
    numberOfFactors: {
      ...agreed,
      rules: [
        ...agreed.rules,
        ...graphRules(graphs, result.variables, complete?.groups ? 'groups' : 'rows', sparse),
        ...structureRules(structures, factors),
      ],
    },
    graphs,
    structures,
    parallel,
    loadings: result.loadings,
    structure: result.structure,
    phi: result.phi,
    communality: result.communality,
    uniquenesses: result.uniquenesses,
    complexity: result.complexity,
    ssLoadings: result.ssLoadings,
    proportionVar: result.proportionVar,
    proportionExplained: result.proportionExplained,
    fit: result.fit,
    scoreR2: result.smoothing ? result.scoreR2.map(() => null) : result.scoreR2,
    residuals: residualsOf(result),
    weights: result.weights,
    scores: settings.scores
      ? { [settings.scores]: scoresOf(scoreWeights(result, settings.scores), table) }
      : null,
    heywood: result.heywood,
    convergence: result.convergence,
    smoothing: result.smoothing,
    nesting: nested,
    replication: stable,
    bootstrap,
    invariance: invarianceOf(table, settings, result),
    warnings: [...warnings, ...result.warnings],
  };
}

/** The pattern comes from all rows; only what is linear in the columns can be compared by covariances. */
function invarianceOf(
  table: TableForFactors,
  settings: FactorSettings,
  { loadings, variables }: FactorResult,
): FactorsJson['invariance'] {
  if (table.input !== 'raw' || !table.compared) return null;
  const { by, groups, same } = table.compared;
  const column = settings.repeated ?? settings.groups;
  const unit = column === undefined ? 'rows' : `values of ${column}`;
  if (settings.correlation !== 'pearson')
    return {
      ...{ by, unit, withheld: true, groups: [] },
      reason: `means and covariances are compared, which ${settings.correlation} correlations do not allow`,
    };
  const units = table.groups;
  return {
    by,
    unit,
    ...invariance({
      ...{ rows: table.rows, variables, groups, repeated: same !== null },
      ...(same ? { models: same } : units ? { models: units } : {}),
      ...(same && units ? { families: units } : {}),
      pattern: patternOf(loadings, salientInPattern, false),
      unit,
    }),
  };
}

function inputOf(table: TableForFactors): FactorInput {
  const { variables } = table;
  return table.input === 'raw'
    ? { rows: table.rows, variables, ...(table.groups ? { groups: table.groups } : {}) }
    : { correlation: table.correlation, n: table.n, variables };
}

/** Checks before the slow part begins. */
function checkAsked({ factors, extraction }: FactorSettings, p: number): void {
  const most = extraction === 'pca' ? p : p - 1;
  if (factors === 'auto' || factors <= most) return;
  throw new UserError(`${p} columns have at most ${most} factors; ${factors} were asked for.`, {
    hint: 'Ask for fewer with --factors, or let --factors auto choose.',
    exit: 'usage',
  });
}

/** The rows that can be resampled; `null`, with a warning, where too few are without gaps. */
function completeRows(table: RawTable, warnings: FactorWarning[]): CompleteRows | null {
  const { rows, groups, variables } = table;
  const whole = rows.map((row) => row.every(Number.isFinite));
  const kept = rows.filter((_, i) => whole[i]);
  const labels = groups?.filter((_, i) => whole[i]) ?? null;
  const constant = variables.filter((_, j) => kept.every((row) => row[j] === kept[0]![j]));
  if (kept.length < 3 || constant.length > 0) {
    warnings.push({
      code: 'gaps',
      message: `parallel analysis by resampling and all figures of groups are left out: it needs rows without gaps, and there are ${kept.length}${kept.length >= 3 ? `, with the same ${constant[0]} in all of them` : ''}`,
    });
    return null;
  }
  if (kept.length < rows.length && (kept.length < 0.8 * rows.length || labels))
    warnings.push({
      code: 'gaps',
      message: `parallel analysis by resampling${labels ? ' and the checks by group' : ''} rests on the ${kept.length} rows without gaps`,
    });
  if (!labels) return { rows: kept, groups: null };
  const unnamed = labels.filter((label) => label.trim() === '').length;
  if (unnamed > 0)
    warnings.push({
      code: 'groups',
      message: `${unnamed} rows name no group and are taken as one group of their own`,
    });
  if (new Set(labels).size > 1) return { rows: kept, groups: labels };
  warnings.push({
    code: 'groups',
    message: 'all rows are of one group: no figures of groups',
  });
  return { rows: kept, groups: null };
}

/** Asked for, or by components' parallel analysis at 95 %: block-permuted, else resampled, else normal. */
function numberOfFactors(
  parallel: ParallelJson,
  settings: FactorSettings,
  p: number,
): { factors: number; by: string } {
  if (settings.factors !== 'auto') return { factors: settings.factors, by: 'asked' };
  const method = parallel.blocks ? 'blocks' : parallel.resampled ? 'resampled' : 'normal';
  const found = parallel[method]!.pc!.suggested;
  return {
    factors: Math.max(1, Math.min(p - 1, found)),
    by: `parallel.${method}.pc${found < 1 ? ' (none; at least one is taken)' : ''}`,
  };
}

function scoresOf(found: ScoreWeights, table: TableForFactors): ScoresJson | { withheld: string } {
  if (found.withheld) return { withheld: found.reason };
  const scores = table.input === 'raw' ? factorScores(table.rows, found.weights) : null;
  return {
    weights: found.weights,
    scores: scores?.map((row) => row.map((x) => (Number.isFinite(x) ? x : null))) ?? null,
    R2: found.covariance,
    validity: found.validity,
    scoreCorrelations: found.correlations,
  };
}
