/** Two ways to read an answer: its text, and the probabilities of options as the next token. Who can be read how. */

import * as z from 'zod';
import type { Respondent } from '../../asking/respondents.ts';
import type { Model } from '../../models/model.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import type { Planned } from '../contract.ts';
import type { RoundParts } from './answer-round.ts';

/** `auto`: by text, and by probabilities too where a model tells them. */
export const readSetting = z.enum(['auto', 'text', 'probabilities']).default('auto');

export type ReadSetting = z.infer<typeof readSetting>;

/** Tokens for the thoughts of a reasoning model before it answers. */
const roomForThoughts = 2000;

/** Room for an answer of so many tokens. */
export function roomFor(answer: number): (model: Model) => number {
  return (model) => (thinks(model) ? roomForThoughts : answer);
}

/** Who takes the round by probabilities: where they are an addition, whoever tells them; else a model that does not is named. */
export function tellers(
  read: Exclude<ReadSetting, 'text'>,
): Pick<RoundParts, 'fits'> | Pick<RoundParts, 'needs'> {
  return read === 'auto'
    ? { fits: tellsProbabilities }
    : {
        needs: ({ tokenProbabilities }) =>
          tokenProbabilities === 'none' ? 'it tells no token probabilities' : null,
      };
}

/** What a reasoning model would answer without its thoughts is not what it answers. */
function tellsProbabilities(model: Model): boolean {
  return model.capabilities.tokenProbabilities !== 'none' && !thinks(model);
}

function thinks({ info, capabilities }: Model): boolean {
  return info.tags.training === 'reasoning' || capabilities.reasoning === true;
}

/**
 * The forecast where a respondent has so many questions of `tokensIn` in all, each with an answer of `answer` tokens.
 * Whether a model tells probabilities shows only when it is opened: all are taken to, but simulated ones and those
 * tagged as reasoning.
 */
export function plannedReadings(
  respondents: readonly Respondent[],
  read: ReadSetting,
  { questions, tokensIn, answer }: { questions: number; tokensIn: number; answer: number },
): Planned[] {
  return [...Map.groupBy(respondents, ({ entry }) => entry.id)].map(([model, own]) => {
    const isReasoning = own[0]!.entry.tags?.training === 'reasoning';
    const tells = !isSimulatedModel(model) && !isReasoning;
    const times = own.length * (read === 'auto' && tells ? 2 : 1);
    const requests = questions * times;
    return {
      ...{ model, requests, tokensIn: Math.round(tokensIn * times) },
      tokensOut: requests * (isReasoning ? roomForThoughts / 4 : answer),
    };
  });
}
