/** Numbers that probably stand for a gap: -99, 999, 9 on a scale of five. */
import { listOf, plural } from '../tables/numbers.ts';

export type OutlyingCode = { value: number; columns: string[]; count: number };

/** Numbers by which data files say that nothing is known. */
const usual = new Set(
  [1, 2, 3, 5, 7, 8, 9, 66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 996, 997, 998, 999].concat([
    6666, 7777, 8888, 9996, 9997, 9998, 9999, 66666, 77777, 88888, 99999, 999999, 9999999,
  ]),
);

/**
 * Values that repeat far outside of what else stands in their columns. `columns` hold numbers, NaN for
 * a gap. A usual code suffices in one column where it repeats; any other number needs two columns.
 */
export function outlyingCodes(
  columns: readonly (readonly number[])[],
  names: readonly string[],
): OutlyingCode[] {
  const found = new Map<number, OutlyingCode>();
  const known = columns.map((column) => column.filter(Number.isFinite));
  const negatives = new Set(known.flatMap((column) => column.filter((value) => value < 0)));
  const minus = known.flat().filter((value) => value === -1).length;
  const seldom = minus > 0 && minus <= 0.1 * known.flat().length;
  const beyond = beyondTheSteps(known);
  const alone = aloneBesideSteps(known);
  known.forEach((column, c) => {
    const own = candidates(column, negatives, seldom);
    for (const value of [...beyond, ...alone]) {
      const count = column.filter((one) => one === value).length;
      if (count > 0) own.set(value, count);
    }
    for (const [value, count] of own) {
      const code = found.get(value) ?? { value, columns: [], count: 0 };
      code.columns.push(names[c]!);
      code.count += count;
      found.set(value, code);
    }
  });
  // Where a code is known from one column, it counts in all that hold it outside of their scale.
  return [...found.values()]
    .filter(
      ({ value, columns: held, count }) =>
        held.length > 1 ||
        (usual.has(Math.abs(value)) && count > 1 && (Math.abs(value) >= 9 || value <= -7)) ||
        alone.has(value),
    )
    .sort((a, b) => b.count - a.count || a.value - b.value);
}

/** Values of one column beyond its core that look like codes, with how often they occur. */
function candidates(
  column: readonly number[],
  negatives: ReadonlySet<number>,
  seldom: boolean,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = [...counts.keys()].sort((a, b) => a - b);
  if (values.length < 3) return new Map();
  // What is hardly anything but a code does not tell how wide the scale is, however often it occurs.
  const isCode = (value: number) => usual.has(Math.abs(value)) && (value <= -9 || value >= 66);
  const rest = column.filter((value) => !isCode(value));
  const [low, high] = new Set(rest).size > 1 ? core(rest, values) : core(column, values);
  const range = values[high]! - values[low]!;
  const isFar = (value: number) => {
    const distance = Math.max(values[low]! - value, value - values[high]!);
    if (!usual.has(Math.abs(value))) return distance >= 3 * range && Math.abs(value) > 10;
    return distance >= Math.max(range, 2) && (value < 0 || value >= 8);
  };
  const sides = [values.slice(0, low), values.slice(high + 1)].map((side) => {
    // Several numbers of no meaning beyond the core are the long end of a distribution.
    const odd = side.filter((value) => !usual.has(Math.abs(value))).length;
    return odd > 0 && side.length > 1 ? [] : side.filter(isFar);
  });
  // The one negative number of a whole table, where a scale begins at 0 or above (and is none of −1, 0, 1 in which −1 is usual).
  const [first, second] = values as [number, number];
  const alone =
    first < 0 &&
    negatives.size === 1 &&
    usual.has(-first) &&
    (second > 0 || (second === 0 && (values.at(-1)! > 1 || seldom)));
  const found = new Set([...sides.flat(), ...(alone ? [first] : [])]);
  return new Map([...found].map((value) => [value, counts.get(value)!]));
}

/**
 * On steps from 0 or 1 up, 8 and 9 (99, …) behind a step that nobody takes in any column: 9 on a scale of seven.
 * None where anything else stands beyond the steps.
 */
function beyondTheSteps(columns: readonly (readonly number[])[]): number[] {
  const all = [...new Set(columns.flat())].sort((a, b) => a - b);
  const steps = all.filter((value) => value >= 0);
  if (!steps.every(Number.isInteger) || steps.length > 20 || !(steps[0]! <= 1)) return [];
  const end = steps.findIndex((value, i) => i > 0 && value > steps[i - 1]! + 1);
  if (end < 3 || steps[end - 1]! > 7) return [];
  const rest = steps.slice(end);
  return rest.every((value) => value >= 7 && usual.has(value)) ? rest : [];
}

/** A code that stands once (99, -99), where all else in the table are whole numbers from -10 to 10. */
function aloneBesideSteps(columns: readonly (readonly number[])[]): ReadonlySet<number> {
  const all = columns.flat();
  const codes = all.filter((value) => usual.has(Math.abs(value)) && Math.abs(value) >= 66);
  const rest = all.filter((value) => Math.abs(value) <= 10);
  return new Set(
    codes.length + rest.length === all.length && rest.every(Number.isInteger) ? codes : [],
  );
}

/** Grows from the middle half while the next value is nearer than what is held so far is wide. */
function core(column: readonly number[], values: readonly number[]): [number, number] {
  const sorted = [...column].sort((a, b) => a - b);
  const at = (share: number) => values.indexOf(sorted[Math.floor(share * (sorted.length - 1))]!);
  let [low, high] = [at(0.25), at(0.75)];
  const step = Math.min(...values.slice(1).map((value, i) => value - values[i]!));
  for (;;) {
    const width = Math.max(values[high]! - values[low]!, 2 * step);
    if (low > 0 && values[low]! - values[low - 1]! < width) low -= 1;
    else if (high < values.length - 1 && values[high + 1]! - values[high]! < width) high += 1;
    else return [low, high];
  }
}

/** "-99 stands 24 times in q2, q5": what a person can do about it is in the sentence. */
export function codeSentence({ value, columns, count }: OutlyingCode): string {
  const shown =
    columns.length > 4
      ? [...columns.slice(0, 3), plural(columns.length - 3, 'more column')]
      : columns;
  return `${value} occurs ${plural(count, 'time')} in ${listOf(shown)}, far outside of the other values, and is used as a number; if it means that nothing is known, add --gaps ${value}`;
}
