/**
 * SPSS system files (.sav, .zsav), by the description of the format that GNU PSPP publishes
 * ("System File Format", PSPP developers' guide). Read whole: numbers, text of any length, names in the
 * file's encoding, dates, and what the file declares missing, which are gaps.
 */
import { inflateSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import type { Table, TableRow } from './table-file.ts';

type SpssTable = Pick<Table, 'columns' | 'rows' | 'typed' | 'notes'>;

/** Whether a file begins as an SPSS system file does. */
export function isSpssFile(bytes: Uint8Array): boolean {
  return /^\$FL[23]/.test(String.fromCharCode(...bytes.subarray(0, 4)));
}

type Missing = { values: number[]; low: number; high: number };
type Variable = {
  /** As the records of the dictionary name it. */
  short: string;
  name: string;
  /** 0 is a number; else bytes of text. */
  width: number;
  /** Print format: what kind of number it is. */
  format: number;
  missing: Missing | null;
  /** Eight-byte elements of a case that it takes. */
  elements: number;
  /** Further segments of a text beyond 255 bytes. */
  segments: Variable[];
};

/** Throws UserError for a file that is damaged or cut off. */
export function readSpssFile(bytes: Uint8Array, file: string): SpssTable {
  try {
    return read(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError) && !/zlib|Z_|header check/.test(String(cause))) throw cause;
    throw new UserError('This SPSS file is damaged or cut off.', {
      where: file,
      hint: 'Save it again from SPSS, or export it as .csv.',
      cause,
    });
  }
}

const segmentBytes = 255;
/** Columns of a text beyond 255 bytes count as 252 bytes each. */
const countedBytes = 252;

function read(bytes: Uint8Array): SpssTable {
  const cursor = cursorOf(bytes);
  const header = readHeader(cursor);
  const dictionary = readDictionary(cursor);
  const variables = namedVariables(dictionary);
  const elements =
    header.compression === 0
      ? plainElements(cursor)
      : codedElements(
          header.compression === 2 ? inflatedData(cursor, bytes) : cursor,
          header.bias,
          dictionary.systemMissing,
        );
  const declared = new Map<string, Set<number>>();
  const rows: TableRow[] = [];
  while (header.cases < 0 || rows.length < header.cases) {
    const cells = readCase(variables, elements, dictionary, declared);
    if (cells === null) break;
    rows.push({ line: rows.length + 1, cells });
  }
  if (rows.length < header.cases) throw new RangeError('cases are missing');
  return {
    columns: variables.map(({ name }) => name),
    rows,
    typed: new Set(variables.filter(({ width }) => width === 0).map(({ name }) => name)),
    notes: [...declared].map(
      ([name, values]) =>
        `${name}: ${[...values].sort((a, b) => a - b).join(', ')} ${values.size === 1 ? 'is declared missing in the file and is a gap' : 'are declared missing in the file and are gaps'}`,
    ),
  };
}

type Cursor = ReturnType<typeof cursorOf>;

/** Reads on from a place; throws RangeError beyond the end. */
function cursorOf(bytes: Uint8Array, start = 0, little = isLittleEndian(bytes)) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  return {
    little,
    left: () => bytes.length - at,
    at: () => at,
    skip(count: number) {
      if (count < 0 || at + count > bytes.length) throw new RangeError('beyond the end');
      at += count;
    },
    int() {
      at += 4;
      return view.getInt32(at - 4, little);
    },
    double() {
      at += 8;
      return view.getFloat64(at - 8, little);
    },
    /** Offsets stay far below 2^53. */
    long() {
      at += 8;
      return Number(view.getBigInt64(at - 8, little));
    },
    bytes(count: number) {
      if (count < 0 || at + count > bytes.length) throw new RangeError('beyond the end');
      at += count;
      return bytes.subarray(at - count, at);
    },
  };
}

/** The layout code after the program's name is 2 or 3 in the order of bytes that the file has. */
function isLittleEndian(bytes: Uint8Array): boolean {
  const code = new DataView(bytes.buffer, bytes.byteOffset).getInt32(64, true);
  return code === 2 || code === 3;
}

function readHeader(cursor: Cursor) {
  cursor.skip(64 + 4 + 4);
  const compression = cursor.int();
  cursor.int();
  const cases = cursor.int();
  const bias = cursor.double();
  cursor.skip(9 + 8 + 64 + 3);
  return { compression, cases, bias };
}

type Dictionary = {
  variables: Variable[];
  decode: (bytes: Uint8Array) => string;
  longNames: Map<string, string>;
  longTexts: Map<string, number>;
  systemMissing: number;
};

function readDictionary(cursor: Cursor): Dictionary {
  type Raw = Omit<Variable, 'short' | 'name' | 'segments'> & { short: Uint8Array };
  const raw: Raw[] = [];
  const extensions = new Map<number, Uint8Array>();
  let systemMissing = -Number.MAX_VALUE;
  let codePage = 0;
  for (;;) {
    const kind = cursor.int();
    if (kind === 999) {
      cursor.int();
      break;
    }
    if (kind === 2) {
      const found = readVariable(cursor);
      if (found.width < 0) raw.at(-1)!.elements += 1;
      else raw.push(found);
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
  return {
    variables: raw.map((one) => {
      const short = decode(one.short).trimEnd();
      return { ...one, short, name: short, segments: [] };
    }),
    decode,
    longNames: new Map(pairs(13)),
    longTexts: new Map(pairs(14).map(([name, width]) => [name, Number(width)])),
    systemMissing,
  };
}

function readVariable(cursor: Cursor) {
  const width = cursor.int();
  const labelled = cursor.int();
  const missing = cursor.int();
  const format = (cursor.int() >> 16) & 0xff;
  cursor.int();
  const short = cursor.bytes(8);
  if (labelled === 1) cursor.skip(padded(cursor.int(), 4));
  const values = Array.from({ length: Math.abs(missing) }, () => cursor.double());
  const range = missing < 0;
  return {
    short,
    width,
    format,
    elements: 1,
    missing:
      missing === 0 || width !== 0
        ? null
        : {
            values: range ? values.slice(2) : values,
            low: range ? values[0]! : Number.NaN,
            high: range ? values[1]! : Number.NaN,
          },
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
function namedVariables({ variables, longNames, longTexts }: Dictionary): Variable[] {
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

/** One element of a case: a number, or eight bytes of text. Null at the end. */
type Elements = { number(): number | null; text(): Uint8Array | null };

function plainElements(cursor: Cursor): Elements {
  return {
    number: () => (cursor.left() < 8 ? null : cursor.double()),
    text: () => (cursor.left() < 8 ? null : cursor.bytes(8)),
  };
}

const blank = new Uint8Array(8).fill(32);

/** Eight codes, then what those among them announce: small whole numbers, blanks, and gaps need no more than their code. */
function codedElements(cursor: Cursor, bias: number, systemMissing: number): Elements {
  let codes: Uint8Array = new Uint8Array();
  let next = 0;
  const code = (): number => {
    for (;;) {
      if (next === codes.length) {
        if (cursor.left() < 8) return 252;
        codes = cursor.bytes(8);
        next = 0;
      }
      const found = codes[next++]!;
      if (found !== 0) return found;
    }
  };
  return {
    number() {
      const found = code();
      if (found === 252) return null;
      if (found === 253) return cursor.double();
      return found === 255 ? systemMissing : found - bias;
    },
    text() {
      const found = code();
      if (found === 252) return null;
      return found === 253 ? cursor.bytes(8) : blank;
    },
  };
}

/** The blocks that a .zsav file lists at its end, one after another. */
function inflatedData(cursor: Cursor, bytes: Uint8Array): Cursor {
  cursor.long();
  const trailer = cursorOf(bytes, cursor.long(), cursor.little);
  trailer.skip(20);
  const parts = Array.from({ length: trailer.int() }, () => {
    trailer.long();
    const [at, , size] = [trailer.long(), trailer.int(), trailer.int()];
    return inflateSync(cursorOf(bytes, at, cursor.little).bytes(size));
  });
  return cursorOf(Buffer.concat(parts), 0, cursor.little);
}

/** Null at the end of the cases. */
function readCase(
  variables: readonly Variable[],
  elements: Elements,
  { decode, systemMissing }: Dictionary,
  declared: Map<string, Set<number>>,
): Record<string, string> | null {
  const cells: [string, string][] = [];
  for (const variable of variables) {
    if (variable.width === 0) {
      const value = elements.number();
      if (value === null) return endOrBroken(cells);
      cells.push([variable.name, numberCell(variable, value, systemMissing, declared)]);
      continue;
    }
    const parts: Uint8Array[] = [];
    for (const { elements: count, width } of [variable, ...variable.segments]) {
      const segment: Uint8Array[] = [];
      for (let e = 0; e < count; e++) {
        const text = elements.text();
        if (text === null) return endOrBroken(cells);
        segment.push(text);
      }
      parts.push(Buffer.concat(segment).subarray(0, Math.min(width, segmentBytes)));
    }
    cells.push([variable.name, decode(Buffer.concat(parts)).trimEnd()]);
  }
  return Object.fromEntries(cells);
}

function endOrBroken(begun: readonly unknown[]): null {
  if (begun.length > 0) throw new RangeError('a case is cut off');
  return null;
}

function numberCell(
  { name, format, missing }: Variable,
  value: number,
  systemMissing: number,
  declared: Map<string, Set<number>>,
): string {
  if (value === systemMissing || Number.isNaN(value)) return '';
  if (
    missing &&
    (missing.values.includes(value) || (value >= missing.low && value <= missing.high))
  ) {
    const known = declared.get(name) ?? new Set<number>();
    declared.set(name, known.add(value));
    return '';
  }
  return dateFormats.has(format) ? dateCell(value) : String(value);
}

/** DATE, DATETIME, ADATE, JDATE, EDATE, SDATE, YMDHMS, and those of quarters, months, and weeks. */
const dateFormats = new Set([20, 22, 23, 24, 28, 29, 30, 38, 39, 41]);
/** Seconds from the beginning of the Gregorian calendar, 14 October 1582, to 1970. */
const toUnix = 12_219_379_200;

function dateCell(seconds: number): string {
  const date = new Date((seconds - toUnix) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}
