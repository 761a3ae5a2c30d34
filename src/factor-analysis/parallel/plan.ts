/** What a parallel analysis needs, checked, as plain data that a worker thread can be handed. */
import { UserError } from '../../errors.ts';
import { type CorrelationKind, columnsOf, isComplete } from '../../statistics/correlation.ts';
import { flatten, type Rows } from '../../statistics/dense.ts';
import { readOrdinal } from '../../statistics/ordinal.ts';
import { mostCategories } from '../../statistics/polychoric.ts';
import { checkCategories, isOrdinal } from '../ordinal-input.ts';
import type {
  ParallelInput,
  ParallelLineName,
  ParallelMethod,
  ParallelOptions,
} from '../parallel-analysis.ts';
import { correlationOfColumns } from './correlate.ts';

export interface ParallelPlan<Line extends ParallelLineName = ParallelLineName> {
  method: ParallelMethod;
  kind: CorrelationKind;
  lines: readonly Line[];
  n: number;
  p: number;
  iterations: number;
  /** Quantile of the criterion line. */
  level: number;
  seed: string;
  /** Correlation matrix of the data, flat p × p. */
  observed: Float64Array;
  /** For tetrachorics and polychorics: where normal deviates are cut to be like the data's columns. */
  thresholds: Float64Array[] | null;
  /** The p columns one after another (their ranks for Spearman); `null` where only a matrix was given. */
  columns: Float64Array | null;
  /** Row indices of each group, where groups were given. */
  blocks: number[][] | null;
}

/** @throws UserError when rows or groups do not suffice, or a method needs rows and got a matrix. */
export function planParallel<Line extends ParallelLineName = 'pc' | 'smc'>(
  input: ParallelInput,
  options: ParallelOptions<Line>,
): ParallelPlan<Line> {
  const kind = options.kind ?? 'pearson';
  const raw = 'rows' in input ? readRows(input.rows, kind, options.groups) : null;
  const method = options.method ?? (raw ? (options.groups ? 'blocks' : 'permuted') : 'normal');
  if (method !== 'normal' && !raw) {
    throw new UserError(
      `parallel analysis by '${method}' needs the rows, not only a correlation matrix`,
    );
  }
  if (method === 'blocks' && !raw?.blocks) {
    throw new UserError('block-permuted parallel analysis needs the group of each row');
  }
  if (method === 'blocks' && raw!.blocks!.length < 2) {
    throw new UserError('block-permuted parallel analysis needs at least 2 groups of rows');
  }
  const settings = {
    method,
    kind,
    // The default of the type parameter and of the option are one and the same.
    lines: options.lines ?? (['pc', 'smc'] as const as readonly ParallelLineName[] as Line[]),
    iterations: Math.max(1, Math.round(options.iterations ?? 100)),
    level: options.quantile ?? 0.95,
    seed: String(options.seed ?? 1),
  };
  if (raw) {
    const observed = correlationOfColumns(Float64Array.from(raw.columns), raw.n, raw.p, kind);
    return { ...settings, ...raw, observed };
  }
  if (isOrdinal(kind)) {
    throw new UserError(
      `parallel analysis with ${kind} correlations needs the rows, not only a matrix`,
      { hint: 'Unrelated data are cut where the columns are cut.' },
    );
  }
  const { correlation, n } = input as { correlation: Rows; n: number };
  const p = correlation.length;
  return {
    ...settings,
    n,
    p,
    observed: flatten(correlation, p),
    columns: null,
    thresholds: null,
    blocks: null,
  };
}

function readRows(
  rows: Rows,
  kind: CorrelationKind,
  groups: readonly (string | number)[] | undefined,
): Pick<ParallelPlan, 'n' | 'p' | 'columns' | 'blocks' | 'thresholds'> & { columns: Float64Array } {
  const p = rows[0]?.length ?? 0;
  if (groups && groups.length !== rows.length) {
    throw new UserError(`${groups.length} group labels were given for ${rows.length} rows`);
  }
  const kept = rows.map((_, i) => i).filter((i) => isComplete(rows[i]!, p));
  if (kept.length < 3) {
    throw new UserError(
      `parallel analysis needs at least 3 rows without gaps; there are ${kept.length}`,
    );
  }
  const complete = kept.map((i) => rows[i]!);
  const columns = columnsOf(complete, p, kind === 'spearman' ? 'spearman' : 'pearson');
  let thresholds: Float64Array[] | null = null;
  if (isOrdinal(kind)) {
    const names = Array.from({ length: p }, (_, j) => `column ${j + 1}`);
    checkCategories(columns, kept.length, names, kind);
    thresholds = readOrdinal(columns, kept.length, p, mostCategories[kind]).thresholds;
  }
  return {
    n: kept.length,
    p,
    columns,
    thresholds,
    blocks: groups ? rowsByLabel(kept.map((from) => String(groups[from]))) : null,
  };
}

function rowsByLabel(labels: readonly string[]): number[][] {
  const byLabel = new Map<string, number[]>();
  labels.forEach((label, i) => {
    const block = byLabel.get(label);
    if (block) block.push(i);
    else byLabel.set(label, [i]);
  });
  return [...byLabel.values()];
}
