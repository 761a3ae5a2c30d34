/** The parallel analyses of a table, under the keys of the reference files. */
import { type FactorInput, readInput } from '../../factor-analysis/input.ts';
import type { ParallelFound } from '../../factor-analysis/number-of-factors.ts';
import { isOrdinal } from '../../factor-analysis/ordinal-input.ts';
import type {
  ParallelInput,
  ParallelLine,
  ParallelLineName,
  ParallelMethod,
} from '../../factor-analysis/parallel-analysis.ts';
import { parallelAnalysisInWorkers } from '../../run/derive/parallel-in-workers.ts';
import { unflatten } from '../../statistics/dense.ts';
import type { ProgressMeter } from '../progress-meter.ts';
import type { FactorSettings } from './factor-settings.ts';
import type { LineJson, ParallelJson } from './factors-json.ts';

/** Of the criterion lines. */
const quantile = 0.95;
const methods = ['normal', 'resampled', 'permuted', 'blocks', 'components'] as const;

/** Rows without gaps, with their groups where there are two or more. */
export type CompleteRows = { rows: number[][]; groups: string[] | null };

/**
 * `normal` from the matrix and its n; for raw data `resampled` columns, and where rows come in groups `blocks`.
 * `complete` is `null` where there are no rows to resample. Rejects with UserError as `parallelAnalysis`.
 */
export async function parallelAnalyses(
  input: FactorInput,
  complete: CompleteRows | null,
  settings: FactorSettings,
  meter: ProgressMeter,
): Promise<ParallelJson> {
  const run = async (method: ParallelMethod, from: ParallelInput, labels?: readonly string[]) => {
    const found = await parallelAnalysisInWorkers(
      from,
      {
        method,
        iterations: settings.draws,
        seed: settings.seed,
        quantile,
        kind: settings.correlation,
        lines: settings.lines,
        ...(labels ? { groups: labels } : {}),
      },
      { onProgress: (done, total) => meter.step(`parallel analysis (${method})`, done, total) },
    );
    const lines = settings.lines.map((line) => [line, lineJson(found[line]!, found.iterations)]);
    return Object.fromEntries(lines) as Partial<Record<ParallelLineName, LineJson>>;
  };
  const shared = { seed: settings.seed, quantile };
  const normal = await run('normal', matrixOf(input, settings));
  if (!complete) return { ...shared, normal };
  const { rows, groups } = complete;
  const resampled = await run('resampled', { rows });
  if (!groups) return { ...shared, normal, resampled };
  return { ...shared, normal, resampled, blocks: await run('blocks', { rows }, groups) };
}

/** The matrix that is factored, so that gaps, ranks, and covariances count as there; rows where categories count. */
function matrixOf(input: FactorInput, settings: FactorSettings): ParallelInput {
  const { correlation: kind, missing, emptyCell } = settings;
  // Reads ordinal rows too: unsuitable ones are reported with the names of the columns.
  const { r, n, variables } = readInput(input, { kind, missing, emptyCell });
  if (isOrdinal(kind) && 'rows' in input) return input;
  return { correlation: unflatten(r, variables.length, variables.length), n };
}

/** What each line suggests, as `rulesOf` takes it. */
export function suggestionsOf(parallel: ParallelJson): ParallelFound[] {
  return methods.flatMap((method) => {
    const lines = Object.entries(parallel[method] ?? {}).map(
      ([line, { suggested }]) => [line, { suggested }] as const,
    );
    return lines.length > 0 ? [{ method, ...Object.fromEntries(lines) }] : [];
  });
}

function lineJson(line: ParallelLine, iterations: number): LineJson {
  const { observed, mean, sd } = line;
  return {
    iterations,
    observed,
    mean,
    sd,
    q95: line.quantile,
    p: line.p,
    suggested: line.suggested,
    suggestedByQ95: line.suggestedByQuantile,
    suggestedByMean: line.suggestedByMean,
  };
}
