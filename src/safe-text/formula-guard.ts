/**
 * Text in a table that a spreadsheet would compute (OWASP, "CSV Injection") gets an apostrophe before
 * it, which marks text there; reading takes it away again. Text that has such apostrophes of its own
 * gets one more, so that reading gives back what was written.
 */

/** White space, and the pictures that stand for controls, do not count as a beginning. */
const atStart = /^'*(?:[\s\u2400-\u2421⏎]*[=+\-@＝＋－＠]|[\t\r])/u;
/** After a semicolon a spreadsheet set to another language may begin a cell. */
const inside = /(;[\s"]*)('*)(?=[=+\-@＝＋－＠])/gu;
const guardedInside = /(;[\s"]*)'('*)(?=[=+\-@＝＋－＠])/gu;

/** The text with no formula at its start, nor where `;` parts cells. */
export function guardFormula(text: string): string {
  const guarded = text.replace(inside, "$1'$2");
  return atStart.test(guarded) ? `'${guarded}` : guarded;
}

/** The text that `guardFormula` was given; text that it would not have given stays as it is. */
export function unguardFormula(text: string): string {
  const begun = text.startsWith("'") && atStart.test(text.slice(1)) ? text.slice(1) : text;
  return begun.replace(guardedInside, '$1$2');
}
