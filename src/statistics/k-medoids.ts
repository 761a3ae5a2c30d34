/** Partitioning around medoids: k-means' relative for any dissimilarity, its centres being objects. */
import { UserError } from '../errors.ts';
import { type Condensed, objectsOf, pairIndex } from './dissimilarity.ts';

export type KMedoids = {
  /** 0 … k − 1 for each object, numbered in the order of their first objects. */
  labels: Int32Array;
  /** The object in the middle of each cluster. */
  medoids: number[];
  /** Mean dissimilarity of objects to their medoids, after the first choice and at the end. */
  objective: { build: number; swap: number };
};

/**
 * k medoids with the least mean dissimilarity to them, as far as single swaps go (Kaufman and Rousseeuw
 * 1990, BUILD and SWAP; swaps by Schubert and Rousseeuw 2021, each in n² steps). R: `cluster::pam`.
 * Deterministic. Throws UserError unless k is a whole number from 1 to the number of objects.
 */
export function kMedoids(distances: Condensed, k: number): KMedoids {
  const n = objectsOf(distances);
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new UserError(`${n} objects cannot make ${k} clusters`, {
      hint: `Ask for a whole number from 1 to ${n}.`,
    });
  const apart = (i: number, j: number) =>
    i === j ? 0 : i < j ? distances[pairIndex(i, j, n)]! : distances[pairIndex(j, i, n)]!;
  const medoids = firstMedoids(n, k, apart);
  const build = nearestTwo(n, medoids, apart);
  let near = build;
  for (;;) {
    const swap = bestSwap(n, medoids, near, apart);
    // What rounding alone would gain could go to and fro.
    if (!(swap.gain > 1e-12 * near.total)) break;
    medoids[swap.out] = swap.into;
    near = nearestTwo(n, medoids, apart);
  }
  const order = [...new Set(near.first)];
  return {
    labels: near.first.map((medoid) => order.indexOf(medoid)),
    medoids: order.map((medoid) => medoids[medoid]!),
    objective: { build: build.total / n, swap: near.total / n },
  };
}

type Apart = (i: number, j: number) => number;

/** One after the other the object that lowers the sum of dissimilarities the most. */
function firstMedoids(n: number, k: number, apart: Apart): number[] {
  const medoids: number[] = [];
  const least = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  while (medoids.length < k) {
    let best = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let candidate = 0; candidate < n; candidate++) {
      if (medoids.includes(candidate)) continue;
      let total = 0;
      for (let i = 0; i < n; i++) total += Math.min(least[i]!, apart(i, candidate));
      if (total < lowest) {
        lowest = total;
        best = candidate;
      }
    }
    medoids.push(best);
    for (let i = 0; i < n; i++) least[i] = Math.min(least[i]!, apart(i, best));
  }
  return medoids;
}

/** Per object its medoid (a position in `medoids`), and the distances to it and to the next. */
type Near = { first: Int32Array; nearest: Float64Array; next: Float64Array; total: number };

function nearestTwo(n: number, medoids: readonly number[], apart: Apart): Near {
  const first = new Int32Array(n);
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const next = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (const [at, medoid] of medoids.entries()) {
      const distance = apart(i, medoid);
      if (distance < nearest[i]! || medoid === i) {
        next[i] = nearest[i]!;
        nearest[i] = distance;
        first[i] = at;
      } else if (distance < next[i]!) next[i] = distance;
    }
    total += nearest[i]!;
  }
  return { first, nearest, next, total };
}

/** Which medoid to give up for which object, and what that takes off the total. */
function bestSwap(n: number, medoids: readonly number[], near: Near, apart: Apart) {
  const { first, nearest, next } = near;
  const best = { out: -1, into: -1, gain: Number.NEGATIVE_INFINITY };
  const gains = new Float64Array(medoids.length);
  for (let into = 0; into < n; into++) {
    if (medoids.includes(into)) continue;
    gains.fill(0);
    let anyway = 0;
    for (let i = 0; i < n; i++) {
      const distance = apart(i, into);
      const at = first[i]!;
      const closer = Math.max(0, nearest[i]! - distance);
      anyway += closer;
      // Without its medoid the object goes to the new one or to its next.
      gains[at] = gains[at]! + nearest[i]! - Math.min(distance, next[i]!) - closer;
    }
    for (let out = 0; out < medoids.length; out++) {
      const gain = anyway + gains[out]!;
      if (gain > best.gain) Object.assign(best, { out, into, gain });
    }
  }
  return best;
}
