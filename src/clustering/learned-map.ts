/** A linear map that learns from the researcher's decisions, and whether it helps. */

import { type KernelRidge, kernelRidge } from '../statistics/kernel-ridge.ts';
import { nearbyEigenpairs } from '../statistics/lanczos.ts';
import { createRandom } from '../statistics/random.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Clustering } from './clusters.ts';
import { cutDeviations } from './cut.ts';
import type { HandDecision } from './hand-decisions.ts';
import { pairMoments } from './similarity.ts';

/** Decisions before the first prediction. */
const firstTaught = 14;
/** Leading dimensions of the similarity in which the map works. */
const dimensions = 64;
/** Chosen on the sessions of docs/clustering.md. */
const ridge = 0.3;

/** Share of decisions predicted correctly, with its 95 % interval. */
export type Foretold = { right: number; share: number; lower: number; upper: number };

/** How well decisions were predicted, each from the earlier ones. */
export type Learned = {
  /** Predicted decisions: from the fifteenth on. */
  decisions: number;
  without: Foretold;
  with: Foretold;
  /** The map predicted more of them than the similarity alone. */
  helps: boolean;
};

/**
 * What the map adds to the mean similarity of words to clusters. Takes the clusters, by the positions of their words;
 * gives a function of a word and a cluster, which leaves the word out of its own.
 */
export type Lean = (
  clusters: readonly (readonly number[])[],
) => (word: number, cluster: number) => number;

/** The result of learning. `lean` is null where it does not help. */
export type Taught = { learned: Learned | null; lean: Lean | null };

/**
 * Words in the leading dimensions of their similarity, each of length 1: n × 64 (fewer of fewer words), row-major.
 * Eigenvectors of the standardised similarity, weighted with the roots of their values.
 */
export function wordFeatures(similarity: Float32Array, n: number): Float64Array {
  const { mean, sd } = pairMoments(similarity, n);
  const rank = featureCount(n);
  const scaled = Float64Array.from(similarity, (value) => (value - mean) / (sd || 1));
  const random = createRandom('word features');
  const start = Float64Array.from({ length: n }, () => random.normal());
  const { values, vectors } = nearbyEigenpairs(scaled, n, rank, start, 1e-8);
  const features = new Float64Array(n * rank);
  for (let i = 0; i < n; i++) {
    const row = features.subarray(i * rank, (i + 1) * rank);
    for (let j = 0; j < rank; j++)
      row[j] = vectors[j * n + i]! * Math.sqrt(Math.max(0, values[j]!));
    const length = Math.hypot(...row) || 1;
    for (let j = 0; j < rank; j++) row[j] = row[j]! / length;
  }
  return features;
}

/** The mean features of two sets of words. */
type Case = { a: Float64Array; b: Float64Array };

function featureCount(n: number): number {
  return Math.max(1, Math.min(dimensions, n - 1));
}

/**
 * Learns from decisions in their order. With x a word's features and a, b the mean features of two sets of words, the
 * map M is the symmetric matrix that minimises Σ (y − aᵀ M b)² + ridge · ‖M‖², where y is 1 for what was put together
 * and −1 for what was kept apart, minus what the similarity says by itself: standard deviations above the cut, held
 * to −1…1. Similarity to a set is then its mean + SD · aᵀ M b. Each decision teaches by the cluster that was taken, by
 * the nearest that was not, and by the one that the word left.
 */
export function createLearner(clustering: Clustering, features: Float64Array) {
  const { similarity, words } = clustering;
  const n = words.length;
  const rank = featureCount(n);
  const { mean, sd } = pairMoments(similarity, n);
  let state = begin();

  function begin() {
    return {
      taught: [] as number[],
      cases: [] as Case[],
      regression: kernelRidge(ridge) as KernelRidge,
      map: new Float64Array(rank * rank),
      predicted: 0,
      right: { without: 0, with: 0 },
    };
  }

  const centre = (members: readonly number[]) => {
    const sum = new Float64Array(rank);
    for (const i of members)
      for (let j = 0; j < rank; j++) sum[j] = sum[j]! + features[i * rank + j]! / members.length;
    return sum;
  };
  const dot = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let j = 0; j < rank; j++) sum += a[j]! * b[j]!;
    return sum;
  };
  /** Standard deviations above the mean of all pairs. */
  const near = (a: readonly number[], b: readonly number[]) => {
    let sum = 0;
    for (const i of a) for (const j of b) sum += similarity[i * n + j]!;
    return sd > 0 ? (sum / (a.length * b.length) - mean) / sd : 0;
  };
  const mapped = (a: Float64Array) => {
    const out = new Float64Array(rank);
    for (let i = 0; i < rank; i++) {
      const row = i * rank;
      let sum = 0;
      for (let j = 0; j < rank; j++) sum += state.map[row + j]! * a[j]!;
      out[i] = sum;
    }
    return out;
  };

  function teach(a: readonly number[], b: readonly number[], together: boolean): void {
    const one: Case = { a: centre(a), b: centre(b) };
    const kernel = (other: Case) =>
      (dot(one.a, other.a) * dot(one.b, other.b) + dot(one.a, other.b) * dot(one.b, other.a)) / 2;
    const already = Math.max(-1, Math.min(1, near(a, b) - cutDeviations));
    const earlier = state.cases.map(kernel);
    state.regression.add(earlier, kernel(one), (together ? 1 : -1) - already);
    state.cases.push(one);
  }

  /** M = Σ α (a bᵀ + b aᵀ) / 2 */
  function refit(): void {
    const { map, cases } = state;
    map.fill(0);
    const weights = state.regression.weights();
    for (const [at, { a, b }] of cases.entries()) {
      const half = weights[at]! / 2;
      for (let i = 0; i < rank; i++)
        for (let j = 0; j < rank; j++)
          map[i * rank + j] = map[i * rank + j]! + half * (a[i]! * b[j]! + b[i]! * a[j]!);
    }
  }

  function predict(decision: HandDecision): void {
    const counts = state.taught.length >= firstTaught;
    if (counts) state.predicted++;
    if (decision.kind === 'pair') {
      const { a, b, together } = decision;
      const plain = near(a, b);
      const learned = plain + dot(mapped(centre(a)), centre(b));
      if (counts && plain > cutDeviations === together) state.right.without++;
      if (counts && learned > cutDeviations === together) state.right.with++;
      teach(a, b, together);
      return;
    }
    const { word, clusters, taken, before } = decision;
    const turned = mapped(centre([word]));
    const plain = clusters.map((members) => near([word], members));
    const learned = clusters.map((members, at) => plain[at]! + dot(turned, centre(members)));
    if (counts && chosenBy(plain) === taken) state.right.without++;
    if (counts && chosenBy(learned) === taken) state.right.with++;
    if (taken !== null) teach([word], clusters[taken]!, true);
    const refused = largest(learned.map((value, at) => (at === taken ? -Infinity : value)));
    if (refused >= 0 && refused !== taken) teach([word], clusters[refused]!, false);
    if (before !== null && before !== taken && before !== refused)
      teach([word], clusters[before]!, false);
  }

  function lean(clusters: readonly (readonly number[])[]): ReturnType<Lean> {
    const centres = clusters.map(centre);
    const holder = new Map(clusters.flatMap((words, at) => words.map((word) => [word, at])));
    let turned = { word: -1, to: new Float64Array(rank) };
    return (word, cluster) => {
      if (turned.word !== word) turned = { word, to: mapped(centre([word])) };
      const whole = dot(turned.to, centres[cluster]!);
      if (holder.get(word) !== cluster) return sd * whole;
      const size = clusters[cluster]!.length;
      if (size === 1) return 0;
      return (sd * (size * whole - dot(turned.to, centre([word])))) / (size - 1);
    };
  }

  return {
    /** Learns from the decisions; those seen before are not processed again. */
    after(decisions: readonly HandDecision[]): Taught {
      const seen = state.taught;
      if (seen.length > decisions.length || seen.some((at, i) => at !== decisions[i]!.at))
        state = begin();
      for (const decision of decisions.slice(state.taught.length)) {
        predict(decision);
        state.taught.push(decision.at);
        refit();
      }
      const { predicted, right } = state;
      if (predicted === 0) return { learned: null, lean: null };
      const helps = right.with > right.without;
      return {
        learned: {
          decisions: predicted,
          without: foretold(right.without, predicted),
          with: foretold(right.with, predicted),
          helps,
        },
        lean: helps ? lean : null,
      };
    },
  };
}

/** The nearest cluster above the cut; null: none. */
function chosenBy(similarities: readonly number[]): number | null {
  const at = largest(similarities);
  return at >= 0 && similarities[at]! > cutDeviations ? at : null;
}

function largest(values: readonly number[]): number {
  let at = -1;
  for (const [i, value] of values.entries()) if (at < 0 || value > values[at]!) at = i;
  return at;
}

function foretold(right: number, of: number): Foretold {
  return { right, share: right / of, ...wilsonInterval(right / of, of) };
}
