/** Append-only logs of facts: one JSON line each, whole or absent. */
import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename } from 'node:path';
import type * as z from 'zod';
import { CorruptRunError, UserError } from '../errors.ts';
import { openPlainFile } from './plain-file.ts';

export type Log<T, L = readonly T[]> = {
  file: string;
  /** Every line so far, in order of arrival. */
  readonly lines: L;
  /**
   * Writes one line to the operating system before it returns; the flush to the disk follows at once. Throws
   * UserError (exit `disk`) if the file is gone or the disk is full or read-only; no partial line is left.
   */
  append(line: T): void;
  /**
   * Resolves when every line so far is flushed to the disk. Rejects with UserError (exit `disk`) if the disk refuses.
   */
  synced(): Promise<void>;
  /**
   * Copies the complete lines to a new file. This also works if the log's own file was removed or its disk is
   * read-only.
   */
  copyTo(file: string): void;
  /**
   * Reads the complete lines that another process has added since, and returns their number. A log that is open for
   * writing has them all. Throws CorruptRunError as opening does.
   */
  refresh(): number;
  close(): Promise<void>;
};

/** What a log keeps of its lines. */
export type Keeper<T, L> = {
  readonly lines: L;
  /** What is known of the file before it is read: the bytes of its first complete lines, and their number. */
  readonly known: { bytes: number; lines: number };
  /** Called with each next line and its end offset in the file. */
  add(line: T, end: number): void;
};

/** Parses one line; its number is for errors. */
export type LineReader<T> = (text: string, number: number) => T;

const chunkBytes = 1 << 20;

/** Milliseconds for which a file that was seen in its place is taken to be there; `synced` looks again. */
const seenFor = 20;

/** Bytes of the longest line. An answer of 10 MB, escaped, is shorter; the program never writes a longer line. */
export const longestLine = 1 << 26;

/**
 * Opens a log and reads it line by line. A torn last line (from a kill in the middle of a write) is dropped, and cut
 * off the file if `write` is set. Throws CorruptRunError with file and line for any other line that does not fit
 * `schema`; nothing is overwritten in that case.
 */
export function openLog<T>(file: string, schema: z.ZodType<T>, write: boolean): Log<T> {
  const lines: T[] = [];
  return openKeptLog(file, lineReader(file, schema), write, {
    lines,
    known: { bytes: 0, lines: 0 },
    add: (line) => lines.push(line),
  });
}

/** As `openLog`, with `read` as the parser; `keeper` stores the lines, and lines that it knows are not read again. */
export function openKeptLog<T, L>(
  file: string,
  read: LineReader<T>,
  write: boolean,
  keeper: Keeper<T, L>,
): Log<T, L> {
  if (!write) return openReader(file, read, keeper);
  const handle = openFile(file, 'a+');
  let number = keeper.known.lines;
  const end = readLines(
    handle,
    keeper.known.bytes,
    (text, at) => {
      number += 1;
      keeper.add(read(text, number), at);
    },
    () => tooLong(file, number + 1),
  );
  if (fstatSync(handle).size > end) ftruncateSync(handle, end);
  const { dev, ino } = fstatSync(handle);
  let size = end;
  let syncing = false;
  let dirty = false;
  let idle = Promise.resolve();
  /** A disk that failed once may have lost data: from then on no write is reported as done. */
  let lost: UserError | null = null;

  function sync(): void {
    dirty = true;
    if (syncing) return;
    syncing = true;
    idle = new Promise((resolve) => {
      const round = (cause: Error | null) => {
        if (cause) lost ??= writeFault(file, cause);
        if (!dirty || lost) {
          syncing = false;
          resolve();
          return;
        }
        dirty = false;
        fdatasync(handle, round);
      };
      round(null);
    });
  }

  /** When the file was last seen in its place. */
  let seen = Number.NEGATIVE_INFINITY;

  /** A removed or moved file still accepts writes, but they cannot be found again. */
  function refuseGone(): void {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found || found.ino !== ino || found.dev !== dev) throw goneFault(file);
    seen = performance.now();
  }

  return {
    file,
    get lines() {
      return keeper.lines;
    },
    append(line) {
      if (lost) throw lost;
      if (performance.now() - seen > seenFor) refuseGone();
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        let written = 0;
        while (written < bytes.length) written += writeSync(handle, bytes, written);
      } catch (cause) {
        cutBack(handle, size);
        throw writeFault(file, cause);
      }
      size += bytes.length;
      keeper.add(line, size);
      sync();
    },
    async synced() {
      await idle;
      if (lost) throw lost;
      refuseGone();
    },
    copyTo: (to) => copyBytes(handle, size, to),
    refresh: () => 0,
    async close() {
      await idle;
      closeSync(handle);
    },
  };
}

/** A read-only log; a missing file has no lines. */
function openReader<T, L>(file: string, read: LineReader<T>, keeper: Keeper<T, L>): Log<T, L> {
  let handle: number | null = null;
  let end = keeper.known.bytes;
  let number = keeper.known.lines;
  function refresh(): number {
    const before = number;
    if (handle === null && existsSync(file)) handle = openFile(file, 'r');
    if (handle !== null && fstatSync(handle).size > end)
      readLines(
        handle,
        end,
        (text, at) => {
          keeper.add(read(text, number + 1), at);
          number += 1;
          end = at;
        },
        () => tooLong(file, number + 1),
      );
    return number - before;
  }
  refresh();
  return {
    file,
    get lines() {
      return keeper.lines;
    },
    append() {
      throw new UserError('This run is read-only.', {
        hint: 'Copy it first, or open it for writing.',
      });
    },
    synced: async () => {},
    copyTo(to) {
      if (handle !== null) copyBytes(handle, end, to);
    },
    refresh,
    async close() {
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
}

/** The error for a line that could not be written. */
function writeFault(file: string, cause: unknown): UserError {
  const { code } = cause as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new UserError(
    full
      ? 'The disk is full; the run is paused.'
      : code === 'EROFS'
        ? `${basename(file)} cannot be written: the disk is read-only now.`
        : `${basename(file)} cannot be written.`,
    {
      where: file,
      hint: full
        ? 'Make room, then run the same command: nothing stored is lost.'
        : 'Make the run folder writable again, then run the same command: nothing stored is lost.',
      exit: 'disk',
      cause,
    },
  );
}

/** The error for a file of an open run that was removed, moved, or replaced. */
function goneFault(file: string): UserError {
  return new UserError(`${basename(file)} is gone: the run folder was moved or deleted.`, {
    where: file,
    hint: 'Bring the folder back, then run the same command.',
    exit: 'disk',
  });
}

/** Removes a partial line. If the disk refuses this too, the torn line is dropped when the log is opened next. */
function cutBack(handle: number, size: number): void {
  try {
    ftruncateSync(handle, size);
  } catch {}
}

/** The first `size` bytes of an open file, as a new file. */
function copyBytes(handle: number, size: number, to: string): void {
  const target = openSync(to, 'wx');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    for (let at = 0; at < size; ) {
      const count = readSync(handle, chunk, 0, Math.min(chunkBytes, size - at), at);
      if (count === 0) break;
      writeFileSync(target, chunk.subarray(0, count));
      at += count;
    }
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
}

function openFile(file: string, how: 'a+' | 'r'): number {
  try {
    return openPlainFile(file, how === 'r' ? 'read' : 'append');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${basename(file)} cannot be opened.`, {
      where: file,
      hint: `Check that the run folder may be ${how === 'r' ? 'read' : 'written to'}.`,
      exit: 'disk',
      cause,
    });
  }
}

function tooLong(file: string, number: number): CorruptRunError {
  return new CorruptRunError(file, number, `this line is longer than ${longestLine >> 20} MiB`);
}

/**
 * Calls back with each complete line that begins at or after `from`, and its end offset; returns the end of the last
 * complete line. Throws the error of `onLong` for a line that is too long.
 */
export function readLines(
  handle: number,
  from: number,
  onLine: (text: string, end: number) => void,
  onLong: () => Error = () => new UserError('A line of this log is too long to be read.'),
): number {
  const chunk = Buffer.alloc(chunkBytes);
  /** The pieces of a line that continues in the next chunk. */
  let rest: Buffer[] = [];
  let restBytes = 0;
  let offset = from;
  let end = from;
  for (;;) {
    const count = readSync(handle, chunk, 0, chunkBytes, offset);
    if (count === 0) return end;
    offset += count;
    const data = chunk.subarray(0, count);
    let begin = 0;
    for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, begin)) {
      const text =
        restBytes === 0
          ? data.toString('utf8', begin, at)
          : Buffer.concat([...rest, data.subarray(begin, at)]).toString();
      end += restBytes + at + 1 - begin;
      rest = [];
      restBytes = 0;
      begin = at + 1;
      onLine(text, end);
    }
    if (begin === count) continue;
    rest.push(Buffer.from(data.subarray(begin)));
    restBytes += count - begin;
    if (restBytes > longestLine) throw onLong();
  }
}

/** Parses a line by `schema`; the schema is skipped for lines that `fits` accepts. */
export function lineReader<T>(
  file: string,
  schema: z.ZodType<T>,
  fits: (value: unknown) => value is T = (_value): _value is T => false,
): LineReader<T> {
  return (text, number) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new CorruptRunError(file, number, 'this line is not JSON');
    }
    if (fits(value)) return value;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    throw new CorruptRunError(
      file,
      number,
      `${issue.path.join('.') || 'the line'}: ${issue.message}`,
    );
  };
}
