/** The text of a file whose encoding nobody told. */
import { UserError } from '../errors.ts';
import { plural } from '../tables/numbers.ts';
import { type Encoding, encodingOf, western } from './encoding-of.ts';

/** So many of a text's bytes may be zeros, which old programs leave at its end or in its cells. */
const mostZeros = 0.02;

/**
 * By the byte order mark; else UTF-16 where every other byte is zero; else UTF-8; else one of the older
 * encodings by what its letters say, Windows-1252 where that is not clear, with a note. `encoding`
 * overrides all of it.
 * Throws UserError for an unknown encoding and for bytes that are no text.
 */
export function decodeText(
  bytes: Uint8Array,
  file: string,
  encoding?: string,
): { text: string; notes: string[] } {
  if (encoding !== undefined) return { text: decodeAs(bytes, encoding, file), notes: [] };
  const utf32 = isUtf32(bytes);
  const marked = utf32 ? null : byteOrderMark(bytes);
  if (marked) return { text: decodeAs(bytes, marked, file), notes: [] };
  const wide = wideByPattern(bytes);
  if (wide)
    return {
      text: decodeAs(bytes, wide, file),
      notes: [`the file is UTF-16 without a byte order mark (read as ${wide.toUpperCase()})`],
    };
  if (utf32)
    throw new UserError('This file is UTF-32, which is not read.', {
      where: file,
      hint: 'Save it as UTF-8.',
    });
  const zeros = bytes.includes(0) ? bytes.filter((byte) => byte === 0).length : 0;
  if (zeros > 0 && zeros < mostZeros * bytes.length && !hasControls(bytes)) {
    const { text, notes } = decodeText(
      bytes.filter((byte) => byte !== 0),
      file,
    );
    return {
      text,
      notes: [
        ...notes,
        `${plural(zeros, 'zero byte')} in this text ${zeros === 1 ? 'is' : 'are'} left out`,
      ],
    };
  }
  if (zeros > 0)
    throw new UserError('This is not a text file.', {
      where: file,
      hint: 'Tables are read from .csv, .tsv, .jsonl, .xlsx, and .sav files.',
    });
  if (hasShifts(bytes)) return older(bytes, { name: 'iso-2022-jp', said: 'ISO-2022-JP' });
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: [] };
  } catch {
    return notQuiteUtf8(bytes);
  }
}

/** Bytes that stand in no text, as programs and pictures have them. */
function hasControls(bytes: Uint8Array): boolean {
  const controls = bytes.filter(
    (byte) => (byte > 0 && byte < 9) || (byte > 13 && byte < 26) || (byte > 27 && byte < 32),
  );
  return controls.length > 0.001 * bytes.length;
}

function decodeAs(bytes: Uint8Array, encoding: string, file: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch (cause) {
    throw new UserError(`There is no encoding ${encoding}.`, {
      where: file,
      hint: 'Names are utf-8, utf-16le, windows-1252, windows-1251, macintosh, shift_jis, gbk, and others of that kind.',
      exit: 'usage',
      cause,
    });
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

/** Of each four bytes two or three are zero. */
function isUtf32(bytes: Uint8Array): boolean {
  const some = bytes.subarray(0, 4096);
  const zeros = some.filter((byte) => byte === 0).length / some.length;
  return bytes.length % 4 === 0 && zeros > 0.6 && zeros < 0.8;
}

/** Separators, line ends, and digits leave a zero in every other byte, in whatever script the words are. */
function wideByPattern(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 8192) & ~1;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]! += 1;
  const [even, odd] = zeros as [number, number];
  if (even + odd < 0.02 * length) return null;
  if (odd > 4 * even) return 'utf-16le';
  return even > 4 * odd ? 'utf-16be' : null;
}

/** A few broken bytes among many sound ones are damage; otherwise it was never UTF-8. */
function notQuiteUtf8(bytes: Uint8Array): { text: string; notes: string[] } {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const beyondAscii = text.match(/\P{ASCII}/gu)?.length ?? 0;
  // Pairs of bytes that are UTF-8 hardly come about by chance.
  if (broken > 0 && beyondAscii - broken >= 2 * broken) {
    const line = text.slice(0, text.indexOf('\uFFFD')).split(/\r\n?|\n/).length;
    return {
      text,
      notes: [
        `${plural(broken, 'character')} of this UTF-8 file ${broken === 1 ? 'is' : 'are'} broken and shown as � (${broken === 1 ? '' : 'first on '}line ${line})`,
      ],
    };
  }
  return older(bytes, encodingOf(bytes));
}

/** Bytes of ASCII that shift to Japanese signs: escape, dollar, @ or B. */
function hasShifts(bytes: Uint8Array): boolean {
  const shift = bytes.indexOf(0x1b);
  const kind = bytes[shift + 2];
  return shift >= 0 && bytes[shift + 1] === 0x24 && (kind === 0x40 || kind === 0x42);
}

function older(bytes: Uint8Array, found: Encoding | null): { text: string; notes: string[] } {
  const { name, said } = found ?? western;
  const text = new TextDecoder(name).decode(bytes);
  const why = found === null || found === western ? '' : ', as its letters suggest';
  const broken = text.match(/[\u0080-\u009f\uFFFD]/g)?.length ?? 0;
  const lost = broken === 0 ? '' : ` (${plural(broken, 'character')} could not be read)`;
  return {
    text,
    notes: [
      `the file is not UTF-8 and was read as ${said}${why}${lost}; if names look wrong, say what it is with --encoding (windows-1251, macintosh, shift_jis, …)`,
    ],
  };
}
