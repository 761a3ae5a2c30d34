/** The elicitation prompts of a study: the program's, and the researcher's own. */
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import {
  type ElicitationPrompt,
  loadElicitationPrompts,
  type PromptFiles,
} from '../prompts/load.ts';
import { hashText } from '../prompts/template.ts';
import type { Study } from './study.ts';

/** The prompts that a study names, in its order. Throws UserError, with `where`, for an unknown one. */
export function promptsOfStudy(
  { prompts }: Pick<Study, 'prompts'>,
  files: PromptFiles,
  where = 'study.yaml',
): ElicitationPrompt[] {
  const shipped = loadElicitationPrompts(files);
  return prompts.map(({ id, text }) => {
    if (text !== undefined) return ownPrompt(id, text);
    const prompt = shipped.find((one) => one.id === id);
    if (!prompt)
      throw unknownPrompt(
        id,
        shipped.map((one) => one.id),
        `${where}, prompts`,
      );
    return prompt;
  });
}

/** The text of a prompt of this study; null if neither the study nor the program has it. */
export function promptTextOf(
  { prompts }: Pick<Study, 'prompts'>,
  files: PromptFiles,
): (id: string) => string | null {
  const texts = new Map(loadElicitationPrompts(files).map(({ id, body }) => [id, body]));
  for (const { id, text } of prompts) if (text !== undefined) texts.set(id, text);
  return (id) => texts.get(id) ?? null;
}

/** A question in the researcher's words, asked unchanged: braces in it are not variables. */
function ownPrompt(id: string, text: string): ElicitationPrompt {
  return {
    ...{ id, body: text, hash: hashText(text), file: 'study.yaml' },
    ...{ purpose: 'A prompt of the study', variables: [], kind: 'open', natural: true },
  };
}

function unknownPrompt(id: string, known: readonly string[], where: string): UserError {
  const near = nearest(id, known);
  return new UserError(`There is no elicitation prompt ${id}.`, {
    where,
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}. A prompt of your own has its text beside its id.`
        : `There are ${known.join(', ')}; a prompt of your own has its text beside its id.`,
  });
}
