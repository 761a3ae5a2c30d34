/** A model that is asked in batches, and to the stages a model like any other. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Batches, BatchReply, BatchRequest } from '../../models/batches.ts';
import type { Model, Request } from '../../models/model.ts';
import { hashOf } from '../identity.ts';
import type { Batcher } from './batcher.ts';
import { parkedInBatch } from './parked.ts';
import type { Unanswered } from './waiters.ts';

/** Seconds that finding out what it can do may take. */
const probePatience = 120;

/** One try at a question with the replies that are there; what it lacks is written down. */
type Try = {
  key: string;
  /** Null for a post that is to be made live. */
  replies: Map<string, BatchReply | null>;
  lacks: (BatchRequest & { id: string }) | null;
  /** The reply that was used last. */
  used: string | null;
};

const notYet = new Error('The batch has not answered yet.');

/**
 * `live` asked through `batcher`, at the price of a batch. A request is named by what determines it, so that a
 * later session finds it in the batch that holds it. What the model can do is found out live.
 * A question is put until it lacks a reply, given up, and put again when the reply has come: what waits
 * for hours holds little more than its name. Rejects with `parkedInBatch` for a request that waits in a
 * batch that is not waited for. Throws EndpointError.
 */
export async function batchedModel(
  live: Model,
  batches: Batches,
  batcher: Batcher,
  onParked: () => void = () => {},
): Promise<Model> {
  const trying = new AsyncLocalStorage<Try>();
  const over = batches.over(({ path, body }) => {
    const current = trying.getStore();
    if (!current) return null;
    // One question may be posted twice in other words (a space before a digit).
    const id = hashOf({ key: current.key, path, text: body.messages ?? body.prompt });
    const reply = current.replies.get(id);
    // Each reply is used once: a request sent again without a refused field needs another.
    if (reply !== undefined && current.replies.delete(id)) {
      current.used = id;
      return reply;
    }
    current.lacks = { id, path, body };
    throw notYet;
  });
  await over.probe?.({ signal: AbortSignal.timeout(probePatience * 1000) });

  async function through<T>(
    key: string,
    signal: AbortSignal | undefined,
    task: () => Promise<T>,
  ): Promise<T> {
    const replies = new Map<string, BatchReply | null>();
    let release: () => void = () => {};
    try {
      for (;;) {
        const current: Try = { key, replies: new Map(replies), lacks: null, used: null };
        try {
          return await trying.run(current, task);
        } catch (error) {
          if (!current.lacks) {
            // Asked again, it is not to get the same again.
            if (current.used !== null) batcher.forget(current.used);
            throw error;
          }
        }
        release();
        const done = new Promise<void>((resolve) => {
          release = resolve;
        });
        const reply = await batcher.send({ ...current.lacks, signal, done });
        if (reply !== null && !('status' in reply)) return refused(reply);
        replies.set(current.lacks.id, reply);
      }
    } finally {
      release();
    }
  }

  function refused(unanswered: Unanswered): never {
    if ('failure' in unanswered) throw unanswered.failure;
    onParked();
    throw parkedInBatch;
  }

  const keyOf = (request: Request, candidates?: readonly string[]) =>
    hashOf({ model: live.requestName, request, candidates });
  const { account: _account, batches: _batches, ...rest } = over;
  return {
    ...rest,
    info: { ...live.info, form: over.info.form, price: batches.price },
    requestName: live.requestName,
    batched: true,
    ask: (request, options) =>
      through(keyOf(request), options?.signal, () => over.ask(request, options)),
    nextToken: (request, candidates, options) =>
      through(keyOf(request, candidates), options?.signal, () =>
        over.nextToken(request, candidates, options),
      ),
    likelihood: (context, continuations, options) =>
      through(hashOf({ model: live.requestName, context, continuations }), options?.signal, () =>
        over.likelihood(context, continuations, options),
      ),
    async close() {
      await over.close();
      await live.close();
    },
  };
}
