/** How a file was read, on standard error, where a command has no list of warnings. */

import { capital } from '../safe-text/capital.ts';
import type { Table } from '../table-files/table-file.ts';
import type { CommandContext } from './command-context.ts';

export function printNotes(
  { notes }: Pick<Table, 'notes'>,
  context: Pick<CommandContext, 'note'>,
): void {
  for (const note of notes) context.note(`! ${capital(note)}.`);
}
