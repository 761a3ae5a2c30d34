/** The work that every program in the comparison is given: one study, and the same as plain requests. */

import { loadElicitationPrompts, loadPrompt } from '../../src/prompts/load.ts';
import { elicitationRequest } from '../../src/run/stages/elicitation-request.ts';

const models = ['bench-a', 'bench-b', 'bench-c', 'bench-d'];
const temperatures = [0.2, 0.4, 0.6, 0.8, 1];
const prompts = 10;
const maxTokens = 160;

/** Requests of one repeat. */
export const requestsEach = models.length * temperatures.length * prompts;

export type BenchRequest = {
  model: string;
  prompt: string;
  temperature: number;
  maxTokens: number;
  seed: number;
};

function chosenPrompts() {
  return loadElicitationPrompts().slice(0, prompts);
}

/** `repeats` answers of each model in each setting to each prompt, at most `atOnce` at once, at `url`. */
export function benchStudy(url: string, repeats: number, atOnce: number): object {
  return {
    name: 'bench',
    endpoints: { bench: { url, concurrency: atOnce } },
    models: models.map((id) => ({ id: `bench:${id}`, form: 'chat' })),
    settings: temperatures.map((temperature) => ({ id: `t${temperature}`, temperature })),
    prompts: chosenPrompts().map(({ id }) => ({ id })),
    maxTokens: { chat: maxTokens, completion: 60 },
    repeats,
    test: { stems: ['do-not-know', 'sad-person'], judges: [`bench:${models[0]}`] },
  };
}

/** What that study sends. */
export function benchRequests(repeats: number): BenchRequest[] {
  const frame = loadPrompt('elicitation/frame-completion');
  const made: BenchRequest[] = [];
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const prompt of chosenPrompts())
      for (const temperature of temperatures)
        for (const model of models) {
          const sampling = { temperature, topP: 1, maxTokens };
          const request = elicitationRequest(prompt, 'chat', frame, sampling);
          if (request.kind !== 'chat') throw new Error('An instruct model is asked in a chat.');
          made.push({
            model,
            prompt: request.messages.map((message) => message.content).join('\n'),
            temperature,
            maxTokens: request.sampling.maxTokens,
            seed: made.length,
          });
        }
  return made;
}
