/** `valuelex judge exam`: how accurate judges are. */
import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { takeExams } from '../../instruments/shared/exam/take-exams.ts';
import { examTable } from '../../instruments/shared/tell/tell-exams.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import type { Model } from '../../models/model.ts';
import { presetStudy } from '../../run/presets.ts';
import { tableText } from '../../tables/as-text.ts';
import { loadSystem } from '../../values/load-systems.ts';
import type { CommandContext } from '../command-context.ts';
import { fetchMissingModels } from '../models/fetch-missing-models.ts';
import { print } from '../print.ts';

/** The words on screen for an item, a rater, and a rated text. */
const words = { item: 'stem', rater: 'judge', text: 'completion' };

/** Prints one row per judge. With `requireJudge` one that does not pass is a UserError (exit `examFailed`). */
export async function judgeExam(
  named: readonly string[],
  options: { system: string; requireJudge?: boolean; json?: boolean },
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const judges = named.length > 0 ? [...named] : catalogue.map((model) => `local:${model.id}`);
  const system = loadSystem(options.system, (path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  );
  const study = presetStudy('quick', outside.prompts, { name: 'exam', models: [], judges });
  await fetchMissingModels(study, outside, context);
  const models = new Map<string, Model>();
  const abort = new AbortController();
  const stopListening = context.onInterrupt(() => {
    context.progress(null);
    abort.abort(
      new UserError('Stopped; what was rated is kept.', {
        hint: 'The same command continues.',
        exit: 'paused',
      }),
    );
  });
  try {
    for (const judge of judges) models.set(judge, await outside.openModel(judge, study));
    let last = '';
    const exams = await takeExams(models, system, outside, {
      signal: abort.signal,
      onProgress: (lanes) => {
        const done = lanes.reduce((sum, lane) => sum + lane.done, 0);
        const total = lanes.reduce((sum, lane) => sum + lane.total, 0);
        const step = `${total} ${Math.floor((10 * done) / Math.max(1, total))}`;
        if (total > 0 && (context.watched || step !== last))
          context.progress(`examining judges ${done}/${total}`);
        last = step;
      },
    });
    context.progress(null);
    print(context, options, exams, () => tableText(examTable(exams, words), context.layout));
    const failed = exams.filter((exam) => exam.verdict !== 'passes');
    if (options.requireJudge && failed.length > 0)
      throw new UserError(
        `${failed.map((exam) => `${exam.rater} (${exam.verdict})`).join(', ')} did not pass the exam.`,
        { hint: 'Name a stronger judge.', exit: 'examFailed' },
      );
  } finally {
    stopListening();
    context.progress(null);
    for (const model of models.values()) await model.close();
  }
}
