/** Whether an endpoint continues from a begun assistant turn, and with which extra fields. */

import { EndpointError } from '../../errors.ts';
import type { Request } from '../model.ts';
import type { PrefillMeans } from './bodies.ts';
import type { Connection } from './connection.ts';
import { isFiltered, probeAnswer } from './questions.ts';

/** Plain first; then vLLM's way. */
const ways: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { continue_final_message: true, add_generation_prompt: false },
];

const begun = 'one, two, three, four,';

const probe: Request = {
  kind: 'chat',
  messages: [
    { role: 'user', content: 'Count from one to nine in words, separated by commas, in one line.' },
  ],
  prefill: begun,
  sampling: { temperature: 0, topP: 1, maxTokens: 12 },
};

/**
 * Asks the model to continue counting: "five" continues the turn; starting at "one", echoing, or
 * remarking does not. Gives the extra fields that made it work, null where none did, or undefined where a
 * content filter refused the question, which tells nothing. Faults other than a
 * refusal of the request pass through, so that a rate limit is not taken for an inability.
 */
export async function probePrefill(
  connection: Connection,
  model: string,
): Promise<PrefillMeans | undefined> {
  let filtered = false;
  for (const way of ways) {
    try {
      const { text, finishReason } = await probeAnswer(connection, model, probe, way);
      if (/^[\s,]*five\b/i.test(text)) return way;
      filtered ||= finishReason === 'filter';
    } catch (error) {
      if (!isFiltered(error) && !isRefusal(error)) throw error;
      filtered ||= isFiltered(error);
    }
  }
  return filtered ? undefined : null;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof EndpointError && error.fault === 'malformed';
