/** What an SPSS file says of its variables before its cases: names, kinds, what is missing, the encoding. */
import { type Cursor, cursorOf } from './spss-cursor.ts';

type Missing = { values: number[]; low: number; high: number; texts: string[] };
export type Variable = {
  /** As the records of the dictionary name it. */
  short: string;
  name: string;
  /** 0 is a number; else bytes of text. */
  width: number;
  /** Print format: what kind of number it is. */
  format: number;
  missing: Missing;
  /** Its place in the dictionary, by eight-byte elements from 1. */
  place: number;
  /** Eight-byte elements of a case that it takes. */
  elements: number;
  /** Further segments of a text beyond 255 bytes. */
  segments: Variable[];
};

/** Bytes of a segment of a text. */
export const segmentBytes = 255;
/** Columns of a text beyond 255 bytes count as 252 bytes each. */
const countedBytes = 252;

export function readHeader(cursor: Cursor) {
  cursor.skip(64 + 4 + 4);
  const compression = cursor.int();
  const weight = cursor.int();
  const cases = cursor.int();
  const bias = cursor.double();
  cursor.skip(9 + 8 + 64 + 3);
  return { compression, weight, cases, bias };
}

export type Dictionary = {
  /** Segments of long texts joined to their first, long names in the place of short ones. */
  variables: Variable[];
  decode: (bytes: Uint8Array) => string;
  systemMissing: number;
};

export function readDictionary(cursor: Cursor): Dictionary {
  type Raw = ReturnType<typeof readVariable> & { place: number };
  const raw: Raw[] = [];
  const extensions = new Map<number, Uint8Array>();
  let systemMissing = -Number.MAX_VALUE;
  let codePage = 0;
  let places = 0;
  for (;;) {
    const kind = cursor.int();
    if (kind === 999) {
      cursor.int();
      break;
    }
    if (kind === 2) {
      const found = readVariable(cursor);
      places += 1;
      if (found.width < 0) raw.at(-1)!.elements += 1;
      else raw.push({ ...found, place: places });
    } else if (kind === 3) {
      for (let count = cursor.int(); count > 0; count--) {
        cursor.skip(8);
        const length = cursor.bytes(1)[0]!;
        cursor.skip(padded(length + 1, 8) - 1);
      }
    } else if (kind === 4) cursor.skip(4 * cursor.int());
    else if (kind === 6) cursor.skip(80 * cursor.int());
    else if (kind === 7) {
      const [subtype, size, count] = [cursor.int(), cursor.int(), cursor.int()];
      const data = cursor.bytes(size * count);
      extensions.set(subtype, data);
      if (subtype === 3) codePage = cursorOf(data, 28, cursor.little).int();
      if (subtype === 4) systemMissing = cursorOf(data, 0, cursor.little).double();
    } else throw new RangeError(`unknown record ${kind}`);
  }
  const decode = decoderOf(extensions.get(20), codePage);
  const pairs = (subtype: number) =>
    decode(extensions.get(subtype) ?? new Uint8Array())
      .split('\t')
      .map((pair) => pair.replaceAll('\0', '').split('='))
      .filter((pair) => pair.length === 2) as [string, string][];
  const longMissing = longTextsMissing(extensions.get(22), cursor.little, decode);
  const variables = raw.map(({ missingTexts, ...one }): Variable => {
    const short = decode(one.short).trimEnd();
    const texts = missingTexts.map((bytes) => decode(bytes).trimEnd());
    const missing = { ...one.missing, texts: longMissing.get(short) ?? texts };
    return { ...one, short, name: short, segments: [], missing };
  });
  const longTexts = new Map(pairs(14).map(([name, width]) => [name, Number(width)]));
  return {
    variables: namedVariables(variables, new Map(pairs(13)), longTexts),
    decode,
    systemMissing,
  };
}

/** What texts of more than eight bytes hold where they are missing, by variable. */
function longTextsMissing(
  data: Uint8Array | undefined,
  little: boolean,
  decode: Dictionary['decode'],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (!data) return found;
  const cursor = cursorOf(data, 0, little);
  while (cursor.left() > 0) {
    const name = decode(cursor.bytes(cursor.int())).trimEnd();
    const count = cursor.bytes(1)[0]!;
    const length = cursor.int();
    found.set(
      name,
      Array.from({ length: count }, () => decode(cursor.bytes(length)).trimEnd()),
    );
  }
  return found;
}

function readVariable(cursor: Cursor) {
  const width = cursor.int();
  const labelled = cursor.int();
  const missing = cursor.int();
  const format = (cursor.int() >> 16) & 0xff;
  cursor.int();
  const short = cursor.bytes(8);
  if (labelled === 1) cursor.skip(padded(cursor.int(), 4));
  const count = Math.abs(missing);
  const values = width === 0 ? Array.from({ length: count }, () => cursor.double()) : [];
  const missingTexts = width === 0 ? [] : Array.from({ length: count }, () => cursor.bytes(8));
  const [low = Number.NaN, high = Number.NaN] = missing < 0 ? values : [];
  return {
    short,
    width,
    format,
    elements: 1,
    missing: { values: missing < 0 ? values.slice(2) : values, low, high },
    missingTexts,
  };
}

function padded(length: number, to: number): number {
  return Math.ceil(length / to) * to;
}

function decoderOf(name: Uint8Array | undefined, codePage: number): Dictionary['decode'] {
  const told = name && new TextDecoder().decode(name).replaceAll('\0', '').trim();
  const byPage: Record<number, string> = {
    65001: 'utf-8',
    932: 'shift_jis',
    936: 'gbk',
    950: 'big5',
  };
  const label = told ?? byPage[codePage] ?? `windows-${codePage >= 1250 ? codePage : 1252}`;
  const decoder = decoderFor(label.replace(/^cp/i, 'windows-'));
  return (bytes) => decoder.decode(bytes);
}

function decoderFor(label: string) {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** Segments of long texts joined to their first, long names in the place of short ones. */
function namedVariables(
  variables: readonly Variable[],
  longNames: ReadonlyMap<string, string>,
  longTexts: ReadonlyMap<string, number>,
): Variable[] {
  const found: Variable[] = [];
  for (let i = 0; i < variables.length; i++) {
    const variable = variables[i]!;
    const width = longTexts.get(variable.short);
    const segments =
      width !== undefined && width > segmentBytes ? Math.ceil(width / countedBytes) : 1;
    found.push({
      ...variable,
      name: longNames.get(variable.short) ?? variable.short,
      segments: variables.slice(i + 1, i + segments),
    });
    i += segments - 1;
  }
  return found;
}
