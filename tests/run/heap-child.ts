/** Run by heap.test.ts with --expose-gc: works a long night in a few seconds and prints what is left of it in memory. */
import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { lazyItems } from '../../src/asking/items.ts';
import { createLanes } from '../../src/asking/lanes.ts';
import { EndpointError } from '../../src/errors.ts';
import { createStore } from '../../src/run/store.ts';

const gc = (globalThis as { gc?: () => void }).gc!;
const warnings: string[] = [];
process.on('warning', (warning) => warnings.push(`${warning.name}: ${warning.message}`));

/** Bytes in use once nothing is left to collect. */
async function heap(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await setImmediate();
    gc();
  }
  return process.memoryUsage().heapUsed;
}

const models = 50;
const tokens = 5;
const store = createStore<{ lanes: unknown[]; text: string; count: number }>({
  lanes: [],
  text: '',
  count: 0,
});
let told = 0;
const night = new AbortController();

/** `requests` requests over fifty lanes, each streaming five pieces; one in fifty fails once, and is asked again. */
async function work(requests: number): Promise<number> {
  let asked = 0;
  const failed = new Set<string>();
  const lanes = createLanes({
    now: () => Date.now(),
    random: () => 0,
    onChange: () => store.set({ lanes: lanes.snapshot(), count: store.get().count + 1 }),
    onRetry() {},
    onFailed(model, id, reason) {
      throw new Error(`${model} ${id}: ${reason}`);
    },
  });
  const lane = (m: number) =>
    lazyItems(requests / models, (index) => ({
      id: `${m} ${index}`,
      bound: { tokens: 10, dollars: 0 },
      async ask({ signal, onText, reserve }) {
        reserve();
        const id = `${m} ${index}`;
        if (index % 50 === 7 && !failed.has(id)) {
          failed.add(id);
          throw new EndpointError('server', 'once', { retryAfter: 0 });
        }
        for (let token = 0; token < tokens; token++) onText(`word ${token} of ${id} `);
        // As a client does that is given the signal of the lane.
        const onAbort = () => {};
        signal.addEventListener('abort', onAbort, { once: true });
        await setImmediate();
        signal.removeEventListener('abort', onAbort);
        asked += 1;
        return { tokens, dollars: 0 };
      },
    }));
  await lanes.run(
    'elicit',
    Array.from({ length: models }, (_, m) => ({
      ...{ model: `m${m}`, account: null, concurrency: 4, items: lane(m) },
    })),
    () => 0,
    night.signal,
  );
  return asked;
}

async function update(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    store.set({ text: `frame ${i}`, lanes: [{ i }] }, i % 100 === 0);
    // A screen that comes and goes.
    if (i % 1000 === 0) store.subscribe(() => {})();
    if (i % 5000 === 0) await setImmediate();
  }
}

store.subscribe(() => {
  told += 1;
});
await update(5000);
await work(2000);
const before = await heap();
await update(100_000);
const updated = await heap();
const updates = store.get().count;
const asked = await work(20_000);
const worked = await heap();
process.stdout.write(
  JSON.stringify({
    grownByUpdates: updated - before,
    grownByRequests: worked - updated,
    asked,
    changes: store.get().count - updates,
    told,
    listeners: getEventListeners(night.signal, 'abort').length,
    warnings,
  }),
);
process.exit(0);
