/**
 * What the terminal sends, read by read, made ready for Ink: a paste is whole and stands between its
 * two marks, however many reads it came in; no escape sequence is cut in two. Pure; `terminal-input.ts`
 * feeds it and keeps the time.
 */
import { isBurst } from './pasted-text.ts';

/** What a terminal puts around pasted text once bracketed paste (mode 2004) is on. */
export const pasteMarks = { start: '\u001b[200~', end: '\u001b[201~' } as const;

export type Reads = {
  /** The paste so far, once its start has come. */
  paste: string | null;
  /** An escape sequence whose end has not come. */
  held: string;
  /** What was held last and not waited for any longer: the rest of it may still be that of a mark. */
  given: string;
};

export type Taken = {
  reads: Reads;
  /** For Ink. */
  out: string;
};

export const noReads: Reads = { paste: null, held: '', given: '' };

/** Milliseconds after which an Esc is no longer taken for the beginning of a sequence. */
const escapeWait = 20;
/** Milliseconds of silence after which a paste without an end has ended. */
const pasteWait = 1000;
/** No name, path, or list of models is longer; the rest of a paste is left out. */
const longestPaste = 5_000;

/** Esc in the form of the kitty protocol: Ink need not wait for what may follow. */
const escapeKey = '\u001b[27u';

/** An escape sequence that ends with the read. */
const unfinished = /\u001b+(?:\[[0-?]*[ -/]*|O)?$/;
/**
 * Escape sequences, runs of text (with Enter and Tab, which pasted text holds too), other control
 * characters. Esc and a key are two: no key is pressed with Alt here, and while the program is busy
 * both come in one read.
 */
const pieces =
  /\u001b(?:\[\[?[0-?]*[ -/]*[@-~]|O[0-9;]*[@-~])|[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+|./gsu;

/** Takes what was read at once. */
export function takeRead({ paste, held, given }: Reads, read: string): Taken {
  const { start, end } = pasteMarks;
  let rest = held + read;
  let open = paste;
  let out = '';
  // The mark was cut in two, and its beginning was taken for a key meanwhile.
  if (given !== '' && (given + rest).startsWith(start)) {
    rest = rest.slice(start.length - given.length);
    open = '';
  }
  for (;;) {
    if (open === null) {
      const at = rest.indexOf(start);
      if (at < 0) break;
      out += keysIn(rest.slice(0, at));
      rest = rest.slice(at + start.length);
      open = '';
    }
    const whole: string = open + rest;
    const at = whole.indexOf(end, Math.max(0, open.length - end.length));
    if (at < 0) return { reads: { paste: shortened(whole), held: '', given: '' }, out };
    out += marked(whole.slice(0, at));
    rest = whole.slice(at + end.length);
    open = null;
  }
  const cut = unfinished.exec(rest)?.[0] ?? '';
  out += keysIn(rest.slice(0, rest.length - cut.length));
  return { reads: { paste: null, held: cut, given: '' }, out };
}

/** Milliseconds to wait for more before `timeUp`; null when there is nothing to wait for. */
export function waitOf({ paste, held }: Reads): number | null {
  if (paste !== null) return pasteWait;
  if (held === '') return null;
  return /^\u001b+[[O]?$/.test(held) ? escapeWait : pasteWait;
}

/** Nothing more has come: an Esc was the key, a paste has ended, half a sequence means nothing. */
export function timeUp({ paste, held }: Reads): Taken {
  if (paste !== null) return { reads: noReads, out: marked(paste) };
  const escapes = /^\u001b+$/.test(held) ? held.length : 0;
  return {
    reads: { paste: null, held: '', given: held.slice(held.lastIndexOf('\u001b')) },
    out: escapeKey.repeat(escapes),
  };
}

/** Keys as they came; what must have been pasted between marks. */
function keysIn(text: string): string {
  return (text.match(pieces) ?? [])
    .map((piece) => {
      if (piece === '\u001b') return escapeKey;
      return piece.startsWith('\u001b') || !isBurst(piece) ? piece : marked(piece);
    })
    .join('');
}

function marked(text: string): string {
  return pasteMarks.start + text.slice(0, longestPaste) + pasteMarks.end;
}

/** As much of a paste as will be used, and its last characters: they may begin the end mark. */
function shortened(paste: string): string {
  if (paste.length <= longestPaste) return paste;
  return paste.slice(0, longestPaste) + paste.slice(Math.max(longestPaste, paste.length - 5));
}
