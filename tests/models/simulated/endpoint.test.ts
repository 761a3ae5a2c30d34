import { describe, expect, test } from 'vitest';
import type { Request } from '../../../src/models/model.ts';
import { simulatedEndpoint } from '../../../src/models/simulated/endpoint.ts';
import type { Wait } from '../../../src/models/simulated/pace.ts';
import { plantedTruth, simulatedModelNames } from '../../../src/models/simulated/truth.ts';

const question = 'Which principles guide you when you answer people?';

function chat(content: string, seed: number, temperature = 0.7, maxTokens = 300): Request {
  return {
    kind: 'chat',
    messages: [{ role: 'user', content }],
    sampling: { temperature, topP: 1, maxTokens, seed },
  };
}

const allWords = plantedTruth().clusters.flatMap((cluster) => cluster.words);

function wordsIn(text: string): string[] {
  const said = new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
  return allWords.filter((word) => said.has(word));
}

describe('simulated models', () => {
  test('are 35 of several families, sizes, and trainings, and two judges', async () => {
    const list = await simulatedEndpoint().list();
    expect(list).toHaveLength(37);
    expect(list.map((info) => info.name).slice(0, 35)).toEqual(simulatedModelNames());
    expect(new Set(list.slice(0, 35).map((info) => info.tags.training))).toEqual(
      new Set(['base', 'instruct', 'aligned', 'reasoning']),
    );
    expect(list.every((info) => info.tags.training !== 'base' || info.form === 'completion')).toBe(
      true,
    );
  });

  test('give the same answer to the same request, another to another seed', async () => {
    const one = await simulatedEndpoint().open('beta-8b');
    const two = await simulatedEndpoint().open('beta-8b');
    const first = await one.ask(chat(question, 1));
    expect((await two.ask(chat(question, 1))).text).toBe(first.text);
    expect((await one.ask(chat(question, 2))).text).not.toBe(first.text);
  });

  test('are greedy at temperature 0', async () => {
    const model = await simulatedEndpoint().open('beta-8b');
    const texts = [1, 2, 3].map((seed) => model.ask(chat(question, seed, 0)));
    expect(new Set((await Promise.all(texts)).map((answer) => answer.text)).size).toBe(1);
  });

  test('obey a number of words, commas, and JSON', async () => {
    const model = await simulatedEndpoint({ refusals: 0 }).open('beta-8b');
    for (let seed = 0; seed < 20; seed++) {
      const one = await model.ask(chat('Name one value. Answer with one word.', seed));
      expect(wordsIn(one.text).length).toBeLessThanOrEqual(1);
      const five = await model.ask(chat('Name five values, separated by commas.', seed));
      expect(wordsIn(five.text).length).toBeLessThanOrEqual(5);
      const json = await model.ask(chat('Give your values as a JSON array of nouns.', seed));
      expect(JSON.parse(json.text)).toHaveLength(wordsIn(json.text).length);
    }
  });

  test('answer on one line in a base frame and stop there', async () => {
    const model = await simulatedEndpoint().open('alpha-7b-base');
    const answer = await model.ask({
      kind: 'completion',
      prompt: `An interview.\n\nQuestion: ${question}\nAnswer:`,
      sampling: { temperature: 0.7, topP: 1, maxTokens: 60, seed: 3, stop: ['\n'] },
    });
    expect(answer.text).not.toContain('\n');
    expect(wordsIn(answer.text).length).toBeGreaterThan(0);
  });

  test('refuse as often as planted, and never where nothing is planted', async () => {
    const truth = plantedTruth();
    const shy = truth.models.find((model) => model.refusalRate > 0.08);
    const share = async (refusals: number): Promise<number> => {
      const model = await simulatedEndpoint({ refusals }).open(shy?.name.slice(4) ?? '');
      let refused = 0;
      for (let seed = 0; seed < 1000; seed++)
        if (wordsIn((await model.ask(chat(question, seed))).text).length === 0) refused++;
      return refused / 1000;
    };
    expect(Math.abs((await share(1)) - (shy?.refusalRate ?? 0))).toBeLessThan(0.03);
    expect(await share(0)).toBeLessThan(0.005);
  });

  test('are cut at the most tokens and say so', async () => {
    const model = await simulatedEndpoint({ refusals: 0 }).open('beta-8b');
    const answer = await model.ask(chat(question, 1, 0.7, 3));
    expect(answer.finishReason).toBe('length');
    expect(answer.completionTokens).toBe(3);
  });

  test('stream at a given speed, and an abort ends the stream with what was said', async () => {
    const pauses: number[] = [];
    const stop = new AbortController();
    const wait: Wait = async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length === 4) stop.abort();
    };
    const model = await simulatedEndpoint({ tokensPerSecond: 40, wait }).open('beta-8b');
    const pieces: string[] = [];
    const answer = await model.ask(chat(question, 1), {
      signal: stop.signal,
      onText: (text) => pieces.push(text),
    });
    expect(pauses).toEqual([25, 25, 25, 25]);
    expect(answer.finishReason).toBe('abort');
    expect(answer.text).toBe(pieces.join(''));
    expect(pieces).toHaveLength(3);
  });

  test('name another world in the request name', async () => {
    const usual = await simulatedEndpoint({ tokensPerSecond: 1000 }).open('beta-8b');
    const other = await simulatedEndpoint({ seed: 9 }).open('beta-8b');
    expect(usual.requestName).toBe('sim:beta-8b');
    expect(other.requestName).not.toBe('sim:beta-8b');
  });

  test('neither embed nor tell probabilities, and an unknown name gets the nearest', async () => {
    const endpoint = simulatedEndpoint();
    const model = await endpoint.open('alpha-7b');
    await expect(model.embed(['honesty'])).rejects.toMatchObject({ fault: 'missing' });
    await expect(model.nextToken(chat(question, 1), ['1'])).rejects.toMatchObject({
      fault: 'missing',
    });
    await expect(endpoint.open('alhpa-7b')).rejects.toMatchObject({
      fault: 'missing',
      hint: expect.stringContaining('sim:alpha-7b'),
    });
  });

  test('tell likelihoods that follow from model and text, highest of what they say themselves', async () => {
    const endpoint = simulatedEndpoint();
    const model = await endpoint.open('alpha-7b');
    const { sampling: _, ...context } = chat(question, 1);
    const said = await model.ask({
      ...context,
      sampling: { temperature: 0, topP: 1, maxTokens: 64 },
    });
    const own = said.text.slice(0, 24);
    const both = await model.likelihood(context, [own, 'Zebras buy contracts now']);
    const [mine, other] = both.continuations;
    const mean = (one: typeof mine) => one!.logProbability / one!.tokens.length;
    expect(mean(mine)).toBeGreaterThan(mean(other));
    expect(mine!.tokens.map(({ token }) => token).join('')).toBe(own);
    const alone = await model.likelihood(context, ['Zebras buy contracts now']);
    expect(alone.continuations[0]).toEqual(other);
    const elsewhere = await (await endpoint.open('beta-8b')).likelihood(context, ['Zebras buy']);
    expect(elsewhere.continuations[0]).not.toEqual(
      (await model.likelihood(context, ['Zebras buy'])).continuations[0],
    );
    await expect(model.likelihood(context, [''])).rejects.toMatchObject({ fault: 'malformed' });
  });

  test('are a judge’s digits as its next token', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const digits = ['0', '1', '2', '3', '4', '5', '6'];
    const request = chat('Value: honesty\nText: I tell the truth.\nRating 0-6:', 1);
    const { probabilities } = await judge.nextToken(request, digits);
    const { continuations } = await judge.likelihood(request, digits);
    for (const [i, one] of continuations.entries())
      expect(Math.exp(one.logProbability)).toBeCloseTo(probabilities[i]!, 9);
  });

  test('are what is planted for them', async () => {
    const planted = simulatedEndpoint({
      scorers: [
        ({ continuation }, { id }) => (continuation === ' yes' && id === 'beta-8b' ? -3 : null),
      ],
    });
    const { sampling: _, ...context } = chat(question, 1);
    const told = await (await planted.open('beta-8b')).likelihood(context, [' yes', ' no']);
    expect(told.continuations[0]!.logProbability).toBeCloseTo(-3, 9);
    expect(told.continuations[1]!.logProbability).not.toBe(-3);
  });

  test('an option out of range is an error', () => {
    expect(() => simulatedEndpoint({ models: 0 })).toThrow(/0 models/);
    expect(() => simulatedEndpoint({ strength: -1 })).toThrow(/strength/);
    expect(() => simulatedEndpoint({ tokensPerSecond: 0 })).toThrow(/tokensPerSecond/);
  });
});
