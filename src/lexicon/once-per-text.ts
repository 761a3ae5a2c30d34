/** What a pure function says of a text, remembered: models repeat lines and sentences. */

const mostTexts = 20_000;
const longestText = 240;

/** `read`, which looks at a text that comes again but once; what was read longest ago is forgotten with all else. */
export function oncePerText<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestText) return read(text);
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    // A copy: a stretch of a long answer would keep all of it in memory.
    const own = ` ${text}`.slice(1);
    const said = read(own);
    if (known.size >= mostTexts) known.clear();
    known.set(own, said);
    return said;
  };
}
