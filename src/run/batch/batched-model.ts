/** A model that is asked in batches, and to the stages a model like any other. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Batches } from '../../models/batches.ts';
import type { Model, Request } from '../../models/model.ts';
import { hashOf } from '../identity.ts';
import type { Batcher, Unanswered } from './batcher.ts';
import { parkedInBatch } from './parked.ts';

/** Requests that one lane has in batches at once. */
const mostAtOnce = 50_000;

/** Seconds that finding out what it can do may take. */
const probePatience = 120;

/** What is being asked, wherever its posts are made. */
type Asking = { key: string; unanswered: Unanswered | null; done: Promise<void> };

/**
 * `live` asked through `batcher`, at the price of a batch. A request is named by what determines it, so that a
 * later session finds it in the batch that holds it. What the model can do is found out live.
 * Rejects with `parkedInBatch` for a request that waits in a batch nobody stays for. Throws EndpointError.
 */
export async function batchedModel(
  live: Model,
  batches: Batches,
  batcher: Batcher,
  onParked: () => void = () => {},
): Promise<Model> {
  const asking = new AsyncLocalStorage<Asking>();
  const over = batches.over(({ path, body, signal }) => {
    const current = asking.getStore();
    if (!current) return null;
    const { key, done } = current;
    // One question may be posted twice in other words (a space before a digit).
    const id = hashOf({ key, path, text: body.messages ?? body.prompt });
    const sent = batcher.send({ id, path, body, signal, done });
    return (
      sent?.then((reply) => {
        if ('status' in reply) return reply;
        current.unanswered = reply;
        throw parkedInBatch;
      }) ?? null
    );
  });
  await over.probe?.({ signal: AbortSignal.timeout(probePatience * 1000) });

  async function through<T>(key: string, task: () => Promise<T>): Promise<T> {
    let finish: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const current: Asking = { key, unanswered: null, done };
    try {
      return await asking.run(current, task);
    } catch (error) {
      const { unanswered } = current;
      if (!unanswered) throw error;
      if (!('parked' in unanswered)) throw unanswered.failure;
      onParked();
      throw parkedInBatch;
    } finally {
      finish();
    }
  }

  const keyOf = (request: Request, candidates?: readonly string[]) =>
    hashOf({ model: live.requestName, request, candidates });
  const { account: _account, batches: _batches, ...rest } = over;
  return {
    ...rest,
    info: { ...live.info, form: over.info.form, price: batches.price },
    requestName: live.requestName,
    concurrency: mostAtOnce,
    batched: true,
    ask: (request, options) => through(keyOf(request), () => over.ask(request, options)),
    nextToken: (request, candidates, options) =>
      through(keyOf(request, candidates), () => over.nextToken(request, candidates, options)),
    async close() {
      await over.close();
      await live.close();
    },
  };
}
