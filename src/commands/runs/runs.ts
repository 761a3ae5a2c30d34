/** `valuelex runs`: the list of runs. */
import { basename } from 'node:path';
import { summaryOfExample } from '../../run/example-place.ts';
import { listRuns } from '../../run/list-runs.ts';
import { shelfFolder, shelfOf } from '../../run/shelves.ts';
import { isShippedExample } from '../../run/shipped-example.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { plainTable } from '../plain-table.ts';

export type ShowRunsOptions = SharedOptions & { archived?: boolean; trash?: boolean };

/** Newest first; archived and deleted runs only where asked for. */
export async function showRuns(options: ShowRunsOptions, context: CommandContext): Promise<void> {
  const { runs, archived, trash } = options;
  const asked = [
    ...(archived ? (['archive'] as const) : []),
    ...(trash ? (['trash'] as const) : []),
  ];
  const listed =
    asked.length === 0
      ? listRuns(runs)
      : asked.flatMap((shelf) => listRuns(shelfFolder(runs, shelf)));
  // The simulated example is made when it is opened.
  const outside = listed.some((one) => one.simulated && one.answers === 0)
    ? await context.outside()
    : null;
  const found = listed.map((one) =>
    outside && isShippedExample(one.folder, outside.prompts)
      ? summaryOfExample(one, outside.cache, outside.version)
      : one,
  );
  if (options.json) {
    context.out(JSON.stringify(found, null, 1));
    return;
  }
  if (found.length === 0 && asked.length > 0) {
    context.note(`There are no runs in the ${asked.join(' or the ')}.`);
    return;
  }
  if (found.length === 0) {
    context.note(`There are no runs in ${options.runs} yet: \`valuelex run\` makes the first.`);
    return;
  }
  const right = (title: string) => ({ title, align: 'right' as const });
  context.out(
    plainTable(
      ['run', 'stage', right('models'), right('answers'), right('spend'), 'date', ''],
      found.map((run) => [
        basename(run.folder),
        run.batches === 0
          ? run.stage
          : `${run.stage}, ${run.batches} ${run.batches === 1 ? 'batch' : 'batches'} under way`,
        String(run.models),
        String(run.answers),
        run.spend > 0 ? `$${run.spend.toFixed(2)}` : '–',
        run.date.slice(0, 16).replace('T', ' '),
        [
          run.simulated ? 'simulated' : '',
          run.readOnly ? 'read-only' : '',
          asked.length > 1 ? `in the ${shelfOf(run.folder)}` : '',
        ]
          .filter((mark) => mark !== '')
          .join(', '),
      ]),
    ),
  );
}
