/**
 * What a model wrote is hostile input to a terminal. Everything that came from outside passes here
 * before it is drawn: nothing that is left can move the cursor, change colours, reorder or hide text,
 * or take another width than it shows.
 */
import { joining, piledMarks, plainText, seen, unseen, white } from './characters.ts';
import { spelledOut } from './visible.ts';

/** ESC … sequences: CSI, OSC and other strings that have an end (text after one without stays), two-character escapes. */
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]?/g;
/** Carriage returns, tabs, line and paragraph separators: they are spaces in one line. */
const spaces = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const anyControl = /[\u0000-\u001f\u007f-\u009f]/g;
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/** No screen shows more of one line; what is longer would only cost time at every frame. */
const longestLine = 20_000;

/**
 * One line, safe to draw: control and escape sequences go, white space becomes one space. Width at
 * most the input's; of more than 20,000 characters the rest is told as "… (+12,345 characters)". Where
 * nothing of it would be seen (a name of zero-width spaces), it is spelled out: ⟨U+200B⟩.
 */
export function safeLine(text: string): string {
  if (text.length > longestLine) {
    const more = (text.length - longestLine).toLocaleString('en');
    return `${safeLine(text.slice(0, longestLine))}… (+${more} characters)`;
  }
  if (plainText.test(text)) return text;
  const shown = text
    .toWellFormed()
    .replace(escapes, '')
    .replace(spaces, ' ')
    .replace(anyControl, '')
    .replace(joining, '')
    .replace(unseen, '')
    .replace(ignorable, '')
    .replace(piledMarks, '$1');
  return seen.test(shown) || white.test(text) ? shown : spelledOut(text);
}

/** The same, with the text's own line breaks kept: one entry a line. */
export function safeLines(text: string): string[] {
  return text
    .replace(escapes, '')
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) => safeLine(line));
}
