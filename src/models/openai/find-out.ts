/** Tests what a model can do, as far as that is not known yet. */
import type { Model } from '../model.ts';
import type { BegunTurns } from './begun-turns.ts';
import type { Connection } from './connection.ts';
import type { Learning } from './learning.ts';
import { probeLikelihood } from './likelihood.ts';
import { orAbort } from './or-abort.ts';
import {
  askTwice,
  completes,
  digitQuestion,
  isFiltered,
  isInability,
  keepsSchema,
  lacksTemplate,
  repeats,
} from './questions.ts';

export type Questions = {
  sentAs: string;
  learning: Learning;
  turns: Pick<BegunTurns, 'means'>;
  /** The connection for such questions. */
  probing(): Connection;
  /** As the model's own, over that connection. */
  nextToken: Model['nextToken'];
};

/** Tests what decides the form of asking and a rater’s protocol; with `thorough` everything. Throws EndpointError, and the signal's reason. */
export async function findOut(
  questions: Questions,
  signal: AbortSignal | undefined,
  thorough: boolean,
): Promise<void> {
  const { sentAs, learning, turns, probing } = questions;
  const step = async (task: () => Promise<void>): Promise<void> => {
    signal?.throwIfAborted();
    await task();
    learning.keep();
  };
  if (learning.learned.probabilities === undefined)
    await step(() => settleProbabilities(questions, signal));
  if (learning.capabilities.chat && learning.learned.prefill === undefined)
    await step(async () => {
      await orAbort(turns.means(), signal);
    });
  if (learning.learned.completion === undefined)
    await step(async () => {
      const able = await orAbort(completes(probing(), sentAs), signal);
      if (able !== undefined) learning.learned.completion = able;
    });
  if (!thorough) return;
  await step(() => settleLikelihood(questions, signal));
  await step(() => settleSeed(questions, signal));
  await step(async () => {
    const keeps = await orAbort(keepsSchema(probing(), sentAs, kindOf(learning)), signal);
    if (keeps !== undefined) learning.learned.jsonSchema = keeps;
  });
}

/** Whether it gives likelihoods of given texts; tested separately, since few studies need it. */
export async function settleLikelihood(
  { learning, sentAs, probing }: Pick<Questions, 'learning' | 'sentAs' | 'probing'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (learning.learned.likelihood !== undefined) return;
  if (learning.learned.completion === false) learning.learned.likelihood = null;
  else {
    const found = await probeLikelihood(probing(), sentAs, signal);
    if (found === undefined) return;
    learning.learned.likelihood = found;
  }
  learning.keep();
}

const kindOf = ({ capabilities }: Learning) => (capabilities.chat ? 'chat' : 'completion');

/** Whether it gives token probabilities, and whether it has a chat interface. */
async function settleProbabilities(
  questions: Questions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { learning, nextToken } = questions;
  const kind = kindOf(learning);
  try {
    await nextToken(digitQuestion[kind], ['1'], signal ? { signal } : {});
    learning.learned.probabilities = 'top';
    learning.learned[kind] = true;
  } catch (error) {
    if (isFiltered(error)) return;
    if (!isInability(error)) throw error;
    if (kind === 'chat' && lacksTemplate(error)) {
      learning.learned.chat = false;
      learning.show();
      return settleProbabilities(questions, signal);
    }
    learning.learned.probabilities = 'none';
  }
}

/** Whether one seed gives one text, and what else two answers show. */
async function settleSeed(
  { learning, sentAs, probing }: Questions,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const answers = await orAbort(askTwice(probing(), sentAs, kindOf(learning)), signal);
    for (const answer of answers) learning.notice(answer);
    const same = learning.learned.dialect.seed ? repeats(answers) : false;
    if (same !== null) learning.learned.seedRepeats = same;
  } catch (error) {
    if (!isFiltered(error)) throw error;
  }
}
