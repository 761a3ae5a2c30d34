/** Tables and plots for the page. */
import { heatOf } from './as-text.ts';
import { pointLegend } from './differences.ts';
import { cellParts, cellText, isNumeric, startsGroup, titleOf, withoutBeside } from './grid.ts';
import { type Markup, markup } from './markup.ts';
import { differencesPlot, intervalPlot, sharePlot } from './row-plots.ts';
import { mapPlot, screeSvg } from './svg.ts';
import {
  type Cell,
  type Column,
  type DifferencesPlot,
  isEstimate,
  type Plot,
  type Row,
  type Table,
} from './table.ts';

/** A longer name of a row goes over several lines. */
const longName = 44;

export function nameKind(name: string): string {
  return name.length > longName ? 'long' : '';
}

/** With more columns than this, heads are written upright and intervals below their values. */
const wide = 8;

/** A table that scrolls sideways where it is too wide; the meaning of a column is a tooltip of its head. */
export function tableHtml(whole: Table): Markup {
  const table = withoutBeside(whole);
  const { title, columns, rows, foot = [] } = table;
  const kind = columns.map((column, at) =>
    [isNumeric(table, at) ? 'n' : '', column.under ? 'sub' : ''].filter(Boolean).join(' '),
  );
  const head = columns.map(
    (column, at) =>
      markup`<th scope="col" class="${kind[at]}" title="${column.meaning ?? ''}">${titleOf(column)}</th>`,
  );
  const nameOf = (row: Row) => cellText(row.cells[0] ?? null, columns[0]!);
  const line = (row: Row, of: string) =>
    markup`<tr class="${of}"><th scope="row" class="${[row.under ? 'sub' : '', nameKind(nameOf(row))].filter(Boolean).join(' ')}">${nameOf(row)}</th>${columns.slice(1).map((column, at) => cellHtml(row.cells[at + 1] ?? null, column, isNumeric(table, at + 1)))}</tr>`;
  const body = [
    ...rows.map((row, at) => line(row, startsGroup(table, at) ? 'group' : '')),
    ...foot.map((row) => line(row, 'foot')),
  ];
  const warnings = table.notes.filter((note) => note.startsWith('▲'));
  const notes = table.notes.filter((note) => !note.startsWith('▲'));
  return markup`<p class="caption">${title}</p><div class="scroll"><table class="${columns.length > wide ? 'wide' : ''}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${notes.map((note) => markup`<p class="soft">${note}</p>`)}${warningsHtml(warnings)}`;
}

/** Notes that begin with "▲", in a box; nothing without any. */
export function warningsHtml(warnings: readonly string[]): Markup | null {
  if (warnings.length === 0) return null;
  return markup`<div class="warn"><ul>${warnings.map((text) => markup`<li>${text}</li>`)}</ul></div>`;
}

function cellHtml(cell: Cell, column: Column, numeric: boolean): Markup {
  const heat = heatOf(cell, column);
  const kind = [numeric ? 'n' : '', heat === null ? '' : heatKind(heat)].filter(Boolean).join(' ');
  const [value, range, mark] = cellParts(cell, column);
  if (!isEstimate(cell)) return markup`<td class="${kind}">${value}</td>`;
  return markup`<td class="${kind}">${value} <span class="pm">${range}</span>${mark && markup`<span class="letter">${mark}</span>`}</td>`;
}

/** Steps of the diverging scale, −1…1. */
function heatKind(value: number): string {
  if (Math.abs(value) < 0.15) return 'weak';
  const step = Math.min(4, 1 + Math.floor((Math.abs(value) - 0.15) / 0.2));
  return `${value > 0 ? 'h' : 'k'}${step}`;
}

/** A plot as a figure with its title; the scale spans all intervals unless the plot gives one. */
export function plotHtml(plot: Plot): Markup {
  if (plot.kind === 'shares') return sharesHtml(plot);
  if (plot.kind === 'differences') return differencesHtml(plot);
  if (plot.kind === 'map')
    return markup`<figure>${mapPlot(plot)}<figcaption>${plot.title}</figcaption></figure>`;
  if (plot.kind === 'scree')
    return markup`<figure>${screeSvg(plot)}<figcaption>${plot.title}. Solid: eigenvalues; dashed: ${plot.reference}</figcaption></figure>`;
  const { title, unit, rows, reference } = plot;
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const { low, high } = plot.scale ?? { low: Math.min(...ends), high: Math.max(...ends) };
  const drawn = intervalPlot(
    rows.map((row) => ({ ...row, note: noteOf(row, plot) })),
    {
      low,
      high: high > low ? high : low + 1,
      title,
      ...(reference && { reference: reference.value }),
    },
  );
  return markup`<figure>${drawn}<figcaption>${title} (${unit}); 95 % intervals${reference && `; the darker line is ${reference.name}`}</figcaption></figure>`;
}

function noteOf(row: Cell, plot: Extract<Plot, { kind: 'dots' }>): string {
  const [value, range, mark] = cellParts(row, plot);
  return [value, plot.form === 'share' ? '' : range, mark].filter(Boolean).join(' ');
}

function differencesHtml(plot: DifferencesPlot): Markup {
  const warnings = plot.notes.filter((note) => note.startsWith('▲'));
  const notes = plot.notes.filter((note) => !note.startsWith('▲'));
  return markup`<figure><p class="so">${plot.so}</p>${differencesPlot(plot)}<figcaption>${plot.title} (${plot.unit}). ${pointLegend}. ${notes.join(' ')}</figcaption>${warningsHtml(warnings)}</figure>`;
}

function sharesHtml({ title, rows }: Extract<Plot, { kind: 'shares' }>): Markup {
  const names = rows[0]?.parts.map(({ name }) => name) ?? [];
  return markup`<figure><div class="legend">${names.map((name, i) => legendItem(i, name))}</div>${sharePlot(rows, title)}<figcaption>${title}</figcaption></figure>`;
}

/** A square in the colour of a category, and its name. */
export function legendItem(category: number, name: string): Markup {
  return markup`<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" class="cat${category % 8}"/></svg>${name}</span>`;
}
