/** The result of comparing a part of a run with the whole. */

import type { GroupDifference } from '../../statistics/group-difference.ts';
import type { LogOdds } from '../../statistics/log-odds.ts';
import type { Withheld } from '../factor-checks-schema.ts';
import type { FactorView } from '../factor-view.ts';
import type { Unavailable } from '../state.ts';

/** The size of a part, or of the whole. */
export type Extent = {
  models: number;
  /** Families of these models if some have several; null if each has one. */
  families: number | null;
  settings: number;
  prompts: number;
  /** Answers that are not refusals and in a language that can be read. */
  answers: number;
  words: number;
  clusters: number | null;
  /** Number of factors, and the number that parallel analysis suggests. */
  factors: { k: number; suggested: number } | null;
};

/** A word that the part uses more (or less) than the rest. */
export type OwnWord = LogOdds & {
  word: string;
  /** p, corrected for all words (Holm). */
  corrected: number | null;
};

/** The distribution of a figure over random parts of the same size and family structure. */
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
    /** Tucker's congruence of the loadings in the part with those of the whole, after a least-squares rotation to these. */
    congruence: Compared;
    /** Mean square of the factor's loadings in the part. */
    variance: Compared;
    /** The same in the whole. */
    wholeVariance: number;
  }[];
};

/** A figure of the part, its position among those of random parts, and that p corrected for all figures (Holm). */
export type Compared = { value: number; chance: Chance | null; corrected: number | null };

export type PartScores = {
  instrument: string;
  title: string;
  system: string;
  values: ({ value: string; name: string; corrected: number | null } & GroupDifference)[];
};

export type LensResult = {
  /** The conditions as typed. */
  where: string[];
  part: Extent;
  whole: Extent;
  /** The independent units. */
  unit: 'models' | 'families';
  words: { rows: OwnWord[]; units: [number, number] } | Withheld;
  clusters: PartClusters | Withheld;
  loadings: PartLoadings | Withheld;
  /** The factors of the part alone, of its own clusters. */
  factors: FactorView | Unavailable | null;
  scores: PartScores[] | Withheld;
};
