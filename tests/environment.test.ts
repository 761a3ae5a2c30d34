/** What the whole outside remembers of models from one session to the next. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realOutside } from '../src/environment.ts';
import { presetStudy } from '../src/run/presets.ts';
import {
  json,
  listOf,
  type ScriptedServer,
  scriptedServer,
  streamChat,
} from './models/openai/scripted-server.ts';

const ids = ['a-7b-instruct', 'b-7b-instruct', 'c-7b-base'];
let cache: string;
let server: ScriptedServer;
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'valuelex-outside-'));
  server = await scriptedServer(({ path, body }, response) => {
    if (path === '/v1/models') return json(response, 200, listOf(...ids));
    if (body.logprobs && !body.stream)
      return json(response, 200, {
        choices: [
          path === '/v1/completions'
            ? { logprobs: { top_logprobs: [{ '1': -0.1 }] } }
            : { logprobs: { content: [{ top_logprobs: [{ token: '1', logprob: -0.1 }] }] } },
        ],
      });
    if (path === '/v1/completions')
      return json(response, 404, { error: { message: 'This is a chat model' } });
    streamChat(response, [' five, six']);
  });
});
afterEach(async () => {
  await server.close();
  rmSync(cache, { recursive: true });
});

/** A session of the program: opens the models as a run does, and counts the requests by path. */
async function session(wanted: readonly string[]): Promise<Record<string, number>> {
  const before = server.asked.length;
  const outside = realOutside({
    endpoints: () => ({}),
    env: { HOME: cache, VALUELEX_CACHE: cache },
  });
  const study = {
    ...presetStudy('quick', outside.prompts, { name: 'two', models: [] }),
    endpoints: { lab: { url: server.url } },
  };
  await Promise.all(wanted.map((id) => outside.openModel(`lab:${id}`, study)));
  const counts: Record<string, number> = {};
  for (const { path } of server.asked.slice(before)) counts[path] = (counts[path] ?? 0) + 1;
  return counts;
}

it('asks a model what it can do in one session, and not in the next', async () => {
  // Of each chat model: probabilities, a begun turn, plain text. One list for both.
  expect(await session(ids.slice(0, 2))).toEqual({
    '/v1/models': 1,
    '/v1/chat/completions': 4,
    '/v1/completions': 2,
  });
  expect(await session(ids.slice(0, 2))).toEqual({ '/v1/models': 1 });
  // Only what is new is asked; a base model gets no chat.
  expect(await session(ids)).toEqual({ '/v1/models': 1, '/v1/completions': 1 });
  expect(await session(ids)).toEqual({ '/v1/models': 1 });
  expect(readdirSync(join(cache, 'capabilities'))).toHaveLength(3);
});
