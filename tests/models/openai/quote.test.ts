/** What an endpoint says may be repeated, but for what could be a key or was sent. */
import { expect, test } from 'vitest';
import { quoteOf } from '../../../src/models/openai/quote.ts';
import { readSaid } from '../../../src/models/openai/said.ts';

const quoted = (message: string) => quoteOf(readSaid({ error: { message } }), ['secret-of-mine']);

test.each([
  'Your API key was reported as leaked. Please use another API key.',
  'Your IP address is not on the allow list of this API key',
  'The account associated with this API key has been deactivated.',
  'Authorization header is missing',
])('%s', (message) => {
  expect(quoted(message)).toBe(`: ${message}`);
});

test.each([
  'Incorrect API key provided: sk-abc***xyz.',
  'Incorrect API key provided: ab12cd34ef.',
  'Invalid api_key gsk_1a2b3c4d',
  'Bearer abcdefgh is not valid',
  'API key AIza…x9 is not valid',
  'The key secret-of-mine is unknown',
])('is not repeated: %s', (message) => {
  expect(quoted(message)).toBe('');
});
