/** The exams of a run: raters are examined once, and their results kept as facts. */

import { openOrReport } from '../../../asking/ask.ts';
import { UserError } from '../../../errors.ts';
import type { Model } from '../../../models/model.ts';
import type { ValueSystem } from '../../../values/value-system.ts';
import type { InstrumentContext, Round } from '../../contract.ts';
import { type Exam, examWork, openExam } from './ask-exam.ts';
import type { ExamRecord, ExamRequest } from './exam-record.ts';

/** The context of an instrument with the logs `exams` (results) and `exam-requests` (costs). */
type ExamContext = Pick<
  InstrumentContext,
  'environment' | 'raters' | 'openModel' | 'onUnavailable' | 'signal'
> & {
  lines(log: 'exams'): readonly ExamRecord[];
  append(log: 'exams', line: ExamRecord): void;
  append(log: 'exam-requests', line: ExamRequest): void;
};

/**
 * Examines every rater that the run has no exam of on these systems, in two rounds of the step `exam`.
 * Throws UserError (exit `examFailed`) where all `must` pass and one does not.
 */
export async function* examRounds(
  context: ExamContext,
  systems: readonly ValueSystem[],
  { must, rater: word }: { must: boolean; rater: string },
): AsyncGenerator<Round> {
  const { environment } = context;
  const raters = new Map<string, Model>();
  for (const { entry } of context.raters) {
    const model = await openOrReport(context, entry.id);
    if (model) raters.set(entry.id, model);
  }
  const known = new Set(
    context.lines('exams').map(({ result }) => `${result.rater} ${result.system}`),
  );
  const exams: Exam[] = [];
  const at = () => new Date(environment.now()).toISOString();
  try {
    for (const [rater, model] of raters)
      for (const system of systems) {
        if (known.has(`${rater} ${system.id}`)) continue;
        const exam = openExam(rater, model, system, environment);
        if (exam) exams.push(exam);
      }
    // The second half is asked in the protocol that the first half chose.
    for (let half = 0; half < 2; half++) {
      const work = examWork(exams, raters, environment, ({ exam, id, tokens, cost }) =>
        context.append('exam-requests', {
          id: `${exam.id}|${id}`,
          rater: exam.rater,
          tokens,
          cost,
          at: at(),
        }),
      );
      yield { step: 'exam', title: `examining ${word}s`, work, done: new Map() };
      if (context.signal.aborted) return;
    }
    for (const exam of exams) {
      if (exam.missing().length > 0) continue;
      context.append('exams', { id: exam.id, at: at(), result: exam.grade() });
    }
  } finally {
    await Promise.all(exams.map((exam) => exam.close()));
  }
  const asked = new Set(context.raters.map(({ entry }) => entry.id));
  const failed = context
    .lines('exams')
    .filter(({ result }) => asked.has(result.rater) && result.verdict !== 'passes');
  if (must && failed.length > 0)
    throw new UserError(
      `${failed.map(({ result }) => `${result.rater} (${result.system}: ${result.verdict})`).join(', ')} did not pass the exam.`,
      {
        hint: `Name a stronger ${word}, or leave --require-${word} out to get marked scores.`,
        exit: 'examFailed',
      },
    );
}
