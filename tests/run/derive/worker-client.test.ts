import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { realOutside } from '../../../src/environment.ts';
import { createComputer } from '../../../src/run/derive/worker-client.ts';
import { openSession } from '../../../src/run/open-session.ts';
import { copyFinishedRun } from '../../support/finished-run.ts';
import { noAnswers } from './no-answers.ts';

const child = fileURLToPath(new URL('close-child.ts', import.meta.url));

it.each(['computer', 'embedder'])(
  'the process stays until the thread of the %s is closed, also where a reply comes in meanwhile',
  async (what) => {
    const { stdout } = await promisify(execFile)(process.execPath, [child, what], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toBe('closed');
  },
);

it('refuses what is under way when it is closed, and what comes after', async () => {
  const computer = createComputer();
  const job = () => computer.run('lexicon', noAnswers).then(() => 'done', String);
  const underWay = job();
  const closed = computer.close();
  expect(await underWay).toBe('Error: The computing thread was closed');
  expect(await job()).toBe('Error: The computing thread was closed');
  await closed;
});

it('leaves its thread to the next computer, as two of three do', async () => {
  const three = () => [createComputer(), createComputer(), createComputer()] as const;
  const first = three();
  await Promise.all(first.map((one) => one.run('lexicon', noAnswers)));
  for (const one of first) await one.close();
  const before = await nextThreadId();
  const next = three();
  await Promise.all(next.slice(0, 2).map((one) => one.run('lexicon', noAnswers)));
  expect(await nextThreadId()).toBe(before + 1);
  // While those have both, the third one starts its own.
  await next[2].run('lexicon', noAnswers);
  expect(await nextThreadId()).toBe(before + 3);
  for (const one of next) await one.close();
});

/** Of a thread that is started now: they are counted in order. */
async function nextThreadId(): Promise<number> {
  const thread = new Worker('', { eval: true });
  const { threadId } = thread;
  await once(thread, 'exit');
  return threadId;
}

it('a run that is closed while it is computed leaves nobody waiting, and says nothing of a fault', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-closed-'));
  const outside = realOutside({
    endpoints: () => ({}),
    env: { HOME: folder, VALUELEX_CACHE: join(folder, 'cache') },
  });
  try {
    const run = await copyFinishedRun(join(folder, 'runs'), outside, { models: 2, judges: 1 });
    const session = await openSession(run, outside, { listen: false });
    await session.close();
    await session.computed;
    await session.clustered();
    expect(session.getState()).toMatchObject({ problems: [], results: { clustering: null } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
