/**
 * The last door before a terminal. What is drawn is made safe where it comes in; here what slipped
 * through is stopped, wherever it came from: of all control sequences only colours and styles pass.
 */
import { picture } from './visible.ts';

/** Nothing that a terminal obeys or reorders by. */
const harmless = /^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/;
/** A style (SGR), or one character that must not pass. */
const sequences =
  /\u001b\[[0-9;:]*m|[\u0000-\u001f\u007f]|[\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function stopped(sequence: string, kept: string): string {
  if (sequence.length > 1 || kept.includes(sequence)) return sequence;
  const code = sequence.charCodeAt(0);
  // Written as JSON writes it, so that JSON on standard output still reads back as the same text.
  return code < 0x80 ? picture(sequence) : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** One row of a screen: styles pass, every other control is seen and does nothing. */
export function onlyStyles(row: string): string {
  if (harmless.test(row)) return row;
  return row.replace(sequences, (sequence) => stopped(sequence, ''));
}

/** Whole lines of plain output: styles, line feeds, and tabs pass. */
export function onlyStyledLines(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(sequences, (sequence) => stopped(sequence, '\n\t'));
}
