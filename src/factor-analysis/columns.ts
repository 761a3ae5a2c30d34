import { UserError } from '../errors.ts';
import type { Rows } from '../statistics/dense.ts';
import { derivationText, derivedColumns } from '../statistics/derived-columns.ts';

export interface ColumnProblem {
  kind: 'constant' | 'empty' | 'duplicate' | 'derived' | 'missing';
  column: number;
  name: string;
  /** One sentence for the reader. */
  message: string;
}

export interface ColumnCheck {
  /** Indices of columns that can be factored. */
  usable: number[];
  /** Columns left out (constant, empty, duplicate, computed from others) and columns with gaps (kept). */
  problems: ColumnProblem[];
}

/** The least number of columns for which a factor model says anything. */
export const leastColumns = 3;

/**
 * Looks through a table (n × p, a cell that is not a finite number is a gap) before it is factored, or used for
 * another `purpose` that needs at least `least` columns: constant, empty, and duplicate columns and those computed from others
 * (totals, means) are left out, gaps are counted.
 * @throws UserError when rows differ in length, names do not fit, or fewer than `least` columns are usable.
 */
export function checkColumns(
  rows: Rows,
  names?: readonly string[],
  { least = leastColumns, purpose = 'a factor analysis' } = {},
): ColumnCheck {
  const p = names?.length ?? rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (row.length !== p) {
      throw new UserError(`row ${i + 1} has ${row.length} cells where ${p} are expected`, {
        hint: 'Every row needs one cell for each column.',
      });
    }
  });
  if (rows.length < 3) {
    throw new UserError(
      `${purpose} needs at least 3 rows, and many more to be of use; there ${rows.length === 1 ? 'is 1' : `are ${rows.length}`}`,
    );
  }
  const problems: ColumnProblem[] = [];
  const usable: number[] = [];
  const seen = new Map<string, number>();
  const nameOf = (j: number) => names?.[j] ?? `column ${j + 1}`;
  for (let j = 0; j < p; j++) {
    const name = nameOf(j);
    const note = (kind: ColumnProblem['kind'], message: string) =>
      problems.push({ kind, column: j, name, message });
    const column = rows.map((row) => row[j]!);
    const finite = column.filter(Number.isFinite);
    const gaps = column.length - finite.length;
    if (finite.length < 2) {
      note('empty', `${name} holds fewer than two numbers and is left out`);
      continue;
    }
    if (finite.every((x) => x === finite[0])) {
      note('constant', `${name} is ${finite[0]} in every row and is left out`);
      continue;
    }
    const content = column.map((x) => (Number.isFinite(x) ? x : 'gap')).join(' ');
    const twin = seen.get(content);
    if (twin !== undefined) {
      note('duplicate', `${name} equals ${nameOf(twin)} and is left out`);
      continue;
    }
    seen.set(content, j);
    if (gaps > 0) {
      const first = column.findIndex((x) => !Number.isFinite(x)) + 1;
      note(
        'missing',
        `${name} has no number in ${gaps} of ${column.length} rows (first: ${first})`,
      );
    }
    usable.push(j);
  }
  const computed = derivedColumns(
    usable.map((j) => rows.map((row) => row[j]!)),
    usable.map(nameOf),
  );
  const left = new Set(computed.map(({ column }) => usable[column]!));
  for (const one of computed) {
    const [column, from] = [usable[one.column]!, one.from.map((k) => nameOf(usable[k]!))];
    const name = nameOf(column);
    const message = `${derivationText(name, one.how, from)} and is left out`;
    problems.push({ kind: 'derived', column, name, message });
  }
  const kept = usable.filter((j) => !left.has(j));
  if (kept.length < least) {
    const out = problems.filter((problem) => problem.kind !== 'missing');
    throw new UserError(
      `${purpose} needs at least ${least} usable columns; ${kept.length} of ${p} ${kept.length === 1 ? 'is' : 'are'} usable`,
      {
        hint:
          out.length > 0
            ? `${out
                .slice(0, 5)
                .map((problem) => problem.message)
                .join('; ')}.`
            : 'Add columns that vary between rows.',
      },
    );
  }
  return { usable: kept, problems };
}
