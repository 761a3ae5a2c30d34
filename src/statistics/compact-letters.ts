/** Letters for models that cannot be told apart. */

/** Groups from which on the letters are as few as will do: all groups can be many millions. */
const mostGroups = 260;

/**
 * Compact letter display: two models share a letter exactly when they cannot be told apart. A letter is a largest
 * group of models of which no two can be told apart, and there is one for each such group, as insertion and
 * absorption give them (Piepho 2004); where there are more than `most` of them, only as many as it takes for each
 * pair to share one (Gramm et al. 2007, clique growing). `a` goes to the highest mean.
 */
export function compactLetters(
  means: readonly number[],
  pairs: readonly { a: number; b: number; distinct: boolean }[],
  most = mostGroups,
): string[] {
  // Models by rank: the order of the groups, and so of the letters, is that of their highest models.
  const byRank = means.map((_, m) => m).sort((a, b) => means[b]! - means[a]!);
  const place = new Map(byRank.map((model, at) => [model, at]));
  const near = byRank.map((_, at) => withoutOne(fullSet(means.length), at));
  for (const { a, b, distinct } of pairs) {
    if (!distinct) continue;
    remove(near[place.get(a)!]!, place.get(b)!);
    remove(near[place.get(b)!]!, place.get(a)!);
  }
  const groups = (largestGroups(near, most) ?? coveringGroups(near)).map(membersOf).sort(byMembers);
  const letters = byRank.map(() => '');
  groups.forEach((members, g) => {
    for (const at of members) letters[at] += letterOf(g);
  });
  return means.map((_, model) => letters[place.get(model)!]!);
}

/** The single letters in one text of `compactLetters`: "ab1" holds a and b1. */
export function singleLetters(text: string): string[] {
  return text.match(/[a-z]\d*/g) ?? [];
}

/** All largest groups, by Bron and Kerbosch's search with a pivot; null where there are more than `most`. */
function largestGroups(near: readonly Set32[], most: number): Set32[] | null {
  const groups: Set32[] = [];
  const search = (group: Set32, open: Set32, done: Set32): boolean => {
    if (isEmpty(open)) {
      if (isEmpty(done)) groups.push(group);
      return groups.length <= most;
    }
    const pivot = nearest(near, open, done);
    for (const at of membersOf(minus(open, near[pivot]!))) {
      const own = near[at]!;
      if (!search(withOne(group, at), both(open, own), both(done, own))) return false;
      remove(open, at);
      add(done, at);
    }
    return true;
  };
  const none = new Uint32Array(wordsFor(near.length));
  return search(none, fullSet(near.length), none.slice()) ? groups : null;
}

/** Of `open` and `done` the one with most of `open` near it. */
function nearest(near: readonly Set32[], open: Set32, done: Set32): number {
  let best = { at: -1, count: -1 };
  for (const at of [...membersOf(open), ...membersOf(done)]) {
    const count = countBoth(open, near[at]!);
    if (count > best.count) best = { at, count };
  }
  return best.at;
}

/** Groups that hold every near pair, and everyone: each is grown from a pair that none holds yet. */
function coveringGroups(near: readonly Set32[]): Set32[] {
  const left = near.map((one) => one.slice());
  const groups: Set32[] = [];
  for (let from = 0; from < near.length; from++) {
    while (!isEmpty(left[from]!) || !groups.some((group) => has(group, from))) {
      const group = new Uint32Array(wordsFor(near.length));
      let open = withOne(near[from]!, from);
      for (let next = from; next >= 0; next = gainingMost(left, open, group)) {
        add(group, next);
        open = withoutOne(both(open, near[next]!), next);
      }
      for (const at of membersOf(group)) left[at] = minus(left[at]!, group);
      groups.push(group);
    }
  }
  return groups;
}

/** Of `open` the one that brings the group most pairs that are left; −1 for none. */
function gainingMost(left: readonly Set32[], open: Set32, group: Set32): number {
  let best = { at: -1, gain: -1 };
  for (const at of membersOf(open)) {
    const gain = countBoth(left[at]!, group);
    if (gain > best.gain) best = { at, gain };
  }
  return best.at;
}

function byMembers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((member, i) => member !== b[i]);
  return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? Number.NEGATIVE_INFINITY);
}

/** a … z, then a1 … z1 and so on. */
function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(97 + (index % 26)) + (round > 0 ? String(round) : '');
}

/** A set of numbers below some n, a bit each. */
type Set32 = Uint32Array<ArrayBuffer>;

const wordsFor = (n: number) => Math.ceil(n / 32);

function fullSet(n: number): Set32 {
  const set = new Uint32Array(wordsFor(n));
  for (let at = 0; at < n; at++) add(set, at);
  return set;
}

function add(set: Set32, at: number): void {
  set[at >> 5]! |= 1 << (at & 31);
}

function remove(set: Set32, at: number): void {
  set[at >> 5]! &= ~(1 << (at & 31));
}

const has = (set: Set32, at: number) => ((set[at >> 5]! >>> (at & 31)) & 1) === 1;

function withOne(set: Set32, at: number): Set32 {
  const more = set.slice();
  add(more, at);
  return more;
}

function withoutOne(set: Set32, at: number): Set32 {
  const less = set.slice();
  remove(less, at);
  return less;
}

const both = (a: Set32, b: Set32): Set32 => a.map((word, i) => word & b[i]!);
const minus = (a: Set32, b: Set32): Set32 => a.map((word, i) => word & ~b[i]!);
const isEmpty = (set: Set32): boolean => set.every((word) => word === 0);

function countBoth(a: Set32, b: Set32): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) {
    let word = a[i]! & b[i]!;
    while (word !== 0) {
      word &= word - 1;
      count++;
    }
  }
  return count;
}

/** Ascending. */
function membersOf(set: Set32): number[] {
  const members: number[] = [];
  set.forEach((bits, i) => {
    for (let word = bits; word !== 0; word &= word - 1)
      members.push(32 * i + 31 - Math.clz32(word & -word));
  });
  return members;
}
