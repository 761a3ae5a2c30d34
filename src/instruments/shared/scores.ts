/** The scores of models on one value system, as screens and reports draw them. Plain data. */
import type { CoefficientIntervals } from '../../statistics/coefficient-intervals.ts';
import type { StemGroups } from './item-groups.ts';

export type Estimate = {
  /** 0–100 (orientation), or a difference of such. */
  value: number;
  /** Standard error in the same unit; null where it cannot be told. */
  se: number | null;
  low: number | null;
  high: number | null;
  /** Completions × judges behind it. */
  n: number;
  missing: number;
};

export type ScoreColumn = {
  id: string;
  name: string;
  kind: 'dimension' | 'subdimension';
  /** The dimension it belongs to. */
  dimension: string;
};

export type ModelScores = {
  model: string;
  /** Forms in which it answered. */
  forms: string[];
  family: string;
  refusals: number;
  /** One per column, in order. */
  raw: Estimate[];
  /** Centred on the model's own mean over subdimensions. */
  profile: Estimate[];
  /** Per column, letters shared by models that cannot be told apart; '' where they are withheld. */
  letters: string[];
};

export type ColumnReliability = {
  /** Shares of variance in %, of: model, stem, judge, model×stem, model×judge, stem×judge, rest. */
  variance: { source: string; percent: number }[];
  /** Eρ² and Φ; null without a study, or where they are withheld. */
  generalizability: number | null;
  dependability: number | null;
  /** 95 % intervals of Eρ², Φ, and the stems needed; null where these are. */
  intervals: CoefficientIntervals | null;
  /** Why the coefficients are withheld; else null. */
  coefficientsWithheld: string | null;
  /** Cronbach’s α of the stems; null also where it is Eρ² itself: judges fixed, no rating missing. */
  alpha: number | null;
  /** McDonald's ω total of the stems; null where it is not identified, with the reason. */
  omega: number | null;
  omegaReason: string | null;
  /** How the shares of variance were found, and how many ratings are missing; null without a study. */
  method: 'expected mean squares' | 'REML' | null;
  missingRatings: number;
  /** Fixed: the coefficients are for these judges; random: for others like them too. */
  judgesAre: 'fixed' | 'random' | null;
  /** What other numbers of stems and judges would give; standard error in points of 0–100. */
  decision: {
    stems: number;
    judges: number;
    generalizability: number;
    dependability: number;
    seDifference: number;
    /** As many as in this study. */
    now: boolean;
  }[];
  /** Stems that would reach Eρ² = .8; null where none would, or it is withheld. */
  stemsNeeded: number | null;
  /** Pairs of models that differ: at least half of them, some, none; withheld where stems are too few. */
  toldApart: 'yes' | 'some' | 'no' | 'withheld';
  /** Smallest p of a pair, over all pairs of models; null where withheld. */
  apartP: number | null;
  /** Some pair still differs after Holm’s correction over the columns of this kind. */
  apartAmongColumns: boolean;
  /** Why letters and intervals of differences are withheld; else null. */
  lettersWithheld: string | null;
  /** Krippendorff's α between judges, interval; null with one judge. */
  judgeAgreement: number | null;
};

export type StemStatistics = {
  stem: string;
  difficulty: number;
  discrimination: number | null;
  itemTotal: number | null;
};

/** Stems that work otherwise in one group of models than in the rest, beyond chance (`stem-groups.ts`). */
export type StemGroupScores = Omit<StemGroups, 'effects'> & {
  /** How many stem × column × group effects were tested together. */
  tested: number;
};

export type SystemScores = {
  system: string;
  title: string;
  columns: ScoreColumn[];
  models: ModelScores[];
  /** One per column. */
  reliability: ColumnReliability[];
  stems: StemStatistics[];
  /** One a way of grouping the models that has two groups. */
  stemGroups: StemGroupScores[];
  /** Correlations among subdimensions over models × stems. */
  correlations: number[][];
  halo: number | null;
  judges: {
    judge: string;
    protocol: string;
    verdict: string;
    mark: string | null;
    selfRated: string[];
  }[];
  /** When two models count as different. */
  differs: string;
  /** "subject only", "unproven", or null when every judge passed. */
  mark: string | null;
  notes: string[];
};
