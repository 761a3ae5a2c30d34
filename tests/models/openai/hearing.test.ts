/** Pieces of an answer put together. */
import { describe, expect, test } from 'vitest';
import { createHearing } from '../../../src/models/openai/hearing.ts';

function hearing(...pieces: unknown[]) {
  const said: string[] = [];
  const { heard, hear, end } = createHearing({
    stop: ['\n'],
    maxTokens: 50,
    secrets: ['key-of-the-lab'],
    onText: (text) => said.push(text),
  });
  for (const piece of pieces) hear(piece);
  end();
  return { ...heard, said: said.join('') };
}

const delta = (content: string, more: object = {}) => ({
  choices: [{ delta: { content, ...more } }],
});
const ended = { choices: [{ delta: {}, finish_reason: 'stop' }] };
const message = (content: string, more: object = {}) => ({
  choices: [{ message: { content, ...more }, finish_reason: 'stop' }],
});

describe('a message', () => {
  test('after additions stands for them', () => {
    expect(hearing(delta('Car'), delta('e'), message('Care and calm')).text).toBe('Care and calm');
    expect(hearing(delta('Care'), message('')).text).toBe('Care');
    expect(hearing(delta('Care', { reasoning: 'Hm' }), message('Calm')).reasoning).toBe('Hm');
    expect(
      hearing(delta('Care', { reasoning: 'Hm' }), message('Calm', { reasoning: 'Hm.' })).reasoning,
    ).toBe('Hm.');
  });

  test('is not said twice while it streams', () => {
    expect(hearing(delta('Care'), message('Care')).said).toBe('Care');
  });

  test('that grows stands for those before it, and others are parts of one', () => {
    expect(hearing(message('Ca'), message('Care'), message('Care and calm')).text).toBe(
      'Care and calm',
    );
    expect(hearing(message('Care'), message(' and'), message(' calm')).text).toBe('Care and calm');
  });

  test('stops at a stop string as additions do', () => {
    expect(hearing(delta('Care'), message('Calm\nQuestion: x'))).toMatchObject({
      text: 'Calm',
      stopped: true,
    });
  });
});

test('a key that is repeated is noticed across pieces, in thoughts too', () => {
  expect(hearing(delta('It is key-of-'), delta('the-lab.')).betrayed).toBe(true);
  expect(hearing(delta('Care', { reasoning: 'key-of-the-lab' })).betrayed).toBe(true);
  expect(hearing(delta('Care')).betrayed).toBe(false);
});

test('an error is thrown as it was told', () => {
  expect(() => hearing({ error: 'no' })).toThrow();
  expect(() => hearing({ choices: [{ error: { message: 'no' } }] })).toThrow();
  expect(() => hearing({ detail: 'no' })).toThrow();
  expect(() => hearing({ object: 'error', message: 'no' })).toThrow();
  // Also in the middle, in whatever form.
  for (const error of [
    { object: 'error', message: 'no', code: 500 },
    { type: 'error', message: 'no' },
    { status: 'error', message: 'no' },
    { code: 10014, message: 'no' },
    { code: 'InternalServiceError', message: 'no' },
    { choices: null, base_resp: { status_code: 1002, status_msg: 'no' } },
    { success: false, errors: [{ message: 'no' }] },
    { internalServerException: { message: 'no' } },
  ])
    expect(() => hearing(delta('Care'), error), JSON.stringify(error)).toThrow();
  for (const harmless of [
    { status: 'processing', message: 'place 3 in the queue' },
    { code: 'Success', message: 'ok' },
    { code: 200, message: 'done', base_resp: { status_code: 0, status_msg: 'fine' } },
    { event: 'sources', title: 'A book', code: 'A12' },
    { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 }, code: 7, message: 'x' },
  ])
    expect(hearing(delta('Care'), harmless, ended).text).toBe('Care');
  expect(hearing({ choices: [], prompt_filter_results: [] }, delta('Care')).text).toBe('Care');
  expect(hearing({ id: 'x', created: 1 }).hasChoice).toBe(false);
});
