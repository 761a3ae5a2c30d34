/** Writes one view of a screen as CSV and Markdown. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { UserError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { markdownText } from '../../tables/markdown-lines.ts';
import type { TextTable } from '../../ui/interface-options.ts';

/** Returns the paths. `safe` guards a cell against being run as a formula. Throws UserError (exit `disk`). */
export function writeTableFiles(
  folder: string,
  table: TextTable,
  safe: (cell: string) => string | number,
): string[] {
  const name =
    table.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'table';
  const row = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  const files = [
    {
      path: join(folder, `${name}.csv`),
      text: stringify([table.columns, ...table.rows].map((cells) => cells.map(safe))),
    },
    {
      path: join(folder, `${name}.md`),
      text: `# ${markdownText(table.title)}\n\n${[row(table.columns), row(table.columns.map(() => '---')), ...table.rows.map(row)].join('\n')}\n`,
    },
  ];
  try {
    makeFolder(folder);
    for (const { path, text } of files) writeFileSync(path, text);
  } catch (cause) {
    throw new UserError('The table cannot be written.', {
      where: folder,
      hint: 'Check the permissions and the free space.',
      exit: 'disk',
      cause,
    });
  }
  return files.map(({ path }) => path);
}
