/** One open run, as the screens and the commands hold it. */

import type { ContextGroups } from '../clustering/context-groups.ts';
import type { Edit } from '../clustering/edits.ts';
import type { Lines } from '../facts/lines.ts';
import type { Response } from '../facts/records.ts';
import type { Responses } from '../facts/response-log.ts';
import type { Evidence, Facts, Instrument, Place } from '../instruments/contract.ts';
import type { ModelComparison } from '../instruments/shared/compare-models.ts';
import type { RunState } from './state.ts';
import type { Study } from './study.ts';

/** An instrument of a study. */
export type AskedInstrument = {
  instrument: Instrument;
  settings: unknown;
  /** The items that the run asked; before the first request, those of the program. */
  items: unknown;
  /** Null before the first request. */
  facts: Facts | null;
};

export type Session = {
  /** The latest snapshot; replaced, never mutated, at most ten times a second while models stream, at once after an edit. */
  getState(): RunState;
  subscribe(listener: () => void): () => void;
  /** Asks for all missing answers, stage after stage, to the end or through the stage `until`. Resolves when done or paused; throws UserError and EndpointError. */
  work(options?: { until?: string; fits?: boolean }): Promise<void>;
  /** Stops asking: requests in flight are dropped, everything stored is kept. */
  pause(): Promise<void>;
  /**
   * Pauses or continues the work. The owner of the run decides which, and replies in words when it is
   * done, as for the three below. They throw UserError if it is impossible.
   */
  togglePause(): Promise<string>;
  toggleLane(model: string): Promise<string>;
  /** Changes the number of simultaneous requests by `by`. */
  changeConcurrency(by: number): Promise<string>;
  /** Retries failed requests. */
  retryErrors(): Promise<string>;
  /**
   * Appends to curation.jsonl, replays, recomputes the results. Resolves with a text on what changed
   * when the edit is on disk. Throws UserError if it cannot be written. A read-only run is copied
   * first.
   */
  edit(edit: Edit): Promise<string>;
  /** Writes the study and all logs, as this process has them, to a new run in `runs`; returns its folder. */
  saveTo(runs: string): Promise<string>;
  /** Stops the computation in `computing`; results so far are kept. */
  stopComputing(): void;
  /** Continues a stopped computation. */
  resumeComputing(): void;
  /** Simulates how many models the factors need; the result is in their checks. */
  computePower(): void;
  /** Names other raters, kept in the study; the next `work` asks only for its ratings. */
  setRaters(raters: string[]): Promise<void>;
  /**
   * Two models on one value system, paired within stems: computed in a worker thread, once for the present scores.
   * Rejects with UserError without ratings of both, and with the signal's reason.
   */
  compareModels(
    system: string,
    a: string,
    b: string,
    signal?: AbortSignal,
  ): Promise<ModelComparison>;
  /** Whether a word, by the texts around it, is used in two meanings: computed in a worker thread. */
  contextGroups(contexts: readonly string[]): Promise<ContextGroups>;
  /** The study's instruments, with their items and facts. */
  instruments(): AskedInstrument[];
  /** The evidence for a cell of an instrument's table; empty if the cell follows from all lines at once. */
  evidenceOf(instrument: string, place: Place): Evidence[];
  /** Adds instruments to the study; the next `work` asks for what is missing. Throws UserError for an unknown one. */
  addInstruments(ids: string[]): Promise<void>;
  /** Adds models to the study, with the addresses of new endpoints; the next `work` asks only these models. */
  addModels(models: Study['models'], endpoints: Study['endpoints']): Promise<void>;
  /** All answers, in the order in which they came. */
  responses(): Responses;
  /** For a word in a long log, only a few hundred of the answers that name it. */
  responsesOf(filter: { model?: string; word?: string }): Lines<Response>;
  /** File and 1-based line of a fact, for `$EDITOR`. */
  placeOf(id: string): { file: string; line: number } | null;
  close(): Promise<void>;
};
