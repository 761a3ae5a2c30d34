import { describe, expect, it } from 'vitest';
import { rateLimitsOf } from '../../src/models/rate-limits.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const read = (headers: Record<string, string>) => rateLimitsOf(new Headers(headers), now);

describe('rateLimitsOf', () => {
  it("reads OpenAI's headers, with spans of time", () => {
    expect(
      read({
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '149984',
        'x-ratelimit-reset-tokens': '6m0s',
      }),
    ).toEqual({
      requests: { left: 59, resetAt: now + 1000 },
      tokens: { left: 149984, resetAt: now + 360_000 },
    });
    expect(
      read({
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '8.64s',
        'x-ratelimit-remaining-tokens': '5',
        'x-ratelimit-reset-tokens': '7ms',
      }),
    ).toEqual({
      requests: { left: 0, resetAt: now + 8640 },
      tokens: { left: 5, resetAt: now + 7 },
    });
  });
  it("reads Anthropic's headers, with dates", () => {
    expect(
      read({
        'anthropic-ratelimit-requests-remaining': '3',
        'anthropic-ratelimit-requests-reset': '2026-11-21T12:00:30Z',
      }),
    ).toEqual({ requests: { left: 3, resetAt: now + 30_000 } });
  });
  it("reads OpenRouter's headers, with epoch milliseconds", () => {
    expect(read({ 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': String(now + 5000) })).toEqual(
      { requests: { left: 7, resetAt: now + 5000 } },
    );
  });
  it('leaves out what is absent, absurd, or so far off that it is a quota', () => {
    expect(read({})).toBeNull();
    expect(read({ 'x-ratelimit-remaining-requests': 'many' })).toBeNull();
    expect(
      read({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'soon' }),
    ).toBeNull();
    expect(
      read({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '23h' }),
    ).toBeNull();
  });
});
