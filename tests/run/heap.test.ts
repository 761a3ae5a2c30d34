import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const child = fileURLToPath(new URL('heap-child.ts', import.meta.url));

it('100,000 updates of the store and 20,000 requests leave no growth of the heap and no listeners behind', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--no-warnings=ExperimentalWarning', child],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const left = JSON.parse(stdout);
  expect(left.asked).toBe(20_000);
  // Every begin, piece, and end of a request is a change.
  expect(left.changes).toBeGreaterThan(100_000);
  expect(left.told).toBeGreaterThan(1000);
  expect(left.warnings).toEqual([]);
  expect(left.listeners).toBe(0);
  expect(left.grownByUpdates).toBeLessThan(1e6);
  expect(left.grownByRequests).toBeLessThan(3e6);
});
