/** Names of models are checked before anything is written: against endpoints on real sockets, and simulated ones. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Outside, realOutside } from '../../src/environment.ts';
import { createCheckRun } from '../../src/run/check-run.ts';
import { modelsOf, newModelsOf, refuseUnknownModels } from '../../src/run/named-models.ts';
import { presetStudy } from '../../src/run/presets.ts';
import type { Study } from '../../src/run/study.ts';
import {
  json,
  listOf,
  type ScriptedServer,
  scriptedServer,
  streamChat,
} from '../models/openai/scripted-server.ts';

const ids = ['llama-3.1-8b-instruct', 'qwen-7b-instruct', 'base-7b', 'bge-m3'];

let place: string;
let runs: string;
let server: ScriptedServer;
let outside: Outside;
/** What the endpoint says to who asks for its list. */
let lists: 'models' | 'nothing' | 'never';
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-names-'));
  runs = join(place, 'runs');
  lists = 'models';
  // Chat for all it has, plain text for none.
  server = await scriptedServer(({ path, body }, response) => {
    if (path === '/v1/models') {
      if (lists === 'never') return;
      if (lists === 'nothing') return json(response, 404, { error: { message: 'no such path' } });
      return json(response, 200, listOf(...ids));
    }
    if (path !== '/v1/chat/completions')
      return json(response, 404, { error: { message: 'no such path' } });
    if (!ids.includes(String(body.model)))
      return json(response, 404, { error: { message: `The model ${body.model} does not exist` } });
    if (body.logprobs && !body.stream)
      return json(response, 200, {
        choices: [{ logprobs: { content: [{ top_logprobs: [{ token: '1', logprob: -0.1 }] }] } }],
      });
    streamChat(response, ['honesty']);
  });
  outside = realOutside({
    endpoints: () => ({}),
    env: { HOME: place, VALUELEX_CACHE: join(place, 'cache'), OPENAI_API_KEY: undefined },
  });
});
afterEach(async () => {
  await server.close();
  rmSync(place, { recursive: true });
});

function studyOf(models: readonly string[], more: Partial<Study> = {}): Study {
  const real = presetStudy('quick', outside.prompts, {
    name: 'names',
    models: models.map((id) => ({ id })),
  });
  return { ...real, endpoints: { lab: { url: server.url } }, ...more };
}

const refuse = (study: Study, how?: { mustAnswer?: boolean }) =>
  refuseUnknownModels(study, modelsOf(study), outside.findModel, how);

describe('a name', () => {
  it.each([
    ['lap:qwen-7b-instruct', 'There is no endpoint "lap"', 'lab:qwen-7b-instruct'],
    ['lab:qwen-7b-instrct', 'lab has no model qwen-7b-instrct', 'lab:qwen-7b-instruct'],
    ['sim:alfa-7b', 'There is no simulated model sim:alfa-7b', 'sim:alpha-7b'],
    ['local:gemma-3-270m', 'There is no local model', 'local:gemma-3-270m-q4_k_m'],
  ])('%s is refused with the nearest', async (name, message, nearest) => {
    const error = refuse(studyOf([name]));
    await expect(error).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(nearest),
    });
  });

  it('that is there, or can be fetched, is taken, and the list is asked for once', async () => {
    await refuse(studyOf(['lab:qwen-7b-instruct', 'lab:llama-3.1-8b-instruct', 'sim:alpha-7b']));
    expect(server.asked.map(({ path }) => path)).toEqual(['/v1/models']);
  });

  it('says in which field it stands', async () => {
    const study = studyOf(['lab:qwen-7b-instruct']);
    const judged = { ...study, test: { ...study.test, judges: ['lab:jugde'] } };
    await expect(refuse(judged)).rejects.toMatchObject({ where: 'test.judges: lab:jugde' });
    const read = { ...study, extraction: { model: 'lab:reader' } };
    await expect(refuse(read)).rejects.toMatchObject({ where: 'extraction.model: lab:reader' });
    const clusters = { ...study.clusters, embedding: 'lab:bge' };
    const unnamed = { ...study, test: { ...study.test, judges: ['judge'] } };
    await expect(refuse(unnamed)).rejects.toMatchObject({ where: 'test.judges: judge' });
    await expect(refuse({ ...study, clusters })).rejects.toMatchObject({
      where: 'clusters.embedding: lab:bge',
    });
  });

  it('of a model for embeddings is refused but where vectors are asked, or its tags say otherwise', async () => {
    await expect(refuse(studyOf(['lab:bge-m3']))).rejects.toThrow('a model for embeddings');
    const study = studyOf(['lab:qwen-7b-instruct']);
    await refuse({ ...study, clusters: { ...study.clusters, embedding: 'lab:bge-m3' } });
    await refuse({ ...study, models: [{ id: 'lab:bge-m3', tags: { training: 'instruct' } }] });
  });

  it('behind an endpoint that lists nothing, does not answer, or wants a key is taken as it is', async () => {
    lists = 'nothing';
    await refuse(studyOf(['lab:anything']), { mustAnswer: true });
    await refuse(studyOf(['openai:gpt-4o-mini']));
    const { url } = server;
    await server.close();
    await refuse(studyOf(['lab2:anything'], { endpoints: { lab2: { url } } }));
  });

  it('must be one that its endpoint has now, where that must answer', async () => {
    await expect(refuse(studyOf(['openai:x']), { mustAnswer: true })).rejects.toMatchObject({
      fault: 'auth',
    });
    const { url } = server;
    await server.close();
    const down = studyOf(['lab:qwen-7b-instruct'], { endpoints: { lab: { url } } });
    await refuse(down);
    await expect(refuse(down, { mustAnswer: true })).rejects.toMatchObject({ fault: 'network' });
  });

  // Shorter than an endpoint's own patience of 120 s, which gives the same fault.
  it('is not waited for longer than some seconds', { timeout: 100_000 }, async () => {
    lists = 'never';
    const study = studyOf(['lab:qwen-7b-instruct']);
    await Promise.all([
      refuse(study),
      expect(refuse(study, { mustAnswer: true })).rejects.toMatchObject({ fault: 'timeout' }),
    ]);
  });
});

describe('a model of this machine', () => {
  it('is waited for: a busy machine takes long to look through its own files', async () => {
    vi.useFakeTimers();
    try {
      const study = studyOf(['local:a']);
      let found: ((info: null) => void) | undefined;
      const refused = refuseUnknownModels(
        study,
        modelsOf(study).filter(({ field }) => field === 'models'),
        () =>
          new Promise((resolve) => {
            found = resolve;
          }),
        { mustAnswer: true },
      );
      await vi.advanceTimersByTimeAsync(60_000);
      found?.(null);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the names of a study', () => {
  it('are those that its run asks; of a part, those that the part asks', () => {
    const study = studyOf(['lab:a', 'lab:b', 'lab:c', 'lab:d'], {
      extraction: { model: 'lab:reader' },
    });
    expect(modelsOf(study).map(({ field }) => field)).toEqual([
      ...['models', 'models', 'models', 'models', 'extraction.model'],
      ...study.test.judges.map(() => 'test.judges'),
    ]);
    const parts = ['1/2', '2/2'].map((shard) => modelsOf({ ...study, shard }));
    for (const part of parts) expect(part.map(({ field }) => field)).not.toContain('test.judges');
    const asked = parts.flat().flatMap(({ name, field }) => (field === 'models' ? [name] : []));
    expect(asked.sort()).toEqual(['lab:a', 'lab:b', 'lab:c', 'lab:d']);
  });

  it('that another study has not are the new ones', () => {
    const study = studyOf(['lab:a']);
    const grown = {
      ...studyOf(['lab:a', 'lab:b']),
      test: { ...study.test, judges: [...study.test.judges, 'lab:a'] },
    };
    expect(newModelsOf(grown, study)).toEqual([
      { name: 'lab:b', field: 'models' },
      { name: 'lab:a', field: 'test.judges' },
    ]);
  });
});

describe('a check', () => {
  /** The example, as if its judge were at the endpoint. */
  function finishedRun(judge = 'lab:llama-3.1-8b-instruct'): string {
    const example = fileURLToPath(new URL('../../runs/example/', import.meta.url));
    const folder = join(place, 'finished');
    cpSync(example, folder, { recursive: true });
    const file = join(folder, 'study.yaml');
    const study = parse(readFileSync(file, 'utf8'));
    writeFileSync(
      file,
      stringify({
        ...study,
        endpoints: { lab: { url: server.url } },
        extraction: { model: null },
        clusters: { ...study.clusters, naming: null },
        test: { ...study.test, judges: [judge] },
      }),
    );
    return folder;
  }

  const check = (model: string, against: string, form?: 'chat' | 'completion') =>
    createCheckRun(model, against, { runs, ...(form ? { form } : {}) }, outside);

  const nothingWritten = () => expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);

  it('makes no run for a name that its endpoint does not have', async () => {
    const against = finishedRun();
    await expect(check('lab:qwen-7b', against)).rejects.toMatchObject({
      message: 'lab has no model qwen-7b',
      hint: 'Did you mean lab:qwen-7b-instruct?',
    });
    await expect(check('lap:x', against)).rejects.toThrow('There is no endpoint');
    nothingWritten();
  });

  it('makes no run where only asking tells that the model is missing', async () => {
    lists = 'nothing';
    await expect(check('lab:qwen-7b', finishedRun())).rejects.toMatchObject({ fault: 'missing' });
    nothingWritten();
  });

  it('makes no run for a judge that is gone, a form that the model cannot take, or a model that answers nothing', async () => {
    await expect(check('lab:qwen-7b-instruct', finishedRun('lab:gone'))).rejects.toThrow(
      'lab has no model gone',
    );
    const against = finishedRun();
    await expect(check('lab:qwen-7b-instruct', against, 'completion')).rejects.toThrow(
      'lab:qwen-7b-instruct takes no plain text',
    );
    await expect(check('lab:bge-m3', against)).rejects.toThrow('a model for embeddings');
    nothingWritten();
  });

  it('makes none while nobody answers, and continues with one that there is', async () => {
    const against = finishedRun();
    const made = await check('lab:qwen-7b-instruct', against);
    expect(made.resumed).toBe(false);
    expect(readdirSync(runs)).toHaveLength(1);
    await server.close();
    outside = realOutside({
      endpoints: () => ({}),
      env: { HOME: place, VALUELEX_CACHE: join(place, 'other') },
    });
    outside = { ...outside, wait: async () => {} };
    await expect(check('lab:llama-3.1-8b-instruct', against)).rejects.toMatchObject({
      fault: 'network',
    });
    expect(readdirSync(runs)).toHaveLength(1);
    expect(await check('lab:qwen-7b-instruct', against)).toEqual({
      folder: made.folder,
      resumed: true,
    });
  });
});
