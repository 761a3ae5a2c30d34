/** Requests whose answer begins with given words: finds out with which fields the model continues from them. */
import { EndpointError } from '../../errors.ts';
import type { ModelInfo, Request } from '../model.ts';
import type { PrefillMeans } from './bodies.ts';
import type { Connection } from './connection.ts';
import type { Learning } from './learning.ts';
import { orAbort } from './or-abort.ts';
import { probePrefill } from './prefill.ts';
import { isInability } from './questions.ts';

export type BegunTurns = {
  /** How begun turns are continued, asked once; null where they cannot be. */
  means(): Promise<PrefillMeans>;
  /** Runs a request with the means to continue its begun turn; where those are refused now, they are learned again, once. */
  withMeans<T>(
    request: Request,
    signal: AbortSignal | undefined,
    task: (means: PrefillMeans) => Promise<T>,
  ): Promise<T>;
};

/** `probing` gives the connection for questions that test what the model can do. */
export function createBegunTurns(
  info: ModelInfo,
  sentAs: string,
  learning: Learning,
  probing: () => Connection,
): BegunTurns {
  let asked: Promise<PrefillMeans> | null = null;
  /** Continuing a begun turn was learned in an earlier session and not yet seen in this one. */
  let isUnproven = learning.learned.prefill != null;

  // Shared by all that wait for it, so no one's abort may end it.
  async function probe(): Promise<PrefillMeans> {
    try {
      const found = await probePrefill(probing(), sentAs);
      if (found !== undefined) learning.learned.prefill = found;
      // Where a filter keeps it from being known, the plain way is tried: it works or is refused.
      return found === undefined ? {} : found;
    } finally {
      asked = null;
    }
  }

  function means(): Promise<PrefillMeans> {
    const { prefill } = learning.learned;
    if (prefill !== undefined) return Promise.resolve(prefill);
    if (!asked) {
      asked = probe();
      asked.then(learning.keep, () => {});
    }
    return asked;
  }

  async function meansFor(
    request: Request,
    signal: AbortSignal | undefined,
  ): Promise<PrefillMeans> {
    if (request.kind === 'completion' || request.prefill === undefined) return null;
    const found = await orAbort(means(), signal);
    if (found === null)
      throw new EndpointError('missing', `${info.name} cannot continue a begun turn`, {
        where: probing().host,
        hint: 'Set its form to chat: the beginning is then given in words.',
      });
    return found;
  }

  return {
    means,
    async withMeans(request, signal, task) {
      const found = await meansFor(request, signal);
      try {
        const done = await task(found);
        if (found !== null) isUnproven = false;
        return done;
      } catch (error) {
        if (found === null || !isUnproven || !isInability(error)) throw error;
        isUnproven = false;
        delete learning.learned.prefill;
        return task(await meansFor(request, signal));
      }
    },
  };
}
