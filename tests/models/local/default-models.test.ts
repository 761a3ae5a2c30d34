import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheFolder, modelsFolder } from '../../../src/models/local/cache-folder.ts';
import { catalogue } from '../../../src/models/local/catalogue.ts';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import type { LocalModel } from '../../../src/models/local/local-model.ts';
import { nothingLearned } from '../../../src/models/openai/capabilities.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import { startServer } from '../../../src/models/serve/server.ts';

const folders = [process.env.VALUELEX_TEST_MODELS, modelsFolder(cacheFolder())];
const folder = folders.find(
  (one) => one !== undefined && catalogue.every(({ file }) => existsSync(path.join(one, file))),
);

/** The two default models, where they have been fetched; the tiny model takes the same path elsewhere. */
describe.skipIf(folder === undefined)('the default models', () => {
  const endpoint = createLocalEndpoint({ folders: [folder ?? ''] });
  const opened = new Map<number, Promise<LocalModel>>();
  /** A model in its process, which takes long to load: one for all tests. */
  const open = (index: number): Promise<LocalModel> => {
    const model = opened.get(index) ?? endpoint.open(catalogue[index]?.id ?? '');
    opened.set(index, model);
    return model;
  };
  afterAll(() => Promise.all([...opened.values()].map(async (model) => (await model).close())));
  const sampling = { temperature: 0, topP: 1, maxTokens: 6 };

  it('are the files of the catalogue', async () => {
    for (const index of [0, 1]) {
      const model = await open(index);
      expect(model.requestName).toBe(`sha256:${catalogue[index]?.sha256}`);
    }
  });

  it('know what follows, parallel as serial', async () => {
    for (const index of [0, 1]) {
      const model = await open(index);
      const paris = await model.nextToken(
        { kind: 'completion', prompt: 'The capital of France is', sampling },
        [' Paris', ' London', ' honesty'],
      );
      const [capital = 0, other = 1, far = 1] = paris.probabilities as number[];
      expect(capital).toBeGreaterThan(other);
      expect(other).toBeGreaterThan(far);
      // More than there are contexts.
      const prompts = ['The ocean is', 'A good doctor', 'Honesty means'];
      const ask = (prompt: string) => model.ask({ kind: 'completion', prompt, sampling });
      const serial: string[] = [];
      for (const prompt of prompts) serial.push((await ask(prompt)).text);
      const parallel = await Promise.all(prompts.map(ask));
      expect(parallel.map((answer) => answer.text)).toEqual(serial);
    }
  });

  const plain = 'Shall I tell the truth? Yes, it is';
  const endings = [' the right thing.', ' umbrella moss.'];

  it('tell likelihoods as next tokens have them', async () => {
    // Nats a token; Gemma's figures move with how many tokens are evaluated at once.
    for (const [index, most] of [1e-4, 0.05].entries()) {
      const model = await open(index);
      const { continuations } = await model.likelihood(
        { kind: 'completion', prompt: plain },
        endings,
      );
      for (const { tokens, logProbability } of continuations) {
        let sum = 0;
        let before = plain;
        for (const { token } of tokens) {
          const next = { kind: 'completion', prompt: before, sampling } as const;
          sum += Math.log((await model.nextToken(next, [token])).probabilities[0]!);
          before += token;
        }
        expect(Math.abs(logProbability - sum) / tokens.length).toBeLessThan(most);
      }
    }
  });

  it('tell likelihoods that add up to one and depend on nothing else', async () => {
    for (const index of [0, 1]) {
      const model = await open(index);
      const context = { kind: 'completion', prompt: plain } as const;
      const drawn = await model.ask(
        { ...context, sampling: { ...sampling, maxTokens: 1 } },
        { topTokens: 24 },
      );
      const { top } = drawn.tokens![0]!;
      const texts = top
        .map((one) => one.token)
        .filter((one) => one.trim() !== '' && !/[<\uFFFD]/.test(one));
      const { continuations } = await model.likelihood(context, texts);
      let sum = 0;
      let share = 0;
      for (const [i, { tokens, logProbability }] of continuations.entries()) {
        if (tokens.length > 1 || tokens[0]!.token !== texts[i]) continue;
        sum += Math.exp(logProbability);
        share += top.find((one) => one.token === texts[i])!.probability;
      }
      expect(share).toBeGreaterThan(0.5);
      if (index === 0) expect(Math.abs(sum - share)).toBeLessThan(1e-4);
      else expect(Math.abs(sum - share)).toBeLessThan(0.03);
      const before = { kind: 'completion', prompt: plain } as const;
      const whole = await model.likelihood(before, endings);
      const alone = await model.likelihood(before, endings.slice(1));
      expect(alone.continuations[0]).toEqual(whole.continuations[1]);
      const inside = `${plain}${endings[0]!.slice(0, 4)}`;
      const rest = await model.likelihood({ kind: 'completion', prompt: inside }, [
        endings[0]!.slice(4),
      ]);
      const { tokens } = rest.continuations[0]!;
      expect(tokens).toEqual(whole.continuations[0]!.tokens.slice(-tokens.length));
    }
  });

  it('are read through valuelex serve as here', async () => {
    const models = [await open(0), await open(1)];
    const server = await startServer({ models });
    try {
      const learned = { ...nothingLearned(), likelihood: { maxTokens: 0 as const } };
      const memory = { read: () => ({ learned, at: '' }), write: () => {}, forget: () => {} };
      const endpoint = openaiEndpoint({ name: 'served', url: server.url, memory });
      for (const model of models) {
        const served = await endpoint.open(model.info.name.replace(/^local:/, ''));
        const context = { kind: 'completion', prompt: plain } as const;
        const here = await model.likelihood(context, endings);
        const there = await served.likelihood(context, endings);
        for (const [i, one] of there.continuations.entries())
          expect(one.logProbability).toBeCloseTo(here.continuations[i]!.logProbability, 5);
      }
    } finally {
      await server.close();
    }
  });

  it('chat in the template of their file', async () => {
    const model = await open(0);
    const answer = await model.ask({
      kind: 'chat',
      messages: [{ role: 'user', content: 'Please say hello.' }],
      sampling,
    });
    expect(answer.text).toMatch(/hello|hi\b/i);
  });
});
