/** Pieces that the page's sections share. */
import { type Markup, markup } from '../tables/markup.ts';

export type HeadCell = string | { text: string; kind: string };

function headCell(cell: HeadCell): Markup {
  return typeof cell === 'string'
    ? markup`<th scope="col">${cell}</th>`
    : markup`<th scope="col" class="${cell.kind}">${cell.text}</th>`;
}

/** A table that scrolls sideways where it is too wide. */
export function table(head: readonly HeadCell[], rows: readonly Markup[], caption = ''): Markup {
  return markup`${caption && markup`<p class="caption">${caption}</p>`}<div class="scroll"><table><thead><tr>${head.map(headCell)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** A head cell over numbers. */
export function over(text: string): HeadCell {
  return { text, kind: 'n' };
}

/** A cell of numbers. */
export function numeric(text: string, kind = ''): Markup {
  return markup`<td class="${kind ? `n ${kind}` : 'n'}">${text}</td>`;
}

/** A box of warnings; empty without any. */
export function warnings(texts: readonly string[]): Markup | null {
  if (texts.length === 0) return null;
  return markup`<div class="warn"><ul>${texts.map((text) => markup`<li>▲ ${text}</li>`)}</ul></div>`;
}

/** What could not be computed, and how to fix that. */
export function unavailable(part: { unavailable: string; hint: string | null }): Markup {
  return markup`<p class="warn">▲ ${part.unavailable} ${part.hint}</p>`;
}

/** The fragment of a link to a section: an instrument's own id may contain any character. */
export function anchorOf(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, '-');
}

/** A section with its anchor. */
export function section(id: string, title: string, ...body: (Markup | null)[]): Markup {
  return markup`<section id="${anchorOf(id)}"><h2>${title}</h2>${body}</section>`;
}

/** A figure with its caption. */
export function figure(plot: Markup, caption: string): Markup {
  return markup`<figure>${plot}<figcaption>${caption}</figcaption></figure>`;
}
