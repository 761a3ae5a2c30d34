/**
 * Prepares the terminal's reads for Ink: a paste is whole and between its two marks, however many reads
 * it came in; no escape sequence is cut in two. Pure; `terminal-input.ts` passes the reads in and
 * measures the time.
 */
import { isBurst } from './pasted-text.ts';

/** The marks of a terminal around pasted text when bracketed paste (mode 2004) is on. */
export const pasteMarks = { start: '\u001b[200~', end: '\u001b[201~' } as const;

export type Reads = {
  /** The paste so far, after its start mark. */
  paste: string | null;
  /** An escape sequence without its end. */
  held: string;
  /** The held text that was last passed on because its end did not come in time: it may be the first half of a mark. */
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

/** Esc in the form of the kitty protocol, after which Ink does not wait for a sequence. */
const escapeKey = '\u001b[27u';

/** An escape sequence that ends with the read. */
const unfinished = /\u001b+(?:\[[0-?]*[ -/]*|O)?$/;
/**
 * Escape sequences, runs of text (with Enter and Tab, which pasted text contains too), other control
 * characters. Esc before a key is a key of its own: no command uses Alt, and both come in one read
 * while the program is busy.
 */
const pieces =
  /\u001b(?:\[\[?[0-?]*[ -/]*[@-~]|O[0-9;]*[@-~])|[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]+|./gsu;

/** Adds one read. */
export function takeRead({ paste, held, given }: Reads, read: string): Taken {
  const { start, end } = pasteMarks;
  let rest = held + read;
  let open = paste;
  let out = '';
  // The mark was cut in two, and its first half was passed on as a key.
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

/** Ends the wait: a held Esc was the key, a paste has ended, half a sequence is dropped. */
export function timeUp({ paste, held }: Reads): Taken {
  if (paste !== null) return { reads: noReads, out: marked(paste) };
  const escapes = /^\u001b+$/.test(held) ? held.length : 0;
  return {
    reads: { paste: null, held: '', given: held.slice(held.lastIndexOf('\u001b')) },
    out: escapeKey.repeat(escapes),
  };
}

/** Keys unchanged; text that must have been pasted gets the marks. */
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

/** The part of a paste that will be used, and its last characters, which may begin the end mark. */
function shortened(paste: string): string {
  if (paste.length <= longestPaste) return paste;
  return paste.slice(0, longestPaste) + paste.slice(Math.max(longestPaste, paste.length - 5));
}
