/** Which words one group of speakers says more than another: log-odds ratios with a prior, speakers as units. */
import { tQuantile, tTwoSided } from './distributions.ts';

/** The words of one speaker: `counts[w]` mentions of word w. */
export type Speaker = {
  /** 0: the part; 1: the rest. */
  side: 0 | 1;
  /** What is independent of each other: the speaker, or a family of speakers, which may be on both sides. */
  unit: string;
  counts: ArrayLike<number>;
};

export type LogOdds = {
  /** Natural log of the odds in the part over those in the rest; shrunk by the prior. */
  value: number;
  /** 95 %, t over units; null below three units on a side. */
  low: number | null;
  high: number | null;
  /** Two-sided, that it is 0; null as the interval. */
  p: number | null;
  /** Mean share of the word in a speaker's mentions over the speakers of a side, 0…1: part, rest. */
  shares: [number, number];
  /** Number of speakers on each side who said the word. */
  speakers: [number, number];
};

/** Below so many units on a side no interval is given. */
export const leastUnits = 3;

/** What is expected of any word counts like so many units of its own. */
const expectedWeight = 4;

/**
 * Log-odds ratios of all words with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, eq. 16). Each
 * speaker counts the same, however much it said: mentions become shares of its own. The prior says what all
 * speakers together say and weighs as much as one of them. Speakers, not mentions, are drawn: the variance is that of
 * the word between units, linearised (as a jackknife of them), drawn towards what is expected of any word: Monroe's
 * (eq. 20) for the mentions, and the variance of log shares between units, pooled over words. A word that nobody on
 * one side says does not vary between units, which does not make it certain.
 * @returns one a word; null where a side has no speaker who said anything
 */
export function logOddsOfWords(
  speakers: readonly Speaker[],
  words: number,
): { odds: LogOdds[]; units: [number, number] } | null {
  const said = speakers
    .map(({ side, unit, counts }) => ({ side, unit, counts, total: sumOf(counts, words) }))
    .filter(({ total }) => total > 0);
  const groups = ([0, 1] as const).map((side) => sideOf(said, side, words));
  const [part, rest] = groups as [Side, Side];
  if (part.speakers === 0 || rest.speakers === 0) return null;
  // One speaker says so much on average.
  const each = said.reduce((sum, { total }) => sum + total, 0) / said.length;
  const units = [...new Set(said.map(({ unit }) => unit))];
  const bothSides = units.some((unit) => part.units.has(unit) && rest.units.has(unit));
  const fewest = Math.min(part.units.size, rest.units.size);
  const figures = Array.from({ length: words }, (_, w) =>
    figuresOf(w, part, rest, said.length, each),
  );
  const odds = figures.map(({ value, shares, speakers }): LogOdds => {
    const known = Number.isFinite(value) ? value : 0;
    return { value: known, shares, speakers, low: null, high: null, p: null };
  });
  if (fewest >= leastUnits) {
    const errors = bothSides
      ? [
          moderated(
            figures.map((one) => movedTogether(one, part, rest, units)),
            units.length - 1,
          ),
        ]
      : ([part, rest] as const).map((side, at) =>
          moderated(
            figures.map((one) => movedOn(one, side, at as 0 | 1)),
            side.units.size - 1,
          ),
        );
    odds.forEach((one, w) => {
      const parts = errors.map((of) => of[w]!);
      const variance = parts.reduce((sum, { variance }) => sum + variance, 0);
      if (!(variance > 0)) return;
      // Satterthwaite 1946; each side has the degrees of freedom of its units.
      const df = variance ** 2 / parts.reduce((sum, { variance: v, df }) => sum + v ** 2 / df, 0);
      const half = tQuantile(0.975, df) * Math.sqrt(variance);
      Object.assign(one, {
        low: one.value - half,
        high: one.value + half,
        p: tTwoSided(one.value / Math.sqrt(variance), df),
      });
    });
  }
  return { odds, units: [part.units.size, rest.units.size] };
}

type Figures = Pick<LogOdds, 'value' | 'shares' | 'speakers'> & {
  word: number;
  /** Of each side, what a speaker's share more changes of the log odds: its slope times the mentions of a speaker. */
  slopes: [number, number];
  /** Monroe's variance of each side's log odds, for as many independent mentions. */
  independent: [number, number];
};

function figuresOf(word: number, part: Side, rest: Side, speakers: number, each: number): Figures {
  const sides = [part, rest];
  const shares = sides.map((side) => side.shares[word]!) as [number, number];
  const overall = (part.speakers * shares[0] + rest.speakers * shares[1]) / speakers;
  const cells = sides.map((side, at) => {
    const with_ = each * (side.speakers * shares[at]! + overall);
    return { with_, without: each * (side.speakers + 1) - with_ };
  });
  const [one, other] = cells.map(({ with_, without }) => Math.log(with_ / without));
  return {
    word,
    value: one! - other!,
    shares,
    speakers: sides.map((side) => side.named[word]!) as [number, number],
    slopes: cells.map(({ with_, without }) => each * (1 / with_ + 1 / without)) as [number, number],
    independent: cells.map(({ with_ }) => 1 / with_) as [number, number],
  };
}

/** The variance of a word over units, and what it would be for independent mentions; and the weight of the word. */
type Moved = { linearised: number; independent: number; weight: number };

function movedBy({ word, slopes, shares }: Figures, side: Side, at: 0 | 1, unit: string): number {
  const own = side.units.get(unit);
  if (!own) return 0;
  const correction = Math.sqrt(side.units.size / (side.units.size - 1));
  return correction * slopes[at] * (own.sums[word]! - own.count * shares[at]);
}

function movedOn(figures: Figures, side: Side, at: 0 | 1): Moved {
  let linearised = 0;
  for (const unit of side.units.keys()) linearised += movedBy(figures, side, at, unit) ** 2;
  return { linearised, independent: figures.independent[at], weight: figures.shares[at] };
}

function movedTogether(figures: Figures, part: Side, rest: Side, units: readonly string[]): Moved {
  let linearised = 0;
  for (const unit of units)
    linearised += (movedBy(figures, part, 0, unit) - movedBy(figures, rest, 1, unit)) ** 2;
  const [a, b] = figures.shares;
  return {
    linearised,
    independent: figures.independent[0] + figures.independent[1],
    weight: a + b,
  };
}

/** Each word's variance over units drawn towards that of mentions plus what all words have beyond it. */
function moderated(moved: readonly Moved[], df: number): { variance: number; df: number }[] {
  let [beyond, weights] = [0, 0];
  for (const { linearised, independent, weight } of moved) {
    if (!(weight > 0) || !Number.isFinite(independent)) continue;
    beyond += weight * (linearised - independent);
    weights += weight;
  }
  const between = Math.max(0, weights > 0 ? beyond / weights : 0);
  return moved.map(({ linearised, independent }) => ({
    variance: Number.isFinite(independent)
      ? (df * linearised + expectedWeight * (independent + between)) / (df + expectedWeight)
      : 0,
    df,
  }));
}

type Side = {
  speakers: number;
  /** Of each word, the mean of the speakers' shares, and how many said it. */
  shares: Float64Array;
  named: Uint32Array;
  /** Sums of shares by unit. */
  units: Map<string, { count: number; sums: Float64Array }>;
};

function sideOf(
  said: readonly { side: 0 | 1; unit: string; counts: ArrayLike<number>; total: number }[],
  side: 0 | 1,
  words: number,
): Side {
  const own = said.filter((one) => one.side === side);
  const units: Side['units'] = new Map();
  const shares = new Float64Array(words);
  const named = new Uint32Array(words);
  for (const { unit, counts, total } of own) {
    const sums = units.get(unit) ?? { count: 0, sums: new Float64Array(words) };
    units.set(unit, sums);
    sums.count += 1;
    for (let w = 0; w < words; w++) {
      const count = counts[w]!;
      if (count === 0) continue;
      sums.sums[w]! += count / total;
      shares[w]! += count / total / own.length;
      named[w]! += 1;
    }
  }
  return { speakers: own.length, shares, named, units };
}

function sumOf(counts: ArrayLike<number>, words: number): number {
  let sum = 0;
  for (let w = 0; w < words; w++) sum += counts[w]!;
  return sum;
}
