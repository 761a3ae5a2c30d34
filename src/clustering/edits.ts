/**
 * The researcher's edits, one line each in `curation.jsonl`. Edits name clusters and factors by
 * their words at the time; replay applies an edit to the cluster that now holds most of them.
 */
import * as z from 'zod';

const words = z.array(z.string().min(1)).min(1);
const name = z.string().regex(/\S/, 'a name is more than spaces');

/** How a decision of the queue was taken: what the pointer stood on, what was taken, and after how long. */
const decidedSchema = z.object({
  /** Number of the choice that the program pointed at, and of the one taken: 0 leaves all as it is, null is none of those shown. */
  pointed: z.number().int().min(0),
  taken: z.number().int().min(0).nullable(),
  seconds: z.number().min(0),
});

const kindSchema = z.discriminatedUnion('edit', [
  z.object({ edit: z.literal('rename'), cluster: words, name }),
  z.object({
    edit: z.literal('merge'),
    clusters: z.array(words).min(2),
    name: name.optional(),
  }),
  /** The named words leave their cluster and make one of their own. */
  z.object({ edit: z.literal('split'), cluster: words, out: words, name: name.optional() }),
  /** `to` null: on its own. */
  z.object({ edit: z.literal('move'), word: z.string().min(1), to: words.nullable() }),
  /** Several words at once into one cluster; `to` null: one of their own. */
  z.object({ edit: z.literal('gather'), words, to: words.nullable() }),
  z.object({ edit: z.literal('discard'), words }),
  z.object({ edit: z.literal('restore'), words }),
  /** Seen in the queue and left where it is. */
  z.object({ edit: z.literal('confirm'), word: z.string().min(1) }),
  /** All words of the cluster were looked at and belong together. */
  z.object({ edit: z.literal('approve'), cluster: words }),
  /** Two clusters are near, or of one name, and are not one value. */
  z.object({ edit: z.literal('apart'), clusters: z.tuple([words, words]) }),
  /** `onward`: one step of undo with the same kind of edit before it. */
  z.object({
    edit: z.literal('clusters'),
    k: z.number().int().min(2),
    onward: z.boolean().optional(),
  }),
  /** Whether suggestions learn from what was decided by hand. */
  z.object({ edit: z.literal('learning'), on: z.boolean() }),
  /** Undoes a merge of the lexicon: `from` becomes a descriptor of its own. */
  z.object({ edit: z.literal('unmerge'), from: z.string().min(1) }),
  /** A word that means two things: in these answers it counts as a word of its own, `as`, in a cluster of its own. */
  z.object({
    edit: z.literal('divide'),
    word: z.string().min(1),
    as: z.string().min(1),
    answers: z.array(z.string().min(1)).min(1),
  }),
  z.object({
    edit: z.literal('factors'),
    k: z.number().int().min(1),
    onward: z.boolean().optional(),
  }),
  z.object({ edit: z.literal('rotation'), rotation: z.string().min(1) }),
  z.object({ edit: z.literal('extraction'), extraction: z.string().min(1) }),
  /** A factor is named by the clusters that load highest on it. */
  z.object({ edit: z.literal('name-factor'), factor: words, name }),
  z.object({ edit: z.literal('flip'), factor: words }),
  z.object({ edit: z.literal('undo') }),
  z.object({ edit: z.literal('redo') }),
]);

/** A word that two curators had decided differently, and who settled it, with which of both. */
const settledSchema = z.object({
  word: z.string().min(1),
  by: z.string().min(1),
  /** The second curator. */
  second: z.string().min(1),
  /** Whose home it was given: the first curator's, the second's, or another. */
  took: z.enum(['first', 'second', 'other']),
  seconds: z.number().min(0),
});

export const editSchema = z.intersection(
  kindSchema,
  z.object({ decided: decidedSchema.optional(), settled: settledSchema.optional() }),
);

export type Edit = z.infer<typeof editSchema>;

/** Whether `as` came out of `word` by dividing it, so that more answers may go to it. */
export function isDividedFrom(
  applied: readonly { edit: Edit }[],
  word: string,
  as: string,
): boolean {
  return applied.some(({ edit }) => edit.edit === 'divide' && edit.word === word && edit.as === as);
}
