import { describe, expect, it } from 'vitest';
import type { Stem } from '../../src/instruments/sentence-completion/items.ts';
import { completionOf, stemRequest } from '../../src/instruments/sentence-completion/stems.ts';
import { loadPrompt } from '../../src/prompts/load.ts';

const stem: Stem = {
  id: 'sad',
  text: 'When the person who writes to me is sad, I',
  framing: 'positive',
  tags: [],
  bothForms: true,
};

describe('completionOf', () => {
  const cases: [string, string, string][] = [
    ['continues', ' listen first. Then I ask.', 'listen first.'],
    ['echo', 'When the person who writes to me is sad, I listen first.', 'listen first.'],
    [
      'quoted echo after a remark',
      'Sure! Here is the sentence:\n\n"When the person who writes to me is sad, I listen first."',
      'listen first.',
    ],
    [
      'echo in bold and another case',
      '**when the person who writes to me is sad I** … listen first',
      'listen first',
    ],
    [
      'ellipsis',
      '... listen, e.g. to the story, and wait.\nMore.',
      'listen, e.g. to the story, and wait.',
    ],
    ['remark without echo', 'Here is my answer:\n\nI would listen.', 'I would listen.'],
    ['thinking', '<think>Hm. Sad.</think>listen first.', 'listen first.'],
    ['decimals', 'wait 2.5 minutes and ask.', 'wait 2.5 minutes and ask.'],
    ['quotation inside', 'say "I am here." and wait', 'say "I am here."'],
    ['nothing', '\n\n', ''],
    ['echo alone', 'When the person who writes to me is sad, I', ''],
  ];
  it.each(cases)('%s', (_, answer, expected) => {
    expect(completionOf(answer, stem, 'chat')).toBe(expected);
  });
  it('keeps an apostrophe that belongs to the first word', () => {
    expect(completionOf("'m there for them.", stem, 'completion')).toBe("'m there for them.");
  });
});

describe('stemRequest', () => {
  const prompts = {
    chat: loadPrompt('stems/chat'),
    completion: loadPrompt('stems/completion'),
    'chat-prefill': loadPrompt('stems/chat-prefill'),
  };
  const sampling = { temperature: 0.7, topP: 1, maxTokens: 200, seed: 3 };
  it('ends plain text with the stem and stops at the line’s end', () => {
    const request = stemRequest(stem, 'completion', prompts, sampling);
    expect(request.kind === 'completion' && request.prompt.endsWith(`\n${stem.text}`)).toBe(true);
    expect(request.sampling).toEqual({ ...sampling, maxTokens: 40, stop: ['\n'] });
  });
  it('puts the stem at the start of the assistant’s turn', () => {
    expect(stemRequest(stem, 'chat-prefill', prompts, sampling)).toMatchObject({
      prefill: stem.text,
    });
  });
});
