/** The rating in an answer. */
import { soundsRefused } from '../../lexicon/refusal.ts';

export type Reading = { rating: number } | { missing: 'refused' | 'no rating' };

/**
 * The first whole number of an answer, where it is one of the `options` numbers and no other number
 * contradicts it; turned back where the options were shown `reversed`, so that more is always more.
 */
export function readRating(text: string, options: number, reversed: boolean): Reading {
  const told = [...text.matchAll(/(?<![\d.,])\d+(?![\d.,]*\d)/g)].map(([number]) => Number(number));
  const inside = [...new Set(told)].filter((number) => number >= 1 && number <= options);
  // "5 out of 6" and "5/6" tell the scale beside the rating.
  const scale = /\d\s*(?:out of|of|\/)\s*\d/.test(text);
  if (inside.length === 0 || told[0] !== inside[0])
    return { missing: soundsRefused(text) ? 'refused' : 'no rating' };
  if (inside.length > 1 && !scale) return { missing: 'no rating' };
  return { rating: reversed ? options + 1 - inside[0]! : inside[0]! };
}
