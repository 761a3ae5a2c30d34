import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';

/** A process that has ended and was not waited for ("Z" on Linux) counts as gone. */
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Runs a program that asks a tiny model and prints the pid of the model's process. */
async function start(folder: string, then: string) {
  const endpoint = pathToFileURL(path.resolve('src/models/local/endpoint.ts')).href;
  const program = `
    const { createLocalEndpoint } = await import(${JSON.stringify(endpoint)});
    const folder = ${JSON.stringify(folder)};
    const model = await createLocalEndpoint({ cache: folder, folders: [folder], home: folder, env: {} }).open('tiny');
    await model.ask({ kind: 'completion', prompt: 'I', sampling: { temperature: 0, topP: 1, maxTokens: 2 } });
    console.log(await model.pid());
    ${then}`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => parent.once('exit', () => resolve()));
  const [line] = await new Promise<Buffer[]>((resolve) =>
    parent.stdout.once('data', (data) => resolve([data])),
  );
  return { parent, ended, child: Number(String(line)) };
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 600 && alive(pid); tries += 1) await wait(50);
  return !alive(pid);
}

it('a model’s process ends with the program, killed or done', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'valuelex-orphan-'));
  await writeTinyGguf(path.join(folder, 'tiny.gguf'));
  const killed = await start(folder, 'setInterval(() => {}, 1000);');
  expect(alive(killed.child)).toBe(true);
  killed.parent.kill('SIGKILL');
  expect(await gone(killed.child)).toBe(true);
  // A model that is open and idle does not keep the program from ending.
  const done = await start(folder, '');
  await done.ended;
  expect(await gone(done.child)).toBe(true);
  await rm(folder, { recursive: true });
});
