/**
 * How long a model may be silent, from what it has done so far. A silence of many times the longest that came
 * before it is a stall: one that is waited out for minutes costs more than asking again.
 */

export type Pace = {
  /** Milliseconds before the first token of an answer. */
  firstLimit(): number;
  /** Milliseconds between tokens, in an answer whose longest gap so far was `longest`, of `count` gaps. */
  gapLimit(longest: number, count: number): number;
  /** An answer came to its end. */
  answered(seen: Seen): void;
  /** An answer was given up for silence. */
  silent(): void;
};

/** Milliseconds of one answer: to its first token, the longest gap after it, and all of it. */
export type Seen = { first: number; gap: number; gaps: number; whole: number };

/** Answers that count. */
const remembered = 20;
/** Before so many answers the first token may take as long as anything: a model may have to be loaded. */
const enoughAnswers = 5;
/** Before so many gaps little is known of them. */
const enoughGaps = 8;
/** So many times the longest that was seen, a first token is late. */
const lateFirst = 10;
/** So many times what is usual, a gap is a stall: as the longest gaps of other answers, … */
const factorOfGaps = 6;
/** … as the longest of its own, … */
const factorOfOwn = 4;
/** … and as the first tokens, beyond which a gap is seldom. */
const factorOfFirst = 3;
/** Of what was seen, the longest tenth is out of the ordinary. */
const usual = 0.9;
/** Milliseconds at least: networks and busy servers stutter. */
const leastFirst = 20_000;
const leastGap = 1000;
const leastGapUnknown = 5000;

/** `patience`: milliseconds that silence lasts at most. */
export function createPace(patience: number): Pace {
  const firsts = lastOnes();
  const longestGaps = lastOnes();
  const wholes = lastOnes();
  let gaps = 0;
  /** Silences in a row without an answer between them: then the endpoint is slow, and gets more time. */
  let strikes = 0;
  const within = (limit: number): number => Math.min(patience, limit * 2 ** strikes);
  return {
    firstLimit() {
      if (firsts.count() < enoughAnswers) return patience;
      return within(Math.max(leastFirst, lateFirst * firsts.at(1)));
    },
    gapLimit(own, count) {
      return within(
        Math.max(
          count + gaps >= enoughGaps ? leastGap : leastGapUnknown,
          factorOfGaps * longestGaps.at(usual),
          factorOfOwn * own,
          factorOfFirst * firsts.at(usual),
          // To give up sooner than an answer takes saves nothing.
          wholes.at(0.5),
        ),
      );
    },
    answered(one) {
      strikes = 0;
      gaps += one.gaps;
      firsts.add(one.first);
      longestGaps.add(one.gap);
      wholes.add(one.whole);
    },
    silent() {
      strikes += 1;
    },
  };
}

/** The figures of the last answers, in order of size: they are asked for at every piece. */
function lastOnes() {
  const came: number[] = [];
  const sorted: number[] = [];
  return {
    count: () => came.length,
    add(value: number) {
      if (came.length === remembered) sorted.splice(sorted.indexOf(came.shift()!), 1);
      came.push(value);
      const larger = sorted.findIndex((other) => other > value);
      sorted.splice(larger < 0 ? sorted.length : larger, 0, value);
    },
    /** The figure that this share of them does not reach; 0 where there are none. */
    at: (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0,
  };
}

/** The same pace with less patience, for questions that test what a model can do. */
export function hastier(pace: Pace, limit: number): Pace {
  return {
    ...pace,
    firstLimit: () => Math.min(limit, pace.firstLimit()),
    gapLimit: (longest, count) => Math.min(limit, pace.gapLimit(longest, count)),
  };
}
