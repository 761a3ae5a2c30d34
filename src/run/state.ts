/**
 * What a run shows while it works and when it is done. The screens and the commands draw this and
 * nothing else; they compute nothing.
 */
import type { Clustering, Doubt, Suggestion } from '../clustering/clusters.ts';
import type { Curated } from '../clustering/curate.ts';
import type { ExamResult } from '../instruments/instrument.ts';
import type { SystemScores } from '../instruments/system-scores.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { ValueSystem } from '../values/value-system.ts';
import type { CheckReport } from './check-run.ts';
import type { Study } from './study.ts';

/** The stages that ask models, in order; the computed ones follow from the facts. */
export const askingStages = ['elicit', 'extract', 'name', 'complete', 'exam', 'rate'] as const;

export type AskingStage = (typeof askingStages)[number];

export type Lane = {
  model: string;
  stage: AskingStage;
  done: number;
  total: number;
  inFlight: number;
  errors: number;
  /** Over the last ten seconds. */
  tokensPerSecond: number;
  /** Dollars. */
  spend: number;
  /** Why it does nothing now, with the end of the wait in epoch milliseconds where there is one. */
  waiting: { reason: string; until: number | null } | null;
  paused: boolean;
  /** The end of what it streams, newest text last, at most a few hundred characters. */
  tail: string;
};

export type Discovery = {
  /** New descriptors in each hundred answers, in order of arrival. */
  perHundred: number[];
  descriptors: number;
  newest: { word: string; model: string }[];
  refused: { model: string; count: number }[];
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

/** The factor analysis as drawn: everything in the order of `columns` and of `factors`. */
export type FactorView = {
  rows: 'respondents' | 'responses';
  n: number;
  models: number;
  columns: FactorColumn[];
  dropped: { cluster: string; why: string }[];
  k: number;
  /** The largest k that can be chosen. */
  maxK: number;
  suggestedK: number;
  /** With the row total partialled out. */
  suggestedKWithoutTotal: number | null;
  extraction: string;
  rotation: string;
  factors: {
    /** Named by hand, or by the clusters that load highest. */
    name: string;
    named: boolean;
    /** The salient clusters, which name it in an edit. */
    clusters: string[];
    variance: number;
    /** Tucker congruence over halves by model; null where withheld. */
    replicates: number | null;
    wordiness: boolean;
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
  parallel: { kind: string; criterion: number[] };
  kmo: { overall: number; perColumn: (number | null)[] } | null;
  bartlett: { chisq: number; df: number; p: number } | null;
  rmsr: number;
  fit: {
    chisq: number | null;
    df: number;
    p: number | null;
    rmsea: number | null;
    tli: number | null;
    bic: number | null;
  };
  heywood: string[];
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

/** Everything computed from the facts and the edits. Replaced whole, part by part, never mutated. */
export type Results = {
  lexicon: Lexicon | null;
  clustering: Clustering | Unavailable | null;
  curated: Curated | null;
  doubts: Doubt[];
  suggestions: Suggestion[];
  factors: FactorView | Unavailable | null;
  ownSystem: ValueSystem | null;
  exams: ExamResult[];
  /** One per value system that has ratings. */
  scores: SystemScores[];
  findings: Finding[];
  /** What a check of a new model says beside its verdict; null for any other run. */
  check: CheckReport | null;
};

export type RunStatus = 'idle' | 'working' | 'pausing' | 'paused' | 'finished' | 'failed';

export type RunState = {
  folder: string;
  name: string;
  study: Study;
  simulated: boolean;
  readOnly: boolean;
  /** Another process works on it, or did until it was lost. */
  attached?: { pid: number; lost: boolean };
  status: RunStatus;
  /** What it does now, a few words: "eliciting 312/450". */
  activity: string;
  progress: { stage: AskingStage; done: number; total: number }[];
  lanes: Lane[];
  /** Answers per second over the last ten seconds; seconds left where it can be told. */
  rate: number;
  secondsLeft: number | null;
  spend: number;
  discovery: Discovery;
  results: Results;
  /** The last message for the status line. */
  message: string;
  /** Errors worth reading, newest last. */
  problems: string[];
};
