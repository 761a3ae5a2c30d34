/** Finds the lines of a growing log by a key, without reading all lines each time. */

export type LineIndex<T> = {
  /** The lines with this key, in the order of the log. */
  with(key: string): readonly T[];
};

/** An index over `lines`, which may only grow. New lines are indexed at the next look-up. */
export function indexLines<T>(lines: () => readonly T[], keyOf: (line: T) => string): LineIndex<T> {
  const byKey = new Map<string, T[]>();
  let taken = 0;
  return {
    with(key) {
      const all = lines();
      for (; taken < all.length; taken++) {
        const line = all[taken]!;
        const own = byKey.get(keyOf(line));
        if (own) own.push(line);
        else byKey.set(keyOf(line), [line]);
      }
      return byKey.get(key) ?? [];
    },
  };
}
