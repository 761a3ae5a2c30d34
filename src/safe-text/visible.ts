/**
 * What a model wrote may be hostile to whatever shows it: a terminal, a browser, a spreadsheet, an
 * editor. Nothing is hidden here: what could act is made to be seen instead. The raw text stays on
 * disk in the run's logs.
 */
import { joining, piledMarks, plainText, seen, unseen, white } from './characters.ts';

/** Tabs and line feeds stay. */
const acting = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * The text with everything that could act or hide made visible: control characters as their
 * pictures (␛), direction and zero-width characters as ⟨U+202E⟩. Tabs and line feeds stay; carriage
 * returns before line feeds go. Text of which nothing would be seen comes as its code points.
 */
export function visible(text: string): string {
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text;
  const shown = text
    .replace(/\r\n/g, '\n')
    .toWellFormed()
    .replace(acting, picture)
    .replace(unseen, codePoint)
    .replace(piledMarks, '$1');
  return seen.test(shown) || white.test(text) ? shown : spelledOut(text);
}

/** What stands in a text, character by character, for one of which nothing would be seen: ␛[2J, ⟨U+200B⟩. At most some sixty columns. */
export function spelledOut(text: string): string {
  const characters = [...text.slice(0, 40)].slice(0, 6);
  const spelled = characters.map((one) =>
    /[\u0000-\u001f\u007f]/.test(one)
      ? picture(one)
      : /[\x20-\x7e]/.test(one)
        ? one
        : codePoint(one),
  );
  return spelled.join('') + (characters.join('').length < text.length ? '…' : '');
}

function codePoint(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The same for one line of a terminal: line breaks and tabs are spaces; joiners and variation selectors go, so that the width is what it seems. */
export function visibleCell(text: string): string {
  if (plainText.test(text)) return text;
  return visible(text).replace(joining, '').replace(/\s/g, ' ');
}

/** The same with white space as one space, and none at the ends. */
export function visibleLine(text: string): string {
  return visibleCell(text).replace(/ +/g, ' ').trim();
}

/** The picture of a control character: ␛ of ESC, ␡ of DEL. */
export function picture(control: string): string {
  const code = control.charCodeAt(0);
  return code === 0x7f ? '\u2421' : String.fromCharCode(0x2400 + code);
}
