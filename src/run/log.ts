/** Append-only logs of facts: one JSON line each, whole or absent. */
import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  readSync,
  writeSync,
} from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { CorruptRunError, UserError } from '../errors.ts';
import { openPlainFile } from './plain-file.ts';

export type Log<T> = {
  file: string;
  /** Every line so far, in order of arrival. */
  readonly lines: readonly T[];
  /**
   * Writes one line and hands it to the disk before it returns; the write to the platter follows at
   * once. Throws UserError (exit `disk`) when the disk is full or read-only; then nothing is half written.
   */
  append(line: T): void;
  /**
   * Takes up the whole lines that another process has added since, and gives their number; a log open
   * for writing has them all. Throws CorruptRunError as opening does.
   */
  refresh(): number;
  close(): Promise<void>;
};

const chunkBytes = 1 << 20;

/**
 * Opens a log and reads it line by line. A torn last line (a kill in the middle of a write) is
 * dropped, and cut off the file where `write` is set. Throws CorruptRunError with file and line on
 * any other line that does not fit `schema`; nothing is overwritten then.
 */
export function openLog<T>(file: string, schema: z.ZodType<T>, write: boolean): Log<T> {
  if (!write) return openReader(file, schema);
  const lines: T[] = [];
  const handle = openFile(file, 'a+');
  const end = readLines(handle, 0, (text) =>
    lines.push(parseLine(text, lines.length + 1, file, schema)),
  );
  if (fstatSync(handle).size > end) ftruncateSync(handle, end);
  let size = end;
  let syncing = false;
  let dirty = false;
  let idle = Promise.resolve();

  function sync(): void {
    dirty = true;
    if (syncing) return;
    syncing = true;
    idle = new Promise((resolve) => {
      const round = () => {
        if (!dirty) {
          syncing = false;
          resolve();
          return;
        }
        dirty = false;
        fdatasync(handle, round);
      };
      round();
    });
  }

  return {
    file,
    lines,
    append(line) {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        let written = 0;
        while (written < bytes.length) written += writeSync(handle, bytes, written);
      } catch (cause) {
        ftruncateSync(handle, size);
        const code = (cause as NodeJS.ErrnoException).code;
        throw new UserError(
          code === 'ENOSPC'
            ? 'The disk is full; the run is paused.'
            : `${basename(file)} cannot be written.`,
          {
            where: file,
            hint: 'Make room, then run the same command: nothing stored is lost.',
            exit: 'disk',
            cause,
          },
        );
      }
      size += bytes.length;
      lines.push(line);
      sync();
    },
    refresh: () => 0,
    async close() {
      await idle;
      closeSync(handle);
    },
  };
}

/** A log that is only read; one that does not exist yet has no lines. */
function openReader<T>(file: string, schema: z.ZodType<T>): Log<T> {
  const lines: T[] = [];
  let handle: number | null = null;
  let end = 0;
  function refresh(): number {
    const before = lines.length;
    if (handle === null && existsSync(file)) handle = openFile(file, 'r');
    if (handle !== null && fstatSync(handle).size > end)
      end = readLines(handle, end, (text) =>
        lines.push(parseLine(text, lines.length + 1, file, schema)),
      );
    return lines.length - before;
  }
  refresh();
  return {
    file,
    lines,
    append() {
      throw new UserError('This run is read-only.', {
        hint: 'Copy it first, or open it for writing.',
      });
    },
    refresh,
    async close() {
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
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

/** Calls back with each whole line that begins at or after `from`; gives the offset where the last whole line ends. */
function readLines(handle: number, from: number, onLine: (text: string) => void): number {
  const chunk = Buffer.alloc(chunkBytes);
  let rest: Buffer = Buffer.alloc(0);
  let offset = from;
  let end = from;
  for (;;) {
    const count = readSync(handle, chunk, 0, chunkBytes, offset);
    if (count === 0) return end;
    offset += count;
    let data = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10)) {
      onLine(data.toString('utf8', 0, at));
      end += at + 1;
      data = data.subarray(at + 1);
    }
    rest = Buffer.from(data);
  }
}

function parseLine<T>(text: string, number: number, file: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CorruptRunError(file, number, 'this line is not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new CorruptRunError(
    file,
    number,
    `${issue.path.join('.') || 'the line'}: ${issue.message}`,
  );
}
