/** A text field drawn in one line: the cursor is shown in reverse, or as "▏" where styles are off. */
import { safeLine } from '../../safe-text/safe-line.ts';
import { columnsOf, fill, lastPart } from '../text.ts';
import { theme } from '../theme.ts';
import type { TextField } from './text-field.ts';

/** Exactly `columns` wide; a value that is too long shows the part around its cursor. */
export function textFieldLine(label: string, field: TextField, columns: number): string {
  const characters = [...safeLine(field.value)];
  const before = characters.slice(0, field.cursor).join('');
  const under = characters[field.cursor] ?? ' ';
  const after = characters.slice(field.cursor + 1).join('');
  const lead = label ? `${label} ` : '';
  const room = columns - columnsOf(lead) - columnsOf(under);
  const start = lastPart(before, Math.max(1, room - Math.min(8, columnsOf(after))));
  const cursor = theme.depth > 0 ? theme.reverse(under) : `▏${under === ' ' ? '' : under}`;
  return fill(`${lead}${start}${cursor}${after}`, columns);
}
