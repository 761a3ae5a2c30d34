import { readFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** The text of a file that a person names. Throws UserError, in which it is called `what`, where `read` throws. */
export function givenText(
  file: string,
  what: string,
  {
    hint = 'Check its path and permissions.',
    read = (path) => readFileSync(path, 'utf8'),
  }: { hint?: string; read?: (path: string) => string } = {},
): string {
  try {
    return read(file);
  } catch (cause) {
    throw new UserError(`${what} cannot be read.`, { where: file, hint, cause });
  }
}
