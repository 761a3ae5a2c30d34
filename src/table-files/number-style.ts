/** How a table writes its numbers: which mark stands before decimals, which between thousands. */
import { isGap } from './gaps.ts';
import { quoteCell, type Table } from './table-file.ts';

export type NumberStyle = {
  /** The number in a cell of a column; NaN where there is none. */
  numberOf(cell: string, column: string): number;
  /** What had to be decided, for the reader. */
  notes: string[];
};

type Mark = '.' | ',';

/** Signs that stand between thousands and for nothing else. */
const spaces = /(?<=\d)[ '’\u00a0\u202f\u2009](?=\d{3}(?!\d))/g;

/** A cell as one writes numbers in programs, but for its marks. */
function plainCell(cell: string): string {
  return cell
    .trim()
    .replace(/^[−–](?=[\d.,])/, '-')
    .replace(spaces, '');
}

/**
 * Looks at all cells of columns that hold numbers: a mark with other than three digits behind it is
 * decimal, and then the other one stands between thousands. `1.635` beside `812`, with nothing else
 * to go by, is taken for 1635 and told, with the option that says otherwise.
 */
export function numberStyle(table: Table): NumberStyle {
  const seen = look(table);
  const { decimal, notes } = decide(seen, table);
  return {
    notes,
    numberOf: (cell, column) => numberWith(table.typed.has(column) ? '.' : decimal, cell),
  };
}

function numberWith(decimal: Mark, cell: string): number {
  const text = plainCell(cell);
  const pattern =
    decimal === '.'
      ? /^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:(?<=\d)\.|\.(?=\d))?\d*(?:e[-+]?\d+)?$/i
      : /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:(?<=\d),|,(?=\d))?\d*(?:e[-+]?\d+)?$/i;
  if (!/\d/.test(text) || !pattern.test(text)) return Number.NaN;
  return Number(
    decimal === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.'),
  );
}

type Seen = {
  /** Cells that show a mark to be decimal, or to stand between thousands. */
  decimals: Record<Mark, string[]>;
  thousands: Record<Mark, string[]>;
  /** Cells that may be either, with the largest whole numbers of their columns. */
  open: Record<Mark, string[]>;
  /** Whole numbers without a mark in columns with open cells: one from 100 to 999, and whether any is larger. */
  beside: string | null;
  larger: boolean;
  small: boolean;
};

function look(table: Table): Seen {
  const seen: Seen = {
    decimals: { '.': [], ',': [] },
    thousands: { '.': [], ',': [] },
    open: { '.': [], ',': [] },
    beside: null,
    larger: false,
    small: false,
  };
  for (const column of table.columns) {
    if (table.typed.has(column)) continue;
    const cells = table.rows
      .map((row) => plainCell(row.cells[column] ?? ''))
      .filter((cell) => !isGap(cell, table.options.gaps));
    const numbers = cells.filter(
      (cell) => !Number.isNaN(numberWith('.', cell)) || !Number.isNaN(numberWith(',', cell)),
    );
    if (numbers.length * 2 < cells.length) continue;
    const open = numbers.filter((cell) => sort(cell, seen));
    if (open.length === 0) continue;
    for (const cell of numbers) {
      if (!/^[-+]?\d+$/.test(cell)) continue;
      const size = Math.abs(Number(cell));
      if (size >= 1000) seen.larger = true;
      else if (size >= 100) seen.beside ??= cell;
      else seen.small = true;
    }
  }
  return seen;
}

/** Puts a cell where it belongs; true where that is open. */
function sort(cell: string, { decimals, thousands, open }: Seen): boolean {
  const body = cell.replace(/^[-+]/, '').replace(/e[-+]?\d+$/i, '');
  const [points, commas] = [body.split('.').length - 1, body.split(',').length - 1];
  if (points + commas === 0) return false;
  if (points > 0 && commas > 0) {
    decimals[body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ','].push(cell);
    return false;
  }
  const mark: Mark = points > 0 ? '.' : ',';
  if (points + commas > 1) {
    thousands[mark].push(cell);
    return false;
  }
  const isOpen = body === cell.replace(/^[-+]/, '') && /^[1-9]\d{0,2}[.,]\d{3}$/.test(body);
  (isOpen ? open : decimals)[mark].push(cell);
  return isOpen;
}

function decide(seen: Seen, table: Table): { decimal: Mark; notes: string[] } {
  const given = table.options.decimal;
  if (given !== undefined) return { decimal: given, notes: [] };
  const forComma = seen.decimals[','].length + seen.thousands['.'].length;
  const forPoint = seen.decimals['.'].length + seen.thousands[','].length;
  if (forComma > 0 || forPoint > 0) {
    const decimal: Mark = forComma > forPoint ? ',' : '.';
    return { decimal, notes: sureNotes(decimal, seen) };
  }
  const marks = (['.', ','] as const).filter((mark) => seen.open[mark].length > 0);
  const [mark] = marks;
  if (!mark || marks.length > 1) return { decimal: '.', notes: [] };
  const one = seen.open[mark][0]!;
  const whole = Number(one.replace(mark, ''));
  const fraction = numberWith(mark, one);
  const other: Mark = mark === '.' ? ',' : '.';
  const asThousands = seen.beside !== null && !seen.larger;
  // A comma where commas stand between cells, in quotation marks, is rather one between thousands.
  const decimal = asThousands || (mark === ',' && table.separator === ',') ? other : mark;
  const doubtful =
    asThousands || (!seen.larger && seen.small) || (mark === ',' && table.separator === ',');
  if (doubtful)
    return {
      decimal,
      notes: [
        `${quoteCell(one)}${seen.beside === null ? '' : ` beside ${seen.beside}`} may be ${whole} or ${fraction}: it is read as ${decimal === other ? `${whole}; if ${mark === '.' ? 'the point' : 'the comma'} is decimal, add --decimal "${mark}"` : `${fraction}; if ${mark === '.' ? 'the point' : 'the comma'} stands between thousands, add --decimal "${other}"`}`,
      ],
    };
  return { decimal, notes: decimal === ',' ? sureNotes(decimal, seen) : [] };
}

/** A decimal comma and marks between thousands are told; a point is what everybody expects. */
function sureNotes(decimal: Mark, { decimals, thousands, open }: Seen): string[] {
  const other: Mark = decimal === '.' ? ',' : '.';
  const example = decimals[decimal][0] ?? (decimal === ',' ? open[','][0] : undefined);
  const grouped = thousands[other][0] ?? open[other][0];
  return [
    ...(decimal === ',' && example !== undefined
      ? [`the comma is the decimal mark (${quoteCell(example)} is ${numberWith(',', example)})`]
      : []),
    ...(grouped === undefined
      ? []
      : [
          `the ${other === '.' ? 'point' : 'comma'} stands between thousands (${quoteCell(grouped)} is ${numberWith(decimal, grouped)})`,
        ]),
  ];
}
