/** Intransitive choices: a over b, b over c, c over a; compared with their number by chance. */
import type { Random } from '../../statistics/random.ts';
import { chancesOf, pairedStrengths } from './paired-strengths.ts';
import { effectsOf, type ValueContest } from './strengths.ts';

export type Cycles = {
  /** Triads of values with each pair decided one way. */
  triads: number;
  found: number;
  /** Their mean in data drawn from the fitted strengths. */
  expected: number;
  /** The share of drawn data with as many cycles or more. */
  p: number;
};

/** With fewer triads no figure is given. */
const fewestTriads = 10;
const draws = 400;

/**
 * Cyclic triads (Kendall and Babington Smith 1940) of the values by the majority of their contests, against draws from
 * the best-fitting strengths. Null where strengths cannot be estimated, or too few triads are decided.
 */
export function cyclesOf(
  contests: readonly ValueContest[],
  players: readonly string[],
  random: Random,
): Cycles | null {
  const hasStakes = contests.some(({ stakes }) => stakes !== 0);
  const rows = contests.map((one) => ({
    ...{ a: players.indexOf(one.a), b: players.indexOf(one.b) },
    effects: effectsOf(players, one.a, one.b, hasStakes ? one.stakes : null),
    net: one.chosen === 'a' ? 1 : one.chosen === 'b' ? -1 : 0,
  }));
  const fit = pairedStrengths(
    rows.map(({ effects, net }) => ({
      ...{ effects, won: Number(net > 0), tied: Number(net === 0), lost: Number(net < 0) },
    })),
  );
  if (!fit) return null;
  const told = countCycles(rows, players.length);
  if (told.triads < fewestTriads) return null;
  const chances = rows.map(({ effects }) =>
    chancesOf(
      effects.reduce((sum, x, i) => sum + x * fit.estimates[i]!, 0),
      fit.tie,
    ),
  );
  let sum = 0;
  let asMany = 0;
  for (let draw = 0; draw < draws; draw++) {
    const drawn = rows.map((row, i) => {
      const u = random.next();
      const { win, tie } = chances[i]!;
      return { ...row, net: u < win ? 1 : u < win + tie ? 0 : -1 };
    });
    const { found } = countCycles(drawn, players.length);
    sum += found;
    if (found >= told.found) asMany++;
  }
  return { ...told, expected: sum / draws, p: (asMany + 1) / (draws + 1) };
}

/** `net`: 1 where a was chosen, −1 where b was. */
export function countCycles(
  rows: readonly { a: number; b: number; net: number }[],
  n: number,
): { triads: number; found: number } {
  const over = new Int32Array(n * n);
  for (const { a, b, net } of rows) {
    over[a * n + b]! += net;
    over[b * n + a]! -= net;
  }
  let triads = 0;
  let found = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++)
      for (let k = j + 1; k < n; k++) {
        const signs = [over[i * n + j]!, over[j * n + k]!, over[k * n + i]!].map(Math.sign);
        if (signs.includes(0)) continue;
        triads++;
        if (signs[0] === signs[1] && signs[1] === signs[2]) found++;
      }
  return { triads, found };
}
