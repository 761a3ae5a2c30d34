/**
 * The state of a run while it works and when it is done. The screens and the commands show this and
 * nothing else; they compute nothing.
 */

import type { Lane } from '../asking/lane.ts';
import type { Clustering } from '../clustering/clusters.ts';
import type { Curated } from '../clustering/curate.ts';
import type { CuratorsResult } from '../clustering/curators-of-run.ts';
import type { OpenDecisions } from '../clustering/decisions.ts';
import type { ToldCurators } from '../clustering/tell-curators.ts';
import type { Trouble } from '../facts/trouble.ts';
import type { NoScores, Told } from '../instruments/contract.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { Profile } from '../methods/profiles.ts';
import type { RunMethods } from '../methods/run-methods.ts';
import type { ToldMethods } from '../methods/tell-methods.ts';
import type { ValueSystem } from '../values/value-system.ts';
import type { CheckReport } from './check-run.ts';
import type { FactorView } from './factor-view.ts';
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

export type Finding = {
  /** One sentence. */
  text: string;
  certainty: 'firm' | 'likely' | 'sketch';
  /** The screen that shows its evidence. */
  evidence: { screen: number; model?: string; subdimension?: string; factor?: number };
  /** What could change it. */
  overturn: string[];
};

/** The result of an instrument with its tables and sentences, or why there are no scores. */
export type InstrumentResult =
  /** `coarse`: a slow fit on top of it is still to come. */
  { result: unknown; told: Told; profiles: Profile[]; coarse?: boolean } | NoScores;

/** Ways of asking compared, with tables and sentences. */
export type MethodsFound = { result: RunMethods; told: ToldMethods };

/** The curators of a run compared, with tables and sentences. */
export type CuratorsFound = { result: CuratorsResult; told: ToldCurators };

/** Everything computed from the facts and the edits. Replaced whole, part by part, never mutated. */
export type Results = {
  lexicon: Lexicon | null;
  clustering: Clustering | Unavailable | null;
  curated: Curated | null;
  /** The open decisions of the researcher; null without clusters. */
  decisions: OpenDecisions | null;
  /** How far second curators agree with the first; null without a second curator. */
  curators: CuratorsFound | null;
  factors: FactorView | Unavailable | null;
  ownSystem: ValueSystem | null;
  /** By instrument; only those that have been asked. */
  instruments: Readonly<Record<string, InstrumentResult>>;
  /** How far the instruments agree; null before one has profiles. */
  methods: MethodsFound | null;
  findings: Finding[];
  /** The report of the check of a new model; null for any other run. */
  check: CheckReport | null;
};

export type RunStatus = 'idle' | 'working' | 'pausing' | 'paused' | 'finished' | 'failed';

/** A step and how far it is; a total of 0 where that cannot be counted. */
export type Computing = { what: string; done: number; total: number };

/** "networks 120/400" */
export function stepText({ what, done, total }: Computing): string {
  return `${what}${total > 0 ? ` ${done}/${total}` : ''}`;
}

export type RunState = {
  folder: string;
  name: string;
  study: Study;
  simulated: boolean;
  readOnly: boolean;
  /** The second curator, who curates blind: the results contain only clusters, without the first curator's edits. */
  curator?: string;
  /** The other process that works on it, or did until it left in good order or was lost. */
  attached?: { pid: number; gone: 'left' | 'lost' | null };
  /** Why nothing can be written to its folder now; null if it can. */
  trouble: Trouble | null;
  status: RunStatus;
  /** Its present activity in a few words: "eliciting 312/450". */
  activity: string;
  progress: { stage: string; done: number; total: number }[];
  lanes: Lane[];
  /** Answers per second over the last ten seconds; seconds left where they are known. */
  rate: number;
  secondsLeft: number | null;
  spend: number;
  discovery: Discovery;
  results: Results;
  /** The running computation that can be stopped; null without one. */
  computing: Computing | null;
  /** The last message for the status line. */
  message: string;
  /** Errors worth reading, newest last. */
  problems: string[];
};
