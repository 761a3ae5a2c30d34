/** Streams one answer from an OpenAI-compatible endpoint. */
import { EndpointError } from '../../errors.ts';
import { splitReasoning } from '../local/reasoning.ts';
import { stopFilter } from '../local/stop-filter.ts';
import type { Answer, AskOptions, FinishReason, Request } from '../model.ts';
import { type RateLimits, rateLimitsOf } from '../rate-limits.ts';
import { bodyOf, learnFrom, type PrefillMeans, textsOf } from './bodies.ts';
import { readChunk } from './chunk-form.ts';
import { chunksOf } from './chunks.ts';
import type { Connection } from './connection.ts';
import { type FaultContext, faultFrom, timeoutFault } from './faults.ts';
import { thoughtFilter } from './thoughts.ts';
import { watchdog } from './watchdog.ts';

/** Letters of an answer and of its reasoning at most, whatever the endpoint sends. */
const longestText = (maxTokens: number): number => Math.max(2 ** 16, 32 * maxTokens);
const longestReasoning = 2 ** 20;

/** The longest that a timer can wait; silence is told by the watchdog instead. */
const never = 2 ** 31 - 1;

type Heard = {
  text: string;
  reasoning: string;
  /** Between tags, in the text. */
  thought: string;
  finish: string | null;
  /** At a stop string. */
  stopped: boolean;
  /** Far beyond what was asked for. */
  cut: boolean;
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
    thought: '',
    finish: null,
    stopped: false,
    cut: false,
    promptTokens: null,
    completionTokens: null,
    limits: null,
  };
  const seen = { end: false };
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
    const response = await begin(connection, model, request, prefill, stop.signal);
    watch.heard();
    heard.limits = rateLimitsOf(response.headers, Date.now());
    context.streaming = true;
    const filter = stopFilter(request.sampling.stop ?? []);
    const thoughts = thoughtFilter();
    const secrets = stopFilter(connection.secrets());
    const longest = longestText(request.sampling.maxTokens);
    const say = (text: string): void => {
      const kept = text.slice(0, longest - heard.text.length);
      heard.cut ||= kept.length < text.length;
      if (kept === '') return;
      heard.text += kept;
      options.onText?.(kept);
    };
    for await (const chunk of chunksOf(response, context, watch.alive, seen)) {
      watch.heard();
      hear(chunk, heard, (said) => {
        const { text, stopped } = secrets.push(said);
        if (stopped) throw keyRepeated(context);
        // A stop string inside thoughts stops nothing.
        const { text: answer, thought } = thoughts.push(text);
        heard.thought += thought;
        const passed = filter.push(answer);
        say(passed.text);
        heard.stopped = passed.stopped;
      });
      // Nothing after a stop string counts, so the endpoint need not go on.
      if (heard.stopped || heard.cut) break;
    }
    if (!heard.stopped) {
      const last = thoughts.push(secrets.rest());
      const { text, thought } = thoughts.rest();
      heard.thought += last.thought + thought;
      say(filter.push(last.text + text).text);
      say(filter.rest());
    }
  } catch (error) {
    if (silent) throw timeoutFault(context);
    if (!options.signal?.aborted) throw faultFrom(error, context);
  } finally {
    watch.end();
    options.signal?.removeEventListener('abort', onAbort);
  }
  // A stream that is aborted may end without an error.
  if (silent) throw timeoutFault(context);
  const { maxTokens } = request.sampling;
  const aborted = options.signal?.aborted ?? false;
  const finishReason = finishOf(heard, seen.end, maxTokens, aborted, context);
  // Where the thoughts began unmarked, only their end tells.
  const split = heard.thought === '' ? splitReasoning(heard.text, '') : { text: heard.text };
  const reasoning = [
    heard.reasoning,
    heard.thought.trim(),
    ('reasoning' in split && split.reasoning) || '',
  ]
    .filter((one) => one !== '')
    .join('\n');
  if (connection.secrets().some((secret) => reasoning.includes(secret))) throw keyRepeated(context);
  const remark = remarkOn(split.text, finishReason, heard.cut, reasoning, maxTokens);
  return {
    text: split.text,
    finishReason,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(heard.limits ? { limits: heard.limits } : {}),
    ...(remark === null ? {} : { remark }),
    promptTokens: heard.promptTokens,
    completionTokens: heard.completionTokens,
    milliseconds: performance.now() - started,
  };
}

/** Sends the request, again without a field that the endpoint refuses. */
async function begin(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  signal: AbortSignal,
): Promise<Response> {
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
      return await client.post(path, { body, stream: true, signal, timeout: never }).asResponse();
    } catch (error) {
      if (!learnFrom(error, dialect, body)) throw error;
    }
  }
}

function hear(raw: unknown, heard: Heard, onText: (text: string) => void): void {
  const chunk = readChunk(raw);
  if (!chunk) return;
  const { choices, usage } = chunk;
  if (usage) {
    heard.promptTokens = usage.prompt_tokens ?? heard.promptTokens;
    heard.completionTokens = usage.completion_tokens ?? heard.completionTokens;
  }
  const choice = choices?.[0];
  if (!choice) return;
  const said = choice.delta ?? choice.message;
  // DeepSeek, vLLM, and LM Studio name it reasoning_content; Ollama and OpenRouter reasoning; some send both.
  heard.reasoning += said?.reasoning_content || said?.reasoning || '';
  if (heard.reasoning.length + heard.thought.length > longestReasoning) heard.cut = true;
  const content = said?.content ?? choice.text ?? '';
  if (typeof content === 'string') onText(content);
  else
    for (const part of content) {
      heard.reasoning += part.thinking?.map((one) => one.text ?? '').join('') ?? '';
      onText(part.text ?? '');
    }
  // Some send an empty reason with every piece.
  heard.finish = choice.finish_reason || heard.finish;
}

/** An answer that its endpoint calls done is whole even where it does not say why it ended. */
function finishOf(
  heard: Heard,
  ended: boolean,
  maxTokens: number,
  aborted: boolean,
  context: FaultContext,
): FinishReason {
  const { name } = context.connection.config;
  const where = context.connection.host;
  if (heard.stopped) return 'stop';
  if (heard.cut) return 'length';
  if (heard.finish === null) {
    if (aborted) return 'abort';
    if (ended && heard.text !== '')
      return (heard.completionTokens ?? 0) >= maxTokens ? 'length' : 'stop';
    throw new EndpointError('truncated', `${name}: the answer ended without saying why`, { where });
  }
  if (heard.finish === 'length') return 'length';
  if (heard.finish === 'content_filter') return 'filter';
  if (heard.finish === 'error')
    throw new EndpointError('server', `${name}: the endpoint failed while it answered`, { where });
  return 'stop';
}

/** Some proxies show what they were sent. */
function keyRepeated({ connection }: FaultContext): EndpointError {
  return new EndpointError(
    'malformed',
    `${connection.config.name}: an answer repeats the key that was sent, and nothing of it is kept`,
    {
      where: connection.host,
      hint: 'Replace the key, and look at what stands between here and the endpoint.',
    },
  );
}

/** What a person should know of an answer that was taken all the same. */
function remarkOn(
  text: string,
  finish: FinishReason,
  cut: boolean,
  reasoning: string,
  maxTokens: number,
): string | null {
  if (cut)
    return `an answer was cut after ${text.length} letters: ${maxTokens} tokens were asked for, and it did not end`;
  if (finish === 'filter') return 'the content filter ended an answer';
  if (finish === 'abort' || text.trim() !== '') return null;
  return reasoning === ''
    ? 'an answer is empty'
    : 'an answer is empty: its reasoning took all of its tokens';
}
