/** How an elicitation prompt is put to a model in each form. */
import type { Form, Request, Sampling } from '../../models/model.ts';
import type { ElicitationPrompt } from '../../prompts/load.ts';
import { fillPrompt, type Prompt, requestOf } from '../../prompts/template.ts';

/** Enough tokens for an answer of each kind. */
const tokensByKind = { open: 200, scenario: 200, list: 160, 'one-word': 24 } as const;

/**
 * The request for one elicitation prompt. A base model gets it inside the interview of
 * `elicitation/frame-completion`, whose stop and limit are added; the others as a plain user message
 * (there is nothing to prefill). Sampling's maxTokens is an upper bound.
 */
export function elicitationRequest(
  prompt: ElicitationPrompt,
  form: Form,
  frame: Prompt,
  sampling: Sampling,
): Request {
  const limited = {
    ...sampling,
    maxTokens: Math.min(sampling.maxTokens, tokensByKind[prompt.kind]),
  };
  if (form === 'completion')
    return requestOf(frame, 'completion', { question: fillPrompt(prompt, {}) }, limited);
  return requestOf(prompt, 'chat', {}, limited);
}

/** The prompts of a preset: quick takes those marked quick, default all of them. */
export function promptsOfPreset(
  prompts: readonly ElicitationPrompt[],
  preset: 'quick' | 'default',
): ElicitationPrompt[] {
  return preset === 'quick' ? prompts.filter((prompt) => prompt.quick) : [...prompts];
}
