/** The rating in an answer, and in the probabilities of the options. */
import { soundsRefused } from '../../lexicon/refusal.ts';
import { spokenAnswer } from '../../models/answer-part.ts';
import type { Language } from './items.ts';

/** Why there is no rating: refused; "it depends"; a number that is not an option; no number; nothing was answered. */
export const whyMissing = ['refused', 'depends', 'outside', 'unread', 'empty'] as const;
export type Missing = (typeof whyMissing)[number];

export type Reading = { rating: number } | { missing: Missing };

type Shown = { scale: number; order: 'forward' | 'reversed' };

/**
 * The first whole number of an answer, where it is one of the options 1 … `scale` and no other number contradicts
 * it; turned back where the options were shown in reverse, so that more is always more. Thoughts are left out.
 */
export function readRating(
  answer: string,
  { scale, order }: Shown,
  words: Pick<Language, 'depends' | 'refused'>,
): Reading {
  const text = spokenAnswer(answer).trim();
  if (text === '') return { missing: 'empty' };
  // "1 = not like me" repeats an option; "5 out of 6" and "5/6" tell the scale beside the rating.
  const told = [...text.matchAll(/(?<![\d.,])[-−]?\d+(?![\d.,]*\d)/g)].map(([number]) =>
    Number(number.replace('−', '-')),
  );
  const inside = [...new Set(told)].filter((number) => number >= 1 && number <= scale);
  const tellsScale = /\d\s*(?:out of|of|de|von|\/)\s*\d/.test(text);
  if (inside.length > 0 && told[0] === inside[0] && (inside.length === 1 || tellsScale))
    return { rating: order === 'reversed' ? scale + 1 - inside[0]! : inside[0]! };
  if (says(text, words.depends)) return { missing: 'depends' };
  if (soundsRefused(text) || says(text, words.refused)) return { missing: 'refused' };
  const isOutside = told.length > 0 && inside.length === 0;
  return { missing: isOutside ? 'outside' : 'unread' };
}

function says(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => new RegExp(pattern, 'iu').test(text));
}

/** Below this summed probability of the options a model does not answer with one of them. */
export const leastMass = 0.5;

export type Distribution = {
  /** From the least to the most, summing to 1. */
  shares: number[];
  /** Summed probability of the options among all next tokens. */
  mass: number;
};

/**
 * The probabilities of the options as they were shown, as shares from the least to the most, and the expected
 * rating Σ k·p_k. An option that the endpoint does not report counts as 0. Missing where the options have less
 * than half of the probability: refusals cannot be distinguished then, so it is `unread`.
 */
export function readProbabilities(
  probabilities: readonly (number | null)[],
  { order }: Pick<Shown, 'order'>,
): { missing: Missing } | { rating: number; distribution: Distribution } {
  const shown = probabilities.map((p) => p ?? 0);
  const mass = shown.reduce((sum, p) => sum + p, 0);
  if (mass < leastMass) return { missing: 'unread' };
  const shares = (order === 'reversed' ? shown.reverse() : shown).map((p) => p / mass);
  const rating = shares.reduce((sum, p, i) => sum + p * (i + 1), 0);
  return { rating, distribution: { shares, mass } };
}
