/** What the stages of the test are given: its part of a run. */
import type { AskContext } from '../../asking/ask.ts';
import type { ModelEntry } from '../../asking/respondents.ts';
import type { Log } from '../../facts/log.ts';
import type { ExamRecord } from './exam/exam-record.ts';
import type { Completion, Rating } from './records.ts';
import type { TestSettings } from './settings.ts';

/** What the test reads of a study. */
export type SentenceStudy = {
  seed: number;
  models: readonly ModelEntry[];
  shard?: string | undefined;
  test: TestSettings;
};

/** What the test reads and writes of a run. */
export type SentenceRun = {
  study: SentenceStudy;
  completions: Log<Completion>;
  exams: Log<ExamRecord>;
  ratings: Log<Rating>;
};

export type SentenceContext = AskContext<SentenceRun> & {
  /** Completions of an earlier run that this judge is to rate again; none but in a check of a model. */
  again?: (judge: string) => readonly Completion[];
};
