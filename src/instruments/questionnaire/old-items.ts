/** Items of runs that asked forty statements in one wording. */
import * as z from 'zod';
import type { Items } from './items.ts';

const oldSchema = z.object({
  values: z.array(z.object({ id: z.string(), name: z.string(), items: z.array(z.string()) })),
});

/** Items in the present form; the old ones were all keyed for their value, and in English. */
export function inNewForm(items: Items): Items {
  const old = oldSchema.safeParse(items);
  if (!old.success) return items;
  const { values } = old.data;
  return {
    sets: [
      {
        ...{ id: 'schwartz', title: 'Portraits', source: '', system: 'schwartz', kind: 'portrait' },
        values: values.map(({ id, name }) => ({ id, name })),
        items: values.flatMap(({ id, items: texts }) =>
          texts.map((text, i) => ({
            id: `${id}-${i + 1}`,
            counts: [{ value: id, key: 'for' as const }],
            text: { en: text },
          })),
        ),
      },
    ],
    languages: [],
    conditions: [{ id: 'none', language: 'en' }],
    norms: [],
  };
}

/** The present id of a question: "power-1.forward" was asked in the first wording. */
export function questionOfOld(id: string): string {
  return id.replace(/^([a-z-]+-\d+)\.(forward|reversed)$/, '$1.1.$2');
}
