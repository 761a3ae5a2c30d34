/** Lines of large files, one at a time, and again from their places. */
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

export type LinePlace = { offset: number; bytes: number };

const chunkBytes = 1 << 20;

/** Bytes of one line at most; a longer one is skipped. */
const longestLine = 32 << 20;

/**
 * Calls back with each line that is not blank and its place; the last line needs no end. Between pieces
 * of a file keys and timers are handled.
 */
export async function eachLine(
  file: string,
  onLine: (text: string, place: LinePlace) => void,
): Promise<void> {
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let parts: Buffer[] = [];
    let held = 0;
    let begin = 0;
    let offset = 0;
    const end = (last: Buffer) => {
      const bytes = held + last.length;
      if (bytes > 0 && bytes <= longestLine) {
        const text = Buffer.concat([...parts, last]).toString();
        if (text.trim() !== '') onLine(text, { offset: begin, bytes });
      }
      parts = [];
      held = 0;
      begin += bytes + 1;
    };
    for (;;) {
      const count = readSync(handle, chunk, 0, chunkBytes, offset);
      if (count === 0) break;
      offset += count;
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0 && at < count; at = chunk.indexOf(10, from)) {
        end(chunk.subarray(from, at));
        from = at + 1;
      }
      held += count - from;
      // What is too long already is only counted.
      if (held <= longestLine) parts.push(Buffer.from(chunk.subarray(from, count)));
      await nextTurn();
    }
    end(Buffer.alloc(0));
  } finally {
    closeSync(handle);
  }
}

/** The text at a place that `eachLine` gave. */
export function textAt(file: string, { offset, bytes }: LinePlace): string {
  const handle = openSync(file, 'r');
  try {
    const data = Buffer.alloc(bytes);
    readSync(handle, data, 0, bytes, offset);
    return data.toString();
  } finally {
    closeSync(handle);
  }
}
