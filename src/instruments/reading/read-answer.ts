/** A reader's answer as verdicts. */
import * as z from 'zod';
import { soundsRefused } from '../../lexicon/refusal.ts';
import { spokenAnswer } from '../../models/answer-part.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

/** Why an answer has no verdicts. */
export const whyUnread = ['refused', 'unread'] as const;
export type WhyUnread = (typeof whyUnread)[number];

export type ReadAnswer = { verdicts: Verdicts; concept: string } | { missing: WhyUnread };

const passages = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .catch([])
  .default([]);

const answerSchema = z.object({
  concept: z.string().catch('').default(''),
  values: z.array(
    z.object({
      value: z.string(),
      side: z.enum(['for', 'against', 'unclear']).catch('unclear'),
      strength: z.null().or(z.coerce.number().int().min(1).max(3)).catch(1).default(1),
      words: passages,
    }),
  ),
});

const signs = { for: 1, against: -1, unclear: 0 } as const;

/**
 * The JSON of an answer, also within other text. A value is found by its id or its name; one that the system does not
 * have is ignored. A value named twice gets the stronger verdict, and no side if the two sides differ.
 */
export function readAnswer(text: string, system: ValueSystem): ReadAnswer {
  const spoken = spokenAnswer(text);
  const found = answerSchema.safeParse(jsonIn(spoken));
  if (!found.success) return { missing: soundsRefused(spoken) ? 'refused' : 'unread' };
  const known = new Map(
    subdimensionsOf(system).flatMap(({ id, name }) => [
      [id, id],
      [name.toLowerCase(), id],
    ]),
  );
  const verdicts: Verdicts = {};
  for (const { value, side, strength, words } of found.data.values) {
    const id = known.get(value.trim()) ?? known.get(value.trim().toLowerCase());
    if (id === undefined) continue;
    const verdict: Verdict = {
      ...{ expressed: true, side: signs[side], strength: strength as Verdict['strength'] },
      words: words.map((one) => one.trim()).filter((one) => one !== ''),
    };
    const before = verdicts[id];
    verdicts[id] = before ? both(before, verdict) : verdict;
  }
  return { verdicts, concept: found.data.concept.trim() };
}

/** Verdicts as an answer that `readAnswer` reads, by the ids of values. */
export function writeAnswer(verdicts: Verdicts): string {
  const sides = { '1': 'for', '-1': 'against', '0': 'unclear' } as const;
  return JSON.stringify({
    concept: '',
    values: Object.entries(verdicts).flatMap(([value, { expressed, side, strength, words }]) =>
      expressed ? [{ words, value, side: sides[side], strength }] : [],
    ),
  });
}

function both(one: Verdict, other: Verdict): Verdict {
  return {
    expressed: true,
    side: one.side === other.side ? one.side : 0,
    strength: (one.strength ?? 0) >= (other.strength ?? 0) ? one.strength : other.strength,
    words: [...new Set([...one.words, ...other.words])],
  };
}

/** The first JSON object in a text; undefined without one. */
function jsonIn(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

/** Whether a passage occurs in a text; letter case, kinds of quotation marks and dashes, and white space do not count. */
export function standsIn(passage: string, text: string): boolean {
  return plain(text).includes(plain(passage).replace(/^[."'… ]+|[."'… ]+$/g, ''));
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
