/** The stance protocol: does the ending support the value or oppose it? The rating is the log odds. */
import { fillPrompt, type Prompt } from '../../../prompts/template.ts';
import type { Subdimension } from '../../../values/value-system.ts';
import {
  type RatedText,
  type RatingRequest,
  raterSampling,
  rubricVariables,
} from './rating-request.ts';

const stanceCandidates = [' supports', ' opposes'];

/** The request for one text on one subdimension; `prompt` is `judge/stance`. */
export function stanceRequest(
  prompt: Prompt,
  subdimension: Subdimension,
  answer: RatedText,
): RatingRequest {
  const text = fillPrompt(prompt, rubricVariables(subdimension, answer));
  return {
    request: { kind: 'completion', prompt: text, sampling: raterSampling },
    candidates: [...stanceCandidates],
  };
}

/** ln P(supports) − ln P(opposes); null where the endpoint does not tell both, or one is 0. */
export function readStance(probabilities: readonly (number | null)[]): number | null {
  const [supports, opposes] = probabilities;
  if (!supports || !opposes) return null;
  return Math.log(supports) - Math.log(opposes);
}
