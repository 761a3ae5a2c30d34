/** Reads rows or a matrix from a file for `valuelex factors`, checks them, and says in words what was left out. */
import { UserError } from '../../errors.ts';
import { checkColumns } from '../../factor-analysis/columns.ts';
import type { FactorWarning } from '../../factor-analysis/warnings.ts';
import type { MissingPolicy } from '../../statistics/correlation.ts';
import { isGap } from '../../table-files/gaps.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { checkedNumber, readNumericTable } from '../../table-files/numeric-table.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';
import { listOf, plural } from '../../tables/numbers.ts';

export type RawTable = {
  input: 'raw';
  /** Rows by `variables`; NaN is a gap (none with listwise deletion). */
  rows: number[][];
  variables: string[];
  /** Lines of the file that `rows` come from. */
  lines: number[];
  groups: string[] | null;
  /** What `--invariance` and `--repeated` name, one a row. */
  compared: { by: string; groups: string[]; same: string[] | null } | null;
  warnings: FactorWarning[];
};

export type MatrixTable = {
  input: 'matrix';
  /** With 1 on the diagonal, also where the file held covariances. */
  correlation: number[][];
  n: number;
  variables: string[];
  warnings: FactorWarning[];
};

export type TableForFactors = RawTable | MatrixTable;

export type ReadOptions = {
  input: 'raw' | 'correlation';
  n?: number;
  groups?: string;
  /** The column of groups whose structures are compared, and that of who is in several of them. */
  invariance?: string;
  repeated?: string;
  /** Exactly these columns; by default all that measure something. */
  columns?: readonly string[];
  missing: MissingPolicy;
};

/**
 * Throws UserError, with file and line, for a cell that is not a number, too few rows or columns, or an invalid
 * matrix. Columns that cannot be factored are left out with a warning.
 */
export function readFactorTable(table: Table, options: ReadOptions): TableForFactors {
  if (options.repeated !== undefined && options.invariance === undefined)
    throw new UserError(
      '--repeated says who is in several groups; --invariance names the groups.',
      {
        hint: 'Add --invariance <column>, or leave --repeated out.',
        exit: 'usage',
      },
    );
  return options.input === 'raw'
    ? withCompared(rawTable(table, options), table, options)
    : matrixTable(table, options);
}

/** The labels of the rows that are left. */
function withCompared(
  read: Omit<RawTable, 'compared'>,
  table: Table,
  { invariance: by, repeated }: ReadOptions,
): RawTable {
  if (by === undefined) return { ...read, compared: null };
  const rowAt = new Map(table.rows.map((row) => [row.line, row.cells]));
  const labels = (column: string) =>
    read.lines.map((line) => {
      const cell = rowAt.get(line)?.[column] ?? '';
      return isGap(cell, table.options.gaps) ? '' : cell.trim();
    });
  return {
    ...read,
    compared: { by, groups: labels(by), same: repeated === undefined ? null : labels(repeated) },
  };
}

function rawTable(table: Table, options: ReadOptions): Omit<RawTable, 'compared'> {
  const warnings: FactorWarning[] = [];
  const read = readNumericTable(
    table,
    {
      ...{ groups: options.groups, columns: options.columns, flag: '--columns' },
      labels: [options.invariance, options.repeated].filter((name) => name !== undefined),
    },
    (message, kind) =>
      warnings.push({ code: kind === 'left-out' ? 'column-left-out' : 'table', message }),
  );
  if (looksLikeMatrix(read.rows))
    throw new UserError('This is a matrix of correlations or covariances, not rows of data.', {
      where: table.file,
      hint: 'Add --input correlation and --n <rows behind it>.',
      exit: 'usage',
    });
  const { names, rows, lines, groups } = read;
  const first = columnsToUse(rows, names, warnings);
  for (const { kind, message } of first.problems)
    if (kind !== 'missing') warnings.push({ code: 'column-left-out', message });
  const columns = first.usable;
  const kept = rows.map((row) => columns.map((j) => row[j]!));
  const complete = kept.map((row) => row.every(Number.isFinite));
  const incomplete = complete.filter((whole) => !whole).length;
  const variables = columns.map((j) => names[j]!);
  if (incomplete === 0) return { input: 'raw', rows: kept, variables, lines, groups, warnings };
  const worst = gapsByColumn(kept, variables);
  if (options.missing === 'pairwise') {
    // A row without any number says nothing about any pair.
    const some = kept.map((row) => row.some(Number.isFinite));
    const empty = some.filter((any) => !any).length;
    warnings.push({
      code: 'gaps',
      message: `${incomplete} of ${rows.length} rows have gaps, which are left out pair by pair${empty > 0 ? ` (${empty} rows are empty)` : ''}; --missing listwise leaves those rows out; gaps in ${worst}`,
    });
    return {
      input: 'raw',
      rows: kept.filter((_, i) => some[i]),
      variables,
      lines: lines.filter((_, i) => some[i]),
      groups: groups?.filter((_, i) => some[i]) ?? null,
      warnings,
    };
  }
  if (rows.length - incomplete < 3)
    throw new UserError(
      `Only ${rows.length - incomplete} of ${rows.length} rows have a number in every column.`,
      {
        where: table.file,
        hint: `Take --missing pairwise, or leave columns with many gaps out: ${worst}.`,
      },
    );
  warnings.push({
    code: 'rows-dropped',
    message: `${incomplete} of ${rows.length} rows have gaps and are left out; gaps in ${worst}`,
  });
  // Without these rows a column may have become constant, or a duplicate of another.
  const whole = kept.filter((_, i) => complete[i]);
  const second = checkColumns(whole, variables);
  for (const { message } of second.problems) warnings.push({ code: 'column-left-out', message });
  return {
    input: 'raw',
    rows: whole.map((row) => second.usable.map((j) => row[j]!)),
    variables: second.usable.map((j) => variables[j]!),
    lines: lines.filter((_, i) => complete[i]),
    groups: groups?.filter((_, i) => complete[i]) ?? null,
    warnings,
  };
}

/** "age (12), income (3), and 4 more columns", most gaps first. */
function gapsByColumn(rows: readonly (readonly number[])[], variables: readonly string[]): string {
  const counts = variables
    .map((name, j) => ({ name, gaps: rows.filter((row) => !Number.isFinite(row[j])).length }))
    .filter(({ gaps }) => gaps > 0)
    .sort((a, b) => b.gaps - a.gaps);
  const shown = counts.slice(0, 3).map(({ name, gaps }) => `${name} (${gaps})`);
  const more = counts.length - shown.length;
  return listOf(more > 0 ? [...shown, plural(more, 'more column')] : shown);
}

/** Where too few columns are left, the error also names the columns left out before. */
function columnsToUse(
  rows: readonly number[][],
  names: readonly string[],
  warnings: readonly FactorWarning[],
): ReturnType<typeof checkColumns> {
  try {
    return checkColumns(rows, names);
  } catch (error) {
    const left = warnings.filter(({ code }) => code === 'column-left-out');
    if (!(error instanceof UserError) || left.length === 0) throw error;
    throw new UserError(error.message, {
      hint: [...left.map(({ message }) => `${message}.`), error.hint ?? ''].join(' ').trim(),
      cause: error,
    });
  }
}

/** Raw data are not symmetric by chance. */
function looksLikeMatrix(rows: readonly (readonly number[])[]): boolean {
  return (
    rows.length > 2 &&
    rows[0]!.length === rows.length &&
    rows.every((row, i) => row.every((x, j) => Number.isFinite(x) && x === rows[j]![i]))
  );
}

function matrixTable(table: Table, options: ReadOptions): MatrixTable {
  if (options.n === undefined)
    throw new UserError('A matrix needs the number of rows behind it.', {
      hint: 'Give it with --n.',
      exit: 'usage',
    });
  if (options.groups !== undefined || options.invariance !== undefined)
    throw new UserError('A matrix has no groups of rows.', {
      hint: `Leave ${options.groups === undefined ? '--invariance' : '--groups'} out, or bring the raw data.`,
      exit: 'usage',
    });
  const style = numberStyle(table);
  const warnings = [...table.notes, ...style.notes].map(
    (message): FactorWarning => ({ code: 'table', message }),
  );
  // A first column of names is a heading of the rows, not a variable.
  const [first = ''] = table.columns;
  const named =
    table.columns.length === table.rows.length + 1 &&
    (first === '' ||
      table.rows.every((row) => Number.isNaN(style.numberOf(row.cells[first] ?? '', first))));
  const variables = named ? table.columns.slice(1) : table.columns;
  const p = variables.length;
  if (p !== table.rows.length)
    throw new UserError(
      `A correlation matrix is square; here are ${table.rows.length} rows and ${p} columns.`,
      {
        where: table.file,
        hint:
          p === table.rows.length + 1
            ? 'If the first line is a row of the matrix, add --no-header. Raw data need --input raw (the default).'
            : 'Raw data need --input raw (the default).',
      },
    );
  const { gaps } = table.options;
  const cells = table.rows.map((row) => variables.map((name) => (row.cells[name] ?? '').trim()));
  const at = (i: number) => placeOf(table, table.rows[i]!.line);
  // An empty diagonal is read as that of a correlation matrix.
  const bare = cells.every((row, i) => isGap(row[i]!, gaps));
  // One triangle suffices: a gap takes the value of its mirror image.
  const matrix = cells.map((row, i) =>
    row.map((cell, j) => {
      if (bare && i === j) return 1;
      const text = isGap(cell, gaps) ? cells[j]![i]! : cell;
      if (isGap(text, gaps))
        throw new UserError(`The correlation of ${variables[i]} and ${variables[j]} is missing.`, {
          where: at(i),
          hint: 'Every cell of a matrix, or of one triangle of it, holds a number.',
        });
      const mirrored = text !== cell;
      return checkedNumber(
        style.numberOf(text, variables[mirrored ? i : j]!),
        text,
        variables[mirrored ? i : j]!,
        table,
        table.rows[mirrored ? j : i]!.line,
      );
    }),
  );
  checkMatrix(matrix, variables, at);
  const found = { input: 'matrix' as const, n: options.n, variables };
  if (matrix.every((row, i) => isOne(row[i]!))) return { ...found, correlation: matrix, warnings };
  const deviation = matrix.map((row, i) => Math.sqrt(row[i]!));
  return {
    ...found,
    correlation: matrix.map((row, i) =>
      row.map((value, j) => (i === j ? 1 : value / (deviation[i]! * deviation[j]!))),
    ),
    warnings: [
      ...warnings,
      {
        code: 'covariance',
        message: 'the matrix was a covariance matrix; its correlations were used',
      },
    ],
  };
}

function isOne(value: number): boolean {
  return Math.abs(value - 1) <= 1e-8;
}

function checkMatrix(
  matrix: readonly (readonly number[])[],
  variables: readonly string[],
  at: (row: number) => string,
): void {
  const diagonal = matrix.map((row, i) => row[i]!);
  diagonal.forEach((value, i) => {
    if (value > 0) return;
    throw new UserError(`The diagonal holds ${value} at ${variables[i]}; it must be above 0.`, {
      where: at(i),
      hint: 'A correlation matrix has 1 there, a covariance matrix the variances.',
    });
  });
  for (const [i, row] of matrix.entries())
    for (let j = 0; j < i; j++) {
      const other = matrix[j]![i]!;
      if (Math.abs(row[j]! - other) > 1e-8 * Math.max(1, Math.abs(row[j]!)))
        throw new UserError(
          `The matrix is not symmetric: ${variables[i]} with ${variables[j]} is ${row[j]}, the other way round ${other}.`,
          { where: at(i), hint: 'Correct one of the two cells.' },
        );
      const bound = Math.sqrt(diagonal[i]! * diagonal[j]!);
      if (Math.abs(row[j]!) > bound * (1 + 1e-8))
        throw new UserError(
          diagonal.every(isOne)
            ? `The correlation of ${variables[i]} and ${variables[j]} is ${row[j]}, beyond 1.`
            : `The covariance ${row[j]} of ${variables[i]} and ${variables[j]} is beyond what their variances allow.`,
          { where: at(i), hint: 'Correct the cell or the diagonal.' },
        );
    }
  const odd = diagonal.findIndex((value) => !isOne(value));
  if (odd >= 0 && diagonal.some(isOne))
    throw new UserError(
      `The diagonal is 1 for some columns and ${diagonal[odd]} for ${variables[odd]}.`,
      {
        where: at(odd),
        hint: 'A correlation matrix has 1 all along; a covariance matrix has the variances.',
      },
    );
}
