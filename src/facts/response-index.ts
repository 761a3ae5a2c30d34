/**
 * The columns of a large log of answers, stored in `derived/`: opening the run again reads them and not the log. An
 * index is used only for the file it was made from: the same file on this disk, unchanged or longer. A copied or
 * downloaded run is read in full once.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { dropFile } from '../drop-file.ts';
import { makePlainFolder } from './plain-file.ts';
import { type ColumnsState, columnNames } from './response-columns.ts';

const format = 'valuelex responses index 2';

const headerSchema = z.object({
  format: z.literal(format),
  file: z.string(),
  hash: z.string(),
  bytes: z.number().int().min(0),
  count: z.number().int().min(0),
  models: z.array(z.string()),
  settings: z.array(z.string()),
  prompts: z.array(z.string()),
  counts: z.array(
    z.object({
      model: z.string(),
      answers: z.number().int(),
      cutOff: z.number().int(),
      dollars: z.number(),
      tokens: z.number().nullable(),
      forms: z.array(z.string()),
    }),
  ),
  taken: z.object({ tokens: z.number(), dollars: z.number(), requests: z.number().int() }),
});

/** Bytes before the header: its length. */
const prefix = 8;
const blocks = 64;
const blockBytes = 4096;

/** Where the index of a log is stored. */
export function indexFileOf(log: string): string {
  return join(dirname(log), 'derived', `${basename(log, '.jsonl')}.index`);
}

/** The columns of the log, and the bytes that they cover; null without an index that fits the file. */
export function readIndex(log: string): { state: ColumnsState; bytes: number } | null {
  const file = indexFileOf(log);
  if (!existsSync(file) || !existsSync(log)) return null;
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    const size = Buffer.alloc(prefix);
    readSync(handle, size, 0, prefix, 0);
    const headerBytes = Number(size.readBigUInt64LE(0));
    if (headerBytes > fstatSync(handle).size) return null;
    const head = Buffer.alloc(headerBytes);
    readSync(handle, head, 0, headerBytes, prefix);
    const {
      file: made,
      hash,
      bytes,
      count,
      ...rest
    } = headerSchema.parse(JSON.parse(head.toString()));
    if (!isSameFile(log, made, hash, bytes)) return null;
    // Room for what comes, so that the first line that is added does not copy all.
    const length = count + 4096;
    let offset = prefix + headerBytes;
    const columns = Object.fromEntries(
      columnNames.map((name) => {
        const column = name === 'ends' ? new Float64Array(length) : new Uint32Array(length);
        const view = Buffer.from(column.buffer, 0, count * column.BYTES_PER_ELEMENT);
        if (readFully(handle!, view, offset) < view.length) throw new RangeError('too short');
        offset += view.length;
        return [name, column];
      }),
    );
    const { format: _format, ...sums } = rest;
    return { state: { columns: { count, ...columns } as never, ...sums }, bytes };
  } catch {
    // Where the index is broken, the log is read.
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Writes the index of the first `bytes` of the log, whole or not at all. A disk that refuses loses nothing. */
export function writeIndex(log: string, state: ColumnsState, bytes: number): void {
  const file = indexFileOf(log);
  const draft = `${file}.${process.pid}`;
  try {
    makePlainFolder(dirname(file));
    const { columns, ...sums } = state;
    const head = Buffer.from(
      JSON.stringify({
        format,
        ...stampOf(log, bytes),
        bytes,
        count: columns.count,
        ...sums,
      } satisfies z.infer<typeof headerSchema>),
    );
    const size = Buffer.alloc(prefix);
    size.writeBigUInt64LE(BigInt(head.length));
    const handle = openSync(draft, 'w');
    try {
      writeFully(handle, size);
      writeFully(handle, head);
      for (const name of columnNames) {
        const { buffer, byteOffset, BYTES_PER_ELEMENT } = columns[name];
        writeFully(handle, Buffer.from(buffer, byteOffset, columns.count * BYTES_PER_ELEMENT));
      }
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch {
    dropFile(draft);
  }
}

/** Unchanged since, or the same file with more behind. */
function isSameFile(log: string, made: string, hash: string, bytes: number): boolean {
  const now = stampOf(log, bytes);
  if (now.hash !== hash) return false;
  if (now.file === made) return true;
  const [place, size] = made.split(' ');
  const [placeNow, sizeNow] = now.file.split(' ');
  return place === placeNow && Number(sizeNow) > Number(size);
}

/**
 * Which file it is: its place on the disk, its size, when it was last changed, which no archive can
 * bring with it; and a hash of its first `bytes`: head, tail, and blocks evenly between.
 */
export function stampOf(log: string, bytes: number): { file: string; hash: string } {
  const handle = openSync(log, 'r');
  try {
    const { dev, ino, size, ctimeMs } = fstatSync(handle);
    const hash = createHash('sha256').update(String(bytes));
    const block = Buffer.alloc(blockBytes);
    const last = Math.max(0, bytes - blockBytes);
    for (let i = 0; i < blocks; i++) {
      const at = Math.round((last * i) / (blocks - 1));
      const count = readSync(handle, block, 0, Math.min(blockBytes, bytes - at), at);
      hash.update(block.subarray(0, count));
    }
    return { file: `${dev}:${ino} ${size} ${ctimeMs}`, hash: hash.digest('hex') };
  } finally {
    closeSync(handle);
  }
}

function readFully(handle: number, into: Buffer, from: number): number {
  let read = 0;
  while (read < into.length) {
    const count = readSync(handle, into, read, into.length - read, from + read);
    if (count === 0) break;
    read += count;
  }
  return read;
}

function writeFully(handle: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(handle, bytes, written, bytes.length - written);
}
