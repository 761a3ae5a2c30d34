/** Caches a pure function of a text: models repeat lines and sentences. */

const mostTexts = 20_000;
const longestText = 240;

/** `read` with a cache, so that a repeated text is read once; a full cache is emptied. */
export function oncePerText<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestText) return read(text);
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    // A copy: a slice of a long answer would keep the whole answer in memory.
    const own = ` ${text}`.slice(1);
    const said = read(own);
    if (known.size >= mostTexts) known.clear();
    known.set(own, said);
    return said;
  };
}
