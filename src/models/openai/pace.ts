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
const ordinary = 0.9;
/** Milliseconds at least: networks and busy servers stutter. */
const leastFirst = 20_000;
const leastGap = 1000;
const leastGapUnknown = 5000;

/** `patience`: milliseconds that silence lasts at most. */
export function createPace(patience: number): Pace {
  let seen: Seen[] = [];
  let usual = usualOf(seen);
  /** Silences in a row without an answer between them: then the endpoint is slow, and gets more time. */
  let strikes = 0;
  const within = (limit: number): number => Math.min(patience, limit * 2 ** strikes);
  return {
    firstLimit() {
      if (seen.length < enoughAnswers) return patience;
      return within(Math.max(leastFirst, lateFirst * usual.latestFirst));
    },
    gapLimit(own, count) {
      const known = count + usual.gaps >= enoughGaps;
      return within(
        Math.max(
          known ? leastGap : leastGapUnknown,
          factorOfGaps * usual.gap,
          factorOfOwn * own,
          factorOfFirst * usual.first,
          // To give up sooner than an answer takes saves nothing.
          usual.whole,
        ),
      );
    },
    answered(one) {
      strikes = 0;
      seen = [...seen, one].slice(-remembered);
      usual = usualOf(seen);
    },
    silent() {
      strikes += 1;
    },
  };
}

/** What these answers took, in milliseconds, and how many gaps they had: asked for at every piece, so it is kept. */
function usualOf(seen: readonly Seen[]) {
  const sorted = (field: 'first' | 'gap' | 'whole') =>
    seen.map((one) => one[field]).sort((a, b) => a - b);
  const at = (values: readonly number[], share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
  const firsts = sorted('first');
  return {
    first: at(firsts, ordinary),
    latestFirst: at(firsts, 1),
    gap: at(sorted('gap'), ordinary),
    whole: at(sorted('whole'), 0.5),
    gaps: seen.reduce((sum, one) => sum + one.gaps, 0),
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
