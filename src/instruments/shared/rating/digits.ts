/**
 * The digit protocol: the rubric's 0–6, read from the probabilities of the digits. The rubric and the worked examples
 * come first and the value before the text, so that ratings on one value share the longest prefix.
 */
import { fillPrompt, type Prompt } from '../../../prompts/template.ts';
import type { Subdimension } from '../../../values/value-system.ts';
import {
  againstOf,
  type RatedText,
  type RatingRequest,
  raterSampling,
  rubricVariables,
} from './rating-request.ts';

export const digitCandidates = ['0', '1', '2', '3', '4', '5', '6'];

/** Below this summed probability of the seven digits the rater is not following the rubric. */
const leastCoveredMass = 0.5;

/** The plain-text request for one text on one subdimension; `prompt` is `judge/digits`. */
export function digitsRequest(
  prompt: Prompt,
  subdimension: Subdimension,
  answer: RatedText,
): RatingRequest {
  const text = fillPrompt(prompt, {
    ...rubricVariables(subdimension, answer),
    against: againstOf(subdimension),
  });
  return {
    request: { kind: 'completion', prompt: text, sampling: raterSampling },
    candidates: [...digitCandidates],
  };
}

/**
 * The probability-weighted mean of 0–6, or null where the digits hold less than half of the
 * probability. A digit that the endpoint does not tell (it is not among its most likely tokens)
 * counts as 0.
 */
export function readDigits(probabilities: readonly (number | null)[]): number | null {
  let mass = 0;
  let sum = 0;
  for (let digit = 0; digit < digitCandidates.length; digit++) {
    const p = probabilities[digit] ?? 0;
    mass += p;
    sum += p * digit;
  }
  return mass >= leastCoveredMass ? sum / mass : null;
}
