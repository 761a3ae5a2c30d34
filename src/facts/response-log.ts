/**
 * The log of a run's answers, from ten to a million. The columns of all lines are in memory; lines are read from the
 * file on demand. The lines of a short log stay in memory once they are read.
 */

import { closeSync, openSync, readSync } from 'node:fs';
import type { Cost } from './cost.ts';
import { isResponse } from './is-response.ts';
import { type Lines, lazyLines } from './lines.ts';
import { type Keeper, type Log, lineReader, openKeptLog } from './log.ts';
import { type Response, responseSchema } from './records.ts';
import {
  type ColumnsState,
  createColumnStore,
  emptyColumns,
  type ModelCounts,
} from './response-columns.ts';
import { readIndex, writeIndex } from './response-index.ts';

/**
 * Size in bytes (about 70,000 answers) from which a log counts as long: reading it takes seconds, so its lines are
 * not kept in memory and its columns are stored beside it.
 */
export const longLog = 32 * 1024 * 1024;

export type Responses = Lines<Response> & {
  /** Bytes of all lines. */
  readonly bytes: number;
  has(id: string): boolean;
  /** The place of a line, from 0; −1 without that identity. */
  placeOf(id: string): number;
  /** The answer of an identity. */
  withId(id: string): Response | undefined;
  /** A stored answer to the same request. */
  withKey(key: string): Response | undefined;
  ofModel(model: string): Lines<Response>;
  /** One row per model, in the order in which they first answered. */
  counts(): readonly ModelCounts[];
  /** What the answers cost; an answer that several lines share counts once. */
  taken(): Cost & { requests: number };
  /** Columns over all lines. */
  readonly state: ColumnsState;
};

export type ResponseLog = Log<Response, Responses>;

/** Opens the log of answers as `openLog` does. `long`: size in bytes from which lines are not kept in memory. */
export function openResponseLog(file: string, write: boolean, long = longLog): ResponseLog {
  const found = readIndex(file);
  const index = found !== null && found.bytes > long ? found : null;
  const keeper = createKeeper(file, index, long);
  const log = openKeptLog(file, lineReader(file, responseSchema, isResponse), write, keeper);
  let indexed = index?.bytes ?? 0;
  const keepIndex = () => {
    const { bytes, state } = keeper.lines;
    if (bytes <= long || bytes === indexed) return;
    writeIndex(file, state, bytes);
    indexed = bytes;
  };
  // A reader of a run writes nothing into its folder.
  if (write) keepIndex();
  return {
    file,
    get lines() {
      return keeper.lines;
    },
    append: log.append,
    synced: log.synced,
    copyTo: log.copyTo,
    refresh: log.refresh,
    async close() {
      await log.close();
      if (write) keepIndex();
      keeper.close();
    },
  };
}

function createKeeper(
  file: string,
  index: { state: ColumnsState; bytes: number } | null,
  long: number,
): Keeper<Response, Responses> & { close(): void } {
  const store = createColumnStore(index?.state ?? emptyColumns());
  const { columns } = store.state;
  /** The lines of a log that is not long. */
  let held: Response[] | null = index ? null : [];
  const disk = diskLines(file, columns);
  const source = lazyLines<Response>({
    length: () => columns.count,
    at: (place) => (held ? held[place]! : disk.at(place)),
    from: (place) => (held ? held.slice(place).values() : disk.from(place)),
  });
  const withId = (id: string) => {
    const place = store.placeOfId(id);
    const line = place < 0 ? undefined : source.at(place);
    return line?.id === id ? line : undefined;
  };
  // One object with live properties: spreading would take the length as it is now.
  const lines: Responses = Object.defineProperties({} as Responses, {
    ...Object.getOwnPropertyDescriptors(source),
    ...Object.getOwnPropertyDescriptors({
      get bytes() {
        return columns.ends[columns.count - 1] ?? 0;
      },
      has: (id: string) => store.placeOfId(id) >= 0,
      placeOf: (id: string) => (withId(id) ? store.placeOfId(id) : -1),
      withId,
      withKey(key: string) {
        const place = store.placeOfKey(key);
        const line = place < 0 ? undefined : source.at(place);
        return line?.key === key ? line : undefined;
      },
      ofModel(model: string) {
        // How many there are is known; where they lie is looked up when one is asked for.
        const { answers } = store.state.counts.find((one) => one.model === model) ?? { answers: 0 };
        let places: Uint32Array | null = null;
        const found = () => {
          places ??= store.placesOf(model);
          return places;
        };
        return lazyLines<Response>({
          length: () => answers,
          at: (index) => source.at(found()[index]!)!,
          *from(index) {
            for (let i = index; i < answers; i++) yield source.at(found()[i]!)!;
          },
        });
      },
      counts: () => store.state.counts,
      taken: () => ({ ...store.state.taken }),
      state: store.state,
    }),
  });
  return {
    lines,
    known: { bytes: index?.bytes ?? 0, lines: columns.count },
    add(line, end) {
      store.add(line, end);
      if (!held) return;
      if (end > long) held = null;
      else held.push(line);
    },
    close: disk.close,
  };
}

const chunkBytes = 1 << 20;

/** Lines by place, read from the file, which was checked when the columns were made. */
function diskLines(file: string, columns: ColumnsState['columns']) {
  let handle: number | null = null;
  const open = () => {
    handle ??= openSync(file, 'r');
    return handle;
  };
  const startOf = (place: number) => (place === 0 ? 0 : columns.ends[place - 1]!);
  const read = (from: number, end: number): Buffer => {
    const bytes = Buffer.alloc(end - from);
    let count = 0;
    while (count < bytes.length) {
      const more = readSync(open(), bytes, count, bytes.length - count, from + count);
      if (more === 0) break;
      count += more;
    }
    return bytes;
  };
  return {
    at(place: number): Response {
      return JSON.parse(read(startOf(place), columns.ends[place]!).toString());
    },
    *from(first: number): IterableIterator<Response> {
      let place = first;
      // What comes in while it is read belongs to it, as with an array.
      while (place < columns.count) {
        const from = startOf(place);
        let last = place;
        while (last + 1 < columns.count && columns.ends[last + 1]! - from <= chunkBytes) last += 1;
        const bytes = read(from, columns.ends[last]!);
        for (; place <= last; place++)
          yield JSON.parse(
            bytes.toString('utf8', startOf(place) - from, columns.ends[place]! - from),
          );
      }
    },
    close() {
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
}
