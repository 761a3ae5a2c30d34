/**
 * Data for simulations that test the program’s inference. Nothing here comes from `src/`: another generator of
 * random numbers, another way to normal deviates, correlations by the textbook.
 */

export type Draw = { uniform(): number; normal(): number; integer(below: number): number };

/**
 * PCG32 (O’Neill 2014: XSH-RR), normal deviates by Box and Muller. State and stream come from the seed by SplitMix64 (Steele, Lea,
 * and Flood 2014): from a state that follows the seed in a line, draws at the same place are correlated over sets.
 */
export function drawFrom(seed: number): Draw {
  const multiplier = 6364136223846793005n;
  const mask = (1n << 64n) - 1n;
  let mixing = (BigInt(seed) * 0xd1342543de82ef95n) & mask;
  const mixed = () => {
    mixing = (mixing + 0x9e3779b97f4a7c15n) & mask;
    let z = mixing;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
    return z ^ (z >> 31n);
  };
  let state = mixed();
  const stream = mixed() | 1n;
  const next = () => {
    const old = state;
    state = (old * multiplier + stream) & mask;
    const shifted = Number(((old >> 18n) ^ old) >> 27n) >>> 0;
    const turn = Number(old >> 59n);
    return ((shifted >>> turn) | (shifted << (-turn & 31))) >>> 0;
  };
  next();
  const uniform = () => (next() + 0.5) / 4294967296;
  let spare: number | null = null;
  const normal = () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal, integer: (below) => Math.floor(uniform() * below) };
}

export function correlationOf(rows: readonly (readonly number[])[]): number[][] {
  const p = rows[0]!.length;
  const means = Array.from(
    { length: p },
    (_, j) => rows.reduce((s, row) => s + row[j]!, 0) / rows.length,
  );
  const cross = (i: number, j: number) =>
    rows.reduce((sum, row) => sum + (row[i]! - means[i]!) * (row[j]! - means[j]!), 0);
  const spread = Array.from({ length: p }, (_, j) => Math.sqrt(cross(j, j)));
  return Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j) => (i === j ? 1 : cross(i, j) / (spread[i]! * spread[j]!))),
  );
}

/** "12.3 ± 1.1 %": a share of n with its Monte Carlo standard error. */
export function rate(count: number, n: number): string {
  const share = count / n;
  const error = Math.sqrt((share * (1 - share)) / n);
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The n-th argument of the command as a number. */
export function argument(at: number, otherwise: number): number {
  return Number(process.argv[2 + at] ?? otherwise);
}
