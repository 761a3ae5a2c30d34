/** One program at work on the scripted endpoint, and what the endpoint saw of it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** As the endpoint counted: `milliseconds` from the first request to the end of the last answer. */
export type Seen = {
  answered: number;
  streamed: number;
  mostAtOnce: number;
  milliseconds: number;
};

export type BenchServer = {
  url: string;
  reset(): Promise<void>;
  seen(): Promise<Seen>;
  close(): void;
};

/** Starts the endpoint; it answers each request after `delay` milliseconds. */
export async function startServer(delay: number): Promise<BenchServer> {
  const file = fileURLToPath(new URL('server.ts', import.meta.url));
  const child = spawn(process.execPath, [file, '--delay', String(delay)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('close', () => reject(new Error('The scripted endpoint did not start.')));
  });
  return {
    url: `${address}/v1`,
    reset: async () => void (await fetch(`${address}/reset`, { method: 'POST' })),
    seen: async () => (await (await fetch(`${address}/stats`)).json()) as Seen,
    close: () => void child.kill(),
  };
}

export type Command = {
  file: string;
  args: string[];
  folder: string;
  env?: Record<string, string | undefined>;
};

/** Seconds from the start of a program to its end. Throws with what it said where it fails. */
export async function secondsOf({ file, args, folder, env = {} }: Command): Promise<number> {
  const began = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (data: Buffer) => {
    said = (said + data.toString()).slice(-4000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said}`);
  return (performance.now() - began) / 1000;
}
