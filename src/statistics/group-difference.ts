/** Two groups of things that come in units, such as models in families: how far their means differ. */
import { tQuantile, tTwoSided } from './distributions.ts';
import { leastUnits } from './log-odds.ts';

export type GroupDifference = {
  part: number;
  rest: number;
  difference: number;
  /** 95 %, t over units; null below three units on a side. */
  low: number | null;
  high: number | null;
  /** Two-sided; null as the interval. */
  p: number | null;
  /** Units with something in the part, and in the rest. */
  units: [number, number];
};

/**
 * The difference of the means of two groups, each value counting the same, with an interval over units: linearised as a
 * jackknife of the units, which may have values on both sides. `null` where a side is empty.
 * @param inPart one a value; the others are the rest
 * @param units one a value: what is independent of each other
 */
export function groupDifference(
  values: readonly number[],
  inPart: readonly boolean[],
  units: readonly string[],
): GroupDifference | null {
  const sides = [true, false].map((side) => {
    const own = values.flatMap((value, i) =>
      inPart[i] === side ? [{ value, unit: units[i]! }] : [],
    );
    const mean = own.reduce((sum, { value }) => sum + value, 0) / own.length;
    const moved = new Map<string, number>();
    for (const { value, unit } of own)
      moved.set(unit, (moved.get(unit) ?? 0) + (value - mean) / own.length);
    return { mean, count: own.length, moved };
  });
  const [part, rest] = sides as [(typeof sides)[0], (typeof sides)[0]];
  if (part.count === 0 || rest.count === 0) return null;
  const sizes: [number, number] = [part.moved.size, rest.moved.size];
  const difference = part.mean - rest.mean;
  const found = { part: part.mean, rest: rest.mean, difference, units: sizes };
  if (Math.min(...sizes) < leastUnits) return { ...found, low: null, high: null, p: null };
  const all = new Set([...part.moved.keys(), ...rest.moved.keys()]);
  const corrections = sizes.map((size) => Math.sqrt(size / (size - 1)));
  let variance = 0;
  for (const unit of all) {
    const one = corrections[0]! * (part.moved.get(unit) ?? 0);
    const other = corrections[1]! * (rest.moved.get(unit) ?? 0);
    variance += (one - other) ** 2;
  }
  const se = Math.sqrt(variance);
  const df = all.size < sizes[0] + sizes[1] ? all.size - 1 : all.size - 2;
  const half = tQuantile(0.975, df) * se;
  return {
    ...found,
    low: difference - half,
    high: difference + half,
    p: se > 0 ? tTwoSided(difference / se, df) : null,
  };
}
