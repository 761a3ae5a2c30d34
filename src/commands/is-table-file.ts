/** Whether an argument names a table to work on, or a run. Decided by looking. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

/** True for a file. Throws UserError for a file name of a table that is not there. */
export function isTableFile(source: string, runs: string): boolean {
  if (existsSync(source) && statSync(source).isFile()) return true;
  if (
    /\.(csv|tsv|txt|dat|jsonl|ndjson|json|xlsx|sav|zsav)$/i.test(source) &&
    !existsSync(join(runs, source))
  )
    throw new UserError(`There is no file ${source}.`, {
      hint: 'Check the path.',
      exit: 'usage',
    });
  return false;
}
