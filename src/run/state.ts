/**
 * What a run shows while it works and when it is done. The screens and the commands draw this and
 * nothing else; they compute nothing.
 */

import type { Lane } from '../asking/lane.ts';
import type { Clustering } from '../clustering/clusters.ts';
import type { Curated } from '../clustering/curate.ts';
import type { OpenDecisions } from '../clustering/decisions.ts';
import type { FactorVerdict } from '../factor-analysis/congruence-verdict.ts';
import type { NumberOfFactors } from '../factor-analysis/number-of-factors.ts';
import type { Wordiness } from '../factor-analysis/wordiness.ts';
import type { Trouble } from '../facts/trouble.ts';
import type { NoScores, Told } from '../instruments/contract.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { Profile } from '../methods/profiles.ts';
import type { RunMethods } from '../methods/run-methods.ts';
import type { ToldMethods } from '../methods/tell-methods.ts';
import type { ValueSystem } from '../values/value-system.ts';
import type { CheckReport } from './check-run.ts';
import type { Study } from './study.ts';

export type Discovery = {
  /** New descriptors in each hundred answers, in order of arrival. */
  perHundred: number[];
  descriptors: number;
  newest: { word: string; model: string }[];
  refused: { model: string; count: number }[];
  /** Answers in languages that are not read. */
  unread: number;
  answers: number;
};

/** Why a stage could not be computed: an error in the user's words. */
export type Unavailable = { unavailable: string; hint: string | null };

export type FactorColumn = {
  cluster: string;
  words: string[];
  count: number;
  reliability: number | null;
};

/** Why something that was computed is not told. */
export type Withheld = { withheld: string };

/** Does each factor come back in other models (Tucker's congruence)? In the order of the factors. */
export type ReplicationView = {
  /** Random halves of the models. */
  splits: number;
  models: number;
  /** What halves reach where there is no structure at all, 95 %; null where it cannot be told. */
  chance: number | null;
  factors: {
    /** Of halves: median and 5 % to 95 % range. */
    median: number;
    low: number;
    high: number;
    /** With the whole solution when the one model is left out that matters most. */
    least: number;
    without: string;
    /** Congruence of the whole solution with the truth, expected from the median; what the verdict goes by. */
    steppedUp: number;
    verdict: FactorVerdict;
    /** The bound that was reached or missed, and whose it is. */
    threshold: number;
    source: string;
    words: string;
  }[];
};

/** 95 % intervals from resampled models: percentiles, and bias-corrected and accelerated. */
export type LoadingInterval = { low: number; high: number; bcaLow: number; bcaHigh: number };

export type IntervalView = {
  draws: number;
  models: number;
  /** .95 */
  level: number;
  /** columns × factors. */
  loadings: LoadingInterval[][];
  /** Congruence of the draws with the whole solution, per factor. */
  congruence: { median: number; low: number; high: number }[];
  /** Share of draws with a Heywood case. */
  heywood: number;
  note: string | null;
};

type Spread = { median: number; low: number; high: number };

/** The structure of one half of the models fitted to the other half. */
export type OtherHalfView = {
  halves: number;
  asked: number;
  /** Null where halves have fewer models than degrees of freedom. */
  cfi: Spread | null;
  tli: Spread | null;
  rmsea: Spread;
  srmr: Spread;
  /** Share of halves with an improper solution. */
  improper: number;
  /** Why halves could not be fitted. */
  failures: { reason: string; count: number }[];
};

/** How many models a study needs, by simulation from this solution. */
export type PowerView = {
  /** Models simulated, in rising numbers, each with so many rows. */
  sizes: {
    models: number;
    rows: number;
    draws: number;
    /** Congruence with what was planted, per factor: mean, and what 95 of 100 studies exceed. */
    factors: { mean: number; lower: number }[];
    /** Shares of studies. */
    allRecovered: number;
    heywood: number;
  }[];
  wanted: number;
  words: string;
};

/** What takes long, part by part; null as long as it is not computed. */
export type FactorChecks = {
  replication: ReplicationView | Withheld | null;
  intervals: IntervalView | Withheld | null;
  otherHalf: OtherHalfView | Withheld | null;
  /** Computed when it is asked for. */
  power: PowerView | Withheld | null;
};

/** The factor analysis as drawn: everything in the order of `columns` and of `factors`. */
export type FactorView = {
  rows: 'respondents' | 'responses';
  n: number;
  models: number;
  columns: FactorColumn[];
  dropped: { cluster: string; why: string }[];
  /** Families of the models where some have several: then these are what is independent; null where each has one. */
  families: number | null;
  k: number;
  /** The largest k that can be chosen. */
  maxK: number;
  suggestedK: number;
  /** With the row total partialled out. */
  suggestedKWithoutTotal: number | null;
  /** Every rule for the number of factors, and what they agree on. */
  numberOfFactors: Pick<NumberOfFactors, 'rules' | 'agreement' | 'summary'>;
  extraction: string;
  rotation: string;
  factors: {
    /** Named by hand, or by the clusters that load highest. */
    name: string;
    named: boolean;
    /** The salient clusters, which name it in an edit. */
    clusters: string[];
    variance: number;
    /** Tucker congruence with the truth, expected from halves by model; null where withheld or not computed. */
    replicates: number | null;
    /** Turned round by hand. */
    flipped: boolean;
    /** Whether its scores follow the words per answer that lie outside it; `untold` where hardly any does. */
    wordiness: Wordiness;
    wordinessCorrelation: number | null;
    /** The nearest published dimension, as a suggestion. */
    like: string | null;
  }[];
  /** columns × factors, pattern. */
  loadings: number[][];
  structure: number[][];
  communalities: number[];
  complexity: number[];
  phi: number[][];
  eigenvalues: number[];
  /** Criterion eigenvalues of the parallel analysis (95 %), by name of the null. */
  parallel: { kind: string; criterion: number[]; draws: number };
  /** The criterion where rows are taken for independent; null where there is one model. */
  ordinary: { criterion: number[]; suggestedK: number } | null;
  /** What rows of one model share, and how few rows they count like; null with one model. */
  nesting: {
    icc: number | null;
    designEffect: number | null;
    effectiveRows: number | null;
    effectiveRowsForCorrelations: number | null;
    words: string[];
  } | null;
  /** Natural log of |det R|, and largest over smallest eigenvalue; null where R is singular. */
  logDeterminant: number;
  condition: number | null;
  kmo: { overall: number; perColumn: (number | null)[] } | null;
  /** As `fit`: with `groups` adjusted, or withheld. */
  bartlett: { chisq: number | null; df: number; p: number | null; groups: number | null } | null;
  rmsr: number;
  fit: {
    /** With `groups` adjusted for its mean and variance, with `df` of its own; null where it is withheld. */
    chisq: number | null;
    df: number;
    /** Of rows that are not independent; null where they are. */
    groups: number | null;
    p: number | null;
    rmsea: number | null;
    /** 90 % interval. */
    rmseaLow: number | null;
    rmseaHigh: number | null;
    tli: number | null;
    cfi: number | null;
    bic: number | null;
    /** Why figures are null; null where none is missing. */
    withheld: string | null;
  };
  heywood: string[];
  checks: FactorChecks;
  warnings: string[];
  /** Regression factor scores averaged per model: models × factors. */
  modelScores: { model: string; scores: number[] }[];
  /** Meaning against co-occurrence, frequency partialled out. */
  meaning: {
    r: number;
    p: number;
    disagree: { a: string; b: string; meaning: number; together: number }[];
  } | null;
};

export type Finding = {
  /** One sentence. */
  text: string;
  certainty: 'firm' | 'likely' | 'sketch';
  /** The screen that shows its evidence. */
  evidence: { screen: number; model?: string; subdimension?: string; factor?: number };
  /** What would overturn it. */
  overturn: string[];
};

/** What an instrument found, with its words; or why there are no scores. */
export type InstrumentResult =
  /** `coarse`: a slow fit on top of it is still to come. */
  { result: unknown; told: Told; profiles: Profile[]; coarse?: boolean } | NoScores;

/** Ways of asking compared, with what that says. */
export type MethodsFound = { result: RunMethods; told: ToldMethods };

/** Everything computed from the facts and the edits. Replaced whole, part by part, never mutated. */
export type Results = {
  lexicon: Lexicon | null;
  clustering: Clustering | Unavailable | null;
  curated: Curated | null;
  /** What the researcher has still to decide; null without clusters. */
  decisions: OpenDecisions | null;
  factors: FactorView | Unavailable | null;
  ownSystem: ValueSystem | null;
  /** By instrument, those that have been asked. */
  instruments: Readonly<Record<string, InstrumentResult>>;
  /** How far the instruments agree; null before one has profiles. */
  methods: MethodsFound | null;
  findings: Finding[];
  /** What the check of a new model says; null for any other run. */
  check: CheckReport | null;
};

export type RunStatus = 'idle' | 'working' | 'pausing' | 'paused' | 'finished' | 'failed';

export type RunState = {
  folder: string;
  name: string;
  study: Study;
  simulated: boolean;
  readOnly: boolean;
  /** Another process works on it, or did: it has left in good order, or was lost. */
  attached?: { pid: number; gone: 'left' | 'lost' | null };
  /** Why nothing can be written to its folder now; null where all is well. */
  trouble: Trouble | null;
  status: RunStatus;
  /** What it does now, a few words: "eliciting 312/450". */
  activity: string;
  progress: { stage: string; done: number; total: number }[];
  lanes: Lane[];
  /** Answers per second over the last ten seconds; seconds left where it can be told. */
  rate: number;
  secondsLeft: number | null;
  spend: number;
  discovery: Discovery;
  results: Results;
  /** What is being computed and can be stopped; null when nothing is. */
  computing: { what: string; done: number; total: number } | null;
  /** The last message for the status line. */
  message: string;
  /** Errors worth reading, newest last. */
  problems: string[];
};
