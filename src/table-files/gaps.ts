/** What a cell holds when nothing is known. */

/**
 * Signs that programs write: R, Python, spreadsheets, SPSS, Stata, SAS, databases. Compared without case.
 * "None" among them is a gap where numbers are read; as a label it may be a category.
 */
const written =
  /^(|[-+]?nan|na|n\/a|n\.a\.|#n\/a( n\/a)?|#na|#n[vd]|#n\/d|<na>|na_(real|integer|character)_|nat|null|\(null\)|\\n|undefined|#(null|value|ref|num|name|div\/0|wert|bezug|zahl|valeur|nombre|nom)[!?]|#¡(valor|ref|num|div\/0|nulo)!|#¿nombre\?|#[a-zà-ÿ/0]+!|none|nil|missing|\(missing\)|<missing>|sysmis|\.[a-z_]?|\?+|[-–—]+|[-+]?1\.#(ind|qnan|snan))$/i;

/**
 * Words of people and of survey services, in several languages. A gap where numbers are read; as a label each may be
 * a category.
 */
const said =
  /^(not (applicable|available|answered|asked|known|stated|reported)|no (answer|response|data|opinion|value)|unanswered|skipped|unknown|prefer not to (say|answer)|(i )?(don['’]?t|do not) know|dk|d\/k|dk\/na|ns\/nc|n\.?d\.?|n\.?[rv]\.?|nsp|k\. ?a\.?|keine angabe|weiß nicht|unbekannt|entfällt|fehlt|fehlend|manquant|non (renseigné|disponible|applicable|réponse)|ne sait pas|sans réponse|inconnu|no (sabe|contesta|disponible|aplica)|sin (dato|datos|respuesta)|não (sabe|respondeu|disponível|aplicável)|sem resposta|нет (данных|ответа)|неизвестно|无|無|缺失|未知|不知道|不适用|未回答|空|欠損|不明|無回答|該当なし|없음|모름|무응답)$/i;

/** The lowest number that a computer can hold, as SPSS writes it where a value is missing, in however many digits. */
const systemMissing = /^-(1[.,](79|80?)\d*e\+?308|17976931\d{301}([.,]0*)?)$/i;

/** Whether a cell where a number is expected says that nothing is known; `gaps` are further ones that a person named. */
export function isGap(cell: string, gaps: readonly string[] = []): boolean {
  // Most cells: a digit first, which no sign of a gap has.
  const first = cell.charCodeAt(0);
  if (gaps.length === 0 && first >= 48 && first <= 57 && !cell.includes('#')) return false;
  const text = cell.trim().replace(/^[−–](?=\d)/, '-');
  return (
    written.test(text) ||
    said.test(text) ||
    systemMissing.test(text) ||
    gaps.some((gap) => isSame(text, gap))
  );
}

/** Whether a label says that nothing is known: as for a number, but `none` and other words are labels like any other. */
export function isLabelGap(cell: string, gaps: readonly string[] = []): boolean {
  const text = cell.trim();
  if (/^none$/i.test(text) || said.test(text))
    return gaps.some((gap) => gap.trim().toLowerCase() === text.toLowerCase());
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
