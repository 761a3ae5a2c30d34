/**
 * Counts the lines, dollars, and models of a log for a listing, in chunks. Counts of a large log are kept beside it.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { dropFile } from '../drop-file.ts';
import { longestLine } from './log.ts';
import { makePlainFolder } from './plain-file.ts';

export type LogCounts = { lines: number; dollars: number; models: number };

const countedSchema = z.object({
  /** The file on its disk, and how much of it was counted: whole lines. */
  file: z.string(),
  bytes: z.number().int().min(0),
  /** The file as it was when it was counted: shows whether it has changed in the middle. */
  size: z.number(),
  changed: z.number(),
  lines: z.number().int().min(0),
  dollars: z.number(),
  models: z.array(z.string()),
});
type Counted = z.infer<typeof countedSchema>;

const chunkBytes = 1 << 20;
/** Below this size, counting again is faster than reading a stored count. */
const rememberFrom = 4 << 20;

/**
 * Counts without parsing: a listing must be quick, and a run with a corrupt line is still listed. Counting goes
 * on from the last count where a log has grown; a missing log counts as empty.
 */
export function countLog(log: string): LogCounts {
  const { lines, dollars, models } = count(log, () => {});
  return { lines, dollars, models: models.length };
}

/** Counts the log, and stores the count of a large one in `derived/`, so that a listing need not count it again. */
export function rememberCounts(log: string): void {
  count(log, (counted) => remember(log, counted));
}

/** `onLarge` is called with the counts of a large log that are not stored yet. */
function count(log: string, onLarge: (counted: Counted) => void): Sum {
  if (!existsSync(log)) return { bytes: 0, lines: 0, dollars: 0, models: [] };
  const handle = openSync(log, 'r');
  try {
    const { dev, ino, size, ctimeMs } = fstatSync(handle);
    const stamp = { file: `${dev}:${ino}`, size, changed: ctimeMs };
    const known = size >= rememberFrom ? remembered(log, stamp) : null;
    const counted = countFrom(handle, known ?? { bytes: 0, lines: 0, dollars: 0, models: [] });
    if (size >= rememberFrom && counted.bytes !== known?.bytes) onLarge({ ...counted, ...stamp });
    return counted;
  } finally {
    closeSync(handle);
  }
}

type Sum = Pick<Counted, 'bytes' | 'lines' | 'dollars' | 'models'>;

function countFrom(handle: number, known: Sum): Sum {
  let { bytes, lines, dollars } = known;
  const models = new Set(known.models);
  const chunk = Buffer.alloc(chunkBytes);
  let rest: Buffer[] = [];
  let restBytes = 0;
  for (;;) {
    const count = readSync(handle, chunk, 0, chunkBytes, bytes + restBytes);
    if (count === 0) return { bytes, lines, dollars, models: [...models] };
    const last = chunk.lastIndexOf(10, count - 1);
    if (last < 0 || last >= count) {
      // A line longer than a chunk continues.
      rest.push(Buffer.from(chunk.subarray(0, count)));
      restBytes += count;
      // Opening the run says what is wrong with such a line; here it is where counting ends.
      if (restBytes > longestLine) return { bytes, lines, dollars, models: [...models] };
      continue;
    }
    const whole = Buffer.concat([...rest, chunk.subarray(0, last + 1)]);
    for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) lines += 1;
    dollars += costsIn(whole);
    addModels(whole, models);
    bytes += whole.length;
    rest = [];
    restBytes = 0;
  }
}

const costMark = Buffer.from(',"cost":');
const modelMark = Buffer.from(',"model":"');

function costsIn(lines: Buffer): number {
  let dollars = 0;
  for (let at = lines.indexOf(costMark); at >= 0; at = lines.indexOf(costMark, at + 1)) {
    const begin = at + costMark.length;
    const number = /^[\d.]+(?:e-?\d+)?/.exec(lines.toString('latin1', begin, begin + 32));
    if (number) dollars += Number(number[0]);
  }
  return dollars;
}

function addModels(lines: Buffer, models: Set<string>): void {
  for (let at = lines.indexOf(modelMark); at >= 0; at = lines.indexOf(modelMark, at + 1)) {
    const begin = at + modelMark.length;
    let end = begin;
    while (end < lines.length && lines[end] !== 0x22) end += lines[end] === 0x5c ? 2 : 1;
    models.add(lines.toString('utf8', begin, end));
  }
}

const fileOf = (log: string) =>
  join(dirname(log), 'derived', `${basename(log, '.jsonl')}.counts.json`);

/** What was counted of this very file, unless it has changed other than by growing. */
function remembered(
  log: string,
  now: { file: string; size: number; changed: number },
): Counted | null {
  try {
    const counted = countedSchema.parse(JSON.parse(readFileSync(fileOf(log), 'utf8')));
    const same = counted.size === now.size && counted.changed === now.changed;
    return counted.file === now.file && (same || now.size > counted.size) ? counted : null;
  } catch {
    return null;
  }
}

/** A disk that refuses loses nothing. */
function remember(log: string, counted: Counted): void {
  const file = fileOf(log);
  const draft = `${file}.${process.pid}`;
  try {
    makePlainFolder(dirname(file));
    writeFileSync(draft, JSON.stringify(counted));
    renameSync(draft, file);
  } catch {
    dropFile(draft);
  }
}
