/** Tables for a terminal or a pipe: lines of text, aligned by display width, at most as wide as the layout. */
import stringWidth from 'string-width';
import { visibleCell, visibleLine } from '../safe-text/visible.ts';
import type { Paint } from './paint.ts';

export type TextColumn = {
  title: string;
  align?: 'left' | 'right';
  /** The width to which texts may be cut in a narrow layout; columns without it keep their width. Numbers are never cut. */
  least?: number;
};

/** A cell's text, alone or with its style. Texts from outside are made safe here. */
export type TextCell = string | { text: string; paint: (text: string) => string };

/** A row of cells, or a rule across. */
export type TextRow = readonly TextCell[] | 'rule';

export type Layout = { width: number; paint: Paint };

const gap = '  ';

/** At most `width` columns of a terminal; a longer text ends in "…". */
function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  if (width <= 0) return '';
  let used = 0;
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const size = stringWidth(segment);
    if (used + size > width - 1) break;
    used += size;
    short += segment;
  }
  return `${short}…`;
}

/** Exactly `width` columns. */
function padText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cutText(text, width);
  const space = ' '.repeat(Math.max(0, width - stringWidth(short)));
  return align === 'left' ? short + space : space + short;
}

/** Lines of at most `width`, broken between words; `indent` before all but the first. */
export function wrapText(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visibleLine(text).split(' ')) {
    const room = width - (lines.length > 0 ? indent.length : 0);
    const piece = cutText(word, Math.max(1, width - indent.length));
    if (line === '') line = piece;
    else if (stringWidth(line) + 1 + stringWidth(piece) <= room) line += ` ${piece}`;
    else {
      lines.push(line);
      line = piece;
    }
  }
  lines.push(line);
  return lines.map((one, i) => (i === 0 ? one : indent + one));
}

/** Words of titles longer than this may be broken anywhere. */
const longestPiece = 16;

/** Where a title may be broken: after a blank, and after a hyphen. */
function piecesOf(title: string): string[] {
  return title.split(/(?<=[\s-])/);
}

/** A title in full, on as many lines of at most `width` as necessary. */
function titleLines(title: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const end = () => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
  };
  for (const piece of piecesOf(title)) {
    if (stringWidth((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    end();
    for (const { segment } of new Intl.Segmenter().segment(piece)) {
      if (stringWidth(line + segment) > width && segment !== ' ') end();
      line += segment;
    }
  }
  end();
  return lines.length > 0 ? lines : [''];
}

/**
 * The table's lines. Titles wider than their columns take several lines. If not all columns fit, the table is divided
 * into blocks below each other, each with the first column and as many others as fit.
 */
export function tableLines(
  columns: readonly TextColumn[],
  rows: readonly TextRow[],
  { width, paint }: Layout,
): string[] {
  const cells = rows.map((row) => (row === 'rule' ? row : row.map(readCell)));
  const titles = columns.map((column) => visibleCell(column.title));
  const contents = columns.map((_, c) =>
    Math.max(0, ...cells.map((row) => (row === 'rule' ? 0 : stringWidth(row[c]?.text ?? '')))),
  );
  const full = columns.map((_, c) => Math.max(stringWidth(titles[c]!), contents[c]!));
  const least = columns.map(({ least: size, align }, c) => {
    const title = Math.max(...piecesOf(titles[c]!).map((piece) => stringWidth(piece.trim())));
    const narrow = align === 'right' ? contents[c]! : (size ?? full[c]!);
    return Math.min(full[c]!, Math.max(narrow, Math.min(title, longestPiece)));
  });
  const widths = shrink(full, least, width);
  return blocksOf(widths, width).flatMap((block, b) => {
    const line = (texts: (c: number) => string) =>
      block
        .map((c) => texts(c))
        .join(gap)
        .trimEnd();
    const total = block.reduce((sum, c) => sum + widths[c]! + gap.length, -gap.length);
    const heads = new Map(block.map((c) => [c, titleLines(titles[c]!, widths[c]!)]));
    const height = Math.max(...[...heads.values()].map((lines) => lines.length));
    const head = Array.from({ length: height }, (_, row) =>
      line((c) => {
        const own = heads.get(c)!;
        // A short head is right above its column.
        const text = own[row - (height - own.length)] ?? '';
        return paint.bold(padText(text, widths[c]!, columns[c]!.align));
      }),
    );
    return [
      ...(b > 0 ? [''] : []),
      ...head,
      ...cells.map((row) =>
        row === 'rule'
          ? paint.dim('─'.repeat(Math.min(total, width)))
          : line((c) => {
              const cell = row[c] ?? readCell('');
              return cell.paint(padText(cell.text, widths[c]!, columns[c]!.align));
            }),
      ),
    ];
  });
}

function readCell(cell: TextCell): { text: string; paint: (text: string) => string } {
  return typeof cell === 'string'
    ? { text: visibleCell(cell), paint: (text) => text }
    : { text: visibleCell(cell.text), paint: cell.paint };
}

/**
 * Widths that fit: columns that may shrink are narrowed, the widest first. If the table still needs several
 * blocks, the first column keeps up to a third of the room.
 */
function shrink(full: readonly number[], least: readonly number[], width: number): number[] {
  const sum = (sizes: readonly number[]) =>
    sizes.reduce((total, size) => total + size + gap.length, -gap.length);
  const widths = full.map((size, c) => (c === 0 ? Math.min(size, Math.floor(width / 2)) : size));
  const oneBlock = sum(least) <= width;
  const floor = (c: number) =>
    c === 0 && !oneBlock ? Math.min(full[0]!, Math.floor(width / 3)) : least[c]!;
  while (sum(widths) > width) {
    const giving = widths
      .map((size, c) => ({ c, spare: size - floor(c) }))
      .filter(({ spare }) => spare > 0)
      .sort((x, y) => widths[y.c]! - widths[x.c]!)[0];
    if (!giving) break;
    widths[giving.c]! -= Math.min(giving.spare, sum(widths) - width, 2);
  }
  const beside = Math.max(1, width - widths[0]! - gap.length);
  return widths.map((size, c) => Math.min(size, c === 0 ? width : beside));
}

/** Column indexes by block; every block begins with column 0. */
function blocksOf(widths: readonly number[], width: number): number[][] {
  const blocks: number[][] = [];
  let block = [0];
  let used = widths[0]!;
  for (let c = 1; c < widths.length; c++) {
    const size = gap.length + widths[c]!;
    if (used + size > width && block.length > 1) {
      blocks.push(block);
      block = [0];
      used = widths[0]!;
    }
    block.push(c);
    used += size;
  }
  return [...blocks, block];
}
