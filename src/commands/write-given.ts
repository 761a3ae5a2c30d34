import { writeFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** Writes a file that a person names. Throws UserError (exit `disk`), in which it is called `what`, where it cannot be written. */
export function writeGiven(
  file: string,
  text: string,
  { what = 'The file', hint }: { what?: string; hint?: string } = {},
): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UserError(`${what} cannot be written.`, {
      where: file,
      ...(hint === undefined ? {} : { hint }),
      ...{ exit: 'disk', cause },
    });
  }
}
