/** `valuelex check`: places a new model among those of a finished run. */
import { resolve } from 'node:path';
import { EndpointError, UserError } from '../../errors.ts';
import { verdictTable } from '../../instruments/shared/tell/tell-pairs.ts';
import { splitName } from '../../models/registry.ts';
import { type CheckReport, createCheckRun } from '../../run/check-run.ts';
import { readableFolder } from '../../run/example.ts';
import { findRun } from '../../run/list-runs.ts';
import { modelsOf, refuseUnknownModels } from '../../run/named-models.ts';
import { openSession } from '../../run/open-session.ts';
import { tellCheck } from '../../run/tell-check.ts';
import { textWithMeaning } from '../../tables/as-text.ts';
import { listOf } from '../../tables/numbers.ts';
import { wrapText } from '../../tables/text-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { fetchMissingModels } from '../models/fetch-missing-models.ts';
import { print } from '../print.ts';
import { shellWord } from '../shell-word.ts';
import { workOnRun } from './work-on-run.ts';

export type CheckOptions = SharedOptions & { against: string; new?: boolean };

/** Asks the new model for completions and a small elicitation, has the completions rated, and prints the verdict. */
export async function checkModel(
  model: string,
  options: CheckOptions,
  context: CommandContext,
): Promise<void> {
  splitName(model);
  const outside = await context.outside();
  const named = findRun(options.against, options.runs);
  const against = await readableFolder(named, outside, outside.cache);
  const { folder, resumed } = await createCheckRun(
    model,
    against,
    {
      runs: resolve(options.runs),
      fresh: options.new ?? false,
      before: async (study) => {
        await refuseUnknownModels(study, modelsOf(study), outside.findModel, { mustAnswer: true });
        await fetchMissingModels(study, outside, context);
      },
    },
    outside,
  );
  context.note(`${resumed ? 'Continuing' : 'New run'} ${folder}`);
  const session = await openSession(folder, outside, { followed: false });
  try {
    const { study } = session.getState();
    await fetchMissingModels(study, outside, context);
    await workOnRun(
      session,
      { until: undefined, json: false, resume: `valuelex run ${shellWord(folder)}` },
      context,
      async () => {
        const report = session.getState().results.check!;
        print(context, options, report, () => checkText(report, context));
        refuseWithoutVerdict(report, session.getState().status === 'paused');
      },
    );
  } finally {
    await session.close();
  }
}

function refuseWithoutVerdict(report: CheckReport, paused: boolean): void {
  if (report.verdict || paused) return;
  const moved = report.drift.filter((one) => one.stops);
  if (moved.length > 0)
    throw new EndpointError(
      'server',
      `There is no verdict: ${listOf(moved.map((one) => one.rater))} has moved since the run.`,
      { hint: 'Rate the finished run again with this judge, or check with the judge it had.' },
    );
  throw new UserError('There is no verdict: the new model has no ratings.', {
    hint: 'Run the same command again.',
  });
}

function checkText(report: CheckReport, { layout }: CommandContext): string {
  return [
    ...(report.verdict ? textWithMeaning(verdictTable(report.verdict), layout) : []),
    '',
    ...tellCheck(report).flatMap((note) => wrapText(note, layout.width, '  ')),
  ].join('\n');
}
