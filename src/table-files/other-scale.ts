/** Columns whose numbers lie elsewhere than those of all others: seconds or an age beside ratings. */
import { fixed } from '../tables/numbers.ts';

export type OtherScale = { column: number; text: string };

/**
 * Columns of which more than half of the numbers lie outside the range of the others. Those count whose ranges meet the ranges of
 * most columns. Of two columns both are meant, where their ranges do not meet. `text`: "age (18 to 80) is on another scale than the
 * others (1 to 7)".
 * @param columns p × n; what is not a finite number is a gap
 */
export function otherScales(
  columns: readonly (readonly number[])[],
  names: readonly string[],
): OtherScale[] {
  const numbers = columns.map((column) => column.filter(Number.isFinite));
  const reach = numbers.map(reachOf);
  const isUsual = reach.map(
    (one) => 2 * reach.filter((other) => one && other && meet(one, other)).length > reach.length,
  );
  const pair = columns.length === 2;
  return columns.flatMap((_, c) => {
    const own = reach[c];
    const others = joined(
      reach.filter((one, o) => o !== c && one && (pair || isUsual[o])) as Reach[],
    );
    if (!own || !others) return [];
    const outside = numbers[c]!.filter((x) => x < others.low || x > others.high).length;
    if (pair ? meet(own, others) : 2 * outside <= numbers[c]!.length) return [];
    const text = `${names[c]} (${rangeText(own)}) is on another scale than the others (${rangeText(others)})`;
    return [{ column: c, text }];
  });
}

type Reach = { low: number; high: number };

function reachOf(numbers: readonly number[]): Reach | null {
  if (numbers.length === 0) return null;
  return joined(numbers.map((x) => ({ low: x, high: x })));
}

function joined(all: readonly Reach[]): Reach | null {
  return all.reduce<Reach | null>(
    (whole, { low, high }) =>
      whole ? { low: Math.min(whole.low, low), high: Math.max(whole.high, high) } : { low, high },
    null,
  );
}

const meet = (a: Reach, b: Reach) => a.low <= b.high && b.low <= a.high;

function rangeText({ low, high }: Reach): string {
  const digits = [low, high].every(Number.isInteger) ? 0 : 2;
  return `${fixed(low, digits)} to ${fixed(high, digits)}`;
}
