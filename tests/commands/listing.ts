/** What stands in a folder, for tests of what a command leaves as it is. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file and folder below, with when it was changed and, of a file, what it holds. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const hash = entry.isFile() ? createHash('sha256').update(readFileSync(path)) : null;
      return `${relative(folder, path)} ${statSync(path).mtimeMs} ${hash?.digest('hex') ?? ''}`;
    })
    .sort();
}
