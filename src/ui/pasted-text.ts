/** Recognises pasted text, and turns it into one line for a field. Pure. */

/**
 * Whether text that came in one read was pasted although the terminal did not mark it: three or more
 * characters that are not all the same. Two fast keys, and a key held down ("jjjj"), are not a paste.
 */
export function isBurst(text: string): boolean {
  const characters = [...text];
  return characters.length >= 3 && characters.some((one) => one !== characters[0]);
}

/** Line breaks and tabs with the white space around them. */
const breaks = / *[\t\n\v\f\r\u0085\u2028\u2029][\t\n\v\f\r\u0085\u2028\u2029 ]*/g;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
const loneSurrogates = /\p{Surrogate}/gu;

/** Pasted text in one line: a run of line breaks or tabs is one space; control characters and halves of characters are left out. */
export function foldPasted(text: string): string {
  return text.replace(loneSurrogates, '').replace(breaks, ' ').replace(controls, '');
}
