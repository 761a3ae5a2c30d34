/** Streams a finished text at a given speed. */

import type { FinishReason } from '../model.ts';
import { tokensOf } from './speech.ts';

/** Resolves after `milliseconds`, or at once when the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

export const waitOnTimer: Wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });

export type Streamed = { text: string; finishReason: FinishReason; tokens: number };

/**
 * Cuts the text at a stop string and at `maxTokens`, and streams it: at `tokensPerSecond`, or in
 * one piece when that is null. An abort ends it with what has been said.
 */
export async function streamText(
  whole: string,
  options: {
    maxTokens: number;
    stop?: readonly string[] | undefined;
    tokensPerSecond: number | null;
    signal?: AbortSignal | undefined;
    onText?: ((text: string) => void) | undefined;
    wait: Wait;
  },
): Promise<Streamed> {
  const stopped = cutAtStop(whole, options.stop ?? []);
  const all = tokensOf(stopped);
  const tokens = all.slice(0, options.maxTokens);
  const finishReason = all.length > tokens.length ? 'length' : 'stop';
  if (options.signal?.aborted) return { text: '', finishReason: 'abort', tokens: 0 };
  if (options.tokensPerSecond === null) {
    const text = finishReason === 'stop' ? stopped : tokens.join('');
    options.onText?.(text);
    return { text, finishReason, tokens: tokens.length };
  }
  const pause = 1000 / options.tokensPerSecond;
  let text = '';
  for (const [count, token] of tokens.entries()) {
    await options.wait(pause, options.signal);
    if (options.signal?.aborted) return { text, finishReason: 'abort', tokens: count };
    text += token;
    options.onText?.(token);
  }
  return { text, finishReason, tokens: tokens.length };
}

/** The text before the first stop string. */
function cutAtStop(text: string, stops: readonly string[]): string {
  let end = text.length;
  for (const stop of stops) {
    const at = stop === '' ? -1 : text.indexOf(stop);
    if (at >= 0 && at < end) end = at;
  }
  return text.slice(0, end);
}
