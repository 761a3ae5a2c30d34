/** One piece of an answer, in the forms that endpoints send. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readPiece } from '../../../src/models/openai/piece.ts';

const message = (fields: object) => ({ choices: [{ index: 0, message: fields }] });
const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields }] });

describe('text and thoughts', () => {
  const table: [string, unknown, { text?: string; reasoning?: string }][] = [
    ['a delta', delta({ content: 'care' }), { text: 'care' }],
    ['a completion', { choices: [{ text: ' care' }] }, { text: ' care' }],
    ['a message', message({ content: 'care' }), { text: 'care' }],
    [
      'a part’s type in capitals',
      message({ content: [{ type: 'TEXT', text: 'care' }] }),
      { text: 'care' },
    ],
    [
      'messages',
      { choices: [{ messages: [{ role: 'assistant', content: 'care' }] }] },
      { text: 'care' },
    ],
    ['a message as text', { choices: [{ message: 'care' }] }, { text: 'care' }],
    ['a delta as text', { choices: [{ delta: 'care' }] }, { text: 'care' }],
    ['one choice and no list', { choices: { delta: { content: 'care' } } }, { text: 'care' }],
    ['strings', message({ content: ['I ', 'care'] }), { text: 'I care' }],
    ['a part without a type', message({ content: [{ text: 'care' }] }), { text: 'care' }],
    [
      'one part and no list',
      message({ content: { type: 'text', text: 'care' } }),
      { text: 'care' },
    ],
    [
      'a text as an object',
      message({ content: [{ type: 'text', text: { value: 'care' } }] }),
      { text: 'care' },
    ],
    [
      'OpenAI’s output_text',
      message({ content: [{ type: 'output_text', text: 'care' }] }),
      { text: 'care' },
    ],
    [
      'pairs of type and text',
      message({
        content: [
          ['thinking', 'Hm'],
          ['text', 'care'],
        ],
      }),
      { text: 'care', reasoning: 'Hm' },
    ],
    ['one pair', message({ content: ['text', 'care'] }), { text: 'care' }],
    ['two texts', message({ content: ['care', ' and truth'] }), { text: 'care and truth' }],
    [
      'Google’s parts',
      message({ content: { parts: [{ text: 'Hm', thought: true }, { text: 'care' }] } }),
      { text: 'care', reasoning: 'Hm' },
    ],
    [
      'an unknown part',
      message({
        content: [
          { type: 'image_url', image_url: { url: 'x' } },
          { type: 'text', text: 'care' },
        ],
      }),
      { text: 'care' },
    ],
    [
      'a call of a tool',
      message({
        content: [
          { type: 'tool_use', text: 'no' },
          { type: 'text', text: 'care' },
        ],
      }),
      { text: 'care' },
    ],
    [
      'a thought as text',
      message({
        content: [
          { type: 'thinking', thinking: 'Hm' },
          { type: 'text', text: 'care' },
        ],
      }),
      { text: 'care', reasoning: 'Hm' },
    ],
    [
      'a thought as a list',
      message({
        content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }, { text: 'care' }],
      }),
      { text: 'care', reasoning: 'Hm' },
    ],
    [
      'a thought that is hidden',
      message({ content: [{ type: 'redacted_thinking', data: 'abc' }, { text: 'care' }] }),
      { text: 'care' },
    ],
    ['reasoning_content', delta({ reasoning_content: 'Hm', content: null }), { reasoning: 'Hm' }],
    ['reasoning', delta({ reasoning: 'Hm' }), { reasoning: 'Hm' }],
    ['both, once', delta({ reasoning: 'Hm', reasoning_content: 'Hm' }), { reasoning: 'Hm' }],
    [
      'reasoning as an object',
      message({ content: 'care', reasoning: { text: 'Hm' } }),
      { text: 'care', reasoning: 'Hm' },
    ],
    [
      'reasoning as a list',
      message({ content: 'care', reasoning_content: [{ type: 'text', text: 'Hm' }] }),
      { text: 'care', reasoning: 'Hm' },
    ],
    [
      'OpenRouter’s details',
      delta({ content: '', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }),
      { reasoning: 'Hm' },
    ],
    [
      'a refusal',
      message({ content: null, refusal: 'I hold no values.' }),
      { text: 'I hold no values.' },
    ],
    ['a refusal in a stream', delta({ refusal: 'I hold' }), { text: 'I hold' }],
    [
      'a refusal as a part',
      message({ content: [{ type: 'refusal', refusal: 'No.' }] }),
      { text: 'No.' },
    ],
    ['content of another kind', message({ content: true, reasoning: false }), {}],
    ['content that became a number', message({ content: 7 }), { text: '7' }],
    ['a body one level deeper', { code: 0, data: message({ content: 'care' }) }, { text: 'care' }],
  ];
  for (const [name, raw, { text = '', reasoning = '' }] of table)
    test(name, () => expect(readPiece(raw)).toMatchObject({ text, reasoning, error: null }));
});

describe('the choice', () => {
  test('is number 0, wherever it stands', () => {
    const choices = [
      { index: 1, delta: { content: 'other' } },
      { index: 0, delta: { content: 'care' } },
    ];
    expect(readPiece({ choices }).text).toBe('care');
    expect(readPiece({ choices: choices.slice(0, 1) })).toMatchObject({
      text: '',
      hasChoice: false,
    });
    expect(readPiece({ choices: [{ index: '0', delta: { content: 'care' } }] }).text).toBe('care');
  });

  test('is the first where none is numbered', () => {
    const choices = [{ delta: { content: 'care' } }, { delta: { content: 'other' } }];
    expect(readPiece({ choices }).text).toBe('care');
  });

  test('is none in an empty list, null, or a piece of usage', () => {
    for (const choices of [[], null, undefined, 'x', [null]])
      expect(readPiece({ choices, usage: {} }).hasChoice).toBe(false);
  });

  test('may be told as a message beside an empty delta, and a delta goes before it', () => {
    const both = (content: string) => ({
      choices: [{ delta: { content }, message: { content: 'I care' } }],
    });
    expect(readPiece(both(''))).toMatchObject({ text: 'I care', isMessage: true });
    expect(readPiece(both(' care'))).toMatchObject({ text: ' care', isMessage: false });
  });
});

describe('the end', () => {
  const finish = (reason: unknown, name = 'finish_reason') =>
    readPiece({ choices: [{ delta: {}, [name]: reason }] }).finish;

  test('is told as a word, or as an object that holds one', () => {
    expect(finish('stop')).toBe('stop');
    expect(finish({ type: 'length', length: 40 })).toBe('length');
    expect(finish({ reason: 'SAFETY' })).toBe('SAFETY');
    expect(finish('MAX_TOKENS', 'finishReason')).toBe('MAX_TOKENS');
    for (const none of [null, undefined, 7, [], {}]) expect(finish(none)).toBe('');
  });
});

describe('usage', () => {
  const counts = { prompt_tokens: 11, completion_tokens: 13 };
  const choice = { index: 0, delta: { content: 'a' } };
  const table: [string, unknown, [number | null, number | null]][] = [
    ['at the chunk', { choices: [], usage: counts }, [11, 13]],
    ['at the choice', { choices: [{ ...choice, usage: counts }] }, [11, 13]],
    ['at the delta', { choices: [{ delta: { content: 'a', usage: counts } }] }, [11, 13]],
    ['at the message', message({ content: 'a', usage: counts }), [11, 13]],
    [
      'in a field of the server’s own',
      { choices: [choice], x_groq: { id: 'r', usage: counts } },
      [11, 13],
    ],
    [
      'beside a body one level deeper',
      { data: message({ content: 'a' }), usage: counts },
      [11, 13],
    ],
    [
      'as text',
      { choices: [choice], usage: { prompt_tokens: '11', completion_tokens: '13' } },
      [11, 13],
    ],
    [
      'as Anthropic names it',
      { choices: [choice], usage: { input_tokens: 11, output_tokens: 13 } },
      [11, 13],
    ],
    [
      'as Google names it',
      { choices: [choice], usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 13 } },
      [11, 13],
    ],
    ['as a list', { choices: [choice], usage: [] }, [null, null]],
    ['as a list of one', { choices: [choice], usage: [counts] }, [11, 13]],
    [
      'half',
      { choices: [choice], usage: { prompt_tokens: 11, completion_tokens: null } },
      [11, null],
    ],
    [
      'as no number',
      {
        choices: [choice],
        usage: { prompt_tokens: Number.NaN, completion_tokens: Number.POSITIVE_INFINITY },
      },
      [null, null],
    ],
    [
      'below 0',
      { choices: [choice], usage: { prompt_tokens: -1, completion_tokens: 13 } },
      [null, 13],
    ],
    [
      'with what Anthropic read from its cache, and wrote to it, beside the rest',
      {
        choices: [choice],
        usage: {
          ...{ input_tokens: 4, cache_read_input_tokens: 5, cache_creation_input_tokens: 2 },
          output_tokens: 13,
        },
      },
      [11, 13],
    ],
    [
      'with what Bedrock read from its cache beside the rest',
      {
        choices: [choice],
        usage: { inputTokens: 4, cacheReadInputTokens: 7, outputTokens: 13 },
      },
      [11, 13],
    ],
    [
      'with what was read from a cache among the rest',
      { choices: [choice], usage: { ...counts, cache_read_input_tokens: 5 } },
      [11, 13],
    ],
    [
      'with Google’s thoughts beside the rest',
      {
        choices: [choice],
        usageMetadata: { promptTokenCount: 11, candidatesTokenCount: 3, thoughtsTokenCount: 10 },
      },
      [11, 13],
    ],
    [
      'as thoughts alone, by the total',
      {
        choices: [choice],
        usageMetadata: { promptTokenCount: 11, thoughtsTokenCount: 13, totalTokenCount: 24 },
      },
      [11, 13],
    ],
    [
      'as a prompt and a total',
      { choices: [choice], usage: { prompt_tokens: 11, total_tokens: 24 } },
      [11, 13],
    ],
    [
      'as an answer and a total',
      { choices: [choice], usage: { completion_tokens: 13, total_tokens: 24 } },
      [11, 13],
    ],
    ['as a total alone', { choices: [choice], usage: { total_tokens: 24 } }, [null, null]],
    [
      'as zeros, which are no counts',
      { choices: [choice], usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } },
      [null, null],
    ],
    [
      'as none of an answer',
      { choices: [choice], usage: { prompt_tokens: 11, completion_tokens: 0 } },
      [11, 0],
    ],
    [
      'in a list of results',
      { results: [{ text: 'a', prompt_tokens: 11, completion_tokens: 13 }] },
      [11, 13],
    ],
    [
      'one alone in a field of the server’s own',
      { generated_text: 'a', details: { finish_reason: 'length', generated_tokens: 13 } },
      [null, 13],
    ],
    ['not at all', { choices: [choice] }, [null, null]],
  ];
  for (const [name, raw, [promptTokens, completionTokens]] of table)
    test(name, () => expect(readPiece(raw)).toMatchObject({ promptTokens, completionTokens }));
});

describe('an error', () => {
  test('is told at the piece or at the choice', () => {
    expect(readPiece({ error: 'no', code: 'x' }).error).toEqual({ error: 'no', code: 'x' });
    expect(readPiece({ choices: [{ error: { message: 'no' } }] }).error).toEqual({ message: 'no' });
  });

  test('is none where it says nothing', () => {
    for (const error of [null, false, '', {}, [], { message: '', code: null }])
      expect(readPiece({ error, choices: [{ delta: { content: 'a', error } }] })).toMatchObject({
        error: null,
        text: 'a',
      });
  });
});

it('reads whatever may stand there without a fault, and a field in another form costs no other', () => {
  const odd = fc.anything({ maxDepth: 2 });
  fc.assert(
    fc.property(odd, odd, odd, odd, (usage, reasoning, index, extra) => {
      const piece = readPiece({
        usage,
        extra,
        choices: [
          { delta: { content: 'care', reasoning, extra }, finish_reason: 'stop', logprobs: index },
        ],
      });
      expect(piece.text).toBe('care');
      expect(piece.finish).toBe('stop');
      expect(readPiece(extra).text).toBeTypeOf('string');
    }),
    { numRuns: 500 },
  );
});

test.each([
  { ...message({ content: '' }), output_sensitive: true },
  {
    choices: [
      {
        message: { content: 'I' },
        finish_reason: 'stop',
        content_filter_results: { hate: { filtered: true } },
      },
    ],
  },
])('a filter is told of beside the answer: %j', (body) => {
  expect(readPiece(body).finish).toBe('content_filter');
});

test.each([
  { ...message({ content: 'care' }), output_sensitive: false },
  {
    choices: [
      { message: { content: 'care' }, content_filter_results: { hate: { filtered: false } } },
    ],
  },
])('a filter that let the answer pass is no reason: %j', (body) => {
  expect(readPiece(body).finish).toBe('');
});

test('an addition of text is read as the same piece with a field more is', () => {
  const chunk = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', usage: null };
  const choice = { index: 0, logprobs: null, finish_reason: null };
  for (const content of ['', ' care', '{"error": 1}', '0']) {
    const said = { role: 'assistant', content };
    const plain = { ...chunk, choices: [{ ...choice, delta: said }] };
    const longer = { ...chunk, choices: [{ ...choice, delta: { ...said, tool_calls: [] } }] };
    expect(readPiece(plain)).toEqual(readPiece(longer));
  }
});
