/** What is found when a part of a run is looked at beside the whole. */

import type { GroupDifference } from '../../statistics/group-difference.ts';
import type { LogOdds } from '../../statistics/log-odds.ts';
import type { Withheld } from '../factor-checks-schema.ts';
import type { FactorView } from '../factor-view.ts';
import type { Unavailable } from '../state.ts';

/** How large a part is, or the whole. */
export type Extent = {
  models: number;
  /** Of them, where some families have several models; null where each has one. */
  families: number | null;
  settings: number;
  prompts: number;
  /** That are not refusals and in a language that is read. */
  answers: number;
  words: number;
  clusters: number | null;
  /** Number of factors, and the number that parallel analysis suggests. */
  factors: { k: number; suggested: number } | null;
};

/** A word that the part says more (or less) than the rest. */
export type OwnWord = LogOdds & {
  word: string;
  /** p, corrected for all words (Holm). */
  corrected: number | null;
};

/** What random parts of the same size and family structure give. */
export type Chance = {
  draws: number;
  /** 5 % quantile and median of the draws. */
  low: number;
  median: number;
  /** Share of random parts whose figure is no larger than this part's, counting itself. */
  p: number;
};

export type PartClusters = {
  /** Words that are in a cluster in both. */
  shared: number;
  /** Adjusted Rand index over them; null where fewer than two are shared. */
  adjustedRand: number | null;
  chance: Chance | null;
  clusters: {
    name: string;
    words: string[];
    count: number;
    /** The cluster of the whole that holds most of its words; null if none holds any. */
    nearest: string | null;
    /** Of its words, those in that cluster. */
    inNearest: number;
  }[];
};

export type PartLoadings = {
  /** Clusters of the whole that can be factored in the part, and the others. */
  columns: number;
  dropped: { cluster: string; why: string }[];
  rows: number;
  factors: {
    name: string;
    /** Tucker's, of the loadings in the part, turned to those of the whole by least squares, with these. */
    congruence: Compared;
    /** Mean square of the factor's loadings in the part. */
    variance: Compared;
    /** The same in the whole. */
    wholeVariance: number;
  }[];
};

/** A figure of the part, where it lies among those of random parts, and that p corrected for all figures (Holm). */
export type Compared = { value: number; chance: Chance | null; corrected: number | null };

export type PartScores = {
  instrument: string;
  title: string;
  system: string;
  values: ({ value: string; name: string; corrected: number | null } & GroupDifference)[];
};

export type LensResult = {
  /** The conditions, each as it is typed. */
  where: string[];
  part: Extent;
  whole: Extent;
  /** What is independent of each other. */
  unit: 'models' | 'families';
  words: { rows: OwnWord[]; units: [number, number] } | Withheld;
  clusters: PartClusters | Withheld;
  loadings: PartLoadings | Withheld;
  /** The factors of the part alone, of its own clusters. */
  factors: FactorView | Unavailable | null;
  scores: PartScores[] | Withheld;
};
