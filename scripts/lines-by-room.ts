/**
 * Counts the lines of each room of `src/`, its imports, and the circles among its modules, and writes them into
 * docs/architecture.md. `tests/architecture.test.ts` asserts that nothing is imported upward and that no circle exists.
 *
 * Run now and then: node scripts/lines-by-room.ts
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const page = 'docs/architecture.md';
const [begin, end] = ['<!-- lines by room -->', '<!-- end of lines by room -->'];
/** Lines are told in hundreds: the table is to show which rooms are large, not to change with every commit. */
const step = 100;

const files = globSync('src/**/*.{ts,tsx}').filter(
  (file) => file !== 'src/statistics/kernels/compiled.ts',
);
const roomOf = (file: string) => {
  const parts = file.split('/');
  return parts.length > 2 ? parts[1]! : 'alone';
};

type Room = { files: number; lines: number; out: Set<string>; into: Set<string> };
const rooms = new Map<string, Room>();
const room = (name: string): Room => {
  const known = rooms.get(name) ?? { files: 0, lines: 0, out: new Set(), into: new Set() };
  rooms.set(name, known);
  return known;
};
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const own = room(roomOf(file));
  own.files += 1;
  own.lines += text.split('\n').length - 1;
  for (const [, path] of text.matchAll(/\b(?:from|import\()\s*'(\.[^']+)'/g)) {
    const other = roomOf(join(dirname(file), path!));
    if (other === roomOf(file)) continue;
    own.out.add(other);
    room(other).into.add(roomOf(file));
  }
}

const rows = [...rooms]
  .filter(([, { files: count }]) => count > 0)
  .sort(([, a], [, b]) => b.lines - a.lines);
const hundreds = (lines: number) => String(Math.round(lines / step) * step);
const table = [
  '| room | files | lines | imports rooms | is imported by rooms |',
  '|---|---:|---:|---:|---:|',
  ...rows.map(
    ([name, { files: count, lines, out, into }]) =>
      `| ${name === 'alone' ? 'files beside the rooms' : `\`src/${name}/\``} | ${count} | ${hundreds(lines)} | ${out.size} | ${into.size} |`,
  ),
];
const old = readFileSync(page, 'utf8');
const [from, to] = [old.indexOf(begin), old.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${page} has no place for the table`);
writeFileSync(page, `${old.slice(0, from + begin.length)}\n${table.join('\n')}\n${old.slice(to)}`);
