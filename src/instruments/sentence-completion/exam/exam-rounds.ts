/** The exam of a run: judges are examined once, and their results kept as facts. */

import { UserError } from '../../../errors.ts';
import type { Model } from '../../../models/model.ts';
import { namedSystems } from '../../../values/named-systems.ts';
import type { Round } from '../../contract.ts';
import type { SentenceContext } from '../sentence-context.ts';
import { type Exam, examWork, openExam } from './ask-exam.ts';

/**
 * Examines every judge that the run has no exam of, in two rounds.
 * Throws UserError (exit `examFailed`) when the study requires judges that pass and one does not.
 */
export async function* examRounds(context: SentenceContext): AsyncGenerator<Round> {
  const { environment, settings } = context;
  if (context.lines('completions').length === 0) return;
  const judges = new Map<string, Model>();
  for (const { entry } of context.raters) {
    const model = await context.openModel(entry.id).catch((error) => {
      context.onUnavailable(entry.id, error);
      return null;
    });
    if (model) judges.set(entry.id, model);
  }
  const systems = namedSystems(settings.systems, null);
  const known = new Set(
    context.lines('exams').map(({ result }) => `${result.judge} ${result.system}`),
  );
  const exams: Exam[] = [];
  const at = () => new Date(environment.now()).toISOString();
  try {
    for (const [judge, model] of judges)
      for (const system of systems) {
        if (known.has(`${judge} ${system.id}`)) continue;
        const exam = openExam(judge, model, system, environment);
        if (exam) exams.push(exam);
      }
    // The second half is asked in the protocol that the first half chose.
    for (let half = 0; half < 2; half++) {
      const work = examWork(exams, judges, environment, ({ exam, id, tokens, cost }) =>
        context.append('exam-requests', {
          id: `${exam.id}|${id}`,
          judge: exam.judge,
          tokens,
          cost,
          at: at(),
        }),
      );
      yield { step: 'exam', title: 'examining judges', work, done: new Map() };
      if (context.signal.aborted) return;
    }
    for (const exam of exams) {
      if (exam.missing().length > 0) continue;
      context.append('exams', { id: exam.id, at: at(), result: exam.grade() });
    }
  } finally {
    await Promise.all(exams.map((exam) => exam.close()));
  }
  const failed = context
    .lines('exams')
    .filter(({ result }) => settings.judges.includes(result.judge) && result.verdict !== 'passes');
  if (settings.requireJudge && failed.length > 0)
    throw new UserError(
      `${failed.map(({ result }) => `${result.judge} (${result.system}: ${result.verdict})`).join(', ')} did not pass the exam.`,
      {
        hint: 'Name a stronger judge, or leave --require-judge out to get marked scores.',
        exit: 'examFailed',
      },
    );
}
