/** A read-only list of log lines, in memory or read from disk on demand. An array qualifies. */

export type Lines<T> = {
  readonly length: number;
  [Symbol.iterator](): IterableIterator<T>;
  at(index: number): T | undefined;
  map<U>(make: (line: T, index: number) => U): U[];
  filter(keep: (line: T, index: number) => boolean): T[];
  flatMap<U>(make: (line: T, index: number) => U | readonly U[]): U[];
  slice(from?: number, to?: number): T[];
};

/**
 * A list whose lines are made on demand. `from` iterates in order from a place, which is faster than single look-ups.
 */
export function lazyLines<T>(source: {
  length(): number;
  at(index: number): T;
  from(index: number): IterableIterator<T>;
}): Lines<T> {
  const lines: Lines<T> = {
    get length() {
      return source.length();
    },
    [Symbol.iterator]: () => source.from(0),
    at(index) {
      const place = index < 0 ? source.length() + index : index;
      return place >= 0 && place < source.length() ? source.at(place) : undefined;
    },
    map(make) {
      const made = [];
      let index = 0;
      for (const line of source.from(0)) made.push(make(line, index++));
      return made;
    },
    filter(keep) {
      const kept: T[] = [];
      let index = 0;
      for (const line of source.from(0)) if (keep(line, index++)) kept.push(line);
      return kept;
    },
    flatMap(make) {
      const made = [];
      let index = 0;
      for (const line of source.from(0)) {
        const some = make(line, index++);
        if (Array.isArray(some)) for (const one of some) made.push(one);
        else made.push(some as never);
      }
      return made;
    },
    slice(from = 0, to = source.length()) {
      const first = from < 0 ? Math.max(0, source.length() + from) : from;
      const end = Math.min(source.length(), to < 0 ? source.length() + to : to);
      const some: T[] = [];
      if (first >= end) return some;
      for (const line of source.from(first)) {
        some.push(line);
        if (some.length === end - first) break;
      }
      return some;
    },
  };
  return lines;
}

/** The lines at `places` of `lines`, in that order. */
export function linesAt<T>(lines: Lines<T>, places: Uint32Array | readonly number[]): Lines<T> {
  return lazyLines<T>({
    length: () => places.length,
    at: (index) => lines.at(places[index]!)!,
    *from(index) {
      for (let i = index; i < places.length; i++) yield lines.at(places[i]!)!;
    },
  });
}
