/** Tables and plots for the page. */
import { gridOf, isNumeric } from './grid.ts';
import { type Markup, markup } from './markup.ts';
import { fixed } from './numbers.ts';
import { intervalPlot } from './svg.ts';
import type { Plot, Table } from './table.ts';

/** A table that scrolls sideways where it is too wide; the meaning of a column stands at its head. */
export function tableHtml(table: Table): Markup {
  const { title, columns, rows } = gridOf(table);
  const kind = columns.map((_, at) => (isNumeric(table, at) ? 'n' : ''));
  const head = columns.map(
    (text, at) =>
      markup`<th scope="col" class="${kind[at]}" title="${table.columns[at]!.meaning ?? ''}">${text}</th>`,
  );
  const body = rows.map(
    ([first, ...rest]) =>
      markup`<tr><th scope="row">${first}</th>${rest.map((cell, at) => markup`<td class="${kind[at + 1]}">${cell}</td>`)}</tr>`,
  );
  return markup`<p class="caption">${title}</p><div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${table.notes.map((note) => markup`<p class="soft">${note}</p>`)}`;
}

/** A figure with its title; the scale spans all intervals. */
export function plotHtml({ title, unit, rows }: Plot): Markup {
  const low = Math.min(...rows.map((row) => row.low));
  const high = Math.max(...rows.map((row) => row.high));
  const plot = intervalPlot(
    rows.map((row) => ({ ...row, note: fixed(row.value, 2) })),
    { low, high: high > low ? high : low + 1, title },
  );
  return markup`<figure>${plot}<figcaption>${title} (${unit}); 95 % intervals</figcaption></figure>`;
}
