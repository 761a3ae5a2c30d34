/**
 * The packed WordNet file: one JSON header line, then sections in the header's order. A section is
 * an array of unsigned numbers (1, 2, or 4 bytes, little-endian) stored as byte planes; row starts
 * are stored as row lengths. `scripts/make-wordnet.mjs` writes it.
 */
import { UserError } from '../errors.ts';

type Layout = Record<string, { size: 1 | 2 | 4; length: number; starts: boolean }>;

export type Packed = {
  /** Names of WordNet's lexicographer files, by number. */
  lexnames: string[];
  /** First synset of nouns, verbs, adjectives, adverbs; then the number of synsets. */
  firstOf: number[];
  /** WordNet's notice. */
  licence: string;
  /** All lemmas, sorted by code unit, one after another. */
  lemmaText: string;
  lemmaStart: Uint32Array;
  /** lemma → its senses, by part of speech, then by WordNet's order. */
  senseStart: Uint32Array;
  senseSynset: Uint32Array;
  /** How often the sense was tagged in WordNet's corpora. */
  senseCount: Uint16Array;
  /** synset → number of its lexicographer file. */
  lexname: Uint8Array;
  /** synset → 1 for a named individual ("Paris"). */
  instance: Uint8Array;
  glossText: string;
  glossStart: Uint32Array;
  /** synset → synsets. */
  hypernym: Rows;
  similar: Rows;
  attribute: Rows;
  /** sense → senses. */
  antonym: Rows;
  derivation: Rows;
  pertainym: Rows;
};

/** Row i is `to[start[i]] … to[start[i + 1] - 1]`. */
export type Rows = { start: Uint32Array; to: Uint32Array };

/** Reads the unzipped file. Throws UserError when it is not one, or of another version. */
export function unpack(bytes: Uint8Array, where: string): Packed {
  const end = bytes.indexOf(10);
  const broken = (what: string, cause?: unknown) =>
    new UserError(`The WordNet data file ${what}`, {
      where,
      hint: 'Delete it and build again (npm run build).',
      cause,
    });
  if (end < 0) throw broken('is empty or not one of ours');
  let header: {
    version: number;
    lexnames: string[];
    firstOf: number[];
    licence: string;
    layout: Layout;
  };
  try {
    header = JSON.parse(latin1(bytes.subarray(0, end)));
  } catch (cause) {
    throw broken('is not one of ours', cause);
  }
  if (header.version !== 1) throw broken(`has version ${header.version}, not 1`);

  const sections = new Map<string, Uint8Array | Uint16Array | Uint32Array>();
  let at = end + 1;
  for (const [name, { size, length, starts }] of Object.entries(header.layout)) {
    const planes = bytes.subarray(at, at + size * length);
    if (planes.length < size * length) throw broken('is cut short');
    sections.set(name, joinPlanes(planes, size, length, starts));
    at += size * length;
  }
  const section = <T>(name: string): T => {
    const values = sections.get(name);
    if (!values) throw broken(`lacks its section ${name}`);
    return values as T;
  };
  const rows = (name: string): Rows => ({
    start: section(`${name}Start`),
    to: section(`${name}To`),
  });
  return {
    lexnames: header.lexnames,
    firstOf: header.firstOf,
    licence: header.licence,
    lemmaText: latin1(section('lemmaText')),
    lemmaStart: section('lemmaStart'),
    senseStart: section('senseStart'),
    senseSynset: section('senseSynset'),
    senseCount: section('senseCount'),
    lexname: section('lexname'),
    instance: section('instance'),
    glossText: latin1(section('glossText')),
    glossStart: section('glossStart'),
    hypernym: rows('hypernym'),
    similar: rows('similar'),
    attribute: rows('attribute'),
    antonym: rows('antonym'),
    derivation: rows('derivation'),
    pertainym: rows('pertainym'),
  };
}

function joinPlanes(planes: Uint8Array, size: 1 | 2 | 4, length: number, starts: boolean) {
  if (size === 1) return planes;
  const values = size === 2 ? join2(planes, length) : join4(planes, length);
  if (starts) for (let i = 1; i < length; i++) values[i]! += values[i - 1]!;
  return values;
}

/** A loop for each size, written once per value: every start of the program waits for it. */
function join2(planes: Uint8Array, length: number): Uint16Array {
  const values = new Uint16Array(length);
  for (let i = 0; i < length; i++) values[i] = planes[i]! | (planes[i + length]! << 8);
  return values;
}

function join4(planes: Uint8Array, length: number): Uint32Array {
  const values = new Uint32Array(length);
  const third = 2 * length;
  const fourth = 3 * length;
  for (let i = 0; i < length; i++)
    values[i] =
      planes[i]! |
      (planes[i + length]! << 8) |
      (planes[i + third]! << 16) |
      (planes[i + fourth]! << 24);
  return values;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
