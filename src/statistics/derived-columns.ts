/** Columns of a table that were computed from others: totals, means, differences, and copies on another scale. */
import { listOf } from '../tables/numbers.ts';

export type DerivedColumn = {
  column: number;
  /** What it is of the columns in `from`; `rescaled`: a linear function of one. */
  how: 'sum' | 'mean' | 'difference' | 'rescaled';
  from: number[];
};

/** "total is the sum of q1, q2, and q3". */
export function derivationText(name: string, how: DerivedColumn['how'], from: readonly string[]) {
  if (how === 'rescaled') return `${name} is ${from[0]} on another scale`;
  if (how === 'difference') return `${name} is ${from[0]} less ${from[1]}`;
  const parts =
    from.length > 6 ? `${from.length} columns (${from[0]} … ${from.at(-1)})` : listOf(from);
  return `${name} is the ${how} of ${parts}`;
}

/** With fewer rows a column may equal such a figure by chance. */
const leastRows = 8;
/** In so many rows at least the columns that it is computed from must differ: where all are equal, their mean is one more like them. */
const leastDiffering = 5;
/** Rows that are looked at for candidates; each candidate is then compared in all rows. */
const mostRows = 2000;

const derivedName =
  /(^|[^a-z])(totals?|sum|mean|average|avg|scores?|scale|composite|overall|diff|difference|delta|change|gesamt|summe|mittelwert)([^a-z]|$)/i;

/**
 * Finds columns that are the sum, the mean, or the difference of others, or one other in other units (`rescaled`, unless `single`
 * is false). Rows with a gap in any column are left out; with fewer than 8 others nothing is found. A column is looked for in those
 * before it, and in all where its name says that it is computed ("total"). A mean may be rounded, to a digit behind the point at
 * least.
 * @param columns p × n; what is not a finite number is a gap
 * @param names p, or fewer
 */
export function derivedColumns(
  columns: readonly (readonly number[])[],
  names: readonly string[],
  { single = true } = {},
): DerivedColumn[] {
  const n = columns[0]?.length ?? 0;
  const rows = Array.from({ length: n }, (_, i) => i).filter((i) =>
    columns.every((column) => Number.isFinite(column[i]!)),
  );
  if (rows.length < leastRows) return [];
  const complete = columns.map((column) => rows.map((i) => column[i]!));
  const step = Math.ceil(rows.length / mostRows);
  const sampled = complete.map((column) => column.filter((_, i) => i % step === 0));
  const isNamedSo = (c: number) => derivedName.test(spaced(names[c] ?? ''));
  const order = [...columns.keys()].sort((a, b) => Number(isNamedSo(a)) - Number(isNamedSo(b)));
  const basis = createBasis(sampled[0]!.length);
  const found: DerivedColumn[] = [];
  for (const c of order) {
    const slack = 4 * roundingOf(complete[c]!) + 1e-7 * largest(complete[c]!);
    const weights = basis.weightsOf(sampled[c]!, slack);
    if (weights === null) {
      basis.add(c, sampled[c]!);
      continue;
    }
    const one = derivation(c, weights, complete);
    if (one && (single || one.how !== 'rescaled')) found.push(one);
  }
  return found.sort((a, b) => a.column - b.column);
}

/** "scaleTotal" as "scale Total". */
const spaced = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');

const largest = (column: readonly number[]) =>
  column.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** Half of the last digit that any number of a column has; 0 for whole numbers, which nobody rounds a mean to here. */
function roundingOf(column: readonly number[]): number {
  let digits = 0;
  for (const x of column) {
    const [, after = ''] = String(x).split('.');
    if (!after.includes('e')) digits = Math.max(digits, after.length);
  }
  return digits === 0 ? 0 : 0.51 * 10 ** -digits;
}

/** What `c` is of the columns that have weight in it; null where it is no such figure. */
function derivation(
  c: number,
  weights: ReadonlyMap<number, number>,
  complete: readonly (readonly number[])[],
): DerivedColumn | null {
  const most = Math.max(...[...weights.values()].map(Math.abs));
  const parts = [...weights].filter(([, weight]) => Math.abs(weight) > most / 2);
  const from = parts.map(([column]) => column).sort((a, b) => a - b);
  const column = complete[c]!;
  const rounding = roundingOf(column) + 1e-9 * largest(column);
  const equals = (figure: (row: number) => number, slack = rounding) =>
    column.every((x, i) => Math.abs(x - figure(i)) <= slack);
  const part = (k: number, row: number) => complete[from[k]!]![row]!;
  if (from.length === 1) {
    const line = lineThrough(complete[from[0]!]!, column);
    // The line through rounded numbers lies a little off.
    return equals((row) => line.at + line.slope * part(0, row), 2 * rounding)
      ? { column: c, how: 'rescaled', from }
      : null;
  }
  const differing = column.filter((_, i) => from.some((_, k) => part(k, i) !== part(0, i))).length;
  if (differing < leastDiffering) return null;
  const sum = (row: number) => from.reduce((total, _, k) => total + part(k, row), 0);
  if (equals(sum)) return { column: c, how: 'sum', from };
  if (equals((row) => sum(row) / from.length)) return { column: c, how: 'mean', from };
  if (from.length > 2) return null;
  if (equals((row) => part(0, row) - part(1, row))) return { column: c, how: 'difference', from };
  if (equals((row) => part(1, row) - part(0, row)))
    return { column: c, how: 'difference', from: from.reverse() };
  return null;
}

function lineThrough(xs: readonly number[], ys: readonly number[]): { at: number; slope: number } {
  const mean = (column: readonly number[]) => column.reduce((a, b) => a + b, 0) / column.length;
  const [x, y] = [mean(xs), mean(ys)];
  let [cross, square] = [0, 0];
  for (let i = 0; i < xs.length; i++) {
    cross += (xs[i]! - x) * (ys[i]! - y);
    square += (xs[i]! - x) ** 2;
  }
  const slope = square === 0 ? 0 : cross / square;
  return { at: y - slope * x, slope };
}

/** Independent columns and a constant, made orthonormal one after another (Gram and Schmidt, each twice). */
function createBasis(n: number) {
  const unit: number[][] = [];
  /** By independent column: its part in each unit vector up to its own. */
  const parts: number[][] = [];
  const columns: (number | null)[] = [];
  const split = (column: readonly number[]) => {
    const rest = [...column];
    const shares = new Array<number>(unit.length).fill(0);
    for (let turn = 0; turn < 2; turn++)
      unit.forEach((vector, k) => {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += vector[i]! * rest[i]!;
        shares[k]! += dot;
        for (let i = 0; i < n; i++) rest[i]! -= dot * vector[i]!;
      });
    return { rest, shares };
  };
  const add = (column: number | null, values: readonly number[]) => {
    const { rest, shares } = split(values);
    const length = Math.hypot(...rest);
    if (length === 0) return;
    unit.push(rest.map((x) => x / length));
    parts.push([...shares, length]);
    columns.push(column);
  };
  add(null, new Array<number>(n).fill(1));
  return {
    add,
    /** Weights of the independent columns in `values`; null where these leave more than `slack` of a row unexplained. */
    weightsOf(values: readonly number[], slack: number): Map<number, number> | null {
      const { rest, shares } = split(values);
      if (unit.length < 2 || rest.some((x) => Math.abs(x) > slack)) return null;
      const weights = new Map<number, number>();
      for (let k = unit.length - 1; k >= 0; k--) {
        const weight = shares[k]! / parts[k]![k]!;
        for (let j = 0; j < k; j++) shares[j]! -= weight * parts[k]![j]!;
        if (columns[k] !== null) weights.set(columns[k]!, weight);
      }
      return weights;
    },
  };
}
