/**
 * Asks many things of many models at once: one lane a model, so that a slow or failing model holds up
 * no other; models that share an account share its limits. Knows nothing of what is asked.
 */
import { createAccounts } from './accounts.ts';
import { type AskingOptions, askItem } from './ask-item.ts';
import { type Dispatch, dispatch } from './dispatch.ts';
import type { LaneWork } from './items.ts';
import type { Lane } from './lane.ts';
import {
  type ChangeLane,
  type LiveLane,
  openLane,
  sourceOf,
  tokensPerSecond,
} from './live-lane.ts';

export type LanesOptions = AskingOptions & {
  /** Called whenever a lane has changed; cheap. */
  onChange(): void;
};

export type Lanes = {
  /** Snapshots of the lanes of the latest stage; a lane that has not changed is the same object. */
  snapshot(): Lane[];
  /**
   * Asks everything; resolves when all is asked, has failed for good, or was aborted. Rejects on what stops the
   * run: at once on a full disk, after what is in flight on the budget.
   */
  run(
    stage: string,
    work: LaneWork[],
    done: (model: string) => number,
    signal: AbortSignal,
  ): Promise<void>;
  /** Pauses or resumes a lane; returns which, or null if no lane of this model is active. */
  toggleLane(model: string): 'paused' | 'continues' | null;
  /** Shows why a lane waits; null if it does not. */
  showWait(model: string, wait: Lane['waiting']): void;
  /** Gives the most requests at once of an account then. */
  changeConcurrency(delta: number): number;
  /** Requests at once of every account from now on. */
  setConcurrency(most: number): void;
};

export function createLanes(options: LanesOptions): Lanes {
  let lanes = new Map<string, LiveLane>();
  let dispatched: Dispatch | null = null;
  const accounts = createAccounts(options.now);

  const change: ChangeLane = (lane, part) => {
    lane.row = { ...lane.row, ...part };
    options.onChange();
  };

  /** Asks all that the lanes hold; gives the reason that stopped the run, or null. */
  async function askAll(signal: AbortSignal): Promise<{ reason: unknown } | null> {
    let halted: { reason: unknown } | null = null;
    const stopLanes = (reason: unknown) => {
      for (const lane of lanes.values()) lane.stop.abort(reason);
    };
    const halt = (reason: unknown, drain: boolean) => {
      halted ??= { reason };
      if (!drain) stopLanes(reason);
      own.stop();
    };
    const bySource = new Map([...lanes.values()].map((lane) => [sourceOf(lane, change), lane]));
    const own = dispatch([...bySource.keys()], {
      now: options.now,
      start: (source, item, ticket) =>
        askItem(bySource.get(source)!, item, ticket, { options, change, halt }),
    });
    dispatched = own;
    const onAbort = () => {
      stopLanes(signal.reason);
      own.stop();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      own.pump();
      await own.ended;
    } finally {
      dispatched = null;
      signal.removeEventListener('abort', onAbort);
    }
    return halted;
  }

  return {
    snapshot() {
      const now = options.now();
      for (const lane of lanes.values()) {
        const rate = Math.round(tokensPerSecond(lane, now));
        if (rate !== lane.row.tokensPerSecond) lane.row = { ...lane.row, tokensPerSecond: rate };
      }
      return [...lanes.values()].map((lane) => lane.row);
    },
    async run(stage, work, done, signal) {
      if (signal.aborted) return;
      accounts.begin();
      lanes = new Map(
        work.map((one) => [one.model, openLane(stage, one, accounts.of(one), done(one.model))]),
      );
      options.onChange();
      const halted = await askAll(signal);
      if (halted && !signal.aborted) throw halted.reason;
    },
    toggleLane(model) {
      const lane = lanes.get(model);
      if (!lane || !dispatched || lane.row.done >= lane.row.total) return null;
      change(lane, { paused: !lane.row.paused });
      dispatched.pump();
      return lane.row.paused ? 'paused' : 'continues';
    },
    showWait(model, wait) {
      const lane = lanes.get(model);
      if (lane && (wait || lane.row.waiting?.until != null)) change(lane, { waiting: wait });
    },
    changeConcurrency(by) {
      const most = accounts.change(by);
      options.onChange();
      dispatched?.pump();
      return most;
    },
    setConcurrency(most) {
      accounts.setMost(most);
      options.onChange();
      dispatched?.pump();
    },
  };
}
