/**
 * What a model wrote may be hostile to whatever shows it: a terminal, a browser, a spreadsheet, an
 * editor. Nothing is hidden here: what could act is made to be seen instead. The raw text stays on
 * disk in the run's logs.
 */

const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** C1 controls, bidirectional marks and overrides, zero-width characters (but the emoji joiner), tags, fillers. */
const unseen =
  /[\u0080-\u009f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;
const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** More than two marks on one character climb into the lines around it. */
const piledMarks = /(\p{M}{2})\p{M}+/gu;

/**
 * The text with everything that could act or hide made visible: control characters as their
 * pictures (␛), direction and zero-width characters as ⟨U+202E⟩. Tabs and line feeds stay; carriage
 * returns before line feeds go.
 */
export function visible(text: string): string {
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text;
  return text
    .replace(/\r\n/g, '\n')
    .replace(lone, '\ufffd')
    .replace(controls, (character) => {
      const code = character.charCodeAt(0);
      return code === 0x7f ? '\u2421' : String.fromCharCode(0x2400 + code);
    })
    .replace(unseen, (character) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
      return `⟨U+${code}⟩`;
    })
    .replace(piledMarks, '$1');
}

/** The same for one line of a terminal: line breaks and tabs are spaces; joiners and variation selectors go, so that the width is what it seems. */
export function visibleCell(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return visible(text)
    .replace(/[\u200d\ufe00-\ufe0f]/g, '')
    .replace(/\s/g, ' ');
}

/** The same with white space as one space, and none at the ends. */
export function visibleLine(text: string): string {
  return visibleCell(text).replace(/ +/g, ' ').trim();
}
