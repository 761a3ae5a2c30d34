import { describe, expect, test } from 'vitest';
import { EndpointError, type EndpointFault } from '../../src/errors.ts';
import { withRetries } from '../../src/models/retry.ts';

type Told = { reason: string; seconds: number; attempt: number };

async function run(
  outcomes: (EndpointError | Error | string)[],
  random = 0.5,
): Promise<{ result: unknown; asked: number; told: Told[]; waited: number[] }> {
  const told: Told[] = [];
  const waited: number[] = [];
  let asked = 0;
  const result = await withRetries(
    async () => {
      const outcome = outcomes[Math.min(asked++, outcomes.length - 1)];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    {
      random: () => random,
      wait: async (seconds) => {
        waited.push(seconds);
      },
      onWait: (wait) => told.push(wait),
    },
  ).catch((error: unknown) => error);
  return { result, asked, told, waited };
}

const fault = (kind: EndpointFault, retryAfter?: number): EndpointError =>
  new EndpointError(kind, `It was ${kind}`, retryAfter === undefined ? {} : { retryAfter });

describe('a fault', () => {
  for (const kind of ['auth', 'malformed', 'missing', 'quota', 'filter'] as const)
    test(`of kind ${kind} is not asked again`, async () => {
      const { result, asked, told } = await run([fault(kind), 'late']);
      expect(result).toMatchObject({ fault: kind });
      expect(asked).toBe(1);
      expect(told).toEqual([]);
    });

  for (const kind of ['rate', 'server', 'network', 'timeout', 'truncated'] as const)
    test(`of kind ${kind} is asked again, and every wait is told`, async () => {
      const { result, asked, told, waited } = await run([fault(kind), fault(kind), 'answer']);
      expect(result).toBe('answer');
      expect(asked).toBe(3);
      expect(told.map(({ reason }) => reason)).toEqual([`It was ${kind}`, `It was ${kind}`]);
      expect(told.map(({ seconds }) => seconds)).toEqual(waited);
    });

  test('that is no fault of an endpoint is a bug and goes up at once', async () => {
    const { result, asked } = await run([new TypeError('bug'), 'late']);
    expect(result).toBeInstanceOf(TypeError);
    expect(asked).toBe(1);
  });
});

describe('the waits', () => {
  test('double, within half and whole of their length, up to a longest, for six attempts', async () => {
    for (const random of [0, 0.999]) {
      const { result, asked, waited } = await run([fault('server')], random);
      expect(result).toMatchObject({ fault: 'server' });
      expect(asked).toBe(6);
      expect(waited).toHaveLength(5);
      for (const [i, seconds] of waited.entries()) {
        expect(seconds).toBeGreaterThanOrEqual(0.5 * 2 ** i);
        expect(seconds).toBeLessThanOrEqual(2 ** i);
      }
    }
  });

  test('obey Retry-After', async () => {
    const { result, waited } = await run([fault('rate', 17), 'answer']);
    expect(result).toBe('answer');
    expect(waited[0]).toBeGreaterThanOrEqual(17);
    expect(waited[0]).toBeLessThanOrEqual(18);
  });

  test('stop at a Retry-After beyond two minutes, and say so', async () => {
    const { result, asked, waited } = await run([fault('rate', 3600), 'late']);
    expect(asked).toBe(1);
    expect(waited).toEqual([]);
    expect(result).toBeInstanceOf(EndpointError);
    expect((result as EndpointError).message).toContain('60 min');
    expect((result as EndpointError).hint).toContain('same command');
  });

  test('end at once by an abort, also on the real timer', async () => {
    const stop = new AbortController();
    let asked = 0;
    const running = withRetries(
      async () => {
        asked++;
        throw fault('rate', 100);
      },
      { signal: stop.signal, random: () => 0, onWait: () => queueMicrotask(() => stop.abort()) },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toBe(1);
  });
});
