/**
 * The digit protocol in chat, for raters at an endpoint: one digit as text, or its probabilities if the endpoint
 * reports those of an answer's first token.
 */
import { spokenAnswer } from '../../../models/answer-part.ts';
import type { Request } from '../../../models/model.ts';
import { type Prompt, requestOf } from '../../../prompts/template.ts';
import type { Subdimension } from '../../../values/value-system.ts';
import { digitCandidates } from './digits.ts';
import { againstOf, type RatedText, rubricVariables } from './rating-request.ts';

/** How often a rater is asked for one rating before it is recorded as missing. */
export const digitAttempts = 3;

/**
 * The chat request; `prompt` is `judge/digits-chat`. `attempt` counts from 0: an answer outside the
 * rubric is followed by the same request with one more sentence. `room` is the token limit for
 * raters that think before they answer; the prompt's own limit unless given.
 */
export function digitsChatRequest(
  prompt: Prompt,
  subdimension: Subdimension,
  answer: RatedText,
  attempt = 0,
  room?: number,
): Request {
  const limit = room ?? prompt.maxTokens ?? 8;
  const request = requestOf(
    { ...prompt, maxTokens: limit },
    'chat',
    {
      ...rubricVariables(subdimension, answer),
      against: againstOf(subdimension),
    },
    { temperature: 0, topP: 1, maxTokens: limit },
  );
  if (attempt === 0 || request.kind !== 'chat') return request;
  const last = request.messages.at(-1)!;
  const again = `${last.content}\n\nAnswer with exactly one of 0, 1, 2, 3, 4, 5, 6 and nothing else.`;
  return {
    ...request,
    messages: [...request.messages.slice(0, -1), { role: last.role, content: again }],
  };
}

/** Candidates for `nextToken` on the same request. */
export const digitsChatCandidates = digitCandidates;

/**
 * The digit of an answer, strictly: a bare digit 0–6 (with a full stop, bold, or quotation marks), a
 * label before it ("Rating: 4", "Rating = 4"), "4/6", or JSON with one such number. Null for
 * anything else: a number out of range, a fraction, two numbers, prose.
 */
export function readDigitAnswer(answer: string): number | null {
  const text = spokenAnswer(answer)
    .replace(/```(?:json)?/g, '')
    .trim();
  if (/^[[{]/.test(text)) return digitOfJson(text);
  const match =
    /^(?:(?:the\s+)?(?:rating|score|answer)\s*(?:is|=|:)?\s*)?["'`*([]*([0-6])["'`*)\]]*(?:\s*\/\s*6)?["'`*)\]]*\.?$/i.exec(
      text.replace(/^\*+([a-z]+)\s*:?\**\s*:?/i, '$1: '),
    );
  return match ? Number(match[1]) : null;
}

function digitOfJson(text: string): number | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const numbers = Object.values(value as object).filter((one) => typeof one === 'number');
  const only = numbers.length === 1 ? numbers[0]! : null;
  return only !== null && Number.isInteger(only) && only >= 0 && only <= 6 ? only : null;
}
