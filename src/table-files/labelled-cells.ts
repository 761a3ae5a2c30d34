/** Cells that hold a number with a sign, a unit, a spread, or the label of a step ("12%", "35 years", "0.65 ± 0.1", "5 - agree"), or its label alone. */
import { UserError } from '../errors.ts';
import { listOf } from '../tables/numbers.ts';
import { answerWords, type WordOptions } from './answer-words.ts';
import { isGap } from './gaps.ts';
import { placeOf, quoteCell, type Table, type TableRow } from './table-file.ts';

export type LabelledCells = {
  /** The number of a cell as it is written, without what stands beside it; the cell itself where nothing does. Throws UserError where numbers and labels of the column contradict each other. */
  textOf(cell: string, column: string): string;
  /** The same, where it does not matter whether they do. */
  numberIn(cell: string, column: string): string;
  notes: string[];
};

/** `label` is empty for a plain number; `sign` is one of a unit or of money, ± of a spread, or the letter of a code. */
type Parts = { number: string; label: string; sign: string; isBehind: boolean };

const number =
  "[-+−–]?(?:\\d{1,3}(?:[ '’]\\d{3})+(?:[.,]\\d+)?(?!\\d)|\\d[\\d.,]*|[.,]\\d+)(?:e[-+]?\\d+)?";
const label = '(?=[^\\n]*\\p{L})[^\\n]{1,80}?';
const mark = '[-–—=:|]';
const sign = '%|％|٪|‰|°|[$€£¥₹]|CHF|EUR|USD|GBP|JPY|CNY|INR|Fr\\.|Rs\\.?';

/** In brackets: one number, or two that are the ends of an interval. */
const range = `[([]\\s*(?:(?:SD|SE|SEM|s\\.?d\\.?|s\\.?e\\.?|95\\s*%\\s*(?:CI|KI|IC))\\s*[=:]?\\s*|±\\s*)?${number}\\s*%?(?:\\s*(?:,|;|–|-|to|bis)\\s*${number}\\s*%?)?\\s*[)\\]]`;

/** Tried in this order. */
const forms: readonly [pattern: RegExp, isBehind: boolean, sign?: string][] = [
  [new RegExp(`^(?<number>${number})$`, 'iu'), false],
  [new RegExp(`^(?<number>${number})\\s*(?<sign>${sign})$`, 'iu'), false],
  [new RegExp(`^(?<sign>${sign})\\s*(?<number>${number})$`, 'iu'), false],
  // 1.5*, 1.5†, 1.5²: marks of significance, and of footnotes.
  [new RegExp(`^(?<number>${number})\\s*(?<sign>[*†‡§¶¹²³⁴-⁹ᵃᵇᶜ]+)$`, 'iu'), false],
  // 0.65 ± 0.1, 0.65 (0.1), 0.65 (SD = 0.1), 0.65 [0.5, 0.8], 0.65 ± 0.1 *.
  [
    new RegExp(
      `^(?<number>${number})\\s*(?:${range}|(?:±|\\+/?[-−–])\\s*${number})\\s*%?\\s*[*†‡]*$`,
      'iu',
    ),
    false,
    '±',
  ],
  // A3, AO03: the codes of a survey service.
  [/^(?<sign>AO?|L)0*(?<number>\d{1,2})$/iu, false],
  // 4/5, 4 of 5, 4 out of 5: of so many.
  [/^(?<number>\d+(?:[.,]\d+)?)\s*(?<sign>(?:\/|out of|of|von|sur|de|из)\s*\d+)$/iu, false],
  // (5) agree, [5] agree, 5) agree.
  [new RegExp(`^[([]?(?<number>${number})[)\\]]\\s*${mark}?\\s*(?<label>${label})$`, 'iu'), false],
  // 5 (agree).
  [new RegExp(`^(?<number>${number})\\s*[([](?<label>${label})[)\\]]$`, 'iu'), false],
  // 5 - agree, 5: agree, 5. agree, 5 agree.
  [
    new RegExp(`^(?<number>${number})(?:\\s*${mark}\\s*|[.,]?\\s+)(?<label>${label})$`, 'iu'),
    false,
  ],
  // 5分, 5x.
  [new RegExp(`^(?<number>${number})(?<label>\\p{L}{1,10})$`, 'iu'), false],
  // agree (5), agree [5].
  [new RegExp(`^(?<label>${label})\\s*[([](?<number>${number})[)\\]]$`, 'iu'), true],
  // agree - 5, agree = 5, agree: 5, agree 5.
  [
    new RegExp(`^(?<label>${label})(?:\\s*[–—=:|]\\s*|\\s+-?\\s*)(?<number>${number})$`, 'iu'),
    true,
  ],
];

const month =
  /(?:^|[^\p{L}])(?:jan|feb|f[ée]v|mar|mär|maerz|märz|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|ao[uû]t|ago|sep|sept|set|oct|okt|out|nov|dec|dez|d[ée]c|dic)\p{L}*\.?(?:[^\p{L}]|$)/iu;

/** "3. Apr", "4-May", "2024-04-03": no number with a label. */
export function isDate(cell: string): boolean {
  const text = cell.trim();
  if (/^\d{4}-\d\d-\d\d(?:T|$)/.test(text)) return true;
  return (
    /^\d{1,4}[-. /]*\p{L}+\.?(?:[-. /]*\d{2,4})?$|^\p{L}+\.?[-. /]+\d{1,4}$/u.test(text) &&
    month.test(text.replace(/\d/g, ' '))
  );
}

function partsOf(cell: string): Parts | null {
  if (isDate(cell)) return null;
  const text = cell.trim().replace(/\s+/g, ' ');
  for (const [pattern, isBehind, spread] of forms) {
    const found = pattern.exec(text)?.groups;
    if (!found) continue;
    return {
      // A full stop or a comma at its end belongs to the sentence.
      number: found.number!.replace(/(?<=\d)[.,]$/, ''),
      label: (found.label ?? '').trim().toLowerCase(),
      sign: (spread ?? found.sign ?? '').toLowerCase().replace(/^[*†‡§¶¹²³⁴-⁹ᵃᵇᶜ]+$/u, '*'),
      isBehind,
    };
  }
  return null;
}

type Read = { row: TableRow; cell: string; parts: Parts };
type Kind = 'sign' | 'spread' | 'code' | 'unit' | 'label';

/** What the numbers of a column stand beside. */
type Column = { kind: Kind; example: Read; fault: UserError | null };

/** Of the cells of a column that are no gaps, so many have to be numbers; one that is none is then an error. */
const share = 0.8;
/** A scale has no more steps. */
const mostSteps = 101;

/**
 * Looks at the columns of text. One where numbers have signs, one unit, a spread, or a label for each step, throughout or beside
 * plain numbers, is read as these numbers, and one of labels of a known scale as its steps, which `notes` tell.
 */
export function labelledCells(table: Table, options: WordOptions = {}): LabelledCells {
  const columns = new Map<string, Column>();
  const words = answerWords(table, options);
  for (const name of table.columns) {
    if (table.typed.has(name) || words.columns.has(name)) continue;
    const column = columnOf(table, name);
    if (column) columns.set(name, column);
  }
  const numberIn = (cell: string, name: string) => {
    const step = words.columns.get(name)?.stepOf(cell);
    if (step !== undefined) return String(step);
    return columns.has(name) ? (partsOf(cell)?.number ?? cell) : cell;
  };
  return {
    numberIn,
    textOf(cell, name) {
      const { fault } = words.columns.get(name) ?? columns.get(name) ?? {};
      if (fault) throw fault;
      return numberIn(cell, name);
    },
    notes: [...notesOf(columns), ...words.notes],
  };
}

const plain = /^\s*[-+−–]?[\d.,]*\d[\d.,]*\s*$/;

function columnOf(table: Table, name: string): Column | null {
  const filled = table.rows
    .map((row) => ({ row, cell: row.cells[name] ?? '' }))
    .filter(({ cell }) => !isGap(cell, table.options.gaps));
  // Most columns: plain numbers, or text of which the first cells show that it is not a number.
  if (filled.every(({ cell }) => plain.test(cell))) return null;
  if (filled.slice(0, 20).every(({ cell }) => !/\d/.test(cell))) return null;
  const read = filled.flatMap(({ row, cell }): Read[] => {
    const parts = partsOf(cell);
    return parts ? [{ row, cell, parts }] : [];
  });
  if (read.length < share * filled.length) return null;
  const signed = read.filter(({ parts }) => parts.sign !== '');
  const labelled = read.filter(({ parts }) => parts.label !== '');
  if (labelled.length === 0)
    return signed.length === 0 ? null : signedColumn(table, name, signed, read);
  if (signed.length > 0) return null;
  return labelledColumn(table, name, labelled, read);
}

/** One sign throughout. "0.85" beside "85%" may be either, and is refused. */
function signedColumn(
  table: Table,
  name: string,
  signed: readonly Read[],
  read: readonly Read[],
): Column | null {
  const [first] = signed;
  if (new Set(signed.map(({ parts }) => parts.sign.replace(/\s/g, ''))).size > 1) return null;
  if (codeLetters.has(first!.parts.sign))
    return isCode(read, signed) ? { kind: 'code', example: first!, fault: null } : null;
  if (first!.parts.sign === '±') return { kind: 'spread', example: first!, fault: null };
  // Of money and parts ("4 of 5") the plain numbers may be anything.
  const bare = read.filter(({ parts }) => parts.sign === '');
  const isShare = ({ parts }: Read) => Math.abs(amountOf(parts)) <= 1 && amountOf(parts) !== 0;
  const odd =
    first!.parts.sign === '%' &&
    bare.length > 0 &&
    bare.every((one) => isShare(one) || amountOf(one.parts) === 0) &&
    signed.some((one) => !isShare(one))
      ? bare.find(isShare)
      : undefined;
  return {
    kind: 'sign',
    example: first!,
    fault: odd ? shareFault(table, name, odd, first!) : null,
  };
}

const codeLetters = new Set(['a', 'ao', 'l']);
/** A question with more answers names them in words. */
const mostCodes = 11;

/** Codes throughout, few enough to be steps, which repeat: others name things. */
function isCode(read: readonly Read[], signed: readonly Read[]): boolean {
  const steps = new Set(read.map(({ parts }) => amountOf(parts)));
  return (
    signed.length === read.length &&
    steps.size > 1 &&
    steps.size < read.length &&
    Math.max(...steps) <= mostCodes
  );
}

/** A number for the comparison of cells, whichever its decimal mark. */
const amountOf = ({ number: text }: Parts): number =>
  Number(text.replace(/[−–]/, '-').replace(/[ '’]/g, '').replace(',', '.'));

function labelledColumn(
  table: Table,
  name: string,
  labelled: readonly Read[],
  read: readonly Read[],
): Column | null {
  const example = labelled[0]!;
  // One "12abc" among numbers is a slip.
  if (labelled.length < read.length && labelled.some(({ cell }) => /\d[a-z]/i.test(cell)))
    return null;
  // "35 years", "1 year": one unit. Behind a word, numbers name things: "item 3".
  if (!example.parts.isBehind && isOneUnit(labelled)) return { kind: 'unit', example, fault: null };
  const steps = new Set(read.map(({ parts }) => amountOf(parts)));
  if (steps.size > mostSteps || !(steps.size < read.length)) return null;
  const byLabel = mostFrequent(labelled, ({ parts }) => [parts.label, String(amountOf(parts))]);
  const byNumber = mostFrequent(labelled, ({ parts }) => [String(amountOf(parts)), parts.label]);
  if (byLabel.size < 2 && example.parts.isBehind) return null;
  const odd = labelled.filter(
    ({ parts }) =>
      byLabel.get(parts.label) !== String(amountOf(parts)) ||
      byNumber.get(String(amountOf(parts))) !== parts.label,
  );
  // Text that begins with a number by chance: labels and numbers go each their way.
  if (odd.length > (1 - share) * labelled.length) return null;
  return {
    kind: 'label',
    example,
    fault: odd[0] ? labelFault(table, name, odd[0], labelled) : null,
  };
}

function isOneUnit(labelled: readonly Read[]): boolean {
  const labels = [...new Set(labelled.map(({ parts }) => parts.label))];
  const stem = labels.reduce((a, b) => (a.length <= b.length ? a : b));
  const numbers = new Set(labelled.map(({ parts }) => parts.number));
  // No more than an ending apart: year and years, Jahr and Jahre.
  const one = labels.every((one) => one.startsWith(stem) && one.length <= stem.length + 2);
  return one && (numbers.size > 1 || labels.length === 1);
}

/** For each first of the pairs the second that stands most often beside it. */
function mostFrequent(
  read: readonly Read[],
  pairOf: (one: Read) => [string, string],
): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const one of read) {
    const [key, value] = pairOf(one);
    const of = counts.get(key) ?? new Map<string, number>();
    counts.set(key, of.set(value, (of.get(value) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([key, of]) => [key, [...of].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]),
  );
}

function shareFault(table: Table, name: string, odd: Read, first: Read): UserError {
  return new UserError(
    `${name}: ${quoteCell(odd.cell)} stands beside ${quoteCell(first.cell)}, and may be ${odd.cell.trim()} % or a share of 1.`,
    { where: placeOf(table, odd.row.line), hint: 'Write all cells of the column in one way.' },
  );
}

function labelFault(table: Table, name: string, odd: Read, labelled: readonly Read[]): UserError {
  const other = labelled.find(
    ({ parts }) => (parts.label === odd.parts.label) !== (amountOf(parts) === amountOf(odd.parts)),
  )!;
  return new UserError(
    `${name}: the number and the label of ${quoteCell(odd.cell)} contradict ${quoteCell(other.cell)} (${placeOf(table, other.row.line)}).`,
    {
      where: placeOf(table, odd.row.line),
      hint: 'Correct the cell: each number has one label, and each label one number.',
    },
  );
}

function notesOf(columns: ReadonlyMap<string, Column>): string[] {
  const told = (kind: Kind, sentence: (example: string) => string): string[] => {
    const found = [...columns].filter(([, column]) => column.kind === kind && !column.fault);
    if (found.length === 0) return [];
    const { cell, parts } = found[0]![1].example;
    return [
      `${listOf(found.map(([name]) => name))}: ${sentence(`${quoteCell(cell)} is ${parts.number}`)}`,
    ];
  };
  return [
    ...told('sign', (example) => `the sign beside the numbers is left out (${example})`),
    ...told(
      'spread',
      (example) =>
        `what stands behind the numbers (a spread, an interval, or a count) is left out (${example})`,
    ),
    ...told('code', (example) => `answers are read as their numbers (${example})`),
    ...told('unit', (example) => `text after the numbers is left out (${example})`),
    ...told('label', (example) => `the numbers are read, without their labels (${example})`),
  ];
}
