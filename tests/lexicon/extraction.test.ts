import { describe, expect, it } from 'vitest';
import {
  exampleWords,
  extractionRequest,
  locateWords,
  readExtraction,
} from '../../src/lexicon/extraction.ts';
import { loadPrompt } from '../../src/prompts/load.ts';

const frame = loadPrompt('extraction/value-words');

describe('asking a model for the values in prose', () => {
  it('puts the text on one line into the frame, greedy, to the end of the line', () => {
    const request = extractionRequest(frame, 'I care\nabout $& {truth}.');
    expect(request.kind === 'completion' && request.prompt).toMatch(
      /Text: I care about \$& \{truth\}\.\nValues:$/,
    );
    expect(request.sampling).toMatchObject({ temperature: 0, stop: ['\n'] });
  });

  it('gives a chat model one turn', () => {
    const request = extractionRequest(frame, 'I care.', 'chat');
    expect(request.kind === 'chat' && request.messages.map(({ role }) => role)).toEqual(['user']);
  });

  it.each([
    [
      ' honesty, respect for others, and Care.\nText: more',
      ['honesty', 'respect for others', 'care'],
    ],
    [' none', []],
    ['Values: honesty, honesty', ['honesty']],
    ['', []],
  ])('reads %j', (answer, words) => {
    expect(readExtraction(answer)).toEqual(words);
  });

  it('knows the words of its own examples', () => {
    expect([...exampleWords(frame)].sort()).toEqual([
      ...[
        'modesty',
        'order',
        'patience',
        'punctuality',
        'sense of proportion',
        'thrift',
        'tidiness',
      ],
    ]);
  });

  it('finds a word by its lemma, and drops one that the text lacks', () => {
    const text = 'I stay honest and patient with all my respect for others.';
    const spans = locateWords(text, ['honesty', 'patience', 'respect for others', 'courage']);
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      'honest',
      'patient',
      'respect for others',
    ]);
  });
});
