/** What the clustering stage takes and gives. */

/** A descriptor to cluster: `count` answers and `models` models name it. */
export type WordCount = { word: string; count: number; models: number };

export type Cluster = {
  /** The suggested or given name, title case. */
  name: string;
  /** True once a researcher named it. */
  named: boolean;
  /** Most frequent first. */
  words: string[];
  /** Mean similarity within, −1…1; null for a single word. */
  cohesion: number | null;
  /** Summed count of its words. */
  count: number;
};

export type ClusterMethod = 'average' | 'ward' | 'k-means';

/** Quality of a cut at k clusters. */
export type CutQuality = {
  k: number;
  /** Mean silhouette width, −1…1. */
  silhouette: number;
  /** Mean adjusted Rand index between resamples; null where it was not computed. */
  stability: number | null;
};

/** The clusters as computed, before any edit by hand. */
export type Clustering = {
  words: WordCount[];
  method: ClusterMethod;
  /** The vectors, such as "use-lite + definitions + links", for screen and report. */
  space: string;
  k: number;
  /** By the cut rule: merge while similarity exceeds mean + 1.75 SD of all pairs. */
  suggestedK: number;
  clusters: Cluster[];
  /** words × words, row-major, −1…1 (links may exceed 1). */
  similarity: Float32Array;
  quality: CutQuality[];
  /** How common each word is in English, for names; none by the first recipe. */
  common?: number[];
  /** Positions of the words on a plane for the map, each −1…1. */
  map: { x: number; y: number }[];
};

/** A cluster that a word could go to; its index, and the mean similarity of the word to its words, −1…1. */
export type Candidate = {
  cluster: number;
  similarity: number;
  /** It contains a word with the opposite meaning. */
  opposite: boolean;
};

/** A word that the clustering is unsure of, with its likeliest clusters. */
export type Doubt = {
  word: string;
  /** Larger is more doubtful, 0…1. */
  doubt: number;
  /** Mean similarity to the other words of its cluster; for a single word the similarity at which clusters merge. */
  inside: number;
  /** Likeliest first. */
  candidates: Candidate[];
};

export type Suggestion =
  | {
      kind: 'merge';
      from: number;
      into: number;
      similarity: number /** Of pairs of answers. */;
      together: number;
      of: number;
    }
  | { kind: 'rename'; cluster: number; name: string; why: string };
