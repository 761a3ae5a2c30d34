/** JSON as servers and programs really write it. */

/** A string, a word or number that JSON lacks, or a comma before a closing bracket. */
const pieces =
  /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|-?\bInfinity\b|\b(?:NaN|None|True|False)\b|,(?=\s*[}\]])/g;

const words: Readonly<Record<string, string>> = {
  ...{ NaN: 'null', None: 'null', True: 'true', False: 'false' },
  ...{ Infinity: '1e999', '-Infinity': '-1e999', ',': '' },
};

/**
 * The value of JSON, or of what is written in its stead: Python's values (NaN becomes null, and Infinity stays), its
 * single quotation marks, a comma after the last entry, line ends and tabs inside a string. Throws SyntaxError.
 */
export function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replace(pieces, (found) => words[found] ?? quoted(found));
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** A string in JSON's form. */
function quoted(found: string): string {
  const inner = found.startsWith("'")
    ? found
        .slice(1, -1)
        .replace(/\\'/g, "'")
        .replace(/(?<!\\)"/g, '\\"')
    : found.slice(1, -1);
  const escaped = inner.replace(/[\n\r\t]/g, (one) => JSON.stringify(one).slice(1, -1));
  return `"${escaped}"`;
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
