/** What an endpoint says of its limits in the headers of an answer. */

/** How much is left of a limit, and for how long. */
export type Allowance = {
  /** Requests or tokens that may still be used before the reset. */
  left: number;
  /** Epoch milliseconds at which the limit is whole again. */
  resetAt: number;
};

export type RateLimits = { requests?: Allowance; tokens?: Allowance };

/** The longest that a limit is waited for; a reset further off is a quota, which an answer will tell. */
const longestReset = 10 * 60_000;

/**
 * Reads the rate-limit headers of OpenAI and its imitators (`x-ratelimit-remaining-requests`,
 * `-reset-requests: 6m0s`), Anthropic (`anthropic-ratelimit-requests-remaining`, `-reset` as a date) and
 * OpenRouter (`x-ratelimit-remaining`, `-reset` in epoch milliseconds). `now` in epoch milliseconds. Null where nothing is told.
 */
export function rateLimitsOf(headers: Headers, now: number): RateLimits | null {
  const read = (left: string[], reset: string[]): Allowance | undefined => {
    const remaining = firstNumber(headers, left);
    if (remaining === null) return undefined;
    const resetAt = reset
      .map((name) => headers.get(name))
      .map((text) => (text === null ? null : resetTime(text, now)))
      .find((at) => at !== null);
    if (resetAt == null || resetAt - now > longestReset) return undefined;
    return { left: Math.max(0, remaining), resetAt };
  };
  const requests = read(
    [
      'x-ratelimit-remaining-requests',
      'anthropic-ratelimit-requests-remaining',
      'x-ratelimit-remaining',
      'ratelimit-remaining',
    ],
    [
      'x-ratelimit-reset-requests',
      'anthropic-ratelimit-requests-reset',
      'x-ratelimit-reset',
      'ratelimit-reset',
    ],
  );
  const tokens = read(
    ['x-ratelimit-remaining-tokens', 'anthropic-ratelimit-tokens-remaining'],
    ['x-ratelimit-reset-tokens', 'anthropic-ratelimit-tokens-reset'],
  );
  if (!requests && !tokens) return null;
  return { ...(requests && { requests }), ...(tokens && { tokens }) };
}

function firstNumber(headers: Headers, names: string[]): number | null {
  for (const name of names) {
    const text = headers.get(name);
    if (text !== null && /^\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  }
  return null;
}

/** "1m30s", "250ms", seconds, epoch seconds or milliseconds, or a date, as epoch milliseconds. */
function resetTime(text: string, now: number): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    if (value > 1e12) return value;
    if (value > 1e9) return 1000 * value;
    return now + 1000 * value;
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length > 0 && parts.map((part) => part[0]).join('') === trimmed) {
    const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    return (
      now +
      parts.reduce((sum, part) => sum + Number(part[1]) * unit[part[2] as keyof typeof unit], 0)
    );
  }
  const date = Date.parse(trimmed);
  return Number.isNaN(date) ? null : date;
}
