/** The `openai` package of npm against `valuelex serve`. */
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { type Found, findings, type Served } from './found.ts';

type Fault = InstanceType<typeof OpenAI.APIError>;

export async function checkNpm({ url, token, id, embedder }: Served): Promise<Found[]> {
  const open = (more: Record<string, unknown> = {}) =>
    new OpenAI({ baseURL: url, apiKey: token, maxRetries: 0, ...more });
  const client = open();
  const messages = [{ role: 'user' as const, content: 'I value' }];
  const ask = { model: id, temperature: 0, max_tokens: 12 };
  const chat = { ...ask, messages };

  /** The fault that a request must end with, as "status class code". */
  const fault = async (
    status: number,
    kind: new (...args: never[]) => Fault,
    request: Promise<unknown>,
  ): Promise<string> => {
    const error = await request.then(
      () => assert.fail('it was answered'),
      (reason: Fault) => reason,
    );
    assert.ok(error instanceof kind, String(error));
    assert.equal(error.status, status);
    assert.ok(error.code && error.type && error.message, 'a part of the error is missing');
    return `${status} ${error.constructor.name} ${error.code}`;
  };

  return findings({
    'list of models': async () => {
      const ids = (await client.models.list()).data.map((one) => one.id);
      assert.ok(ids.includes(id));
      assert.equal((await client.models.retrieve(id)).id, id);
      return ids.join(', ');
    },
    'chat, whole and streamed': async () => {
      const whole = await client.chat.completions.create(chat);
      const stream = await client.chat.completions.create({ ...chat, stream: true });
      let text = '';
      let pieces = 0;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        pieces += 1;
      }
      assert.ok(pieces > 2);
      assert.equal(text, whole.choices[0]?.message.content);
      return `${pieces} pieces, one text`;
    },
    'usage at the end of a stream': async () => {
      const { usage } = await client.chat.completions.create(chat);
      const last: unknown[] = [];
      const options = { stream: true as const, stream_options: { include_usage: true } };
      for await (const chunk of await client.chat.completions.create({ ...chat, ...options }))
        if (chunk.usage) last.push(chunk.usage);
      assert.deepEqual(last, [usage]);
      assert.ok(usage && usage.prompt_tokens > 0 && usage.completion_tokens > 0);
      return `${usage.prompt_tokens} + ${usage.completion_tokens} = ${usage.total_tokens} tokens`;
    },
    'the stream helper': async () => {
      const { choices } = await client.chat.completions.stream(chat).finalChatCompletion();
      assert.ok(choices[0]?.message.content);
      return `finish_reason ${choices[0].finish_reason}`;
    },
    'log-probabilities of a chat': async () => {
      const wanted = { ...chat, logprobs: true, top_logprobs: 5 };
      const whole = (await client.chat.completions.create(wanted)).choices[0]?.logprobs?.content;
      const streamed: unknown[] = [];
      for await (const chunk of await client.chat.completions.create({ ...wanted, stream: true }))
        streamed.push(...(chunk.choices[0]?.logprobs?.content ?? []));
      assert.ok(whole && whole.length > 0);
      assert.deepEqual(streamed, whole);
      for (const { top_logprobs: top, logprob } of whole) {
        assert.equal(top.length, 5);
        assert.ok(top.reduce((sum, one) => sum + Math.exp(one.logprob), 0) < 1 + 1e-6);
        assert.equal(top[0]?.logprob, logprob);
      }
      return `${whole.length} tokens with 5 each`;
    },
    'plain text, with log-probabilities': async () => {
      const wanted = { ...ask, prompt: 'I value', logprobs: 3 };
      const [one] = (await client.completions.create(wanted)).choices;
      let text = '';
      for await (const chunk of await client.completions.create({ ...wanted, stream: true }))
        text += chunk.choices[0]?.text ?? '';
      assert.equal(text, one?.text);
      const tokens = one?.logprobs?.tokens ?? [];
      assert.equal(one?.logprobs?.token_logprobs?.length, tokens.length);
      return `${tokens.length} tokens`;
    },
    'a seed': async () => {
      const hot = { ...chat, temperature: 1, seed: 7 };
      const texts = [1, 2].map(async () => {
        const { choices } = await client.chat.completions.create(hot);
        return choices[0]?.message.content;
      });
      const [first, second] = await Promise.all(texts);
      assert.equal(first, second);
      return 'one text for one seed';
    },
    'a begun turn': async () => {
      const begun = [...messages, { role: 'assistant' as const, content: 'I care' }];
      const { choices } = await client.chat.completions.create({ ...chat, messages: begun });
      assert.equal(typeof choices[0]?.message.content, 'string');
      return 'continues';
    },
    'JSON of a schema': async () => {
      const schema = {
        type: 'object',
        properties: { sure: { type: 'boolean' } },
        required: ['sure'],
        additionalProperties: false,
      };
      const { choices } = await client.chat.completions.parse({
        ...chat,
        max_tokens: 60,
        response_format: { type: 'json_schema', json_schema: { name: 'stance', schema } },
      });
      const parsed = choices[0]?.message.parsed as { sure?: unknown } | null | undefined;
      assert.equal(typeof parsed?.sure, 'boolean');
      return JSON.stringify(parsed);
    },
    'vectors, as numbers and as base64': async () => {
      const wanted = { model: embedder, input: ['honest', 'care'] };
      const numbers = await client.embeddings.create({ ...wanted, encoding_format: 'float' });
      const decoded = await client.embeddings.create(wanted);
      const vector = numbers.data[1]?.embedding ?? [];
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
      decoded.data[1]?.embedding.forEach((value, index) => {
        assert.ok(Math.abs(value - (vector[index] ?? Number.NaN)) < 1e-6);
      });
      return `2 × ${vector.length}`;
    },
    'hanging up': async () => {
      const long = { ...chat, max_tokens: 400, temperature: 1, stream: true as const };
      const stream = await client.chat.completions.create(long);
      for await (const _chunk of stream) stream.controller.abort();
      await client.chat.completions.create(chat);
      return 'the next request is answered';
    },
    'a wrong token': () =>
      fault(401, OpenAI.AuthenticationError, open({ apiKey: 'wrong' }).models.list()),
    'a wrong model': () =>
      fault(404, OpenAI.NotFoundError, client.chat.completions.create({ ...chat, model: 'no' })),
    'a wrong field': () =>
      fault(
        400,
        OpenAI.BadRequestError,
        client.chat.completions.create({ ...chat, temperature: 5 }),
      ),
    'a wrong field of a stream': () =>
      fault(
        400,
        OpenAI.BadRequestError,
        client.chat.completions.create({ ...chat, n: 2, stream: true }),
      ),
    'a page of another origin': () =>
      fault(
        403,
        OpenAI.PermissionDeniedError,
        open({ defaultHeaders: { Origin: 'https://a.example' } }).models.list(),
      ),
    'a body of 5 MB': () =>
      fault(
        413,
        OpenAI.APIError,
        client.completions.create({ ...ask, prompt: 'a'.repeat(5 * 2 ** 20) }),
      ),
    'more requests than wait': async () => {
      let turnedAway = 0;
      const counting: typeof fetch = async (...request) => {
        const response = await fetch(...request);
        if (response.status === 429) turnedAway += 1;
        return response;
      };
      const many = (maxRetries: number) => {
        const from = open({ maxRetries, fetch: counting });
        const longer = { ...chat, max_tokens: 24 };
        return Promise.allSettled(
          Array.from({ length: 100 }, () => from.chat.completions.create(longer)),
        );
      };
      const all = await many(0);
      const refused = all.flatMap((one) =>
        one.status === 'rejected' ? [one.reason as Fault] : [],
      );
      assert.ok(refused.length > 0, 'none was refused');
      for (const error of refused) {
        assert.ok(error instanceof OpenAI.RateLimitError, String(error));
        assert.ok(Number(error.headers?.get('retry-after')) > 0);
      }
      turnedAway = 0;
      const patient = await many(10);
      assert.ok(turnedAway > 0, 'none was turned away');
      assert.ok(patient.every((one) => one.status === 'fulfilled'));
      return `${refused.length} of 100 get 429; with retries ${turnedAway} times, and all are answered`;
    },
  });
}
