import { writeFileSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** Writes a file named by the user. Throws UserError (exit `disk`), which calls it `what`, where it cannot be written. */
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
