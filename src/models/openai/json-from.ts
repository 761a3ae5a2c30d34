/** Answers that come in one piece: probabilities, vectors, lists. */
import type OpenAI from 'openai';
import { parseLoosely } from '../../tables/loose-json.ts';
import { checkContentType, type FaultContext, timeoutFault } from './faults.ts';
import { never, watchdog } from './watchdog.ts';

type Options = { signal: AbortSignal; timeout: number };

/**
 * Sends a request and reads its JSON within `timeout` milliseconds, in which a machine that slept does not count. The
 * client's own limit would end with the headers.
 * Throws EndpointError 'timeout', what the client throws, and SyntaxError for what is not JSON.
 */
export async function jsonFrom(
  context: FaultContext,
  signal: AbortSignal | undefined,
  send: (client: OpenAI, options: Options) => { asResponse(): Promise<Response> },
  timeout = context.connection.patience,
): Promise<{ value: unknown; headers: Headers }> {
  const { client } = await context.connection.client();
  const limit = new AbortController();
  const watch = watchdog(timeout, () => limit.abort());
  const own = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    const response = await send(client, { signal: own, timeout: never }).asResponse();
    checkContentType(response, context);
    return { value: parseLoosely(await response.text()), headers: response.headers };
  } catch (error) {
    if (limit.signal.aborted && !signal?.aborted) throw timeoutFault(context, timeout);
    throw error;
  } finally {
    watch.end();
  }
}
