/** Runs with real local models: the death of a model's process, and three endpoints at once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { stringify } from 'yaml';
import { createLocalEndpoint } from '../../src/models/local/endpoint.ts';
import { until } from '../support/program.ts';
import { tinyChatTemplate, writeTinyGguf } from '../support/tiny-gguf.ts';
import { type Command, onlyRun, startProgram } from './command.ts';
import { rowsOf } from './covered.ts';
import { answersPerModel, linesOf, makeFaultyRun, openFaultyRun } from './faulty-run.ts';
import { answerWell, beginStream, modelId, piece, rawServer } from './raw-server.ts';

const { fault, whole } = rowsOf('local.test.ts');

const folder = mkdtempSync(join(tmpdir(), 'valuelex-local-faults-'));
const models = join(folder, 'models');
mkdirSync(models);
const env = { HOME: folder, VALUELEX_CONTEXTS: '1' };
const started: Command[] = [];
afterAll(async () => {
  for (const one of started) one.kill();
  await Promise.all(started.map((one) => one.ended));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a run survives', () => {
  fault("`kill -9` of a local model's process", async (row) => {
    await writeTinyGguf(join(models, 'tiny-instruct.gguf'), { chatTemplate: tinyChatTemplate });
    const endpoint = createLocalEndpoint({
      cache: join(folder, 'cache'),
      folders: [models],
      home: folder,
      env,
    });
    const model = await endpoint.open('tiny-instruct');
    const options = { models: ['local:tiny-instruct'], openModel: async () => model };
    const run = openFaultyRun(makeFaultyRun(options), { url: 'http://127.0.0.1:9/v1' }, options);
    let kills = 0;
    try {
      const working = run.work();
      for (const count of [1, 3]) {
        await until(() => run.lines().length >= count, `${count} answers`);
        expect(run.lines().length).toBeLessThan(answersPerModel);
        const pid = await model.pid();
        if (pid !== undefined) {
          process.kill(pid, 'SIGKILL');
          kills += 1;
        }
        await until(() => run.lines().length > count, 'an answer after the kill');
      }
      expect(await working).toBeNull();
      expect(kills).toBe(2);
      expect(new Set(run.lines().map((line) => line.id)).size).toBe(answersPerModel);
      expect(run.lines()).toHaveLength(answersPerModel);
      for (const text of run.events('retry')) expect(text).toContain(row.sees);
      expect(run.events('retry').length).toBeGreaterThan(0);
    } finally {
      await run.close();
      await model.close();
    }
  });

  fault('three endpoints at once, one of them flaky', async () => {
    await writeTinyGguf(join(models, 'tiny-served-instruct.gguf'), {
      chatTemplate: tinyChatTemplate,
      seed: 3,
    });
    const place = { ...env, VALUELEX_CACHE: join(folder, 'cache'), VALUELEX_MODELS: models };
    const served = startProgram(
      ['serve', '--models', 'local:tiny-served-instruct', '--port', '0'],
      place,
    );
    started.push(served);
    // A line may come in pieces.
    const url = await until(() => /http:\/\/\S+(?=\s)/.exec(served.text())?.[0], 'its address');
    // Every third request fails, each time in another way.
    const flaky = await rawServer((exchange, count) => {
      if (count % 3 !== 2 || exchange.body.stream !== true) {
        if (exchange.body.stream === true) answerWell(exchange);
        else exchange.send(400, 'application/json', '{}');
      } else if (count % 9 === 2) exchange.send(503, 'application/json', '{}');
      else if (count % 9 === 5) exchange.socket.destroy();
      else {
        beginStream(exchange);
        exchange.chunk(piece('Gü'));
        setTimeout(() => exchange.socket.destroy(), 10);
      }
    });
    const names = ['local:tiny-instruct', 'served:tiny-served-instruct', `flaky:${modelId}`];
    const study = join(folder, 'study.yaml');
    writeFileSync(
      study,
      stringify({
        name: 'three',
        endpoints: { served: { url }, flaky: { url: flaky.url, concurrency: 2 } },
        models: names.map((id) => ({ id })),
        settings: [
          { id: 't0.3', temperature: 0.3 },
          { id: 't1', temperature: 1 },
        ],
        prompts: ['01-describe', '02-principles', '03-what-matters'].map((id) => ({ id })),
        maxTokens: { chat: 8, completion: 8 },
        clusters: { minCount: 1000 },
        test: { stems: ['do-not-know', 'sad-person'], judges: names.slice(0, 1) },
      }),
    );
    const runs = join(folder, 'runs');
    const command = startProgram(['run', study, '--until', 'elicit', '--runs', runs], place);
    started.push(command);
    const { text } = await command.ended;
    const lines = linesOf(onlyRun(runs), 'responses');
    for (const name of names) {
      const own = lines.filter((line) => line.model === name);
      expect(own, text).toHaveLength(answersPerModel);
      expect(new Set(own.map((line) => line.id)).size).toBe(answersPerModel);
    }
    expect(lines).toHaveLength(names.length * answersPerModel);
    const events = linesOf(onlyRun(runs), 'events');
    expect(events.filter((one) => one.event === 'failed')).toEqual([]);
    const retried = events.filter((one) => one.event === 'retry').map((one) => one.model);
    expect(new Set(retried)).toEqual(new Set([names[2]]));
    expect(events.at(-1)?.event).toBe('finish');
    await flaky.close();
  });

  whole();
});
