import { describe, expect, it } from 'vitest';
import { loadElicitationPrompts, loadPrompt } from '../../src/prompts/load.ts';
import { elicitationRequest, promptsOfPreset } from '../../src/run/stages/elicitation-request.ts';

const prompts = loadElicitationPrompts();
const frame = loadPrompt('elicitation/frame-completion');
const sampling = { temperature: 1, topP: 0.9, maxTokens: 500, seed: 1 };

describe('elicitationRequest', () => {
  it('puts the question into the interview for a base model', () => {
    const request = elicitationRequest(prompts[0]!, 'completion', frame, sampling);
    expect(request.kind === 'completion' && request.prompt).toMatch(
      /\n\nQuestion: Please describe your values in a few words\.\nAnswer:$/,
    );
    expect(request.sampling).toMatchObject({ maxTokens: 60, stop: ['\n'], seed: 1 });
  });
  it('is the question alone in chat, with room for its kind', () => {
    const word = prompts.find((prompt) => prompt.kind === 'one-word')!;
    const request = elicitationRequest(word, 'chat', frame, sampling);
    expect(request).toMatchObject({ messages: [{ role: 'user', content: word.body }] });
    expect(request.sampling.maxTokens).toBe(24);
    expect(elicitationRequest(word, 'chat-prefill', frame, sampling)).toEqual(request);
  });
});

describe('promptsOfPreset', () => {
  it('is eight natural ones when quick, else all', () => {
    expect(promptsOfPreset(prompts, 'quick')).toHaveLength(8);
    expect(promptsOfPreset(prompts, 'default')).toHaveLength(prompts.length);
  });
});
