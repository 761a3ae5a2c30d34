/** The table of faults in docs/reliability.md, made from the rows that the tests run. */
import { basename, posix } from 'node:path';
import type { FaultRow } from '../tests/faults/fault-row.ts';
import { otherRows } from '../tests/faults/other-rows.ts';
import { statusRows } from '../tests/faults/status-rows.ts';
import { streamRows } from '../tests/faults/stream-rows.ts';

const begin = '<!-- Made from tests/faults by scripts/make-docs.ts; change it there. -->\n';
const end = '<!-- The end of what is made. -->\n';

const tables: readonly [string, readonly FaultRow[]][] = [
  ['What an endpoint says', statusRows],
  ['An answer that goes wrong on the way', streamRows],
  ['Network, clock, disk, and processes', otherRows],
];

/** The page with its tables as the rows are now. Throws where it has no place for them. */
export function withFaultTable(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/reliability.md has no place for the tables');
  const made = tables.map(([title, rows]) => `### ${title}\n\n${tableOf(rows)}`).join('\n');
  return `${page.slice(0, from)}${begin}\n${made}\n${page.slice(to)}`;
}

function tableOf(rows: readonly FaultRow[]): string {
  const lines = rows.map(({ fault, does, sees, test }) => {
    const words = sees === null ? '–' : `\`${sees}\``;
    const link = `[${basename(test, '.test.ts')}](${posix.join('../tests/faults', test)})`;
    return `| ${[fault, does, words, link].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  });
  return `| fault | what the program does | what is shown | test |\n|---|---|---|---|\n${lines.join('')}`;
}
