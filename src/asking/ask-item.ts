/** Asks one item of a lane, retries passing faults, and decides what a fault means for the lane and the run. */
import { EndpointError, type EndpointFault, explainError, UserError } from '../errors.ts';
import type { Ticket } from '../models/account.ts';
import {
  batchPolicy,
  isPassing,
  longestAsked,
  patientPolicy,
  type RetryOptions,
  waitOnTimer,
  withRetries,
} from '../models/retry.ts';
import { parkedInBatch } from './batch/parked.ts';
import type { Budget } from './budget.ts';
import type { Item, Spent } from './items.ts';
import { type ChangeLane, countTokens, type LiveLane } from './live-lane.ts';

export type AskingOptions = {
  now(): number;
  random(): number;
  onRetry(model: string, id: string, reason: string, seconds: number): void;
  onFailed(model: string, id: string, reason: string): void;
  /** Called with a note about a stored answer that the user should know of. */
  onRemark?(model: string, id: string, remark: string): void;
  wait?: RetryOptions['wait'];
  /** The budget; absent if nothing is limited. */
  budget?: Pick<Budget, 'reserve'>;
};

export type AskingParts = {
  options: AskingOptions;
  change: ChangeLane;
  /** Stops the run; with `drain` requests in flight are completed first. */
  halt(reason: unknown, drain: boolean): void;
};

/** Characters of a stream that are shown. */
const tailLength = 240;
/** A lane in which so many requests in a row failed for good asks no more: each has been asked many times. */
const mostFailures = 3;
/** Faults that the next request would meet again. */
const endsLane: ReadonlySet<EndpointFault> = new Set([
  ...(['auth', 'forbidden', 'quota', 'missing', 'network', 'malformed'] as const),
]);

/** Resolves when the item is answered, has failed for good, was given up, or waits in a batch. `first` is the place of its first attempt. */
export async function askItem(
  lane: LiveLane,
  item: Item,
  first: Ticket,
  parts: AskingParts,
): Promise<void> {
  const { options, change } = parts;
  const stop = new AbortController();
  const { signal } = stop;
  lane.open.add(stop);
  if (lane.stop.signal.aborted) stop.abort(lane.stop.signal.reason);
  change(lane, { inFlight: lane.row.inFlight + 1 });
  try {
    const spent = await askAgain(lane, item, first, signal, parts);
    if (spent === null) return;
    lane.answered = true;
    lane.failed = 0;
    if (spent.remark !== undefined) options.onRemark?.(lane.row.model, item.id, spent.remark);
    const { done, spend } = lane.row;
    change(lane, { done: done + 1, spend: spend + spent.dollars, waiting: null });
  } catch (error) {
    if (!signal.aborted && error !== parkedInBatch) takeFault(lane, item, error, parts);
  } finally {
    lane.open.delete(stop);
    if (lane.shown === item.id) lane.shown = null;
    change(lane, { inFlight: lane.row.inFlight - 1 });
  }
}

/** Attempts until one succeeds or the policy of the lane gives up. */
function askAgain(
  lane: LiveLane,
  item: Item,
  first: Ticket,
  signal: AbortSignal,
  parts: AskingParts,
): Promise<Spent | null> {
  const { options, change } = parts;
  let ticket: Ticket | null = first;
  const policy = lane.work.batched ? batchPolicy : lane.answered ? patientPolicy : null;
  return withRetries(
    () => {
      const own = ticket ?? lane.account.begin(item.bound.tokens);
      ticket = null;
      return attempt(lane, item, own, signal, parts);
    },
    {
      signal,
      random: options.random,
      ...(policy && { policy }),
      wait: async (seconds, aborted) => {
        lane.waiting += 1;
        try {
          await (options.wait ?? waitOnTimer)(seconds, aborted);
        } finally {
          lane.waiting -= 1;
        }
      },
      onWait: ({ reason, seconds }) => {
        options.onRetry(lane.row.model, item.id, reason, seconds);
        change(lane, { waiting: { reason, until: options.now() + seconds * 1000 } });
      },
    },
  );
}

/** One attempt: inside the budget, its text to the tail of the lane, its end to the account. */
async function attempt(
  lane: LiveLane,
  item: Item,
  ticket: Ticket,
  signal: AbortSignal,
  { options, change }: AskingParts,
): Promise<Spent | null> {
  const held: { settle: ReturnType<Budget['reserve']> | null } = { settle: null };
  let spent: Spent | null = null;
  let parked = false;
  let heard = '';
  let streamed = 0;
  try {
    spent = await item.ask({
      signal,
      onText: (text) => {
        streamed += 1;
        countTokens(lane, 1, options.now());
        heard = (heard + text).slice(-tailLength);
        lane.shown ??= item.id;
        change(lane, lane.shown === item.id ? { tail: heard } : {});
      },
      reserve() {
        held.settle = options.budget?.reserve(item.bound) ?? (() => {});
      },
    });
    if (spent && spent.requests !== 0 && !held.settle)
      throw new Error(`${item.id} was sent without a place in the budget`);
    if (spent) {
      lane.refused = 0;
      ticket.answered(spent.limits, spent.tokens);
      // A rating without a token count counts as one token, so that its lane shows a rate.
      if (streamed === 0) countTokens(lane, spent.tokens || 1, options.now());
    }
    return spent;
  } catch (error) {
    // What is under way in a batch will be paid for.
    parked = error === parkedInBatch;
    if (isPassing(error)) lane.refused += 1;
    // A rest longer than is waited for stops this lane; the others go on.
    if (error instanceof EndpointError && error.fault === 'rate')
      ticket.refused((error.retryAfter ?? 0) > longestAsked ? undefined : error.retryAfter);
    throw error;
  } finally {
    ticket.ended();
    if (!parked) held.settle?.(spent);
  }
}

/** A fault that was not waited out: a user's stops the run, an endpoint's the item, and the lane where the next item would meet it too. */
function takeFault(
  lane: LiveLane,
  item: Item,
  error: unknown,
  { options, change, halt }: AskingParts,
): void {
  if (error instanceof UserError) {
    halt(error, error.exit === 'paused');
    return;
  }
  const reason = explainError(error)[0]!;
  options.onFailed(lane.row.model, item.id, reason);
  change(lane, { errors: lane.row.errors + 1, waiting: { reason, until: null } });
  if (!(error instanceof EndpointError)) {
    halt(error, false);
    return;
  }
  if (error.fault !== 'filter') lane.failed += 1;
  if (endsLane.has(error.fault) || (lane.failed >= mostFailures && !lane.work.batched)) {
    lane.begun = lane.work.items.length;
    lane.stop.abort(error);
  }
}
