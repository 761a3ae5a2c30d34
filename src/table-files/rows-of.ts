/** Rows of a table as a schema wants them, with errors in the words of the table. */
import type * as z from 'zod';
import { UserError } from '../errors.ts';
import { columnNamed, columnsText, nearColumns } from './column-names.ts';
import { placeOf, quoteCell, type Table } from './table-file.ts';

/** `answer` = `text` says that the file's column `text` is our column `answer`. */
export type ColumnMap = Readonly<Record<string, string>>;

/**
 * The rows, each with its line. `columns` are ours: those in `required` must be there, under their own
 * name or the one that `map` gives; case and white space at the ends of a heading do not count. A cell
 * that a row lacks is empty. Throws UserError for a missing column (naming the nearest) and for a cell
 * that does not fit.
 */
export function rowsOf<T>(
  table: Table,
  schema: z.ZodType<T>,
  columns: {
    required: readonly string[];
    optional?: readonly string[];
    map?: ColumnMap;
    /** Whether the command takes --map. */
    mappable?: boolean;
  },
): (T & { line: number })[] {
  const { map = {}, optional = [] } = columns;
  const ours = [...columns.required, ...optional];
  for (const name of Object.keys(map))
    if (!ours.includes(name))
      throw new UserError(`There is no column ${name} to map to.`, {
        hint: `Name one of ${ours.join(', ')}.`,
        exit: 'usage',
      });
  const theirs = new Map<string, string>();
  for (const name of ours) {
    const found = columnNamed(table, map[name] ?? name);
    if (found !== undefined) theirs.set(name, found);
    else if (columns.required.includes(name) || map[name] !== undefined)
      throw missingColumn(map[name] ?? name, name, table, columns.mappable === true);
  }
  return table.rows.map(({ line, cells }) => {
    const row = Object.fromEntries(
      [...theirs].flatMap(([name, column]) => {
        const cell = cells[column] ?? '';
        // What may be left out is left out where its cell is empty.
        return cell === '' && !columns.required.includes(name) ? [] : [[name, cell] as const];
      }),
    );
    const result = schema.safeParse(row, { error: plainWords });
    if (result.success) return { ...result.data, line };
    const issue = result.error.issues[0]!;
    const name = String(issue.path[0] ?? '');
    const cell = cells[theirs.get(name) ?? ''] ?? '';
    throw new UserError(
      `${theirs.get(name) ?? (name || 'the row')}: ${cell.trim() === '' ? '' : `${quoteCell(cell)}: `}${issue.message}`,
      { where: placeOf(table, line), hint: 'Correct the cell and run the same command.' },
    );
  });
}

/** What the schema says when it has no words of its own. */
function plainWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value')
    return `none of ${(issue.values as readonly unknown[]).map(String).join(', ')}`;
  if (issue.input === undefined || issue.input === '') return 'the cell is empty';
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'this is not a number';
  return 'this does not fit here';
}

function missingColumn(wanted: string, ours: string, table: Table, mappable: boolean): UserError {
  const near = nearColumns(wanted, table);
  const [first] = near;
  const found = first === undefined ? columnsText(table) : `Nearest: ${near.join(', ')}.`;
  const mend = mappable
    ? `Rename one, or name it with --map ${ours}=${first ?? '<column>'}.`
    : `Rename the one that holds it to ${ours}.`;
  return new UserError(`The column ${wanted} is missing.`, {
    where: placeOf(table, table.headerLine),
    hint: `${found} ${mend}`,
  });
}
