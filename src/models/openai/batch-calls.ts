/** Calls of a batch interface: JSON, lists of many pages, and whatever else its client can do. */
import { EndpointError } from '../../errors.ts';
import { readPage } from './batch-forms.ts';
import type { Connection } from './connection.ts';
import { checkContentType, type FaultContext, faultFrom } from './faults.ts';

/** Pages of batches or files that are looked through at most, 100 each. */
const mostPages = 50;

/** Every function throws EndpointError, or what `signal` aborts with. */
export function batchCalls(connection: Connection) {
  const context: FaultContext = { connection };

  async function sent<T>(
    task: (client: Awaited<ReturnType<Connection['client']>>['client']) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    try {
      const { client } = await connection.client();
      return await task(client);
    } catch (error) {
      signal?.throwIfAborted();
      throw faultFrom(error, context);
    }
  }

  const json = (path: string, signal?: AbortSignal, body?: object): Promise<unknown> =>
    sent(async (client) => {
      const options = { ...(signal && { signal }) };
      const response =
        body === undefined
          ? await client.get(path, options).asResponse()
          : await client.post(path, { ...options, body }).asResponse();
      checkContentType(response, context);
      return response.json();
    }, signal);

  const malformed = (what: string) =>
    new EndpointError('malformed', `${connection.config.name}: ${what}`, {
      where: connection.host,
      hint: 'Leave this endpoint out of --batch: its batch interface is not as OpenAI’s.',
    });

  /** Looks through a list, page by page, newest first. */
  async function look<T>(
    path: string,
    match: (entry: unknown) => T | null,
    signal: AbortSignal | undefined,
  ): Promise<T | null> {
    let after = '';
    for (let page = 0; page < mostPages; page++) {
      const mark = path.includes('?') ? '&' : '?';
      const read = readPage(await json(`${path}${mark}limit=100${after}`, signal));
      if (!read) throw malformed('its list of batches cannot be read');
      for (const entry of read.entries) {
        const found = match(entry);
        if (found !== null) return found;
      }
      if (read.next === null) return null;
      after = `&after=${encodeURIComponent(read.next)}`;
    }
    return null;
  }

  return {
    sent,
    json,
    look,
    malformed,
    check: (response: Response) => checkContentType(response, context),
  };
}
