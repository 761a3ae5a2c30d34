/** The text whose mean state is read. */
import { loadPrompt, type PromptFiles } from '../../prompts/load.ts';
import { fillPrompt, type Prompt } from '../../prompts/template.ts';

export function statePrompt(files?: PromptFiles): Prompt {
  return loadPrompt('stance/state', files);
}

/** Value, stem, and ending, as the head was trained on them: no worked examples. */
export function stateText(
  prompt: Prompt,
  value: { name: string; definition: string },
  stem: string,
  ending: string,
): string {
  const { name, definition } = value;
  return fillPrompt(prompt, { name, definition, stem, completion: ending });
}
