/**
 * What a model wrote is hostile input to a terminal. Everything that came from outside passes here
 * before it is drawn: nothing that is left can move the cursor, change colours, reorder or hide text,
 * or take another width than it shows.
 */

/** ESC … sequences: CSI, OSC and other strings that have an end (text after one without stays), two-character escapes. */
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]?/g;
/** Carriage returns, tabs, line and paragraph separators: they are spaces in one line. */
const spaces = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
/** Bidirectional marks and overrides, zero-width characters, variation selectors, tags, fillers. */
const invisible =
  /\p{Default_Ignorable_Code_Point}|[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]/gu;
const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** More than two marks on one character climb into the lines around it. */
const piledMarks = /(\p{M}{2})\p{M}+/gu;

/** One line, safe to draw: control and escape sequences go, white space becomes one space. Width at most the input's. */
export function safeLine(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replace(lone, '\ufffd')
    .replace(escapes, '')
    .replace(spaces, ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(piledMarks, '$1');
}

/** The same, with the text's own line breaks kept: one entry a line. */
export function safeLines(text: string): string[] {
  return text
    .replace(escapes, '')
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) => safeLine(line));
}
