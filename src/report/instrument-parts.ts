/** What each instrument found, in the report's files: the same tables and plots in each of them. */
import type { Facts, Instrument } from '../instruments/contract.ts';
import { tableCsv } from '../tables/as-csv.ts';
import { plotHtml, tableHtml } from '../tables/as-html.ts';
import { tableMarkdown } from '../tables/as-markdown.ts';
import { type Cell, csv } from '../tables/csv-lines.ts';
import { markdownText } from '../tables/markdown-lines.ts';
import { type Markup, markup } from '../tables/markup.ts';
import { section } from './html-parts.ts';
import { isThere, type ReportInstrument } from './report-schema.ts';

/** One section an instrument: its headline, plots, tables, notes. */
export function instrumentSection(part: ReportInstrument): Markup {
  const { id, title, source, found } = part;
  if (!isThere(found))
    return section(id, title, markup`<p class="warn">▲ ${found?.unavailable} ${found?.hint}</p>`);
  const { headline, plots, tables, notes } = found.told;
  return section(
    id,
    title,
    markup`<p class="lead">${headline}</p>`,
    ...plots.map(plotHtml),
    ...tables.map(tableHtml),
    ...notes.map((note) => markup`<p class="soft">${note}</p>`),
    markup`<p class="soft">${source}</p>`,
  );
}

/** The same as Markdown. */
export function instrumentMarkdown({ title, found }: ReportInstrument): string[] {
  if (!isThere(found)) return [`## ${markdownText(title)}`, markdownText(found?.unavailable ?? '')];
  const { headline, tables, notes } = found.told;
  return [
    `## ${markdownText(title)}`,
    markdownText(headline),
    ...tables.map(tableMarkdown),
    ...notes.map(markdownText),
  ];
}

/** Its CSV files, by name: one a table, and its lines in long form. */
export function instrumentCsv(
  { id, found }: ReportInstrument,
  facts: Facts | null,
): [name: string, text: () => Iterable<string>][] {
  const tables = isThere(found) ? found.told.tables : [];
  return [
    ...tables.map(
      (table) =>
        [`${id}-${table.id}.csv`, () => tableCsv(table)] as [string, () => Iterable<string>],
    ),
    ...(facts
      ? Object.entries(facts.lines).map(
          ([log, lines]) =>
            [`${id}-${log}.csv`, () => longCsv(lines)] as [string, () => Iterable<string>],
        )
      : []),
  ];
}

/** One row a line, one column a field that holds a plain value. */
function longCsv(lines: readonly object[]): Iterable<string> {
  const isPlain = (value: unknown): value is Cell =>
    value === null || ['string', 'number', 'boolean'].includes(typeof value);
  const fields = new Set(
    lines.flatMap((line) =>
      Object.entries(line).flatMap(([key, value]) => (isPlain(value) ? [key] : [])),
    ),
  );
  return csv(
    [...fields],
    (function* () {
      for (const line of lines as readonly Record<string, unknown>[])
        yield [...fields].map((field) => (isPlain(line[field]) ? (line[field] as Cell) : null));
    })(),
  );
}

/** What the report says of an instrument. */
export function reportPartOf(
  { id, title, source, method }: Instrument,
  found: ReportInstrument['found'],
): ReportInstrument {
  return { id, title, source, method, found };
}
