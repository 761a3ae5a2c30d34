/**
 * People's ratings of texts that raters rated: how strongly each expresses a value, given without knowing whose it
 * is.
 */
import * as z from 'zod';

export const annotationSchema = z.object({
  /** From person, text, value, and revision. */
  id: z.string().min(1),
  person: z.string().min(1),
  /** The id of the text. */
  completion: z.string().min(1),
  system: z.string().min(1),
  subdimension: z.string().min(1),
  rating: z
    .number()
    .int()
    .min(0)
    .max(6)
    .nullable()
    .describe('By the raters’ rubric; null where the person cannot tell, or took the rating back'),
  /** From 0; of one person, text, and value the highest holds. */
  revision: z.number().int().min(0),
  /** How long the text stood on the screen; null where it was rated elsewhere. */
  seconds: z.number().nullable(),
  at: z.string(),
});

export type Annotation = z.infer<typeof annotationSchema>;

/** A text and the value that it is rated on. */
export type AnnotatedText = { completion: string; subdimension: string };

export function textKey({ completion, subdimension }: AnnotatedText): string {
  return `${subdimension}|${completion}`;
}

/** The line for a person's rating of a text, after `before`, all lines so far. */
export function annotationOf(
  about: AnnotatedText & { person: string; system: string },
  said: { rating: number | null; seconds: number | null; at: string },
  before: readonly Annotation[],
): Annotation {
  const { person, completion, system, subdimension } = about;
  const name = [person, system, subdimension, completion].join('|');
  const revision = before.filter((line) => line.id.startsWith(`${name}|`)).length;
  return {
    id: `${name}|${revision}`,
    ...{ person, completion, system, subdimension, revision },
    ...said,
  };
}

/** What holds of a value system: the last line of each person and text, those without a rating included. */
export function latestOf(annotations: readonly Annotation[], system: string): Annotation[] {
  const latest = new Map<string, Annotation>();
  for (const line of annotations) {
    if (line.system !== system) continue;
    const key = `${line.person}|${textKey(line)}`;
    const known = latest.get(key);
    if (!known || line.revision > known.revision) latest.set(key, line);
  }
  return [...latest.values()];
}
