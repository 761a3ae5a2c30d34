/** Answers that come in one piece: probabilities, vectors, lists. */
import type OpenAI from 'openai';
import { checkContentType, type FaultContext, timeoutFault } from './faults.ts';
import { parseLoosely } from './loose-json.ts';

type Options = { signal: AbortSignal; timeout: number };

/**
 * Sends a request and reads its JSON. The client's own limit ends with the headers; here silence within the body counts too.
 * Throws EndpointError 'timeout', what the client throws, and SyntaxError for what is no JSON.
 */
export async function jsonFrom(
  context: FaultContext,
  signal: AbortSignal | undefined,
  send: (client: OpenAI, options: Options) => { asResponse(): Promise<Response> },
  timeout = context.connection.patience,
): Promise<{ value: unknown; headers: Headers }> {
  const { client } = await context.connection.client();
  const limit = AbortSignal.timeout(timeout);
  const own = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const response = await send(client, { signal: own, timeout }).asResponse();
    checkContentType(response, context);
    return { value: parseLoosely(await response.text()), headers: response.headers };
  } catch (error) {
    if (limit.aborted && !signal?.aborted) throw timeoutFault(context, timeout);
    throw error;
  }
}
