import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parkedInBatch } from '../../src/asking/batch/parked.ts';
import { createBudget } from '../../src/asking/budget.ts';
import type { Item, LaneWork } from '../../src/asking/items.ts';
import { createLanes, type LanesOptions } from '../../src/asking/lanes.ts';
import { EndpointError, UserError } from '../../src/errors.ts';

type Failed = { model: string; id: string };

function setUp(more: Partial<LanesOptions> = {}) {
  const failed: Failed[] = [];
  const retried: string[] = [];
  const lanes = createLanes({
    now: Date.now,
    random: () => 0,
    onChange: () => {},
    onRetry: (_model, id) => retried.push(id),
    onFailed: (model, id) => failed.push({ model, id }),
    ...more,
  });
  return { lanes, failed, retried };
}

const spent = { tokens: 1, dollars: 0 };

/** An item whose requests are all sent. */
function item(id: string, ask: Item['ask']): Item {
  return {
    id,
    bound: { tokens: 10, dollars: 0.1 },
    async ask(context) {
      context.reserve();
      return ask(context);
    },
  };
}

function laneWork(model: string, items: Item[], more: Partial<LaneWork> = {}): LaneWork {
  return { model, account: null, concurrency: 1, items, ...more };
}

const run = (lanes: ReturnType<typeof createLanes>, work: LaneWork[], signal?: AbortSignal) =>
  lanes.run('elicit', work, () => 0, signal ?? new AbortController().signal);

describe('lanes', () => {
  it('take turns on a shared account, so that a partial run is balanced', async () => {
    const order: string[] = [];
    const items = (model: string, count: number) =>
      Array.from({ length: count }, (_, i) =>
        item(`${model}${i}`, async () => {
          order.push(model);
          await sleep(0);
          return spent;
        }),
      );
    const { lanes } = setUp();
    const shared = { account: 'lab', concurrency: 1 };
    await run(lanes, [
      laneWork('a', items('a', 20), shared),
      laneWork('b', items('b', 10), shared),
      laneWork('c', items('c', 10), shared),
    ]);
    const half = order.slice(0, 20);
    const count = (model: string) => half.filter((one) => one === model).length;
    expect(order).toHaveLength(40);
    expect(Math.abs(count('a') - 10)).toBeLessThanOrEqual(1);
    expect(Math.abs(count('b') - 5)).toBeLessThanOrEqual(1);
    expect(Math.abs(count('c') - 5)).toBeLessThanOrEqual(1);
  });

  it('hold the budget of what is left to batches, which will be paid for', async () => {
    const budget = createBudget(() => ({ tokens: 25 }), { tokens: 0, dollars: 0, requests: 0 });
    const { lanes, failed } = setUp({ budget });
    const batched = { batched: true };
    const left = ['1', '2'].map((id) => item(id, () => Promise.reject(parkedInBatch)));
    await run(lanes, [laneWork('a', left, batched)]);
    expect(failed).toEqual([]);
    const next = [item('3', async () => spent)];
    await expect(run(lanes, [laneWork('a', next, batched)])).rejects.toThrow(/budget of 25 tokens/);
  });

  it('begin thousands in turns, between which others are heard, and end all on an abort', async () => {
    const stop = new AbortController();
    let heard = 0;
    let begun = 0;
    const ticking = setInterval(() => {
      heard += 1;
    }, 0);
    const items = Array.from({ length: 5000 }, (_, i) =>
      item(String(i), ({ signal }) => {
        begun += 1;
        if (begun === 5000) setImmediate(() => stop.abort());
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      }),
    );
    const { lanes, failed } = setUp();
    await run(lanes, [laneWork('a', items, { batched: true })], stop.signal);
    clearInterval(ticking);
    expect(begun).toBe(5000);
    expect(heard).toBeGreaterThan(5);
    expect(failed).toEqual([]);
    expect(lanes.snapshot()[0]!.inFlight).toBe(0);
  });

  it('never have more in flight than the account allows, and more once it is raised', async () => {
    let inFlight = 0;
    let most = 0;
    let answered = 0;
    let mostBefore = 0;
    const { lanes } = setUp();
    const items = Array.from({ length: 30 }, (_, i) =>
      item(String(i), async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await sleep(2);
        inFlight -= 1;
        answered += 1;
        if (answered === 9) {
          mostBefore = most;
          lanes.setConcurrency(7);
        }
        return spent;
      }),
    );
    await run(lanes, [laneWork('a', items, { concurrency: 3 })]);
    expect(mostBefore).toBe(3);
    expect(most).toBe(7);
  });

  it('ask again what an endpoint refused, and give the account a rest', async () => {
    let refusals = 2;
    const { lanes, failed, retried } = setUp();
    const answered: string[] = [];
    await run(lanes, [
      laneWork(
        'a',
        ['1', '2', '3'].map((id) =>
          item(id, async () => {
            if (refusals-- > 0) throw new EndpointError('rate', 'too many', { retryAfter: 0.02 });
            answered.push(id);
            return spent;
          }),
        ),
        { account: 'lab', concurrency: 2 },
      ),
    ]);
    expect(answered.sort()).toEqual(['1', '2', '3']);
    expect(retried.length).toBe(2);
    expect(failed).toEqual([]);
  });

  for (const [what, share, waits, most] of [
    ['wait out an outage: two that fail in a row hold all others back', 1, 2, 2],
    ['continue where an endpoint answers in between, until four times as many wait', 2, 8, 18],
  ] as const)
    it(what, async () => {
      const asked: string[] = [];
      const waiting: (() => void)[] = [];
      const { lanes } = setUp({
        wait: () => new Promise<void>((resolve) => waiting.push(resolve)),
      });
      const items = Array.from({ length: 24 }, (_, i) =>
        item(String(i), async () => {
          const isFirst = !asked.includes(String(i));
          asked.push(String(i));
          await sleep(0);
          if (isFirst && i % share === share - 1) throw new EndpointError('server', 'no');
          return spent;
        }),
      );
      const done = run(lanes, [laneWork('a', items, { concurrency: 2 })]);
      // All that is under way waits.
      while (waiting.length < waits || lanes.snapshot()[0]!.inFlight > waiting.length)
        await sleep(1);
      expect(waiting.length).toBeLessThanOrEqual(waits + 1);
      expect(asked.length).toBeGreaterThanOrEqual(waits * share - 1);
      expect(asked.length).toBeLessThanOrEqual(most);
      const going = setInterval(() => {
        for (const go of waiting.splice(0)) go();
      }, 1);
      await done;
      clearInterval(going);
      expect(new Set(asked).size).toBe(24);
      expect(lanes.snapshot()[0]).toMatchObject({ done: 24, errors: 0 });
    });

  it('stop for good at a wrong key, and let the other models continue', async () => {
    const { lanes, failed } = setUp();
    const asked = { a: 0, b: 0 };
    await run(lanes, [
      laneWork(
        'a',
        ['1', '2', '3'].map((id) =>
          item(id, async () => {
            asked.a += 1;
            throw new EndpointError('auth', 'the key was not accepted');
          }),
        ),
      ),
      laneWork(
        'b',
        ['1', '2', '3'].map((id) =>
          item(id, async () => {
            asked.b += 1;
            return spent;
          }),
        ),
      ),
    ]);
    expect(asked).toEqual({ a: 1, b: 3 });
    expect(failed).toEqual([{ model: 'a', id: '1' }]);
    expect(lanes.snapshot()[0]).toMatchObject({ errors: 1, done: 0, inFlight: 0 });
  });

  it('brake at the budget: what is in flight is answered, nothing more begins', async () => {
    const budget = createBudget(() => ({ dollars: 0.35 }), { tokens: 0, dollars: 0, requests: 0 });
    const { lanes } = setUp({ budget });
    let answered = 0;
    const items = Array.from({ length: 10 }, (_, i) =>
      item(String(i), async () => {
        await sleep(1);
        answered += 1;
        return { tokens: 1, dollars: 0.1 };
      }),
    );
    await expect(run(lanes, [laneWork('a', items, { concurrency: 5 })])).rejects.toThrow(/budget/);
    expect(answered).toBe(3);
    expect(budget.spent().dollars).toBeCloseTo(0.3, 12);
  });

  it('hold nothing of the budget for an answer that is there already', async () => {
    const none = { tokens: 0, dollars: 0, requests: 0 };
    const budget = createBudget(() => ({ requests: 1, dollars: 0.1, tokens: 10 }), none);
    const { lanes } = setUp({ budget });
    const shared = {
      ...item('2', async () => spent),
      ask: async () => ({ ...none, requests: 0 as const }),
    };
    await run(lanes, [laneWork('a', [item('1', async () => spent), shared])]);
    expect(lanes.snapshot()[0]!.done).toBe(2);
    expect(budget.spent()).toEqual({ tokens: 1, dollars: 0, requests: 1 });
  });

  it('refuse what was sent without a place in the budget', async () => {
    const { lanes } = setUp();
    const unheld = { ...item('1', async () => spent), ask: async () => spent };
    await expect(run(lanes, [laneWork('a', [unheld])])).rejects.toThrow(/1 was sent without/);
  });

  it('end at once on a full disk', async () => {
    const { lanes } = setUp();
    let begun = 0;
    const items = Array.from({ length: 5 }, (_, i) =>
      item(String(i), async () => {
        begun += 1;
        throw new UserError('The disk is full', { exit: 'disk' });
      }),
    );
    await expect(run(lanes, [laneWork('a', items)])).rejects.toThrow(/disk is full/);
    expect(begun).toBe(1);
  });

  it('end a wait at once on an abort', async () => {
    const waits = Promise.withResolvers<number | null>();
    const { lanes, failed } = setUp({
      onChange() {
        const { waiting } = lanes.snapshot()[0]!;
        if (waiting) waits.resolve(waiting.until);
      },
    });
    const abort = new AbortController();
    const going = run(
      lanes,
      [
        laneWork('a', [
          item('1', async () => {
            throw new EndpointError('rate', 'too many', { retryAfter: 100 });
          }),
        ]),
      ],
      abort.signal,
    );
    const begun = Date.now();
    expect((await waits.promise)! - begun).toBeGreaterThan(90_000);
    abort.abort();
    await going;
    expect(failed).toEqual([]);
  });

  it('hold a paused lane back and take it up again', async () => {
    const rests = Promise.withResolvers<void>();
    const { lanes } = setUp({
      onChange() {
        const { paused, done, inFlight } = lanes.snapshot()[0]!;
        if (paused && done === 1 && inFlight === 0) rests.resolve();
      },
    });
    const answered: string[] = [];
    const items = ['1', '2', '3'].map((id) =>
      item(id, async () => {
        await sleep(1);
        answered.push(id);
        return spent;
      }),
    );
    const going = run(lanes, [laneWork('a', items)]);
    expect(lanes.toggleLane('b')).toBeNull();
    expect(lanes.toggleLane('a')).toBe('paused');
    await rests.promise;
    // Time enough for another to be begun and answered.
    await sleep(10);
    expect(answered).toEqual(['1']);
    expect(lanes.toggleLane('a')).toBe('continues');
    await going;
    expect(answered).toEqual(['1', '2', '3']);
  });
});
