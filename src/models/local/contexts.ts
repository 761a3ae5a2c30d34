/**
 * The contexts of one loaded model: each holds one sequence (several sequences in one context
 * corrupt the text), keeps what it last evaluated, and serves one request at a time.
 *
 * A prompt is evaluated in chunks that begin at multiples of `chunk`, and only whole chunks are
 * used again. So every number is the same whatever was in the cache before: a rating does not
 * depend on which rating came before it, and parallel answers equal serial ones.
 */
import type { LlamaContext, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';

/** Tokens evaluated at once; a measured balance of speed and of what is evaluated again. */
export const chunk = 32;
const smallest = 2048;

export type Slot = {
  sequence: LlamaContextSequence;
  size: number;
  /** Leading tokens that were evaluated in whole chunks. */
  stable: number;
};

type Held = { context: LlamaContext | null; slot: Slot | null; busy: boolean; used: number };

/** `count` contexts with `threads` threads each, made when they are first needed. */
export function createContexts(model: LlamaModel, count: number, threads: number) {
  const held: Held[] = Array.from({ length: count }, () => ({
    context: null,
    slot: null,
    busy: false,
    used: 0,
  }));
  const waiting: (() => void)[] = [];
  let clock = 0;

  const shared = (one: Held, tokens: readonly Token[]) =>
    one.slot ? Math.min(sharedStart(one.slot.sequence.contextTokens, tokens), one.slot.stable) : -1;

  /** The idle context that already holds the longest start of these tokens, else the one that rested longest. */
  function pick(tokens: readonly Token[]): Held | undefined {
    return held
      .filter((one) => !one.busy)
      .map((one) => ({ one, shared: Math.floor(shared(one, tokens) / chunk) }))
      .sort((a, b) => b.shared - a.shared || a.one.used - b.one.used)[0]?.one;
  }

  async function grow(one: Held, needed: number): Promise<Slot> {
    if (one.slot && one.slot.size >= needed) return one.slot;
    await one.context?.dispose();
    one.context = null;
    one.slot = null;
    const size = contextSize(needed, model.trainContextSize);
    const context = await model.createContext({
      sequences: 1,
      contextSize: size,
      batchSize: Math.min(size, Math.max(chunk, 64)),
      threads,
      swaFullCache: true,
    });
    one.context = context;
    one.slot = { sequence: context.getSequence(), size: context.contextSize, stable: 0 };
    return one.slot;
  }

  /**
   * Runs `work` with a context that has room for `tokens` and `room` more. Throws EndpointError
   * 'malformed' when the prompt is longer than the model can see.
   */
  async function withSlot<Result>(
    tokens: readonly Token[],
    room: number,
    work: (slot: Slot) => Promise<Result>,
  ): Promise<Result> {
    const most = model.trainContextSize;
    if (tokens.length >= most) {
      throw new EndpointError(
        'malformed',
        `The prompt is too long: ${tokens.length} tokens, and this model sees ${most} at once`,
        { hint: 'Shorten the prompt, or choose a model with a longer context.' },
      );
    }
    let one = pick(tokens);
    while (!one) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      one = pick(tokens);
    }
    one.busy = true;
    clock += 1;
    one.used = clock;
    try {
      // One more than is asked for: the library shifts its window when the last cell is reached.
      return await work(await grow(one, Math.min(most, tokens.length + room + 2)));
    } finally {
      one.busy = false;
      waiting.shift()?.();
    }
  }

  return { withSlot };
}

/** A multiple of 1,024 tokens, at least 2,048, at most what the model was trained on. */
function contextSize(needed: number, trained: number): number {
  return Math.min(Math.max(smallest, Math.ceil(needed / 1024) * 1024), Math.max(trained, needed));
}

export function sharedStart(a: readonly Token[], b: readonly Token[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * Evaluates the whole chunks up to `end`, a multiple of their length, beginning behind those that the context holds
 * already. False when `aborted()` turned true meanwhile.
 */
export async function evaluateChunks(
  slot: Slot,
  tokens: readonly Token[],
  end: number,
  aborted: () => boolean,
): Promise<boolean> {
  const { sequence } = slot;
  const same = Math.min(sharedStart(sequence.contextTokens, tokens), slot.stable, end);
  let at = Math.floor(same / chunk) * chunk;
  if (sequence.nextTokenIndex > at) {
    await sequence.eraseContextTokenRanges([{ start: at, end: sequence.nextTokenIndex }]);
  }
  slot.stable = at;
  while (at < end) {
    if (aborted()) return false;
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + chunk));
    at += chunk;
    slot.stable = at;
  }
  return !aborted();
}

/**
 * Evaluates all but the last piece of a prompt (1 to `chunk` tokens), which it gives back for the
 * caller to evaluate with what it wants to know. Null when `aborted()` turned true meanwhile.
 */
export async function evaluateStart(
  slot: Slot,
  tokens: readonly Token[],
  aborted: () => boolean,
): Promise<Token[] | null> {
  const end = Math.floor((tokens.length - 1) / chunk) * chunk;
  return (await evaluateChunks(slot, tokens, end, aborted)) ? tokens.slice(end) : null;
}
