/**
 * The log of a run's answers, from ten to a million of them: a short one is held in memory; of a long
 * one only columns are, and its lines are read where they lie when somebody asks for them.
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

/** A log of more bytes than this (some 70,000 answers) is not held in memory. */
export const largeFrom = 32 * 1024 * 1024;

export type Responses = Lines<Response> & {
  /** True where lines are read from the disk when they are asked for. */
  readonly isLarge: boolean;
  has(id: string): boolean;
  /** The place of a line, from 0; −1 where there is none of that identity. */
  placeOf(id: string): number;
  /** A stored answer to the same request. */
  withKey(key: string): Response | undefined;
  ofModel(model: string): Lines<Response>;
  /** One row a model, in the order in which they first answered. */
  counts(): readonly ModelCounts[];
  /** What the answers took; one that several lines share counts once. */
  taken(): Cost & { requests: number };
  /** Columns over all lines. */
  readonly state: ColumnsState;
};

export type ResponseLog = Log<Response, Responses>;

/** Finds answers by their identity; those of a large log are read where they lie. */
export function finderOf(lines: Lines<Response>): (id: string) => Response | undefined {
  if ('isLarge' in lines && (lines as Responses).isLarge) {
    const own = lines as Responses;
    return (id) => {
      const place = own.placeOf(id);
      return place < 0 ? undefined : own.at(place);
    };
  }
  const byId = new Map(lines.map((line) => [line.id, line]));
  return (id) => byId.get(id);
}

/** Opens the log of answers as `openLog` does; `large` is the number of bytes from which it is left on the disk. */
export function openResponseLog(file: string, write: boolean, large = largeFrom): ResponseLog {
  const index = readIndex(file);
  const fromIndex = index !== null && index.bytes > large;
  const keeper = createKeeper(file, fromIndex ? index : null, large);
  const log = openKeptLog(file, lineReader(file, responseSchema, isResponse), write, keeper);
  let indexed = fromIndex ? index.bytes : 0;
  const keepIndex = () => {
    const { lines } = keeper;
    const bytes = lines.state.columns.ends[lines.length - 1] ?? 0;
    if (!lines.isLarge || bytes === indexed) return;
    writeIndex(file, lines.state, bytes);
    indexed = bytes;
  };
  // Who only reads a run writes nothing into its folder.
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
  large: number,
): Keeper<Response, Responses> & { close(): void } {
  const store = createColumnStore(index?.state ?? emptyColumns());
  const { columns } = store.state;
  /** All lines, as long as they are few. */
  let held: Response[] | null = index ? null : [];
  const disk = diskLines(file, columns);
  const source = lazyLines<Response>({
    length: () => columns.count,
    at: (place) => (held ? held[place]! : disk.at(place)),
    from: (place) => (held ? held.slice(place).values() : disk.from(place)),
  });
  // One object with live properties: spreading would take the length as it is now.
  const lines: Responses = Object.defineProperties({} as Responses, {
    ...Object.getOwnPropertyDescriptors(source),
    ...Object.getOwnPropertyDescriptors({
      get isLarge() {
        return held === null;
      },
      has: (id: string) => store.placeOfId(id) >= 0,
      placeOf(id: string) {
        const place = store.placeOfId(id);
        return place >= 0 && source.at(place)?.id === id ? place : -1;
      },
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
      if (end > large) held = null;
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
