/** JSON as servers really write it. */

/** A string, or one of the numbers that Python writes and JSON lacks. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** The value; NaN becomes null, and Infinity stays. Throws SyntaxError. */
export function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/\b(?:NaN|Infinity)\b/.test(text)) throw error;
    const mended = text.replace(stringOrNumber, (found) => {
      if (found.startsWith('"')) return found;
      if (found === 'NaN') return 'null';
      return found.startsWith('-') ? '-1e999' : '1e999';
    });
    return JSON.parse(mended);
  }
}

/** The value, or null for what is not JSON. */
export function valueIn(text: string): unknown {
  try {
    return parseLoosely(text);
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
