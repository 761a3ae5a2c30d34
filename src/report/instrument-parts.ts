/** The results of each instrument in the report's files: the same tables and plots in each. */
import type { Facts, Instrument, ToldPart } from '../instruments/contract.ts';
import { isRated } from '../instruments/shared/rated.ts';
import type { InstrumentResult } from '../run/state.ts';
import { tableCsv } from '../tables/as-csv.ts';
import { plotHtml, tableHtml } from '../tables/as-html.ts';
import { tableMarkdown } from '../tables/as-markdown.ts';
import { type Cell, csv } from '../tables/csv-lines.ts';
import { markdownText } from '../tables/markdown-lines.ts';
import { type Markup, markup } from '../tables/markup.ts';
import {
  type DifferencesPlot,
  eachNoteOnce,
  type Plot,
  shownTables,
  type Table,
} from '../tables/table.ts';
import { section, unavailable } from './html-parts.ts';
import { isThere, type ReportData, type ReportInstrument } from './report-schema.ts';

const nothingYet = { unavailable: 'Nothing has been answered yet.', hint: null };

type Found = Extract<ReportInstrument['found'], { told: unknown }>;

/** The content under one heading. */
type Part = ToldPart & { tables: Table[]; plots: Plot[] };

/** By heading; all under the instrument's title where it has no parts. */
function partsOf({ id, title }: ReportInstrument, { told }: Found): Part[] {
  const shown = shownTables(told.tables);
  const open = new Map(eachNoteOnce(shown.filter(isOpen)).map((table) => [table.id, table]));
  // What is folded away is read alone, and keeps its notes.
  const tables = shown.map((table) => open.get(table.id) ?? table);
  if (!told.parts) return [{ id, title, lead: told.headline, tables, plots: told.plots }];
  return told.parts.map((part) => ({
    ...part,
    tables: tables.filter((one) => one.part === part.id),
    plots: told.plots.filter((one) => one.part === part.id),
  }));
}

/** A section for each part: tables, plots, folded tables, notes; with its anchor and title. */
export function instrumentSections(
  one: ReportInstrument,
  leading: Plot | null,
): [id: string, title: string, body: Markup][] {
  const { id, title, source, found } = one;
  if (!isThere(found)) return [[id, title, section(id, title, unavailable(found ?? nothingYet))]];
  const parts = partsOf(one, found);
  return parts.map((part, at) => {
    const isLast = at === parts.length - 1;
    const plots = part.plots.filter((plot) => isOpen(plot) && plot !== leading);
    const body = section(
      part.id,
      part.title,
      markup`<p class="lead">${part.lead}</p>`,
      leading && part.plots.includes(leading)
        ? markup`<p class="soft">${leading.title}: <a href="#findings">the picture at the top</a>.</p>`
        : null,
      ...plots.filter(concludes).map(plotHtml),
      ...part.tables.filter(isOpen).map(tableHtml),
      ...plots.filter((plot) => !concludes(plot)).map(plotHtml),
      ...foldedIn(part),
      ...(isLast
        ? [...found.told.notes, source].map((note) => markup`<p class="soft">${note}</p>`)
        : []),
    );
    return [part.id, part.title, body];
  });
}

/** The plot at the top of a report: from the first result with plots, the one in which most rows differ from the reference. */
export function leadingPlot(instruments: readonly ReportInstrument[]): DifferencesPlot | null {
  for (const { found } of instruments) {
    const plots = isThere(found) ? found.told.plots.filter(concludes).filter(isOpen) : [];
    const [most] = plots.toSorted((a, b) => differing(b) - differing(a));
    if (most) return most;
  }
  return null;
}

function differing({ rows }: DifferencesPlot): number {
  return rows.filter(({ differs }) => differs).length;
}

/** The headline comes before the tables. */
function concludes(plot: Plot): plot is DifferencesPlot {
  return plot.kind === 'differences';
}

function isOpen({ folded }: { folded?: string | undefined }): boolean {
  return folded === undefined;
}

/** Folded tables, by the table that they belong to. */
function foldedIn({ tables, plots }: Part): Markup[] {
  const names = new Set([...tables, ...plots].flatMap(({ folded }) => folded ?? []));
  return [...names].map((name) => {
    const own = <T extends { folded?: string | undefined }>(all: readonly T[]) =>
      all.filter(({ folded }) => folded === name);
    return markup`<details><summary>${name}</summary>${own(plots).map(plotHtml)}${own(tables).map(tableHtml)}</details>`;
  });
}

/** How far the instruments agree, as a part of its own; empty with fewer than two that share values. */
export function methodsPart({ methods }: Pick<ReportData, 'methods'>): ReportInstrument[] {
  if (methods === null) return [];
  return [
    {
      id: 'methods',
      title: 'Methods compared',
      source: 'Campbell and Fiske (1959), multitrait–multimethod matrix',
      method: '',
      found: { result: null, told: methods },
    },
  ];
}

/** How far several curators agree, as a part of its own; empty without a second curator. */
export function curatorsPart({ curators }: Pick<ReportData, 'curators'>): ReportInstrument[] {
  if (curators === null) return [];
  return [
    {
      ...{ id: 'curators', title: 'Curators', method: '' },
      source: 'Hubert and Arabie (1985), adjusted Rand index',
      found: { result: null, told: curators },
    },
  ];
}

/** A part of the run next to the whole, under one heading; empty where none was asked for. */
export function lensPart({ part }: Pick<ReportData, 'part'>): ReportInstrument[] {
  if (!part) return [];
  // Its headings are those of the report.
  const { parts: _, ...told } = part;
  return [
    {
      ...{ id: 'part', title: 'A part of the run', method: '' },
      source: 'Monroe, Colaresi, and Quinn (2008), log-odds ratios with a prior',
      found: { result: null, told },
    },
  ];
}

/** The same as Markdown; folded tables are left out. */
export function instrumentMarkdown(one: ReportInstrument): string[] {
  const { title, found } = one;
  if (!isThere(found))
    return [`## ${markdownText(title)}`, markdownText((found ?? nothingYet).unavailable)];
  return [
    ...partsOf(one, found).flatMap((part) => [
      `## ${markdownText(part.title)}`,
      markdownText(part.lead),
      ...part.tables.filter(isOpen).map(tableMarkdown),
    ]),
    ...found.told.notes.map(markdownText),
  ];
}

export type CsvFile = { name: string; what: string; text(): Iterable<string> };

/** Tables as CSV files: those made for other programs, else all; each says whether the run is simulated. */
export function tableFiles(id: string, tables: readonly Table[], simulated: boolean): CsvFile[] {
  const files = tables.filter(({ file }) => file !== undefined);
  if (files.length === 0)
    return tables.map((table) => ({
      name: `${table.id === id || table.id.startsWith(`${id}-`) ? table.id : `${id}-${table.id}`}.csv`,
      what: table.title,
      text: () => tableCsv(table),
    }));
  return files.map((table) => ({
    name: table.file!,
    what: table.title,
    text: () => tableCsv(withColumn(table, 'simulated', simulated ? 'yes' : 'no')),
  }));
}

function withColumn(table: Table, id: string, cell: string): Table {
  return {
    ...table,
    columns: [...table.columns, { id, title: id }],
    rows: table.rows.map((row) => ({ ...row, cells: [...row.cells, cell] })),
  };
}

/** Its lines: in the instrument's own form, else in long form, one file per log; empty logs are left out. */
export function lineFiles({ id, lineFiles: own }: Instrument, facts: Facts): CsvFile[] {
  if (own)
    return own
      .filter(({ rows }) => !rows(facts)[Symbol.iterator]().next().done)
      .map(({ name, what, columns, rows }) => ({
        ...{ name, what },
        text: () => csv(columns, rows(facts)),
      }));
  return Object.entries(facts.lines)
    .filter(([, lines]) => lines.length > 0)
    .map(([log, lines]) => ({
      name: `${id}-${log}.csv`,
      what: 'every line, one a row',
      text: () => longCsv(lines),
    }));
}

/** One row per line, one column per field with a plain value. */
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

/** The report's data of an instrument; raters' results are in its `exams` and `scores`. */
export function reportPartOf(
  { id, title, source, method }: Instrument,
  found: InstrumentResult | null,
): Omit<ReportInstrument, 'found'> & { found: unknown } {
  const isSaid = found && 'result' in found && isRated(found.result);
  return { id, title, source, method, found: isSaid ? { ...found, result: null } : found };
}
