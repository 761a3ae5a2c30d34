/** Whether an argument names a table file or a run; looks at the disk. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

/** True for a file. Throws UserError for a table file that does not exist, and for a folder that is not a run. */
export function isTableFile(source: string, runs: string): boolean {
  const found = statSync(source, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) return true;
  const isNamedAsTable = /\.(csv|tsv|txt|dat|jsonl|ndjson|json|xlsx|sav|zsav)$/i.test(source);
  if (!isNamedAsTable || existsSync(join(runs, source, 'study.yaml'))) return false;
  if (!found)
    throw new UserError(`There is no file ${source}.`, { hint: 'Check the path.', exit: 'usage' });
  if (existsSync(join(source, 'study.yaml'))) return false;
  throw new UserError(`${source} is a folder, but not a run.`, {
    hint: 'Name a file in it.',
    exit: 'usage',
  });
}
