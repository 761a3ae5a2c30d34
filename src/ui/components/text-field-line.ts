/** A text field drawn in one line. */
import { safeLine } from '../../safe-text/safe-line.ts';
import { columnsOf, cut, fill, lastPart } from '../text.ts';
import type { TextField } from './text-field.ts';

export type FieldLine = {
  text: string;
  /** Position of the terminal's cursor, from 0: input methods show their composition there. */
  column: number;
};

/** Exactly `columns` wide; a value that is too long shows the part around its cursor. */
export function textFieldLine(label: string, field: TextField, columns: number): FieldLine {
  const characters = [...field.value];
  const before = safeLine(characters.slice(0, field.cursor).join(''));
  const after = safeLine(characters.slice(field.cursor).join(''));
  const lead = label ? `${cut(label, Math.max(0, columns - 12))} ` : '';
  // Up to eight columns after the cursor stay in view; the cursor itself takes one.
  const room = columns - columnsOf(lead) - Math.max(1, Math.min(8, columnsOf(after)));
  const start = lead + lastPart(before, Math.max(1, room));
  return { text: fill(start + after, columns), column: columnsOf(start) };
}
