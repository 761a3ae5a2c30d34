/** Streams one answer from an OpenAI-compatible endpoint. */

import { z } from 'zod';
import { EndpointError } from '../../errors.ts';
import { splitReasoning } from '../local/reasoning.ts';
import { stopFilter } from '../local/stop-filter.ts';
import type { Answer, AskOptions, FinishReason, Request } from '../model.ts';
import { type RateLimits, rateLimitsOf } from '../rate-limits.ts';
import { bodyOf, learnFrom, type PrefillMeans, textsOf } from './bodies.ts';
import type { Connection } from './connection.ts';
import { checkContentType, type FaultContext, faultFrom, timeoutFault } from './faults.ts';

const piece = z.looseObject({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});

/** A chunk of a stream, or a whole answer from an endpoint that does not stream. */
const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: piece.nullish(),
        message: piece.nullish(),
        text: z.string().nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .looseObject({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
    })
    .nullish(),
});

type Heard = {
  text: string;
  reasoning: string;
  finish: string | null;
  stopped: boolean;
  promptTokens: number | null;
  completionTokens: number | null;
  limits: RateLimits | null;
};

/** Throws EndpointError; an abort resolves with what has come so far. */
export async function streamAnswer(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  options: AskOptions,
): Promise<Answer> {
  const started = performance.now();
  const context: FaultContext = { connection, model, texts: textsOf(request) };
  const heard: Heard = {
    text: '',
    reasoning: '',
    finish: null,
    stopped: false,
    promptTokens: null,
    completionTokens: null,
    limits: null,
  };
  const stop = new AbortController();
  let silent = false;
  const watch = watchdog(connection.patience, () => {
    silent = true;
    stop.abort();
  });
  const onAbort = (): void => stop.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) stop.abort();
  try {
    const { chunks, limits } = await begin(
      connection,
      model,
      request,
      prefill,
      stop.signal,
      context,
    );
    heard.limits = limits;
    context.streaming = true;
    const filter = stopFilter(request.sampling.stop ?? []);
    const say = (text: string): void => {
      if (text === '') return;
      heard.text += text;
      options.onText?.(text);
    };
    for await (const chunk of chunks) {
      watch.alive();
      hear(chunk, heard, (text) => {
        if (heard.stopped) return;
        const passed = filter.push(text);
        say(passed.text);
        heard.stopped = passed.stopped;
      });
      // Nothing after a stop string counts, so the endpoint need not go on.
      if (heard.stopped) break;
    }
    if (!heard.stopped) say(filter.rest());
  } catch (error) {
    if (silent) throw timeoutFault(context);
    if (!options.signal?.aborted) throw faultFrom(error, context);
  } finally {
    watch.end();
    options.signal?.removeEventListener('abort', onAbort);
  }
  // A stream that is aborted ends without an error.
  if (silent) throw timeoutFault(context);
  const finishReason = finishOf(heard, options.signal?.aborted ?? false, context);
  const split = splitReasoning(heard.text, '');
  const reasoning = [heard.reasoning, split.reasoning ?? ''].filter((one) => one !== '').join('\n');
  return {
    text: split.text,
    finishReason,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(heard.limits ? { limits: heard.limits } : {}),
    promptTokens: heard.promptTokens,
    completionTokens: heard.completionTokens,
    milliseconds: performance.now() - started,
  };
}

/** Sends the request, again without a field that the endpoint refuses, and gives its chunks. */
async function begin(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  signal: AbortSignal,
  context: FaultContext,
): Promise<{ chunks: AsyncIterable<unknown>; limits: RateLimits | null }> {
  const { client } = await connection.client();
  const { dialect } = connection;
  const path = request.kind === 'chat' ? '/chat/completions' : '/completions';
  for (;;) {
    const body = {
      ...bodyOf(request, model, dialect, prefill),
      stream: true,
      ...(dialect.usage ? { stream_options: { include_usage: true } } : {}),
    };
    try {
      const { data, response } = await client
        .post<AsyncIterable<unknown>>(path, { body, stream: true, signal })
        .withResponse();
      const type = checkContentType(response, context);
      const limits = rateLimitsOf(response.headers, Date.now());
      return { chunks: type.includes('json') ? whole(await response.json()) : data, limits };
    } catch (error) {
      if (!learnFrom(error, dialect, body)) throw error;
    }
  }
}

/** An endpoint that does not stream gives one chunk. */
async function* whole(answer: unknown): AsyncGenerator<unknown> {
  yield answer;
}

function hear(raw: unknown, heard: Heard, onText: (text: string) => void): void {
  const parsed = chunkSchema.safeParse(raw);
  if (!parsed.success) return;
  const { choices, usage } = parsed.data;
  if (usage) {
    heard.promptTokens = usage.prompt_tokens ?? heard.promptTokens;
    heard.completionTokens = usage.completion_tokens ?? heard.completionTokens;
  }
  const choice = choices?.[0];
  if (!choice) return;
  const said = choice.delta ?? choice.message;
  heard.reasoning += said?.reasoning_content ?? said?.reasoning ?? '';
  onText(said?.content ?? choice.text ?? '');
  heard.finish = choice.finish_reason ?? heard.finish;
}

function finishOf(heard: Heard, aborted: boolean, context: FaultContext): FinishReason {
  const { name } = context.connection.config;
  const where = context.connection.host;
  if (heard.stopped) return 'stop';
  if (heard.finish === null) {
    if (aborted) return 'abort';
    throw new EndpointError('truncated', `${name}: the answer ended without saying why`, { where });
  }
  if (heard.finish === 'length') return 'length';
  if (heard.finish === 'content_filter') return 'filter';
  if (heard.finish === 'error')
    throw new EndpointError('server', `${name}: the endpoint failed while it answered`, { where });
  return 'stop';
}

/** Calls `onSilence` when nothing was heard for `patience` milliseconds. */
function watchdog(patience: number, onSilence: () => void): { alive(): void; end(): void } {
  let timer = setTimeout(onSilence, patience);
  return {
    alive: () => {
      clearTimeout(timer);
      timer = setTimeout(onSilence, patience);
    },
    end: () => clearTimeout(timer),
  };
}
