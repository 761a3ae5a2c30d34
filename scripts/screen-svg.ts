/** A terminal's screen as an SVG picture, for README and documentation. */
import { type Markup, markup } from '../src/tables/markup.ts';

/** What stands in one place of the grid. Colours are CSS colours; null is the terminal's own. */
export type ScreenCell = {
  /** The character with its marks; empty is a space, or the second half of a wide one. */
  text: string;
  /** Columns that it takes; 0 for the second half of a wide one. */
  width: 0 | 1 | 2;
  foreground: string | null;
  background: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
};

export type Screen = {
  columns: number;
  rows: number;
  /** Row by row, `columns` of them each. */
  cells: readonly (readonly ScreenCell[])[];
};

export type ScreenColours = { foreground: string; background: string };

export const darkScreen: ScreenColours = { foreground: '#d5d9e0', background: '#16181d' };
export const lightScreen: ScreenColours = { foreground: '#24292f', background: '#ffffff' };

const cellWidth = 8.4;
const cellHeight = 18;
const fontSize = 14;
const baseline = 13.5;
const margin = 12;

/** The sixteen colours of a terminal, readable on dark and light. */
const sixteen = [
  ...['#2e3440', '#cc4b4b', '#4c9f4c', '#b58900', '#3b7dd8', '#a35bbf', '#2a9d9d', '#c8ccd4'],
  ...['#6b7280', '#e06c6c', '#6fbf6f', '#d9a520', '#6aa3f0', '#c586d9', '#4fc3c3', '#ffffff'],
];

/** The CSS colour of one of the 256 of a terminal (0–15 ours, 16–231 the cube, 232–255 the greys). */
export function paletteColour(index: number): string {
  if (index < 16) return sixteen[index] ?? sixteen[7]!;
  if (index >= 232) return rgb(...grey(8 + 10 * (index - 232)));
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
  const place = index - 16;
  return rgb(level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6));
}

function grey(value: number): [number, number, number] {
  return [value, value, value];
}

function rgb(...parts: [number, number, number]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The picture: text as text (it can be searched and read aloud), every run held to the grid; blocks
 * and box lines as shapes, so that they join in any font. `title` is its description.
 */
export function screenSvg(
  screen: Screen,
  title: string,
  colours: ScreenColours = darkScreen,
): string {
  const rows = screen.cells.map((row, r) => rowMarkup(row, r, colours));
  return pictureOf(screen, title, colours, [
    ...rows.flatMap(({ grounds }) => grounds),
    ...rows.flatMap(({ texts }) => texts),
  ]);
}

/** A screen and for how many seconds it is shown. */
export type Frame = { screen: Screen; seconds: number };

/**
 * The frames one after another, again and again. Screens of one size. A row that stays as it is over several frames is
 * drawn once. Where a viewer does not animate, the first frame is seen.
 */
export function animatedSvg(
  frames: readonly Frame[],
  title: string,
  colours: ScreenColours = darkScreen,
): string {
  const first = frames[0]?.screen;
  if (!first) return '';
  const whole = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  const starts = frames.map((_, at) =>
    frames.slice(0, at).reduce((sum, { seconds }) => sum + seconds, 0),
  );
  const place = (at: number) => Math.round(((starts[at] ?? whole) / whole) * 10_000) / 10_000;
  const parts = first.cells.flatMap((_, r) => {
    const rows = frames.map(({ screen }) => rowMarkup(screen.cells[r]!, r, colours));
    const drawn = rows.map(({ grounds, texts }) => markup`${grounds}${texts}`.markup);
    return drawn.flatMap((text, from): Markup[] => {
      if (text === '' || (from > 0 && drawn[from - 1] === text)) return [];
      const next = drawn.findIndex((one, at) => at > from && one !== text);
      const end = next < 0 ? frames.length : next;
      const body = [...rows[from]!.grounds, ...rows[from]!.texts];
      if (from === 0 && end === frames.length) return body;
      const times = [...(from > 0 ? [0] : []), place(from), ...(next < 0 ? [] : [place(end)])];
      const values = [...(from > 0 ? ['hidden'] : []), 'visible', ...(next < 0 ? [] : ['hidden'])];
      return [
        markup`<g visibility="${from === 0 ? 'visible' : 'hidden'}">${body}<animate attributeName="visibility" calcMode="discrete" dur="${whole}s" repeatCount="indefinite" keyTimes="${times.join(';')}" values="${values.join(';')}"/></g>`,
      ];
    });
  });
  return pictureOf(first, title, colours, parts);
}

const fonts = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";

/** The parts on the ground of a terminal. */
function pictureOf(
  screen: Screen,
  title: string,
  colours: ScreenColours,
  parts: readonly Markup[],
): string {
  const width = round(screen.columns * cellWidth + 2 * margin);
  const height = screen.rows * cellHeight + 2 * margin;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}"><title>${title}</title><rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/><g font-family="${fonts}" font-size="${fontSize}">${parts}</g></svg>
`.markup;
}

function rowMarkup(
  row: readonly ScreenCell[],
  r: number,
  colours: ScreenColours,
): { grounds: Markup[]; texts: Markup[] } {
  const grounds: Markup[] = [];
  const texts: Markup[] = [];
  const y = margin + r * cellHeight;
  for (const run of runsOf(row, colours)) {
    const x = margin + run.start * cellWidth;
    const size = run.columns * cellWidth;
    if (run.background !== colours.background)
      grounds.push(rect(x, y, size, cellHeight, run.background));
    const opacity = run.cell.dim && markup` opacity=".6"`;
    if (run.shapes)
      texts.push(
        markup`<g fill="${run.foreground}" stroke="${run.foreground}"${opacity}>${run.texts.map((one, i) => shapeOf(one, x + i * cellWidth, y))}</g>`,
      );
    else texts.push(...wordsOf(run).map((words) => textOf(words, run, x, y, opacity)));
  }
  return { grounds, texts };
}

/** The screen's lines as plain text, without white space at their ends. */
export function screenText(screen: Screen): string {
  const lines = screen.cells.map((row) =>
    row
      .map((cell) => (cell.width === 0 ? '' : cell.text || ' '))
      .join('')
      .trimEnd(),
  );
  return `${lines.join('\n').trimEnd()}\n`;
}

type Run = {
  start: number;
  columns: number;
  texts: string[];
  cell: ScreenCell;
  foreground: string;
  background: string;
  shapes: boolean;
};

/** Neighbours that look alike; shapes and wide characters apart from text, so that each holds its place. */
function runsOf(row: readonly ScreenCell[], colours: ScreenColours): Run[] {
  const runs: Run[] = [];
  for (const [start, cell] of row.entries()) {
    if (cell.width === 0) continue;
    const text = cell.text || ' ';
    const front = cell.foreground ?? colours.foreground;
    const back = cell.background ?? colours.background;
    const [foreground, background] = cell.inverse ? [back, front] : [front, back];
    const shapes = isShape(text);
    const last = runs.at(-1);
    if (
      last &&
      cell.width === 1 &&
      last.columns === last.texts.length &&
      last.shapes === shapes &&
      last.foreground === foreground &&
      last.background === background &&
      sameStyle(last.cell, cell)
    ) {
      last.columns += 1;
      last.texts.push(text);
    } else {
      runs.push({
        start,
        columns: cell.width,
        texts: [text],
        cell,
        foreground,
        background,
        shapes,
      });
    }
  }
  return runs;
}

/** Pieces between two or more spaces, each with its place in the run: renderers differ in what they do with such spaces. */
function wordsOf(run: Run): { at: number; columns: number; text: string }[] {
  const text = run.texts.join('');
  if (run.columns !== run.texts.length)
    return text.trim() === '' ? [] : [{ at: 0, columns: run.columns, text }];
  const pieces: { at: number; columns: number; text: string }[] = [];
  for (const [i, one] of run.texts.entries()) {
    if (one === ' ') continue;
    const last = pieces.at(-1);
    const distance = last ? i - (last.at + last.columns) : 2;
    if (last && distance < 2) {
      last.text += ' '.repeat(distance) + one;
      last.columns += distance + 1;
    } else pieces.push({ at: i, columns: 1, text: one });
  }
  return pieces;
}

function textOf(
  words: { at: number; columns: number; text: string },
  { foreground, cell }: Run,
  x: number,
  y: number,
  opacity: Markup | false,
): Markup {
  return markup`<text x="${round(x + words.at * cellWidth)}" y="${y + baseline}" textLength="${round(words.columns * cellWidth)}" fill="${foreground}"${cell.bold && markup` font-weight="700"`}${cell.italic && markup` font-style="italic"`}${cell.underline && markup` text-decoration="underline"`}${opacity}>${words.text}</text>`;
}

function sameStyle(a: ScreenCell, b: ScreenCell): boolean {
  return (
    a.bold === b.bold && a.dim === b.dim && a.italic === b.italic && a.underline === b.underline
  );
}

/** Arms of the box characters drawn as lines: up, right, down, left; 1 thin, 2 thick. */
const boxes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '─': [0, 1, 0, 1],
  '━': [0, 2, 0, 2],
  '│': [1, 0, 1, 0],
  '┃': [2, 0, 2, 0],
  '┌': [0, 1, 1, 0],
  '┐': [0, 0, 1, 1],
  '└': [1, 1, 0, 0],
  '┘': [1, 0, 0, 1],
  '├': [1, 1, 1, 0],
  '┤': [1, 0, 1, 1],
  '┬': [0, 1, 1, 1],
  '┴': [1, 1, 0, 1],
  '┼': [1, 1, 1, 1],
  '╭': [0, 1, 1, 0],
  '╮': [0, 0, 1, 1],
  '╰': [1, 1, 0, 0],
  '╯': [1, 0, 0, 1],
};

/** Blocks that are not eighths: x, y, width, height as shares of the cell. */
const blocks: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '▀': [0, 0, 1, 0.5],
  '▐': [0.5, 0, 0.5, 1],
};

function isShape(text: string): boolean {
  return text in boxes || text in blocks || eighthsOf(text) !== null;
}

/** U+2581–U+2588 grow from below, U+2589–U+258F shrink towards the left. */
function eighthsOf(text: string): { share: number; from: 'below' | 'left' } | null {
  const code = text.length === 1 ? text.charCodeAt(0) : 0;
  if (code >= 0x2581 && code <= 0x2588) return { share: (code - 0x2580) / 8, from: 'below' };
  if (code >= 0x2589 && code <= 0x258f) return { share: (0x2590 - code) / 8, from: 'left' };
  return null;
}

function shapeOf(text: string, x: number, y: number): Markup {
  const eighths = eighthsOf(text);
  if (eighths?.from === 'below') {
    const size = eighths.share * cellHeight;
    return solid(x, y + cellHeight - size, cellWidth, size);
  }
  if (eighths) return solid(x, y, eighths.share * cellWidth, cellHeight);
  const block = blocks[text];
  if (block) {
    const [left, top, wide, high] = block;
    return solid(x + left * cellWidth, y + top * cellHeight, wide * cellWidth, high * cellHeight);
  }
  const [up, right, down, left] = boxes[text]!;
  const [midX, midY] = [x + cellWidth / 2, y + cellHeight / 2];
  const arm = (toX: number, toY: number, weight: number) =>
    weight > 0 &&
    markup`<path d="M${round(midX)} ${round(midY)}L${round(toX)} ${round(toY)}" stroke-width="${weight === 1 ? 1.2 : 2.4}"/>`;
  return markup`${arm(midX, y, up)}${arm(x + cellWidth, midY, right)}${arm(midX, y + cellHeight, down)}${arm(x, midY, left)}`;
}

function solid(x: number, y: number, width: number, height: number): Markup {
  return markup`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" stroke="none"/>`;
}

function rect(x: number, y: number, width: number, height: number, colour: string): Markup {
  return markup`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
