/** Words and their similarity in, computed clusters out, before any edit by hand. */
import { UserError } from '../errors.ts';
import { cutTree } from '../statistics/dendrogram.ts';
import { kMeans } from '../statistics/k-means.ts';
import { createRandom } from '../statistics/random.ts';
import { mergesOf } from './average-link.ts';
import type { Cluster, Clustering, ClusterMethod, WordCount } from './clusters.ts';
import { groupsOf, silhouettesOf, stabilityOf, suggestedNumber } from './cut.ts';
import type { MeaningSpace } from './embedding.ts';
import { type NamedWords, nameByRule } from './naming.ts';
import { planarMap } from './planar-map.ts';
import { cohesionOf } from './similarity.ts';

export type ClusterOptions = {
  /** Default average link. */
  method?: ClusterMethod;
  /** Number of clusters; by default the cut rule's. Clamped to 1…number of words. */
  k?: number;
  /** Resamples for the stability; 0 leaves it out. Default 20, fewer above 500 words. */
  resamples?: number;
  /** For the resamples and k-means' first centres. */
  seed?: number | string;
};

/**
 * Clusters the words. `space` must hold every word (it may hold more). The same input gives the
 * same result. Throws UserError without words, or for a word that the space lacks.
 */
export function clusterWords(
  words: readonly WordCount[],
  space: MeaningSpace,
  options: ClusterOptions = {},
): Clustering {
  if (words.length === 0)
    throw new UserError('There are no words to cluster', {
      hint: 'Collect answers first, or look at what the lexicon dropped.',
    });
  const { method = 'average', seed = 1 } = options;
  const n = words.length;
  const positions = positionsIn(space, words);
  const similarity = restrict(space.similarity, space.words.length, positions);
  const average = mergesOf(similarity, n);
  const suggestedK = suggestedNumber(average, similarity);
  const k = Math.min(Math.max(Math.round(options.k ?? suggestedK), 1), n);

  const merges = method === 'ward' ? mergesOf(similarity, n, 'ward') : average;
  const vectors = positions.map((position) => space.vectors[position]!);
  const labelsAt = (number: number) =>
    method === 'k-means' ? meansLabels(vectors, number, seed) : cutTree(merges, number);

  // Each number costs k-means ten starts; cutting a tree is free.
  const numbers = method === 'k-means' ? [k] : numbersToShow(k, suggestedK, n);
  const resamples = options.resamples ?? (n > 500 ? 6 : 20);
  const stability =
    method !== 'k-means' && resamples > 1
      ? stabilityOf(similarity, merges, numbers, createRandom(seed), { linkage: method, resamples })
      : null;
  const silhouettes = silhouettesOf(similarity, numbers.map(labelsAt));
  const quality = numbers.map((number, i) => ({
    k: number,
    silhouette: silhouettes[i]!,
    stability: stability?.[i] ?? null,
  }));
  const common = space.common && { common: positions.map((position) => space.common![position]!) };
  const clusters = groupsOf(labelsAt(k)).map((members) =>
    describeCluster({ words, similarity, ...common }, members, null),
  );
  return {
    words: [...words],
    method,
    space: space.name,
    k,
    suggestedK,
    clusters: clusters.sort(byCount),
    similarity,
    quality,
    map: planarMap(similarity, n),
    ...common,
  };
}

/**
 * The same words and similarity, cut into another number of clusters. Null for k-means, which needs the vectors. Results of the first cut (quality, map) stay as they were.
 */
export function recut(clustering: Clustering, k: number): Clustering | null {
  const { words, similarity, method } = clustering;
  if (k === clustering.k) return clustering;
  if (method === 'k-means') return null;
  const number = Math.min(Math.max(Math.round(k), 1), words.length);
  const labels = cutTree(mergesOf(similarity, words.length, method), number);
  const clusters = groupsOf(labels).map((members) => describeCluster(clustering, members, null));
  return { ...clustering, k: number, clusters: clusters.sort(byCount) };
}

/** A cluster of these members (positions in the words); `name` null: by rule. */
export function describeCluster(
  named: NamedWords,
  members: readonly number[],
  name: string | null,
): Cluster {
  const { words, similarity } = named;
  const sorted = [...members].sort(
    (a, b) => words[b]!.count - words[a]!.count || (words[a]!.word < words[b]!.word ? -1 : 1),
  );
  return {
    name: name ?? nameByRule(named, sorted),
    named: name !== null,
    words: sorted.map((i) => words[i]!.word),
    cohesion: cohesionOf(similarity, words.length, sorted),
    count: sorted.reduce((sum, i) => sum + words[i]!.count, 0),
  };
}

/** Most frequent first, then by name. */
export function byCount(a: Cluster, b: Cluster): number {
  return b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function positionsIn(space: MeaningSpace, words: readonly WordCount[]): number[] {
  const positions = new Map(space.words.map((word, i) => [word, i]));
  return words.map(({ word }) => {
    const position = positions.get(word);
    if (position === undefined)
      throw new UserError(`The word "${word}" has no vector`, {
        hint: 'Compute the clusters again from the words.',
      });
    return position;
  });
}

/** The rows and columns of a square matrix at these positions. */
export function restrict(
  matrix: Float32Array,
  size: number,
  positions: readonly number[],
): Float32Array {
  const n = positions.length;
  const part = new Float32Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) part[i * n + j] = matrix[positions[i]! * size + positions[j]!]!;
  return part;
}

/** About a dozen numbers around the suggested and the chosen one. */
function numbersToShow(k: number, suggested: number, n: number): number[] {
  const numbers = new Set([k, suggested]);
  for (const share of [0.25, 0.4, 0.55, 0.7, 0.85, 1.15, 1.3, 1.5, 1.75, 2])
    numbers.add(Math.round(share * suggested));
  return [...numbers]
    .filter((number) => (number >= 2 && number < n) || number === k)
    .sort((a, b) => a - b);
}

/** k-means on unit vectors, the best of ten starts; labels in the order of first words. */
function meansLabels(
  vectors: readonly Float32Array[],
  k: number,
  seed: number | string,
): Int32Array {
  return kMeans(vectors, { k, random: createRandom(seed) }).labels;
}
