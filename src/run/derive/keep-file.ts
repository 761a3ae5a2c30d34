/** Files that are kept between openings and can be deleted at any time: the newest few of a folder. */
import { readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropFile } from '../../drop-file.ts';
import { makeFolder } from '../../make-folder.ts';

/**
 * Writes `name` in `folder`, whole or not at all, and drops the oldest files beyond `most` that begin with `prefix`.
 * If the disk refuses, nothing is lost.
 */
export function keepFile(
  folder: string,
  name: string,
  bytes: Uint8Array,
  most: number,
  prefix = '',
): void {
  const file = join(folder, name);
  try {
    makeFolder(folder);
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
    const kept = readdirSync(folder)
      .filter((one) => one.startsWith(prefix))
      .map((one) => ({ path: join(folder, one), at: statSync(join(folder, one)).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    for (const { path } of kept.slice(most)) dropFile(path);
  } catch {
    dropFile(`${file}.new`);
  }
}
