/** `valuelex runs`: what runs there are. */
import { basename } from 'node:path';
import { listRuns } from '../run/list-runs.ts';
import type { CommandContext, SharedOptions } from './command-context.ts';
import { plainTable } from './plain-table.ts';

/** Newest first. */
export async function showRuns(options: SharedOptions, context: CommandContext): Promise<void> {
  const found = listRuns(options.runs);
  if (options.json) {
    context.out(JSON.stringify(found, null, 1));
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
        [run.simulated ? 'simulated' : '', run.readOnly ? 'read-only' : '']
          .filter((mark) => mark !== '')
          .join(', '),
      ]),
    ),
  );
}
