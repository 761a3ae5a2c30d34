/**
 * A seeded generator: xoshiro128** (Blackman and Vigna 2021), seeded through a hash.
 * The same seed gives the same numbers on every machine.
 */
export interface Random {
  /** Uniform in [0, 1) with 53 random bits. */
  next(): number;
  /** Uniform integer in 0 … n − 1, without modulo bias. */
  integer(n: number): number;
  /** Standard normal deviate (Marsaglia's polar method). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns its argument. */
  shuffle<T extends { [index: number]: unknown; length: number }>(array: T): T;
  /** k different integers out of 0 … n − 1, in random order. */
  sample(n: number, k: number): number[];
  /**
   * A stream of its own, named by `label`. It depends on this stream's seed and the label only, not on
   * how many numbers were drawn, so replicates can be computed in any order or on any number of workers.
   */
  fork(label: string | number): Random;
}

/** A generator from a seed. Numbers and strings are both hashed, so 1 and '1' are the same seed. */
export function createRandom(seed: number | string): Random {
  const name = String(seed);
  const state = hashState(name);
  let [a, b, c, d] = state;
  let spare: number | undefined;

  function bits(): number {
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  }
  const next = () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;

  function integer(n: number): number {
    if (!(n >= 1) || n > 4294967296) throw new RangeError(`integer(n) needs 1 ≤ n ≤ 2³², got ${n}`);
    let x = bits();
    // Below this the limit need not be worked out: remainders of large numbers are slow.
    if (x >= 4294967296 - n) {
      const limit = 4294967296 - (4294967296 % n);
      while (x >= limit) x = bits();
    }
    return x - Math.floor(x / n) * n;
  }

  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * factor;
        return u * factor;
      }
    }
  }

  function shuffle<T extends { [index: number]: unknown; length: number }>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const held = array[i];
      array[i] = array[j];
      array[j] = held;
    }
    return array;
  }

  function sample(n: number, k: number): number[] {
    if (k > n) throw new RangeError(`cannot draw ${k} different numbers out of ${n}`);
    const pool: number[] = [];
    for (let i = 0; i < n; i++) pool.push(i);
    for (let i = 0; i < k; i++) {
      const j = i + integer(n - i);
      const held = pool[i]!;
      pool[i] = pool[j]!;
      pool[j] = held;
    }
    pool.length = k;
    return pool;
  }

  return {
    next,
    integer,
    normal,
    shuffle,
    sample,
    fork: (label) => createRandom(`${name}\u0000${label}`),
  };
}

/** A 32-bit hash of a text (the first word of the state that `createRandom` starts from). */
export function hashSeed(text: string): number {
  return hashState(text)[0];
}

/** 128 bits out of a text: four multiplicative hashes that stir one another (cyrb128 construction). */
function hashState(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  b ^= a;
  c ^= a;
  d ^= a;
  // An all-zero state is the one that xoshiro cannot leave.
  return (a | b | c | d) === 0 ? [1, 2, 3, 4] : [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}
