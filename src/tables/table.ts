/** Tables and plots as data: what a result says, worded once. Each face (window, text, Markdown, CSV, page) renders them. */
import * as z from 'zod';

const end = z.number().nullable();
const estimateSchema = z.object({
  value: z.number(),
  low: end.describe('95 % interval; null where it cannot be told'),
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
  /** Digits behind the point; 2 unless told. */
  digits: z.number().int().optional(),
  form: z.enum(forms).optional(),
  /** What several columns share a title over. */
  group: z.string().optional(),
  /** It is part of the nearest column before it that is not. */
  under: z.boolean().optional(),
  /** Figures so far from 0 have the full colour. */
  heat: z.number().optional(),
  /** Figures nearer to 0 are drawn faintly, and those with a mark. */
  faint: z.number().optional(),
  /** Faint figures are left out where there is no colour. */
  blank: z.boolean().optional(),
  /** What the figures of a row stand on: shown where rows are looked at one by one, and in files. */
  beside: z.boolean().optional(),
  /** What to know of this column, a line. */
  note: z.string().optional(),
});

const rowSchema = z.object({
  /** Names the row where somebody asks for its evidence. */
  id: z.string(),
  cells: z.array(cellSchema),
  /** It is part of the nearest row before it that is not. */
  under: z.boolean().optional(),
  /** Rows of one group can be put together. */
  group: z.string().optional(),
});

export const tableSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What it shows, in a sentence. */
  so: z.string().optional(),
  /** The part of the result that it belongs to, by id. */
  part: z.string().optional(),
  /** What it stands under where a page folds it away. */
  folded: z.string().optional(),
  /** Beyond the main figures: a report holds it, a summary does not. */
  more: z.boolean().optional(),
  /** A line stands between groups of rows. */
  ruled: z.boolean().optional(),
  /** The file that it is written to: it is for other programs, and shown nowhere. */
  file: z.string().optional(),
  columns: z.array(columnSchema),
  rows: z.array(rowSchema),
  /** Under a rule: what is said of the columns. */
  foot: z.array(rowSchema).optional(),
  /** Sentences below it: the rule behind a mark, what the figures do not say. "▲ " begins a warning. */
  notes: z.array(z.string()),
});

const plotFields = {
  id: z.string(),
  title: z.string(),
  part: z.string().optional(),
  folded: z.string().optional(),
};

/** A value with its interval in `unit`, one row a thing that is compared. */
const dotsSchema = z.object({
  ...plotFields,
  kind: z.literal('dots'),
  unit: z.string(),
  rows: z.array(estimateSchema.extend({ label: z.string() })),
  /** Of all intervals unless told. */
  scale: z.object({ low: z.number(), high: z.number() }).optional(),
  /** Drawn as a line, and what it is. */
  reference: z.object({ value: z.number(), name: z.string() }).optional(),
  digits: z.number().int().optional(),
  form: z.enum(forms).optional(),
});

/** Things on one scale, each by its difference from one of them. */
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
        difference: end.describe('From the reference; null where it cannot be told'),
        low: end.describe('Interval of the difference; null where it cannot be told'),
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

/** Things on a plane, those near each other alike; the axes have no unit. */
const mapSchema = z.object({
  ...plotFields,
  kind: z.literal('map'),
  /** The circle of radius 1 is drawn. */
  ring: z.boolean(),
  points: z.array(z.object({ label: z.string(), x: z.number(), y: z.number() })),
});

/** Eigenvalues in order, beside those that chance gives. */
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

/** A figure with its interval and a mark, its digits told also where it is whole; null where there is none. */
export function estimateCell(
  value: number | null,
  low: number | null = null,
  high: number | null = null,
  mark = '',
): Cell {
  if (value === null || !Number.isFinite(value)) return null;
  return { value, low, high, ...(mark && { mark }) };
}

/** Those to be looked at; the others are for other programs. */
export function shownTables(tables: readonly Table[]): Table[] {
  return tables.filter(({ file }) => file === undefined);
}

/** A table whose rows are named by their first cell. Columns by id: the title, with the digits where they are not 2. */
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
    columns: Object.entries(columns).map(([name, told]) =>
      typeof told === 'string'
        ? { id: name, title: told }
        : { id: name, title: told[0], digits: told[1] },
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
