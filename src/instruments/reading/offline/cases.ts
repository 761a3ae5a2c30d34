/** Labelled texts: which values a text expresses, on which side, who wrote it, and about what. */
import * as z from 'zod';
import { UserError } from '../../../errors.ts';

export type Side = 1 | -1 | 0;

/** One text with its labels, writer, and scene. */
export type Case = {
  text: string;
  /** The person whose style it has: an author, a responder. */
  writer: string;
  /** Its subject: the prompt or situation that texts share. */
  scene: string;
  /** For (1), against (−1), or silent on it (0). */
  labels: Readonly<Record<string, Side>>;
  /** Values without a label for this text, which does not count for them. */
  unsure: readonly string[];
};

/** A row of a file of labels; a text may have several. */
export const labelRow = z.object({
  text: z.string().trim().min(1, 'the text is missing'),
  /** Empty where the text is silent on all values. */
  value: z.string().trim().default(''),
  side: z
    .enum(['1', '+1', '-1', '0'])
    .transform((text): Side => (text === '0' ? 0 : text === '-1' ? -1 : 1)),
  writer: z.string().trim().min(1, 'the writer is missing'),
  scene: z.string().trim().min(1, 'the scene is missing'),
  /** Ids of values, with blanks or commas between them. */
  unsure: z.string().default(''),
});
export type LabelRow = z.infer<typeof labelRow>;

/**
 * Rows of one text become one case. Values are ids of `values`. Throws UserError at the row, by `place`, where a value is
 * unknown, where a text has two labels of one value, or two writers or scenes, and where a side lacks its value.
 */
export function casesOf<Row extends LabelRow>(
  rows: readonly Row[],
  values: readonly string[],
  place: (row: Row) => string,
): Case[] {
  const cases = new Map<string, Case & { labels: Record<string, Side>; unsure: string[] }>();
  for (const row of rows) {
    const fault = (what: string, hint: string) => new UserError(what, { where: place(row), hint });
    const unsure = row.unsure.split(/[\s,]+/).filter((one) => one !== '');
    for (const value of [...(row.value === '' ? [] : [row.value]), ...unsure])
      if (!values.includes(value))
        throw fault(`There is no value ${value}.`, `The values are ${values.join(', ')}.`);
    if (row.value === '' && row.side !== 0)
      throw fault(
        'A side needs its value.',
        'Name the value, or give side 0 for a text that is silent on all.',
      );
    const known = cases.get(row.text) ?? {
      text: row.text,
      writer: row.writer,
      scene: row.scene,
      labels: {},
      unsure: [],
    };
    if (known.writer !== row.writer || known.scene !== row.scene)
      throw fault(
        'The file has this text with another writer or scene.',
        'Give all its rows the same.',
      );
    if (row.value !== '') {
      if (Object.hasOwn(known.labels, row.value))
        throw fault(`This text has two labels of ${row.value}.`, 'Keep one of them.');
      known.labels[row.value] = row.side;
    }
    known.unsure.push(...unsure);
    cases.set(row.text, known);
  }
  return [...cases.values()];
}

/** The side of a text on a value; 0 if no row names the value, null if its labels leave it open. */
export function labelOf(one: Pick<Case, 'labels' | 'unsure'>, value: string): Side | null {
  return one.labels[value] ?? (one.unsure.includes(value) ? null : 0);
}
