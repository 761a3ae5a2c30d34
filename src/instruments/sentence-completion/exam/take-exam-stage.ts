/** The exam stage of a run: judges are examined once, and their results kept as facts. */

import type { StagePlan } from '../../../asking/ask.ts';
import type { LaneWork } from '../../../asking/lanes.ts';
import { UserError } from '../../../errors.ts';
import type { Model } from '../../../models/model.ts';
import { namedSystems } from '../../../values/named-systems.ts';
import type { SentenceContext } from '../sentence-context.ts';
import { type Exam, examWork, openExam } from './ask-exam.ts';

/**
 * Examines every judge that the run has no exam of, asking in two halves by `ask`.
 * Throws UserError (exit `examFailed`) when the study requires judges that pass and one does not.
 */
export async function takeExamStage(
  context: SentenceContext,
  ask: (plan: StagePlan) => Promise<{ aborted: boolean }>,
): Promise<void> {
  const { run, environment } = context;
  if (run.completions.lines.length === 0) return;
  const judges = new Map<string, Model>();
  for (const judge of run.study.test.judges) {
    const model = await context.openModel(judge).catch((error) => {
      context.onUnavailable(judge, error);
      return null;
    });
    if (model) judges.set(judge, model);
  }
  const systems = namedSystems(run.study.test.systems, null);
  const known = new Set(
    run.exams.lines.map((line) => `${line.result.judge} ${line.result.system}`),
  );
  const exams: Exam[] = [];
  try {
    for (const [judge, model] of judges)
      for (const system of systems) {
        if (known.has(`${judge} ${system.id}`)) continue;
        const exam = openExam(judge, model, system, environment);
        if (exam) exams.push(exam);
      }
    // The second half is asked in the protocol that the first half chose.
    for (let half = 0; half < 2; half++) {
      const work: LaneWork[] = examWork(exams, judges, environment);
      const { aborted } = await ask({ work, done: new Map() });
      if (aborted) return;
    }
    for (const exam of exams) {
      if (exam.missing().length > 0) continue;
      run.exams.append({
        id: exam.id,
        at: new Date(environment.now()).toISOString(),
        result: exam.grade(),
      });
    }
  } finally {
    await Promise.all(exams.map((exam) => exam.close()));
  }
  const failed = run.exams.lines.filter(
    (line) => run.study.test.judges.includes(line.result.judge) && line.result.verdict !== 'passes',
  );
  if (run.study.test.requireJudge && failed.length > 0)
    throw new UserError(
      `${failed.map((line) => `${line.result.judge} (${line.result.system}: ${line.result.verdict})`).join(', ')} did not pass the exam.`,
      {
        hint: 'Name a stronger judge, or leave --require-judge out to get marked scores.',
        exit: 'examFailed',
      },
    );
}
