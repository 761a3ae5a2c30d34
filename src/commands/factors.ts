/** `valuelex factors`: the factor analysis of a run, or of any table. */
import { UserError } from '../errors.ts';
import { checkColumns } from '../factor-analysis/columns.ts';
import {
  type ExtractionName,
  type FactorResult,
  factorAnalysis,
} from '../factor-analysis/factor-analysis.ts';
import {
  type ParallelAnalysis,
  type ParallelInput,
  parallelAnalysis,
} from '../factor-analysis/parallel-analysis.ts';
import { type Replication, replication } from '../factor-analysis/replication.ts';
import type { RotationName } from '../factor-analysis/rotation/rotate.ts';
import { loadingsTable } from '../report/text-tables.ts';
import { isComputed } from '../run/derive/deriver.ts';
import { readTable, type Table } from '../run/read-table.ts';
import type { CorrelationKind, MissingPolicy } from '../statistics/correlation.ts';
import type { CommandContext, SharedOptions } from './command-context.ts';
import { factorResultText } from './factor-result-text.ts';
import { isTableFile } from './is-table-file.ts';
import { numberOf, readNumericTable } from './numeric-table.ts';
import { withRunUntil } from './open-run.ts';

export type FactorsOptions = SharedOptions & {
  factors: number | 'auto';
  extraction: ExtractionName;
  rotation: RotationName;
  groups?: string;
  input: 'raw' | 'correlation';
  n?: number;
  correlation: CorrelationKind;
  missing: MissingPolicy;
  draws: number;
  seed: number;
  tight?: boolean;
  cut: number;
};

export async function factors(
  source: string,
  options: FactorsOptions,
  context: CommandContext,
): Promise<void> {
  if (isTableFile(source, options.runs)) {
    factorsOfFile(source, options, context);
    return;
  }
  await withRunUntil(source, 'name', options, context, (session) => {
    const view = session.getState().results.factors;
    if (!isComputed(view))
      throw new UserError(view?.unavailable ?? 'There are no factors yet: there are no answers.', {
        ...(view?.hint ? { hint: view.hint } : {}),
      });
    context.out(
      options.json ? JSON.stringify(view, null, 1) : loadingsTable(view, context.layout).join('\n'),
    );
  });
}

/** What `--json` prints: the keys of the analysis at the top, with the parallel analysis beside them. */
export type FactorsJson = FactorResult & {
  parallel: ParallelAnalysis;
  replication: Replication | null;
};

function factorsOfFile(source: string, options: FactorsOptions, context: CommandContext): void {
  const table = readTable(source);
  const found =
    options.input === 'raw' ? rawInput(table, options, context) : matrixInput(table, options);
  const parallel = parallelAnalysis(found.input, {
    iterations: options.draws,
    seed: options.seed,
    kind: options.correlation,
    ...(found.groups && new Set(found.groups).size > 1 ? { groups: found.groups } : {}),
  });
  const most = found.variables.length - 1;
  const settings = {
    factors:
      options.factors === 'auto'
        ? Math.max(1, Math.min(most, parallel.pc.suggestedByQuantile))
        : options.factors,
    extraction: options.extraction,
    rotation: options.rotation,
    kind: options.correlation,
    missing: options.missing,
    seed: options.seed,
    tight: options.tight ?? false,
    ...(found.groups ? { independentUnits: new Set(found.groups).size } : {}),
  };
  const result = factorAnalysis({ ...found.input, variables: found.variables }, settings);
  const stable =
    found.groups && 'rows' in found.input
      ? replication(found.input.rows, found.groups, settings)
      : null;
  for (const warning of result.warnings) context.note(`! ${warning.message}`);
  if (stable?.withheld) context.note(`! ${stable.reason}`);
  if (options.json) {
    const whole: FactorsJson = { ...result, parallel, replication: stable };
    context.out(JSON.stringify(whole, null, 1));
  } else context.out(factorResultText(result, parallel, stable, options.cut));
}

type Found = { input: ParallelInput; variables: string[]; groups: string[] | null };

/** Numeric columns; constant, empty, and duplicate ones are left out, and said. */
function rawInput(table: Table, options: FactorsOptions, context: CommandContext): Found {
  const { groups } = options;
  const { rows, names, groups: labels } = readNumericTable(table, { groups }, context.note);
  const { usable, problems } = checkColumns(rows, names);
  for (const problem of problems) context.note(`! ${problem.message}`);
  const kept = rows.map((row) => usable.map((j) => row[j]!));
  const complete = kept.map((row) => row.every(Number.isFinite));
  // Stability over groups needs rows without gaps.
  const whole = options.missing === 'listwise' || groups !== undefined;
  return {
    input: { rows: whole ? kept.filter((_, i) => complete[i]) : kept },
    variables: usable.map((j) => names[j]!),
    groups: labels?.filter((_, i) => complete[i]) ?? null,
  };
}

function matrixInput(table: Table, options: FactorsOptions): Found {
  if (options.n === undefined)
    throw new UserError('A matrix needs the number of rows behind it.', {
      hint: 'Give it with --n.',
      exit: 'usage',
    });
  if (options.groups !== undefined)
    throw new UserError('A matrix has no groups of rows.', {
      hint: 'Leave --groups out, or bring the raw data.',
      exit: 'usage',
    });
  // A first column of names is a header of the rows, not a variable.
  const named =
    table.columns.length === table.rows.length + 1 &&
    table.rows.every((row) => Number.isNaN(numberOf(row.cells[table.columns[0]!] ?? '')));
  const variables = named ? table.columns.slice(1) : table.columns;
  if (variables.length !== table.rows.length)
    throw new UserError(
      `A correlation matrix is square; here are ${table.rows.length} rows and ${variables.length} columns.`,
      { where: table.file, hint: 'Raw data need --input raw (the default).' },
    );
  const correlation = table.rows.map((row) =>
    variables.map((name) => {
      const value = numberOf(row.cells[name] ?? '');
      if (Number.isFinite(value)) return value;
      throw new UserError(`${name}: "${row.cells[name] ?? ''}" is no number.`, {
        where: `${table.file}:${row.line}`,
        hint: 'Every cell of a matrix holds a number.',
      });
    }),
  );
  return { input: { correlation, n: options.n }, variables, groups: null };
}
