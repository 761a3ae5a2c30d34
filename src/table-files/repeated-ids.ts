/** Rows under one id, which what is computed of them cannot tell apart. */
import { plural } from '../tables/numbers.ts';

/** A sentence that names the first repeated id, its lines, and how many more there are; null without one. `apart` is what tells rows of one id apart. */
export function repeatedIds(
  rows: readonly { id: string; line: number; apart?: string }[],
): string | null {
  const lines = new Map<string, { id: string; lines: number[] }>();
  for (const { id, line, apart = '' } of rows) {
    const key = `${id}\n${apart}`;
    const found = lines.get(key) ?? { id, lines: [] };
    found.lines.push(line);
    lines.set(key, found);
  }
  const twice = [...lines.values()].filter((one) => one.lines.length > 1);
  const [first] = twice;
  if (!first) return null;
  const more = twice.length > 1 ? `, and ${plural(twice.length - 1, 'more id')} repeat too` : '';
  return `the id ${first.id} stands more than once (lines ${first.lines.slice(0, 5).join(', ')})${more}: each row counts, and the results do not tell them apart`;
}
