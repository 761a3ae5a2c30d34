/** The facts of the stance, and the endings that they are of. */
import * as z from 'zod';
import { identityOf } from '../../asking/identity.ts';
import { source } from '../../facts/records.ts';
import type { Facts, InstrumentText, Line } from '../contract.ts';
import type { Items } from './items.ts';

export const stanceSchema = z.object({
  id: z.string().min(1),
  source,
  /** The line of the sentence completion. */
  completion: z.string().min(1),
  judge: z.string().min(1),
  /** Of the head and its text. */
  head: z.string().min(1),
  system: z.string().min(1),
  subdimension: z.string().min(1),
  /** Log odds up to a constant of the stem and the value. */
  raw: z.number(),
  milliseconds: z.number().optional(),
  at: z.string(),
});

export type Stance = z.infer<typeof stanceSchema>;

export function stanceId(completion: string, system: string, value: string, head: string): string {
  return identityOf(completion, 'stance', system, value, head.slice(0, 12));
}

/** An ending, and the stem that it ends. */
export type Ending = { id: string; model: string; stem: string; ending: string };

/** Texts that go on from what they were asked, stem by stem: of other instruments, none does. */
export function endingsIn(texts: readonly InstrumentText[]): Ending[] {
  const endings = texts.flatMap(({ id, model, text, asked }) =>
    text.length > asked.length && text.startsWith(asked)
      ? [{ id, model, stem: asked, ending: text.slice(asked.length).trim() }]
      : [],
  );
  return [...Map.groupBy(endings, ({ stem }) => stem).values()].flat();
}

export function endingsOf({ texts }: Pick<Facts, 'texts'>): Ending[] {
  return endingsIn(Object.values(texts).flat());
}

/** Those of the head that stands in the run. */
export function stancesOf({ items, lines }: Facts<Items>): readonly Stance[] {
  const all = (lines.stances ?? []) as readonly (Stance & Line)[];
  return all.filter(({ head }) => head === items.hash);
}
