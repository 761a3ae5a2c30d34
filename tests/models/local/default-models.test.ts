import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheFolder, modelsFolder } from '../../../src/models/local/cache-folder.ts';
import { catalogue } from '../../../src/models/local/catalogue.ts';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import type { LocalModel } from '../../../src/models/local/local-model.ts';

const folders = [process.env.VALUELEX_TEST_MODELS, modelsFolder(cacheFolder())];
const folder = folders.find(
  (one) => one !== undefined && catalogue.every(({ file }) => existsSync(path.join(one, file))),
);

/** The two default models, where they have been fetched; the tiny model takes the same path elsewhere. */
describe.skipIf(folder === undefined)('the default models', () => {
  const endpoint = createLocalEndpoint({ folders: [folder ?? ''] });
  const opened: LocalModel[] = [];
  const open = async (index: number) => {
    const model = await endpoint.open(catalogue[index]?.id ?? '');
    opened.push(model);
    return model;
  };
  afterAll(() => Promise.all(opened.map((model) => model.close())));
  const sampling = { temperature: 0, topP: 1, maxTokens: 24 };

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
      const prompts = ['The ocean is', 'My favourite value is', 'A good doctor', 'Honesty means'];
      const ask = (prompt: string) => model.ask({ kind: 'completion', prompt, sampling });
      const serial: string[] = [];
      for (const prompt of prompts) serial.push((await ask(prompt)).text);
      const parallel = await Promise.all(prompts.map(ask));
      expect(parallel.map((answer) => answer.text)).toEqual(serial);
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
