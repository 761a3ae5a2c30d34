/**
 * SPSS system files (.sav, .zsav), by the description of the format that GNU PSPP publishes
 * ("System File Format", PSPP developers' guide). Read whole: numbers, text of any length, names in the
 * file's encoding, dates, and what the file declares missing, which are gaps.
 */
import { inflateSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import { type Cursor, cursorOf } from './spss-cursor.ts';
import {
  type Dictionary,
  readDictionary,
  readHeader,
  segmentBytes,
  type Variable,
} from './spss-dictionary.ts';
import type { Table, TableRow } from './table-file.ts';

type SpssTable = Pick<Table, 'columns' | 'rows' | 'typed' | 'notes' | 'noMeasures'>;

/** Whether a file begins as an SPSS system file does. */
export function isSpssFile(bytes: Uint8Array): boolean {
  return /^\$FL[23]/.test(String.fromCharCode(...bytes.subarray(0, 4)));
}

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

function read(bytes: Uint8Array): SpssTable {
  const cursor = cursorOf(bytes);
  const header = readHeader(cursor);
  const dictionary = readDictionary(cursor);
  const { variables } = dictionary;
  const elements =
    header.compression === 0
      ? plainElements(cursor)
      : codedElements(
          header.compression === 2 ? inflatedData(cursor, bytes) : cursor,
          header.bias,
          dictionary.systemMissing,
        );
  const declared: Declared = new Map();
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
    noMeasures: new Map(variables.flatMap((one) => asideOf(one, header.weight))),
    notes: [...declared].map(
      ([name, values]) =>
        `${name}: ${[...values].sort((a, b) => Number(a) - Number(b)).join(', ')} ${values.size === 1 ? 'is declared missing in the file and is a gap' : 'are declared missing in the file and are gaps'}`,
    ),
  };
}

/** What each variable holds that the file declares missing. */
type Declared = Map<string, Set<number | string>>;

/** Variables that SPSS itself keeps apart: the weight of cases, and the filter of its menus. */
function asideOf({ name, place }: Variable, weight: number): [string, string][] {
  if (place === weight)
    return [[name, 'is the weight of the cases in the file (here each case counts once)']];
  return /^filter_\$$/i.test(name)
    ? [[name, 'is a filter of SPSS (here all cases count, whatever it says)']]
    : [];
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
  declared: Declared,
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
    const text = decode(Buffer.concat(parts)).trimEnd();
    const isMissing = variable.missing.texts.includes(text);
    if (isMissing) declare(declared, variable.name, text);
    cells.push([variable.name, isMissing ? '' : text]);
  }
  return Object.fromEntries(cells);
}

function endOrBroken(begun: readonly unknown[]): null {
  if (begun.length > 0) throw new RangeError('a case is cut off');
  return null;
}

function declare(declared: Declared, name: string, value: number | string): void {
  declared.set(name, (declared.get(name) ?? new Set()).add(value));
}

function numberCell(
  { name, format, missing }: Variable,
  value: number,
  systemMissing: number,
  declared: Declared,
): string {
  if (value === systemMissing || Number.isNaN(value)) return '';
  if (missing.values.includes(value) || (value >= missing.low && value <= missing.high)) {
    declare(declared, name, value);
    return '';
  }
  if (timeFormats.has(format)) return timeCell(value);
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

/** TIME, DTIME, MTIME: seconds of a day, or of a duration. */
const timeFormats = new Set([21, 25, 40]);

/** 3:05:09, as a text file has it. */
function timeCell(seconds: number): string {
  const size = Math.abs(seconds);
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
  return `${seconds < 0 ? '-' : ''}${two(size / 3600)}:${two((size / 60) % 60)}:${two(size % 60)}`;
}
