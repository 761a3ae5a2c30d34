/** The built program as a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from '../support/program.ts';

export type Command = {
  pid: number;
  kill(): void;
  /** Standard output and standard error so far. */
  text(): string;
  ended: Promise<{ code: number | null; text: string }>;
};

/** Starts `command`; its output is collected. */
export function start(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; uid?: number } = {},
): Command {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
  });
  let text = '';
  const hear = (data: Buffer): void => {
    text += data.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return {
    pid: child.pid ?? 0,
    kill: () => void child.kill('SIGKILL'),
    text: () => text,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, text }));
    }),
  };
}

export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  return start(process.execPath, [programFile, ...args], { env });
}

/** The only run in `runs`. */
export function onlyRun(runs: string): string {
  const [name, ...more] = existsSync(runs) ? readdirSync(runs) : [];
  if (name === undefined || more.length > 0) throw new Error(`${runs} holds not one run`);
  return join(runs, name);
}
