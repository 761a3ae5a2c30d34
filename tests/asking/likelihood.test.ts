import { describe, expect, it } from 'vitest';
import { createSharing } from '../../src/asking/ask.ts';
import { likelihoodKey, requestKey } from '../../src/asking/identity.ts';
import {
  likelihoodForm,
  likelihoodItem,
  type ScoredFields,
  storedScores,
  type ToldScores,
} from '../../src/asking/likelihood.ts';
import { underCondition } from '../../src/asking/respondents.ts';
import { EndpointError } from '../../src/errors.ts';
import type { ScoredLine } from '../../src/facts/records.ts';
import type { Context, Likelihood, Model } from '../../src/models/model.ts';
import { simulatedEndpoint } from '../../src/models/simulated/endpoint.ts';

const context: Context = { kind: 'chat', messages: [{ role: 'user', content: 'Shall I tell?' }] };
const continuations = [' Tell it.', ' Keep it to yourself.'];

async function modelThat(
  likelihood: (signal: AbortSignal | undefined) => Promise<Likelihood>,
): Promise<{ model: Model; asked: number }> {
  const real = await simulatedEndpoint().open('alpha-7b');
  const counted = {
    asked: 0,
    model: {
      ...real,
      info: { ...real.info, price: { prompt: 2, completion: 4 } },
      likelihood: (_: unknown, __: unknown, options?: { signal?: AbortSignal }) => {
        counted.asked += 1;
        return likelihood(options?.signal);
      },
    } as Model,
  };
  return counted;
}

const told: Likelihood = {
  continuations: [-7.5, -12].map((logProbability) => ({
    logProbability,
    tokens: [
      { token: ' a', logProbability: logProbability - 1 },
      { token: 'b', logProbability: 1 },
    ],
  })),
  milliseconds: 12.3,
  promptTokens: 40,
  completionTokens: 2,
};

const run = async (
  model: Model,
  share = createSharing<ToldScores>([]),
  signal = new AbortController().signal,
) => {
  const stored: ScoredFields[] = [];
  let reserved = 0;
  const item = likelihoodItem(
    model,
    share,
    { id: 'i', context, continuations },
    () => 0,
    (one) => stored.push(one),
  );
  const spent = await item.ask({ signal, onText: () => {}, reserve: () => (reserved += 1) });
  return { stored, spent, reserved, item };
};

describe('an item of likelihoods', () => {
  it('is asked, stored, and counted', async () => {
    const { model } = await modelThat(async () => told);
    const { stored, spent, reserved, item } = await run(model);
    expect(stored).toEqual([
      {
        key: likelihoodKey(model.requestName, context, continuations),
        source: 'sim',
        scores: [
          { logProbability: -7.5, tokens: 2 },
          { logProbability: -12, tokens: 2 },
        ],
        ...{ promptTokens: 40, completionTokens: 2, milliseconds: 12 },
        cost: (40 * 2 + 2 * 4) / 1e6,
        at: '1970-01-01T00:00:00.000Z',
      },
    ]);
    expect(spent).toMatchObject({ tokens: 42, dollars: 88e-6 });
    expect(reserved).toBe(1);
    expect(item.bound.tokens).toBeGreaterThan(2 * context.messages[0]!.content.length * 0.5);
  });

  it('shares the answer to one key, also one that is stored', async () => {
    const counted = await modelThat(async () => told);
    const share = createSharing<ToldScores>([]);
    const [first, second] = await Promise.all([
      run(counted.model, share),
      run(counted.model, share),
    ]);
    expect(counted.asked).toBe(1);
    expect(second.stored[0]!.scores).toEqual(first.stored[0]!.scores);
    expect(second.stored[0]!.cost).toBe(0);
    expect(second.spent).toMatchObject({ requests: 0, tokens: 0 });
    expect(second.reserved).toBe(0);
    const line = { ...first.stored[0]!, id: 'x' } as ScoredLine;
    const later = await run(counted.model, createSharing(storedScores([line])));
    expect(counted.asked).toBe(1);
    expect(later.stored[0]!.scores).toEqual(first.stored[0]!.scores);
  });

  it('counts its bound where the endpoint tells no tokens', async () => {
    const { promptTokens: _, completionTokens: __, ...silent } = told;
    const { spent, item } = await run((await modelThat(async () => silent)).model);
    expect(spent).toMatchObject({ tokens: item.bound.tokens, dollars: item.bound.dollars });
  });

  it('is stored without scores where a content filter refused it, and left out on an abort', async () => {
    const filter = await modelThat(async () => {
      throw new EndpointError('filter', 'refused');
    });
    const { stored, spent } = await run(filter.model);
    expect(stored[0]!.scores).toEqual([]);
    expect(spent?.remark).toMatch(/filter/);
    const controller = new AbortController();
    const aborted = await modelThat(async (signal) => {
      controller.abort(new Error('stop'));
      signal!.throwIfAborted();
      return told;
    });
    const none = await run(aborted.model, undefined, controller.signal);
    expect(none).toMatchObject({ spent: null, stored: [] });
    const broken = await modelThat(async () => {
      throw new EndpointError('server', 'no');
    });
    await expect(run(broken.model)).rejects.toThrow('no');
  });
});

it('is named by model, context, and continuations alone', () => {
  const key = likelihoodKey('m', context, continuations);
  expect(likelihoodKey('m', { ...context }, [...continuations])).toBe(key);
  expect(likelihoodKey('n', context, continuations)).not.toBe(key);
  expect(likelihoodKey('m', context, [...continuations].reverse())).not.toBe(key);
  expect(likelihoodKey('m', { ...context, prefill: 'I' }, continuations)).not.toBe(key);
  const sampling = { temperature: 0, topP: 1, maxTokens: 1 };
  expect(requestKey('m', { ...context, sampling })).not.toBe(key);
});

it('is asked in the chat template where that can be read, else as plain text', () => {
  expect(likelihoodForm('chat', { likelihood: 'chat' })).toBe('chat');
  expect(likelihoodForm('chat-prefill', { likelihood: 'chat' })).toBe('chat');
  expect(likelihoodForm('chat', { likelihood: 'base' })).toBe('completion');
  expect(likelihoodForm('completion', { likelihood: 'chat' })).toBe('completion');
});

it('stands behind the condition', () => {
  const condition = { id: 'kind', system: 'You are kind.' };
  expect(underCondition(context, condition)).toEqual({
    kind: 'chat',
    messages: [{ role: 'system', content: 'You are kind.' }, ...context.messages],
  });
  expect(underCondition({ kind: 'completion', prompt: 'I' }, condition)).toEqual({
    kind: 'completion',
    prompt: 'You are kind.\n\nI',
  });
});
