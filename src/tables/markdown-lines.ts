/** Pieces of Markdown (CommonMark with tables). */
import { visibleLine } from '../safe-text/visible.ts';

/** Escapes a text for Markdown: no markup, no link, no HTML, no end of a cell. */
export function markdownText(text: string): string {
  return visibleLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]#|~!$]/g, '\\$&')
    .replace(/^([-+]|\d+[.)])(?=\s|$)/, '\\$1')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}&#46;`)
    .replace(/@/g, '&#64;');
}

/** A table; columns from `numbersFrom` on are numbers, set to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = 1,
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  const rule = head.map((_, i) => (i < numbersFrom ? '---' : '---:'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A list. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
