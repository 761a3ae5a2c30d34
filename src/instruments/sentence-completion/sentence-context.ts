/** What the parts of the test are given: its own lines of a run as what they are, and who is asked. */
import type { InstrumentContext } from '../contract.ts';
import type { ExamRecord, ExamRequest } from '../shared/exam/exam-record.ts';
import type { Stem } from './items.ts';
import type { Completion, Rating } from './records.ts';
import type { TestSettings } from './settings.ts';
import { chosenOf } from './stems.ts';

/** What a run of the test holds. */
export type SentenceItems = { stems: Stem[] };

type Lines = {
  completions: Completion;
  exams: ExamRecord;
  'exam-requests': ExamRequest;
  ratings: Rating;
};

export type SentenceContext = Omit<InstrumentContext<SentenceItems>, 'run' | 'again'> & {
  settings: TestSettings;
  stems: readonly Stem[];
  lines<Log extends keyof Lines>(log: Log): readonly Lines[Log][];
  append<Log extends keyof Lines>(log: Log, line: Lines[Log]): void;
  /** Completions of an earlier run that this judge is to rate again; none but in a check of a model. */
  again(judge: string): readonly Completion[];
};

export function sentenceContext(
  { run, again, ...context }: InstrumentContext<SentenceItems>,
  settings: TestSettings,
): SentenceContext {
  return {
    ...context,
    settings,
    stems: chosenOf(run.items.stems, settings),
    lines: (log) => run.lines(log) as never,
    append: run.append,
    again: (judge) => (again?.(judge) ?? []) as readonly Completion[],
  };
}
