/** The checked input of a parallel analysis, as plain data that can be sent to a worker thread. */
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
import { type ColumnComponents, componentsOf, type EffectLabels } from './components.ts';
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
  /** Indices of the groups of each family, where some family has several of them. */
  families: number[][] | null;
  /** For `components`: the variance components of each column. */
  components: ColumnComponents[] | null;
  labels: EffectLabels | null;
}

/** @throws UserError when rows or groups do not suffice, or a method needs rows and got a matrix. */
export function planParallel<Line extends ParallelLineName = 'pc' | 'smc'>(
  input: ParallelInput,
  options: ParallelOptions<Line>,
): ParallelPlan<Line> {
  const kind = options.kind ?? 'pearson';
  const raw = 'rows' in input ? readRows(input.rows, kind, options) : null;
  const wanted = options.method ?? (raw ? (options.groups ? 'blocks' : 'permuted') : 'normal');
  const families = raw && wanted === 'blocks' ? raw.families : null;
  const unequal = families?.some((own) => !alike(own, families[0]!, raw!.blocks!)) ?? false;
  const method = unequal ? 'components' : wanted;
  if (method !== 'normal' && !raw) {
    throw new UserError(
      `parallel analysis by '${method}' needs the rows, not only a correlation matrix`,
    );
  }
  if ((method === 'blocks' || method === 'components') && !raw?.blocks) {
    throw new UserError('block-permuted parallel analysis needs the group of each row');
  }
  if (method === 'blocks' && (families ?? raw!.blocks!).length < 2) {
    throw new UserError(
      'block-permuted parallel analysis needs at least 2 groups, or families, of rows',
    );
  }
  const settings = {
    method,
    kind,
    // The default of the type parameter and of the option are one and the same.
    lines: options.lines ?? (['pc', 'smc'] as const as readonly ParallelLineName[] as Line[]),
    iterations: Math.max(1, Math.round(options.iterations ?? 999)),
    level: options.quantile ?? 0.95,
    seed: String(options.seed ?? 1),
  };
  if (raw) {
    const observed = correlationOfColumns(Float64Array.from(raw.columns), raw.n, raw.p, kind);
    if (method !== 'components') return { ...settings, ...raw, families, labels: null, observed };
    const labels = effectLabels(raw);
    return {
      ...settings,
      ...raw,
      families,
      labels,
      components: componentsOf(raw.columns, raw.n, raw.p, labels),
      observed,
    };
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
    families: null,
    components: null,
    labels: null,
  };
}

/** Two families can change places: as many groups, each with as many rows. */
function alike(a: readonly number[], b: readonly number[], blocks: readonly number[][]): boolean {
  const sizes = (family: readonly number[]) =>
    family.map((group) => blocks[group]!.length).sort((x, y) => x - y);
  return a.length === b.length && sizes(a).every((size, i) => size === sizes(b)[i]);
}

/** Family, group, and setting of each row as numbers; settings only where there are several and they repeat. */
function effectLabels({ n, blocks, families, settings }: Table): EffectLabels {
  const group = new Int32Array(n);
  blocks!.forEach((rows, g) => {
    for (const row of rows) group[row] = g;
  });
  const familyOf = new Int32Array(blocks!.length);
  (families ?? blocks!.map((_, g) => [g])).forEach((groups, f) => {
    for (const g of groups) familyOf[g] = f;
  });
  const labels = [group.map((g) => familyOf[g]!), group];
  if (settings) {
    const levels = [...new Set(settings)];
    if (levels.length > 1 && levels.length < n / 2)
      labels.push(Int32Array.from(settings, (one) => levels.indexOf(one)));
  }
  return labels;
}

type Table = Pick<ParallelPlan, 'n' | 'p' | 'blocks' | 'thresholds' | 'families'> & {
  columns: Float64Array;
  components: null;
  settings: string[] | null;
};

function readRows(
  rows: Rows,
  kind: CorrelationKind,
  { groups, families, settings }: Pick<ParallelOptions, 'groups' | 'families' | 'settings'>,
): Table {
  const p = rows[0]?.length ?? 0;
  for (const [what, labels] of [
    ['family', families],
    ['setting', settings],
  ] as const)
    if (labels && labels.length !== rows.length)
      throw new UserError(`${labels.length} ${what} labels were given for ${rows.length} rows`);
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
  const blocks = groups ? rowsByLabel(kept.map((from) => String(groups[from]))) : null;
  return {
    n: kept.length,
    p,
    columns,
    thresholds,
    blocks,
    families: blocks && families ? familiesOf(blocks, kept, families) : null,
    components: null,
    settings: settings ? kept.map((from) => String(settings[from])) : null,
  };
}

/** Groups by family; null where every family has one, so that groups are the units. */
function familiesOf(
  blocks: readonly number[][],
  kept: readonly number[],
  families: readonly (string | number)[],
): number[][] | null {
  const byFamily = rowsByLabel(blocks.map((rows) => String(families[kept[rows[0]!]!])));
  return byFamily.every((groups) => groups.length === 1) ? null : byFamily;
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
