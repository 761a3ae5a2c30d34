/** The requests that a local model's child process has not answered yet. */
import { EndpointError } from '../../errors.ts';
import type { FromChild } from './messages.ts';

export type ChildResult = Exclude<FromChild, { kind: 'ready' | 'text' | 'failed' }>;

type InFlight = {
  resolve: (result: ChildResult) => void;
  reject: (error: unknown) => void;
  onText: ((text: string) => void) | undefined;
};

/** `onIdle` is called when the last request is settled by its answer or by `drop`. */
export function createRequestsInFlight(onIdle: () => void) {
  const pending = new Map<number, InFlight>();

  function drop(id: number): void {
    pending.delete(id);
    if (pending.size === 0) onIdle();
  }

  return {
    add: (id: number, one: InFlight) => void pending.set(id, one),
    has: (id: number) => pending.has(id),
    /** Forgets a request, whose promise stays as it is. */
    drop,
    /** Passes a message on to its request; one that was dropped gets nothing. */
    receive(message: Exclude<FromChild, { kind: 'ready' }>): void {
      if (message.kind === 'text') {
        pending.get(message.id)?.onText?.(message.text);
        return;
      }
      if (message.id === null) return;
      const one = pending.get(message.id);
      drop(message.id);
      if (message.kind === 'failed') one?.reject(errorOfChild(message));
      else one?.resolve(message);
    },
    /** Rejects all of them: the process has ended. */
    fail(error: unknown): void {
      for (const one of pending.values()) one.reject(error);
      pending.clear();
    },
  };
}

/** `where` is the model's file, where the failure is the file's. */
export function errorOfChild(
  message: Extract<FromChild, { kind: 'failed' }>,
  where?: string,
): EndpointError {
  return new EndpointError(message.fault, message.message, {
    ...(message.hint ? { hint: message.hint } : {}),
    ...(where ? { where } : {}),
  });
}
