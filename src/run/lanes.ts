/**
 * Asks many things of many models at once: one lane a model, each with its own queue, so that a slow
 * or failing model holds up nobody else. Knows nothing of what is asked.
 */
import PQueue from 'p-queue';
import { EndpointError, explainError, UserError } from '../errors.ts';
import { withRetries } from '../models/retry.ts';
import type { AskingStage, Lane } from './state.ts';

export type Spent = { tokens: number; dollars: number };

/** One thing to ask. `ask` stores its answer before it resolves; null when an abort came first. */
export type Item = {
  id: string;
  ask(context: { signal: AbortSignal; onText: (text: string) => void }): Promise<Spent | null>;
};

export type LaneWork = { model: string; concurrency: number; items: Item[] };

export type LanesOptions = {
  now(): number;
  random(): number;
  /** Called whenever a lane has changed; cheap. */
  onChange(): void;
  onRetry(model: string, id: string, reason: string, seconds: number): void;
  onFailed(model: string, id: string, reason: string): void;
  /** Throws UserError when nothing more may be spent. */
  mayAsk(): void;
};

export type Lanes = {
  /** Snapshots of the lanes of the latest stage; a lane that has not changed is the same object. */
  snapshot(): Lane[];
  /** Asks everything; resolves when all is asked, has failed for good, or was aborted. Rejects on what stops the run (a full disk, the budget). */
  run(
    stage: AskingStage,
    work: LaneWork[],
    done: (model: string) => number,
    signal: AbortSignal,
  ): Promise<void>;
  pauseLane(model: string, paused: boolean): void;
  changeConcurrency(delta: number): void;
};

type Live = {
  row: Lane;
  queue: PQueue;
  stop: AbortController;
  /** The item whose stream is shown; several stream at once, and mixed they make no sentence. */
  shown: string | null;
  /** Tokens and answers by second, for the rates. */
  seconds: Map<number, number>;
};

const tailLength = 240;
const rateWindow = 10;

/** The signal of a lane that stopped for good carries the reason. */
export function createLanes(options: LanesOptions): Lanes {
  let lanes = new Map<string, Live>();
  let delta = 0;

  const change = (lane: Live, part: Partial<Lane>) => {
    lane.row = { ...lane.row, ...part };
    options.onChange();
  };

  function count(lane: Live, tokens: number): void {
    const second = Math.floor(options.now() / 1000);
    lane.seconds.set(second, (lane.seconds.get(second) ?? 0) + tokens);
    for (const old of lane.seconds.keys()) if (old <= second - rateWindow) lane.seconds.delete(old);
  }

  function tokensPerSecond(lane: Live): number {
    const second = Math.floor(options.now() / 1000);
    let sum = 0;
    let first = second;
    for (const [at, tokens] of lane.seconds)
      if (at > second - rateWindow) {
        sum += tokens;
        first = Math.min(first, at);
      }
    return sum / Math.max(1, second - first + 1);
  }

  async function askOne(lane: Live, item: Item, fatal: AbortController): Promise<void> {
    const signal = AbortSignal.any([lane.stop.signal, fatal.signal]);
    if (signal.aborted) return;
    change(lane, { inFlight: lane.row.inFlight + 1 });
    let streamed = 0;
    let heard = '';
    try {
      options.mayAsk();
      const spent = await withRetries(
        () =>
          item.ask({
            signal,
            onText: (text) => {
              streamed += 1;
              count(lane, 1);
              heard = (heard + text).slice(-tailLength);
              lane.shown ??= item.id;
              change(lane, lane.shown === item.id ? { tail: heard } : {});
            },
          }),
        {
          signal,
          random: options.random,
          onWait: ({ reason, seconds }) => {
            options.onRetry(lane.row.model, item.id, reason, seconds);
            change(lane, { waiting: { reason, until: options.now() + seconds * 1000 } });
          },
        },
      );
      if (spent === null) return;
      if (streamed === 0) count(lane, spent.tokens);
      change(lane, {
        done: lane.row.done + 1,
        spend: lane.row.spend + spent.dollars,
        waiting: null,
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof UserError) {
        fatal.abort(error);
        return;
      }
      const reason = explainError(error)[0]!;
      options.onFailed(lane.row.model, item.id, reason);
      change(lane, { errors: lane.row.errors + 1, waiting: { reason, until: null } });
      if (!(error instanceof EndpointError)) {
        fatal.abort(error);
        return;
      }
      // What will not get better by asking for the next item stops the lane.
      if (['auth', 'quota', 'missing', 'network', 'malformed'].includes(error.fault)) {
        lane.stop.abort(error);
        lane.queue.clear();
      }
    } finally {
      if (lane.shown === item.id) lane.shown = null;
      change(lane, { inFlight: lane.row.inFlight - 1 });
    }
  }

  return {
    snapshot() {
      for (const lane of lanes.values()) {
        const rate = Math.round(tokensPerSecond(lane));
        if (rate !== lane.row.tokensPerSecond) lane.row = { ...lane.row, tokensPerSecond: rate };
      }
      return [...lanes.values()].map((lane) => lane.row);
    },
    async run(stage, work, done, signal) {
      const fatal = new AbortController();
      const onAbort = () => fatal.abort(signal.reason);
      if (signal.aborted) return;
      signal.addEventListener('abort', onAbort, { once: true });
      lanes = new Map(
        work.map(({ model, concurrency, items }) => {
          const asked = done(model);
          const live: Live = {
            queue: new PQueue({ concurrency: Math.max(1, concurrency + delta) }),
            stop: new AbortController(),
            shown: null,
            seconds: new Map(),
            row: {
              model,
              stage,
              done: asked,
              total: asked + items.length,
              inFlight: 0,
              errors: 0,
              tokensPerSecond: 0,
              spend: 0,
              waiting: null,
              paused: false,
              tail: '',
            },
          };
          return [model, live];
        }),
      );
      options.onChange();
      try {
        const idle = work.map(({ model, items }) => {
          const lane = lanes.get(model)!;
          for (const item of items) void lane.queue.add(() => askOne(lane, item, fatal));
          fatal.signal.addEventListener('abort', () => lane.queue.clear(), { once: true });
          return lane.queue.onIdle();
        });
        const ended = new Promise<void>((resolve) =>
          fatal.signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        await Promise.race([Promise.all(idle), ended]);
        // A paused queue is idle only once it is cleared; what is in flight ends by the abort.
        if (fatal.signal.aborted)
          for (const lane of lanes.values()) {
            lane.queue.start();
            await lane.queue.onIdle();
          }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
      if (fatal.signal.aborted && !signal.aborted) throw fatal.signal.reason;
    },
    pauseLane(model, paused) {
      const lane = lanes.get(model);
      if (!lane) return;
      if (paused) lane.queue.pause();
      else lane.queue.start();
      change(lane, { paused });
    },
    changeConcurrency(by) {
      delta += by;
      for (const lane of lanes.values())
        lane.queue.concurrency = Math.max(1, lane.queue.concurrency + by);
      options.onChange();
    },
  };
}
