/** Streams one answer from an OpenAI-compatible endpoint. */
import { EndpointError } from '../../errors.ts';
import { visible } from '../../safe-text/visible.ts';
import type { Answer, AskOptions, FinishReason, Request } from '../model.ts';
import { type RateLimits, rateLimitsOf } from '../rate-limits.ts';
import { bodyOf, learnFrom, type PrefillMeans, textsOf } from './bodies.ts';
import { chunksOf } from './chunks.ts';
import type { Connection } from './connection.ts';
import { type FaultContext, faultFrom, timeoutFault } from './faults.ts';
import { endingOf } from './finish-reason.ts';
import { createHearing, type Hearing } from './hearing.ts';
import type { Pace } from './pace.ts';
import { never, type Watchdog, watchdog } from './watchdog.ts';

/** Throws EndpointError; an abort resolves with what has come so far. */
export async function streamAnswer(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  options: AskOptions,
): Promise<Answer> {
  const started = performance.now();
  const { maxTokens, stop = [] } = request.sampling;
  const context: FaultContext = { connection, model, texts: textsOf(request) };
  const { heard, hear, end } = createHearing({
    stop,
    maxTokens,
    secrets: connection.secrets(),
    onText: options.onText,
  });
  const { pace } = connection;
  const stopping = new AbortController();
  let silence: number | null = null;
  const watch = watchdog(pace.firstLimit(), (limit) => {
    silence = limit;
    stopping.abort();
  });
  const onAbort = (): void => stopping.abort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) stopping.abort();
  const clock = createClock(pace, watch);
  let limits: RateLimits | null = null;
  let done = false;
  try {
    for (;;) {
      const { response, body } = await begin(connection, model, request, prefill, stopping.signal);
      clock.begun();
      limits = rateLimitsOf(response.headers, Date.now());
      context.streaming = true;
      const seen = { end: false };
      try {
        for await (const piece of chunksOf(response, context, watch.alive, seen)) {
          if (hear(piece)) clock.heard();
          if (heard.betrayed) throw keyRepeated(context);
          // Nothing after a stop string counts, so the endpoint need not continue.
          if (heard.stopped || heard.cut) break;
        }
        end();
        done = seen.end;
        break;
      } catch (error) {
        const begun = heard.text !== '' || heard.finish !== '';
        if (begun || !learnFrom(error, connection.dialect, body, context.texts)) throw error;
        context.streaming = false;
      }
    }
  } catch (error) {
    if (silence !== null) throw silenceFault(silence, context);
    if (!options.signal?.aborted) {
      const fault = faultFrom(error, context);
      // What a filter cuts off stands as far as it came.
      if (fault.fault !== 'filter' || heard.text === '') throw fault;
      heard.finish = 'content_filter';
    }
    end();
  } finally {
    watch.end();
    options.signal?.removeEventListener('abort', onAbort);
  }
  // A stream that is aborted may end without an error.
  if (silence !== null) throw silenceFault(silence, context);
  if (heard.betrayed) throw keyRepeated(context);
  const aborted = options.signal?.aborted ?? false;
  if (!aborted) clock.ended();
  const finishReason = finishOf(heard, done, maxTokens, aborted, context);
  const remark = remarkOn(heard, finishReason, maxTokens);
  return {
    text: heard.text,
    finishReason,
    ...(heard.reasoning === '' ? {} : { reasoning: heard.reasoning }),
    ...(limits ? { limits } : {}),
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
): Promise<{ response: Response; body: Record<string, unknown> }> {
  const { client } = await connection.client();
  const { dialect } = connection;
  const path = request.kind === 'chat' ? '/chat/completions' : '/completions';
  for (;;) {
    const body = {
      ...bodyOf(request, model, dialect, prefill),
      // Some refuse even a false one.
      ...(dialect.stream ? { stream: true } : {}),
      ...(dialect.stream && dialect.usage ? { stream_options: { include_usage: true } } : {}),
    };
    try {
      const sent = client.post(path, { body, stream: dialect.stream, signal, timeout: never });
      return { response: await sent.asResponse(), body };
    } catch (error) {
      if (!learnFrom(error, dialect, body, textsOf(request))) throw error;
    }
  }
}

/** Tells the watchdog how long silence may last, and the pace how long it lasted. */
function createClock(pace: Pace, watch: Watchdog) {
  let asked = performance.now();
  let first: number | null = null;
  let last = 0;
  let gap = 0;
  let gaps = 0;
  return {
    /** The endpoint took the request. */
    begun: () => watch.heard(pace.firstLimit()),
    /** A piece of the answer came. */
    heard() {
      const now = performance.now();
      if (first === null) first = now - asked;
      else {
        gap = Math.max(gap, now - last);
        gaps += 1;
      }
      last = now;
      watch.heard(pace.gapLimit(gap, gaps));
    },
    ended() {
      if (first !== null) pace.answered({ first, gap, gaps, whole: performance.now() - asked });
      asked = performance.now();
    },
  };
}

function silenceFault(silence: number, context: FaultContext): EndpointError {
  context.connection.pace.silent();
  return timeoutFault(context, silence);
}

/** An answer that its endpoint calls done is whole even where it does not say why it ended. */
function finishOf(
  heard: Hearing,
  ended: boolean,
  maxTokens: number,
  aborted: boolean,
  context: FaultContext,
): FinishReason {
  const { name } = context.connection.config;
  const where = context.connection.host;
  if (heard.stopped) return 'stop';
  if (heard.cut) return 'length';
  const ending = endingOf(heard.finish);
  if (ending === 'again')
    throw new EndpointError(
      'server',
      `${name}: the endpoint failed while it answered (finish reason ${shortened(heard.finish)})`,
      { where },
    );
  if (ending === 'length' || ending === 'filter') return ending;
  if (ending !== null) return 'stop';
  if (aborted) return 'abort';
  if (ended && heard.text !== '')
    return (heard.completionTokens ?? 0) >= maxTokens ? 'length' : 'stop';
  throw new EndpointError(
    'truncated',
    `${name}: ${heard.hasChoice ? 'the answer ended without saying why' : 'the answer holds no choices'}`,
    { where },
  );
}

/** The endpoint's word, as it may be shown. */
const shortened = (word: string): string => visible(word.trim().slice(0, 40));

/** Some proxies show what they were sent. */
function keyRepeated({ connection }: FaultContext): EndpointError {
  return new EndpointError(
    'malformed',
    `${connection.config.name}: an answer repeats the key that was sent, and nothing of it is kept`,
    {
      where: connection.host,
      hint: 'Replace the key, and check the proxies between here and the endpoint.',
    },
  );
}

/** What a person should know of an answer that was taken all the same. */
function remarkOn(
  { text, reasoning, finish, cut, stopped }: Hearing,
  finishReason: FinishReason,
  maxTokens: number,
): string | null {
  if (cut)
    return `an answer was cut after ${text.length} letters: ${maxTokens} tokens were asked for, and it did not end`;
  if (finishReason === 'filter') return 'the content filter ended an answer';
  if (!stopped && endingOf(finish) === 'unknown')
    return `an answer ended with the reason "${shortened(finish)}", which is not known here; it is kept`;
  if (finishReason === 'abort' || text.trim() !== '') return null;
  return reasoning === ''
    ? 'an answer is empty'
    : 'an answer is empty: its reasoning took all of its tokens';
}
