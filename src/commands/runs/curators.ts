/** `valuelex curate <run> --agreement`: how far the curators of a run agree. */
import { UserError } from '../../errors.ts';
import { curatorsIn } from '../../run/curators.ts';
import { findRun } from '../../run/list-runs.ts';
import type { CuratorsFound } from '../../run/state.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';
import { withRunRead } from './open-run.ts';

export async function agreement(
  run: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const folder = findRun(run, options.runs);
  if (curatorsIn(folder).length === 0) throw nobody(folder);
  const found = await withRunRead(
    folder,
    await context.outside(),
    (session) => session.getState().results.curators,
    'clusters',
  );
  if (!found) throw nobody(folder);
  if (options.json) context.out(JSON.stringify(found.result, null, 1));
  else context.out(agreementText(found, context).join('\n'));
}

export function nobody(folder: string): UserError {
  return new UserError('This run has no second curator.', {
    where: folder,
    hint: `Another person does so blind: valuelex curate ${shellWord(folder)} --second --as <name>`,
    exit: 'usage',
  });
}

function agreementText({ told }: CuratorsFound, { layout }: CommandContext): string[] {
  return [
    told.headline,
    '',
    ...told.tables.flatMap((table) => [...tableText(table, layout), '']),
    ...notesText(told.notes, layout),
  ];
}
