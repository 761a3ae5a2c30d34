/**
 * Simulated judges. A judge reads the completion in the request's text, finds its clauses in the
 * graded bank, and errs by a stated amount; where the text holds no clause of the bank it counts
 * keywords. It knows only what is in the request.
 */

import type { Context } from '../model.ts';
import { lastExpression, readExpressions } from './expressions.ts';
import { chanceFor } from './random.ts';
import { type Subdimension, subdimensionOfWord, subdimensions } from './vocabulary.ts';

export type JudgeTraits = {
  id: string;
  /** SD of the error of one rating, on the scale 0–6. */
  error: number;
  /** Added to every rating. */
  bias: number;
  /** Multiplies the true strength. */
  slope: number;
};

/** What each simulated judge gets wrong. */
export const simulatedJudges: readonly JudgeTraits[] = [
  { id: 'judge', error: 0.5, bias: 0, slope: 1 },
  { id: 'judge-b', error: 0.8, bias: 0.4, slope: 0.85 },
];

/** What a judge makes of a completion for one value: its side and its strength, before it errs. */
export type Reading = { stance: 'supports' | 'opposes' | 'absent'; level: number };

type Asked = { value: string; subdimension: Subdimension | null; completion: string };

const valueLabel =
  /^[ \t>*#-]*(?:value|subdimension|dimension|trait|quality)\**[ \t]*:\**[ \t]*(.+)$/gim;
const completionLabel =
  /^[ \t>*#-]*(?:ending|completion|completed|text|sentence|statement|answer)\**[ \t]*:\**[ \t]*(.+)$/gim;

/** Reads from a rating request which value is asked about and which completion is to be rated. */
function readAsked(request: Context): Asked {
  const text =
    request.kind === 'completion'
      ? request.prompt
      : [...request.messages.map((message) => message.content), request.prefill ?? ''].join('\n');
  const hit = lastExpression(text);
  const completion =
    hit >= 0
      ? text.slice(text.lastIndexOf('\n', hit) + 1, endOfLine(text, hit))
      : ([...text.matchAll(completionLabel)].at(-1)?.[1] ??
        [...text.matchAll(/["“]([^"”\n]{8,})["”]/g)].at(-1)?.[1] ??
        lastLine(text));
  const rest = text.replace(completion, '');
  const described = [...rest.matchAll(valueLabel)].at(-1)?.[1] ?? rest;
  const value = described.replace(/\s*Against it:.*$/i, '');
  return { value, completion, subdimension: subdimensionAsked(value) };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/** The planted subdimension that a description ("Name. Definition.") is about: by its name, by the words in it, else by most of its definition's words. */
export function subdimensionAsked(description: string): Subdimension | null {
  const plain = description.trim().toLowerCase();
  const named = subdimensions.find((one) => plain.startsWith(one.toLowerCase()));
  return named ?? mostVoted(plain.split(/[.:]/)[0] ?? '') ?? mostVoted(plain);
}

function mostVoted(text: string): Subdimension | null {
  const votes = new Map<Subdimension, number>();
  for (const word of text.match(/[a-z][a-z-]+/g) ?? []) {
    const one = subdimensionOfWord(word);
    if (one) votes.set(one, (votes.get(one) ?? 0) + 1);
  }
  let best: Subdimension | null = null;
  for (const [one, count] of votes) if (count > (best ? (votes.get(best) ?? 0) : 0)) best = one;
  return best;
}

/** What the completion says of a planted subdimension, or, outside the bank, of a described value. */
export function readCompletion(
  completion: string,
  subdimension: Subdimension | null,
  value: string,
): Reading {
  const expressed = readExpressions(completion);
  if (expressed.length > 0) {
    const clause = expressed.find((one) => one.subdimension === subdimension);
    if (!clause) return { stance: 'absent', level: 0 };
    return clause.grade === 0
      ? { stance: 'opposes', level: 0 }
      : { stance: 'supports', level: clause.grade };
  }
  const wanted = new Set(rootsOf(value));
  const shared = new Set(rootsOf(completion).filter((root) => wanted.has(root))).size;
  if (shared === 0) return { stance: 'absent', level: 0 };
  const against = /\b(?:never|no|not|n't|without|hardly|pointless|waste|refuse|ignore|nobody)\b/i;
  return against.test(completion)
    ? { stance: 'opposes', level: 0 }
    : { stance: 'supports', level: Math.min(6, 2 + shared) };
}

/** Words of five letters and more, cut to their first five: a crude root. */
function rootsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]{5,}/g) ?? []).map((word) => word.slice(0, 5));
}

/** The rating that a judge gives, 0–6 and not rounded, its error fixed by judge, completion, and value. */
function rateReading(judge: JudgeTraits, asked: Asked, level: number): number {
  const about = asked.subdimension ?? asked.value;
  const chance = chanceFor(`${judge.id}|${about}|${asked.completion}`);
  const rating = judge.bias + judge.slope * level + judge.error * chance.normal();
  return Math.min(6, Math.max(0, rating));
}

/**
 * Probabilities of the candidates. Digits 0–6: a bell around the rating. Words of a stance
 * (supports, opposes, absent): by side. Any other words: the more, the more strongly the
 * completion speaks for the word's subdimension ("cares about").
 */
export function judgeNextToken(
  judge: JudgeTraits,
  request: Context,
  candidates: readonly string[],
): number[] {
  const asked = readAsked(request);
  const words = candidates.map((candidate) => candidate.trim().toLowerCase());
  if (words.every((word) => /^[0-6]$/.test(word))) {
    const { level } = readCompletion(asked.completion, asked.subdimension, asked.value);
    const rating = rateReading(judge, asked, level);
    return proportions(words.map((word) => -0.5 * ((Number(word) - rating) / 0.45) ** 2));
  }
  if (words.every((word) => sideOf(word) !== null)) {
    const reading = readCompletion(asked.completion, asked.subdimension, asked.value);
    const rating = rateReading(judge, asked, reading.level);
    const lean = reading.stance === 'opposes' ? -3 : reading.stance === 'absent' ? 0 : rating / 2;
    const noise = 0.4 * judge.error * chanceFor(`${judge.id}|side|${asked.completion}`).normal();
    return proportions(
      words.map((word) => {
        const side = sideOf(word);
        if (side === 'absent') return reading.stance === 'absent' ? 3 : 0;
        return side === 'supports' ? lean + noise : -lean - noise;
      }),
    );
  }
  return proportions(
    words.map((word) => {
      const subdimension = subdimensionOfWord(word);
      const { level } = readCompletion(asked.completion, subdimension, word);
      const rating = rateReading(judge, { ...asked, subdimension, value: word }, level);
      return 0.7 * rating;
    }),
  );
}

const digits = ['0', '1', '2', '3', '4', '5', '6'];

/** Of a digit as the whole of the answer, as `judgeNextToken` has it; null for anything else. */
export function judgeLogProbability(
  judge: JudgeTraits,
  context: Context,
  continuation: string,
): number | null {
  const place = digits.indexOf(continuation.trim());
  return place < 0 ? null : Math.log(judgeNextToken(judge, context, digits)[place] as number);
}

function sideOf(word: string): Reading['stance'] | null {
  if (/^(?:support|favou?r|agree|affirm|yes|pro\b|for$)/.test(word)) return 'supports';
  if (/^(?:oppos|against|reject|den(?:y|ies)|disagree|no$)/.test(word)) return 'opposes';
  if (/^(?:absent|ignor|neutral|neither|none|unrelated)/.test(word)) return 'absent';
  return null;
}

/** Softmax; a hundredth of the mass stays with tokens that were not asked about. */
function proportions(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (0.99 * weight) / sum);
}

/** A rating in words: JSON where the request asks for it, the side first where it asks for that, else the digit. */
export function judgeAnswer(judge: JudgeTraits, request: Context): string {
  const asked = readAsked(request);
  const reading = readCompletion(asked.completion, asked.subdimension, asked.value);
  const rating = Math.round(rateReading(judge, asked, reading.level));
  const text =
    request.kind === 'completion'
      ? request.prompt
      : request.messages.map((message) => message.content).join('\n');
  if (/\bjson\b/i.test(text)) return JSON.stringify({ stance: reading.stance, rating });
  if (/\bsupports\b/i.test(text) && /\bopposes\b/i.test(text)) return `${reading.stance} ${rating}`;
  return String(rating);
}
