/** What a cell holds when nothing is known. */

/**
 * Signs that programs write: R, Python, spreadsheets, SPSS, Stata, SAS, databases. Compared without case.
 * "None" among them is a gap where numbers are read; as a label it may be a category.
 */
const written =
  /^(|[-+]?nan|na|n\/a|n\.a\.|#n\/a( n\/a)?|#na|<na>|na_(real|integer|character)_|nat|null|\(null\)|\\n|undefined|#(null|value|ref|num|name|div\/0)[!?]|none|nil|missing|\(missing\)|<missing>|sysmis|\.[a-z_]?|\?+|[-–—]+|[-+]?1\.#(ind|qnan|snan))$/i;

/** The lowest number that a computer can hold, as SPSS writes it where a value is missing, in however many digits. */
const systemMissing = /^-(1[.,](79|80?)\d*e\+?308|17976931\d{301}([.,]0*)?)$/i;

/** Whether a cell where a number is expected says that nothing is known; `gaps` are further ones that a person named. */
export function isGap(cell: string, gaps: readonly string[] = []): boolean {
  // Most cells: a digit first, which no sign of a gap has.
  const first = cell.charCodeAt(0);
  if (gaps.length === 0 && first >= 48 && first <= 57 && !cell.includes('#')) return false;
  const text = cell.trim().replace(/^[−–](?=\d)/, '-');
  return written.test(text) || systemMissing.test(text) || gaps.some((gap) => isSame(text, gap));
}

/** Whether a label says that nothing is known: as for a number, but `none` is a label like any other. */
export function isLabelGap(cell: string, gaps: readonly string[] = []): boolean {
  if (/^none$/i.test(cell.trim())) return gaps.some((gap) => /^none$/i.test(gap.trim()));
  return isGap(cell, gaps);
}

/** "-99" is also "-99.0" and "−99,00". */
function isSame(cell: string, gap: string): boolean {
  const wanted = gap.trim().replace('−', '-');
  if (cell.toLowerCase() === wanted.toLowerCase()) return true;
  if (wanted === '' || cell === '') return false;
  const value = Number(wanted);
  return Number.isFinite(value) && Number(cell.replace(',', '.')) === value;
}
