/** Tables and plots as data: the results, worded once. The screens, text, Markdown, CSV, and the page render them. */
import * as z from 'zod';

const end = z.number().nullable();
const estimateSchema = z.object({
  value: z.number(),
  low: end.describe('95 % interval; null where it cannot be computed'),
  high: end,
  mark: z.string().optional().describe('After it: letters, ✓'),
});
const cellSchema = z.union([z.string(), z.number(), estimateSchema, z.null()]);

/** "71"; "+4"; ".62"; "+.62", on the diverging scale −1…1. */
const forms = ['plain', 'signed', 'share', 'correlation'] as const;

const columnSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What the figures mean, in a sentence. */
  meaning: z.string().optional(),
  unit: z.string().optional(),
  /** Digits behind the point; 2 by default. */
  digits: z.number().int().optional(),
  form: z.enum(forms).optional(),
  /** A title over several adjacent columns. */
  group: z.string().optional(),
  /** Part of the nearest column before it without `under`. */
  under: z.boolean().optional(),
  /** Figures at this distance from 0, or farther, have the full colour. */
  heat: z.number().optional(),
  /** Figures nearer to 0 than this are faint, and so are those with a mark. */
  faint: z.number().optional(),
  /** Without colour, faint figures are left blank. */
  blank: z.boolean().optional(),
  /** The basis of a row's figures: shown for single rows, and in files. */
  beside: z.boolean().optional(),
  /** One line about this column. */
  note: z.string().optional(),
});

const rowSchema = z.object({
  /** Names the row for `trace`, which finds its evidence. */
  id: z.string(),
  cells: z.array(cellSchema),
  /** Part of the nearest row before it without `under`. */
  under: z.boolean().optional(),
  /** Rows of one group can be shown together. */
  group: z.string().optional(),
});

export const tableSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** A sentence on what the table shows. */
  so: z.string().optional(),
  /** The id of the part of the result that it belongs to. */
  part: z.string().optional(),
  /** The heading under which a page folds it away. */
  folded: z.string().optional(),
  /** Beyond the main figures: a report includes it, a summary does not. */
  more: z.boolean().optional(),
  /** A line is drawn between groups of rows. */
  ruled: z.boolean().optional(),
  /** The file that it is written to. A table with a file is for other programs and never shown. */
  file: z.string().optional(),
  columns: z.array(columnSchema),
  rows: z.array(rowSchema),
  /** Rows below a line: statements about the columns. */
  foot: z.array(rowSchema).optional(),
  /**
   * Sentences below the table, such as the rule behind a mark or what the figures do not say. "▲ " begins a warning.
   */
  notes: z.array(z.string()),
});

const plotFields = {
  id: z.string(),
  title: z.string(),
  part: z.string().optional(),
  folded: z.string().optional(),
};

/** Values with intervals in `unit`, one row for each thing compared. */
const dotsSchema = z.object({
  ...plotFields,
  kind: z.literal('dots'),
  unit: z.string(),
  rows: z.array(estimateSchema.extend({ label: z.string() })),
  /** By default it spans all intervals. */
  scale: z.object({ low: z.number(), high: z.number() }).optional(),
  /** A reference line and its name. */
  reference: z.object({ value: z.number(), name: z.string() }).optional(),
  digits: z.number().int().optional(),
  form: z.enum(forms).optional(),
});

/** Values on one scale, each with its difference from a reference. */
const differencesSchema = z.object({
  ...plotFields,
  kind: z.literal('differences'),
  so: z.string().describe('What it shows, in a sentence'),
  unit: z.string(),
  rows: z
    .array(
      z.object({
        id: z.string(),
        label: z.string(),
        value: z.number(),
        difference: end.describe('From the reference; null where it cannot be computed'),
        low: end.describe('Interval of the difference; null where it cannot be computed'),
        high: end,
        differs: z.boolean().describe('Its interval leaves out 0'),
        reference: z.boolean().describe('The others are compared with it'),
      }),
    )
    .describe('The highest first'),
  scale: z.object({ low: z.number(), high: z.number() }),
  notes: z.array(z.string()).describe('The rule first; "▲ " begins a warning'),
});

/** Shares of 100 % side by side, the same parts in every row. */
const sharesSchema = z.object({
  ...plotFields,
  kind: z.literal('shares'),
  rows: z.array(
    z.object({
      label: z.string(),
      parts: z.array(z.object({ name: z.string(), percent: z.number() })),
    }),
  ),
});

/** Points on a plane: near points are similar; the axes have no unit. */
const mapSchema = z.object({
  ...plotFields,
  kind: z.literal('map'),
  /** The circle of radius 1 is drawn. */
  ring: z.boolean(),
  points: z.array(z.object({ label: z.string(), x: z.number(), y: z.number() })),
});

/** Eigenvalues in order, next to those of chance. */
const screeSchema = z.object({
  ...plotFields,
  kind: z.literal('scree'),
  values: z.array(z.number()).describe('The largest first'),
  chance: z.array(z.number()).describe('In the same order; may be shorter'),
  reference: z.string().describe('What chance is here'),
  taken: z.number().describe('How many factors were taken'),
});

export const plotSchema = z.discriminatedUnion('kind', [
  screeSchema,
  dotsSchema,
  differencesSchema,
  sharesSchema,
  mapSchema,
]);

/** A value with its 95 % interval. */
export type Estimate = z.infer<typeof estimateSchema>;
export type Cell = z.infer<typeof cellSchema>;
export type Column = z.infer<typeof columnSchema>;
export type Row = z.infer<typeof rowSchema>;

export type Table = z.infer<typeof tableSchema>;
export type Plot = z.infer<typeof plotSchema>;
export type ScreePlot = z.infer<typeof screeSchema>;
export type DifferencesPlot = z.infer<typeof differencesSchema>;

export function isEstimate(cell: Cell): cell is Estimate {
  return typeof cell === 'object' && cell !== null;
}

/** A figure with its interval and mark, printed with decimals even if it is whole; null without a figure. */
export function estimateCell(
  value: number | null,
  low: number | null = null,
  high: number | null = null,
  mark = '',
): Cell {
  if (value === null || !Number.isFinite(value)) return null;
  return { value, low, high, ...(mark && { mark }) };
}

/** The tables that are shown, without those for other programs. */
export function shownTables(tables: readonly Table[]): Table[] {
  return tables.filter(({ file }) => file === undefined);
}

/** The tables without notes that an earlier one has, for reading one after another. */
export function eachNoteOnce(tables: readonly Table[]): Table[] {
  const shown = new Set<string>();
  return tables.map((table) => {
    const notes = table.notes.filter((note) => !shown.has(note));
    for (const note of notes) shown.add(note);
    return { ...table, notes };
  });
}

/**
 * A table whose rows are named by their first cell. Columns by id: a title, or a title with the number of decimals if
 * it is not 2.
 */
export function tableOf(
  id: string,
  title: string,
  columns: Readonly<Record<string, string | readonly [title: string, digits: number]>>,
  rows: readonly (readonly Cell[])[],
  notes: readonly string[] = [],
): Table {
  return {
    id,
    title,
    columns: Object.entries(columns).map(([name, column]) =>
      typeof column === 'string'
        ? { id: name, title: column }
        : { id: name, title: column[0], digits: column[1] },
    ),
    rows: rows.map((cells) => ({ id: String(cells[0]), cells: [...cells] })),
    notes: [...notes],
  };
}

/** A table for other programs, written to a file: a column is titled by its id. */
export function fileTable(
  id: string,
  title: string,
  columns: readonly string[],
  rows: readonly Row[],
): Table {
  return {
    ...{ id, title, file: `${id}.csv` },
    columns: columns.map((name) => ({ id: name, title: name })),
    rows: [...rows],
    notes: [],
  };
}
