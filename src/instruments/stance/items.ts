/** What stands in a run: the values, the head with its exam, and the text whose state is read. */
import { hashOf } from '../../asking/identity.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { Prompt } from '../../prompts/template.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import { loadHead, type StanceHead } from './head.ts';
import type { Settings } from './settings.ts';
import { statePrompt } from './state-text.ts';

export type Items = {
  systems: ValueSystem[];
  prompt: Prompt;
  head: StanceHead;
  /** Of head and prompt: stances of another one are not scored with these. */
  hash: string;
};

export function loadItems(settings: Settings, prompts: PromptFiles, before: Items | null): Items {
  const systems = namedSystems(settings.systems, null).map(
    (system) => before?.systems.find(({ id }) => id === system.id) ?? system,
  );
  const head = loadHead();
  const prompt = statePrompt(prompts);
  return { systems, prompt, head, hash: hashOf({ head: head.weights, prompt: prompt.body }) };
}
