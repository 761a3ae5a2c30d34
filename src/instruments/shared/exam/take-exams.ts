/** Raters' exams outside of any run. */
import type { AskingEnvironment } from '../../../asking/asking-environment.ts';
import { createLanes } from '../../../asking/lanes.ts';
import { UserError } from '../../../errors.ts';
import type { Model } from '../../../models/model.ts';
import type { ValueSystem } from '../../../values/value-system.ts';
import { type Exam, examWork, openExam } from './ask-exam.ts';
import type { ExamResult } from './exam-record.ts';

export type ExamProgress = { rater: string; done: number; total: number };

/**
 * Examines `raters` (open models by name) on `system`; asks only for ratings that are not stored. Throws UserError if
 * the system has no exam, the signal's reason after an abort, and the error of a rater that could not be asked.
 */
export async function takeExams(
  raters: ReadonlyMap<string, Model>,
  system: ValueSystem,
  environment: AskingEnvironment,
  options: { signal?: AbortSignal; onProgress?: (lanes: ExamProgress[]) => void } = {},
): Promise<ExamResult[]> {
  const exams: Exam[] = [];
  let failure: string | null = null;
  const lanes = createLanes({
    now: environment.now,
    random: environment.random,
    onChange: () =>
      options.onProgress?.(
        lanes.snapshot().map(({ model, done, total }) => ({ rater: model, done, total })),
      ),
    onRetry: () => {},
    onFailed: (model, _id, reason) => {
      failure ??= `${model}: ${reason}`;
    },
  });
  try {
    for (const [rater, model] of raters) {
      const exam = openExam(rater, model, system, environment);
      if (!exam)
        throw new UserError(`There is no exam on ${system.id}.`, {
          hint: 'Exams are in prompts/judge/anchors; the README there says how to write one.',
        });
      exams.push(exam);
    }
    const signal = options.signal ?? new AbortController().signal;
    // The second half is asked in the protocol that the first half chose.
    for (let half = 0; half < 2; half++) {
      await lanes.run('exam', examWork(exams, new Map(raters), environment), () => 0, signal);
      signal.throwIfAborted();
    }
    if (failure !== null && exams.some((exam) => exam.missing().length > 0))
      throw new UserError(`The exam is not whole: ${failure}`, {
        hint: 'What was rated is kept; run the same command again.',
        exit: 'endpoint',
      });
    return exams.map((exam) => exam.grade());
  } finally {
    await Promise.all(exams.map((exam) => exam.close()));
  }
}

/** The result of an exam that is taken already; null where any rating is missing. Asks nothing. */
export async function knownExam(
  rater: string,
  model: Model,
  system: ValueSystem,
  environment: AskingEnvironment,
): Promise<ExamResult | null> {
  const exam = openExam(rater, model, system, environment);
  if (!exam) return null;
  try {
    return exam.missing().length === 0 ? exam.grade() : null;
  } finally {
    await exam.close();
  }
}
