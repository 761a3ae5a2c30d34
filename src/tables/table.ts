/** Tables and plots as data: what a result says, worded once. Each face (window, text, Markdown, CSV, page) renders them. */
import { z } from 'zod';

const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
const cellSchema = z.union([z.string(), z.number(), estimateSchema, z.null()]);

const columnSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What the figures mean, in a sentence. */
  meaning: z.string().optional(),
  unit: z.string().optional(),
  /** Digits behind the point; 2 unless told. */
  digits: z.number().int().optional(),
});

export const tableSchema = z.object({
  id: z.string(),
  title: z.string(),
  columns: z.array(columnSchema),
  /** `id` names the row where somebody asks for its evidence. */
  rows: z.array(z.object({ id: z.string(), cells: z.array(cellSchema) })),
  /** Sentences below it: the rule behind a mark, what the figures do not say. */
  notes: z.array(z.string()),
});

/** A value with its interval in `unit`, one row a thing that is compared. */
export const plotSchema = z.object({
  kind: z.literal('dots'),
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  rows: z.array(estimateSchema.extend({ label: z.string() })),
});

/** A value with its 95 % interval. */
export type Estimate = z.infer<typeof estimateSchema>;
export type Cell = z.infer<typeof cellSchema>;

export type Table = z.infer<typeof tableSchema>;
export type Plot = z.infer<typeof plotSchema>;

export function isEstimate(cell: Cell): cell is Estimate {
  return typeof cell === 'object' && cell !== null;
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
