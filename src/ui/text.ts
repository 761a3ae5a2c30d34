/** Text measured in terminal columns (CJK and emoji take two), with styles inside. */
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** Characters that take one column, whatever stands beside them: they need no table of widths. */
const plain =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2190-\u2193\u2212\u2248\u2260\u2500-\u259f\u25b2\u25b8\u25c6\u25c9\u25cb\u25cf\u2713\u2717]*$/;
const styles = /\u001b\[[0-9;]*m/g;
const widths = new Map<string, number>();

/** Columns that the text takes on a terminal; styles take none. */
export function columnsOf(text: string): number {
  const bare = text.includes('\u001b') ? text.replace(styles, '') : text;
  if (plain.test(bare)) return bare.length;
  const known = widths.get(text);
  if (known !== undefined) return known;
  const width = stringWidth(text);
  if (widths.size > 5000) widths.clear();
  widths.set(text, width);
  return width;
}

/** At most `columns` wide; a longer text ends in "…". */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (columnsOf(text) <= columns) return text;
  if (plain.test(text)) return `${text.slice(0, columns - 1)}…`;
  return `${sliceAnsi(text, 0, columns - 1)}…`;
}

/** Exactly `columns` wide: cut or padded. */
export function fill(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, columns);
  const space = ' '.repeat(Math.max(0, columns - columnsOf(short)));
  return align === 'left' ? short + space : space + short;
}

/** Left and right at the two ends of a line of `columns`; the left one is cut first. */
export function ends(left: string, right: string, columns: number): string {
  const end = cut(right, Math.max(0, columns - 1));
  const room = columns - columnsOf(end);
  return end === ''
    ? fill(left, columns)
    : `${fill(left, Math.max(0, room - 1))}${room > 0 ? ' ' : ''}${end}`;
}

/** The text's end, at most `columns` wide, with "…" before it. */
export function lastPart(text: string, columns: number): string {
  const width = columnsOf(text);
  if (width <= columns) return text;
  return columns <= 1 ? '…'.slice(0, columns) : `…${sliceAnsi(text, width - columns + 1, width)}`;
}

/** Unstyled text as lines of at most `columns`, broken between words where possible. */
export function wrap(text: string, columns: number): string[] {
  if (columns < 1) return [];
  // A text that fits keeps its blanks, which may align it.
  if (columnsOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(/ +/)) {
    let rest = word;
    let size = columnsOf(rest);
    if (used > 0 && used + 1 + size <= columns) {
      line += ` ${rest}`;
      used += 1 + size;
      continue;
    }
    if (used > 0) lines.push(line);
    while (size > columns) {
      const head = sliceAnsi(rest, 0, columns);
      // A character wider than the room would loop for ever.
      if (head === '') break;
      lines.push(head);
      rest = rest.slice(head.length);
      size = columnsOf(rest);
    }
    line = rest;
    used = size;
  }
  if (used > 0 || lines.length === 0) lines.push(line);
  return lines;
}

/** Seconds as 2:10 or 1:02:10. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Dollars: $0.41, $12.30, below a cent $0.004; nothing is free. */
export function money(dollars: number): string {
  if (dollars === 0) return 'free';
  return dollars < 0.01 ? `$${dollars.toPrecision(1)}` : `$${dollars.toFixed(2)}`;
}

/** About how long something takes. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${clock(seconds)} h`;
}

/** Large numbers short: 950, 61k, 1.2M. */
export function short(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 1e6)
    return `${count < 10_000 ? (count / 1000).toFixed(1) : Math.round(count / 1000)}k`;
  return `${(count / 1e6).toFixed(1)}M`;
}

/** "1 word", "3 words". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** −1…1 without the nought and with its sign: "+.78", "−.08"; numbers of 1 and more keep it. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, '.');
  return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text}`;
}

/** 0…1 without the nought: ".62"; null is "–". */
export function share(value: number | null, digits = 2): string {
  if (value === null || Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(digits).replace(/^0\./, '.');
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
