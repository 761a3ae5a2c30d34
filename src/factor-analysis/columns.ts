import { UserError } from '../errors.ts';
import type { Rows } from '../statistics/dense.ts';

export interface ColumnProblem {
  kind: 'constant' | 'empty' | 'duplicate' | 'missing';
  column: number;
  name: string;
  /** One sentence for the reader. */
  message: string;
}

export interface ColumnCheck {
  /** Indices of columns that can be factored. */
  usable: number[];
  /** Columns left out (constant, empty, duplicate) and columns with gaps (kept). */
  problems: ColumnProblem[];
}

/** The least number of columns for which a factor model says anything. */
export const leastColumns = 3;

/**
 * Looks through a table (n × p, a cell that is not a finite number is a gap) before it is factored, or used for
 * another `purpose` that needs at least `least` columns: constant, empty, and duplicate columns are left out, gaps
 * are counted.
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
  for (let j = 0; j < p; j++) {
    const name = names?.[j] ?? `column ${j + 1}`;
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
      note('duplicate', `${name} equals ${names?.[twin] ?? `column ${twin + 1}`} and is left out`);
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
  if (usable.length < least) {
    const left = problems.filter((problem) => problem.kind !== 'missing');
    throw new UserError(
      `${purpose} needs at least ${least} usable columns; ${usable.length} of ${p} ${usable.length === 1 ? 'is' : 'are'} usable`,
      {
        hint:
          left.length > 0
            ? `${left
                .slice(0, 5)
                .map((problem) => problem.message)
                .join('; ')}.`
            : 'Add columns that vary between rows.',
      },
    );
  }
  return { usable, problems };
}
