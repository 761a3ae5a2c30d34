import { afterEach, expect, it } from 'vitest';
import type { EndpointError } from '../../../src/errors.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';
import {
  json,
  listOf,
  type Script,
  type ScriptedServer,
  scriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** Words by the spaces before them; the longer a word, the less likely; "moss" and what follows it least. */
function echo(prompt: string, made: readonly string[] = []) {
  const tokens = prompt.match(/^\S+|\s\S+/g) ?? [];
  let offset = 0;
  return {
    text: prompt + made.join(''),
    logprobs: {
      tokens: [...tokens, ...made],
      token_logprobs: [...tokens, ...made].map((token, i) =>
        i === 0 ? null : -token.length - (/moss/.test(prompt) ? 5 : 0),
      ),
      text_offset: [...tokens, ...made].map((token) => {
        const at = offset;
        offset += token.length;
        return at;
      }),
    },
  };
}

const scripts: Record<string, Script> = {
  vllm: ({ body }, response) => {
    if (body.max_tokens === 0)
      return json(response, 400, { error: { message: 'max_tokens must be at least 1, got 0.' } });
    const one = echo(String(body.prompt), [' on']);
    json(response, 200, {
      choices: [{ index: 0, ...one, finish_reason: 'length' }],
      usage: { prompt_tokens: one.logprobs.tokens.length - 1, completion_tokens: 1 },
    });
  },
  /** Ignores `echo`: tells what it made alone. */
  llama: ({ body }, response) => {
    const count = String(body.prompt).split(' ').length;
    json(response, 200, {
      choices: [
        {
          ...{ index: 0, text: ' on', finish_reason: 'length' },
          logprobs: { content: [{ token: ' on', logprob: -0.1, bytes: [32, 111, 110] }] },
        },
      ],
      usage: { prompt_tokens: count, completion_tokens: 1 },
    });
  },
  /** Makes its figures up. */
  flat: ({ body }, response) => {
    const one = echo(String(body.prompt));
    one.logprobs.token_logprobs = one.logprobs.token_logprobs.map((told) =>
      told === null ? null : 0,
    );
    json(response, 200, { choices: [{ index: 0, ...one, finish_reason: 'length' }] });
  },
  refuses: (_, response) =>
    json(response, 400, { error: { message: 'echo is not supported', param: 'echo' } }),
};

async function open(script: Script) {
  server = await scriptedServer((asked, response, count) =>
    asked.path.endsWith('/models')
      ? json(response, 200, listOf('m'))
      : script(asked, response, count),
  );
  return openaiEndpoint({ name: 'lab', url: server.url }).open('m');
}

it('is that of the tokens behind the context', async () => {
  const model = await open(scripts.vllm!);
  const asked = { kind: 'completion', prompt: 'I am hap' } as const;
  const told = await model.likelihood(asked, ['py', 'less now']);
  // Each is told the whole text: "py" straddles and counts with its beginning.
  expect(told.continuations.map(({ tokens }) => tokens)).toEqual([
    [{ token: ' happy', logProbability: -6 }],
    [
      { token: ' hapless', logProbability: -8 },
      { token: ' now', logProbability: -4 },
    ],
  ]);
  expect(told.continuations.map((one) => one.logProbability)).toEqual([-6, -12]);
  expect(told).toMatchObject({ promptTokens: 7, completionTokens: 2 });
  expect(model.capabilities.likelihood).toBe('base');
  expect(server?.asked.at(-1)?.body).toEqual({
    ...{ model: 'm', prompt: 'I am hapless now', echo: true, logprobs: 1, max_tokens: 1 },
  });
});

it.each(['llama', 'flat', 'refuses'])(
  'is "cannot" of a server that tells none: %s',
  async (kind) => {
    const model = await open(scripts[kind]!);
    expect((await model.probe!({ likelihood: true })).likelihood).toBe('none');
    const error = await model.likelihood({ kind: 'completion', prompt: 'I am' }, [' happy']).then(
      () => null,
      (thrown: EndpointError) => thrown,
    );
    expect(error).toMatchObject({ fault: 'missing' });
    expect(error!.message).toContain('does not tell how likely it finds a given text');
  },
);

it('is not found out before it is wanted, and once', async () => {
  const model = await open(scripts.vllm!);
  await model.probe!();
  const echoes = () => server!.asked.filter(({ body }) => body.echo === true).length;
  expect(echoes()).toBe(0);
  expect(model.capabilities.likelihood).toBe('none');
  await model.probe!({ likelihood: true });
  const before = echoes();
  expect(before).toBeGreaterThan(0);
  await model.probe!({ likelihood: true });
  await model.likelihood({ kind: 'completion', prompt: 'I am' }, [' happy', ' glad']);
  expect(echoes()).toBe(before + 2);
});

it('is not told of a conversation, nor of nothing', async () => {
  const model = await open(scripts.vllm!);
  const talk = { kind: 'chat', messages: [{ role: 'user', content: 'Hello' }] } as const;
  await expect(model.likelihood(talk, [' a'])).rejects.toMatchObject({ fault: 'missing' });
  await expect(model.likelihood({ kind: 'completion', prompt: 'I' }, [''])).rejects.toMatchObject({
    fault: 'malformed',
  });
});

it('is refused where a token of the continuation has none', async () => {
  const model = await open(({ body }, response) => {
    const one = echo(String(body.prompt));
    if (/secret/.test(String(body.prompt))) one.logprobs.token_logprobs[3] = null;
    json(response, 200, { choices: [{ index: 0, ...one, finish_reason: 'length' }] });
  });
  const asked = { kind: 'completion', prompt: 'This is a' } as const;
  expect((await model.likelihood(asked, [' word'])).continuations[0]!.logProbability).toBe(-5);
  await expect(model.likelihood(asked, [' secret'])).rejects.toMatchObject({ fault: 'missing' });
});

it('passes other faults on', async () => {
  const model = await open((_, response) =>
    json(response, 401, { error: { message: 'wrong key', code: 'invalid_api_key' } }),
  );
  await expect(
    model.likelihood({ kind: 'completion', prompt: 'I' }, [' am']),
  ).rejects.toMatchObject({ fault: 'auth' });
  expect(model.capabilities.likelihood).toBe('none');
});
