/**
 * The researcher's edits, one line each in `curation.jsonl`. Edits name clusters and factors by
 * their words at the time; replay applies an edit to the cluster that now holds most of them.
 */
import { z } from 'zod';

const words = z.array(z.string().min(1)).min(1);
const name = z.string().regex(/\S/, 'a name is more than spaces');

export const editSchema = z.discriminatedUnion('edit', [
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
  z.object({ edit: z.literal('discard'), words }),
  z.object({ edit: z.literal('restore'), words }),
  /** Seen in the doubts queue and left where it is. */
  z.object({ edit: z.literal('confirm'), word: z.string().min(1) }),
  z.object({ edit: z.literal('clusters'), k: z.number().int().min(2) }),
  /** Undoes a merge of the lexicon: `from` becomes a descriptor of its own. */
  z.object({ edit: z.literal('unmerge'), from: z.string().min(1) }),
  z.object({ edit: z.literal('factors'), k: z.number().int().min(1) }),
  z.object({ edit: z.literal('rotation'), rotation: z.string().min(1) }),
  z.object({ edit: z.literal('extraction'), extraction: z.string().min(1) }),
  /** A factor is named by the clusters that load highest on it. */
  z.object({ edit: z.literal('name-factor'), factor: words, name }),
  z.object({ edit: z.literal('flip'), factor: words }),
  z.object({ edit: z.literal('undo') }),
  z.object({ edit: z.literal('redo') }),
]);

export type Edit = z.infer<typeof editSchema>;
