/**
 * What scores follow from, as the worker thread reads it where it lies: the ratings of many models are never sent
 * from thread to thread, which would hold up the keys.
 */

import { type Log, openLog } from '../../facts/log.ts';
import type { ExamResult, Stem } from '../../instruments/sentence-completion/items.ts';
import {
  type Completion,
  completionSchema,
  type Rating,
  ratingSchema,
} from '../../instruments/sentence-completion/records.ts';
import { sentenceLogs } from '../../instruments/sentence-completion/run-logs.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Study } from '../study.ts';
import type { RatedFacts } from './facts.ts';

/** Some first lines of a log. */
type Part = { file: string; lines: number };

export type FactsPlace = { study: Study; completions: Part; ratings: Part };

/** What scoring, comparing, and placing models take; plain data, so that it crosses threads. */
export type Scoring = {
  facts: FactsPlace;
  stems: readonly Stem[];
  exams: readonly ExamResult[];
};

/** Scoring on one value system. */
export type SystemScoring = Scoring & { system: ValueSystem };

/** The lines that a run holds now. */
export function placeOfFacts(run: RunFolder): FactsPlace {
  const part = (log: Log<unknown>): Part => ({ file: log.file, lines: log.lines.length });
  const { completions, ratings } = sentenceLogs(run);
  return { study: run.study, completions: part(completions), ratings: part(ratings) };
}

type Held = { completions: Log<Completion>; ratings: Log<Rating> };

/** The logs that were read last: of the same run only what has come in since is read again. */
let held: Held | null = null;

/** Reads them, or what is new of them. Throws what opening a log throws. */
export function factsAt({ study, completions, ratings }: FactsPlace): RatedFacts {
  if (held?.completions.file !== completions.file || held.ratings.file !== ratings.file) {
    void held?.completions.close();
    void held?.ratings.close();
    held = {
      completions: openLog(completions.file, completionSchema, false),
      ratings: openLog(ratings.file, ratingSchema, false),
    };
  }
  const first = <T>(log: Log<T>, { lines }: Part) => {
    log.refresh();
    return { lines: log.lines.slice(0, lines) };
  };
  return {
    study,
    completions: first(held.completions, completions),
    ratings: first(held.ratings, ratings),
  };
}
