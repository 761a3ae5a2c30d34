/** `valuelex run --detach`: starts the process that works on a run without a terminal. */

import { spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { heldError, lockOwner } from '../../facts/lock.ts';
import { openPlainFile } from '../../facts/plain-file.ts';
import { summariseRun } from '../../run/list-runs.ts';
import type { CommandContext } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';

/** Milliseconds that the new process may take until it holds the lock; a large run is read first. */
const patience = 60_000;

/** The log of the process in the background. */
export function workerLog(folder: string): string {
  return join(folder, 'worker.log');
}

/** Starts the process and prints how to attach to it, query it, and pause it. Throws UserError where it does not start. */
export async function detachRun(
  folder: string,
  until: string | undefined,
  options: { json?: boolean },
  context: CommandContext,
): Promise<void> {
  const pid = await startWorker(folder, until);
  if (options.json) {
    context.out(JSON.stringify({ event: 'detached', folder, pid, log: workerLog(folder) }));
    return;
  }
  if (pid === null) {
    context.out(`The run is finished: ${folder}`);
    return;
  }
  const run = shellWord(folder);
  context.out(
    [
      `Process ${pid} works on ${folder}`,
      `  attach: valuelex attach ${run}`,
      `  ask:    valuelex ctl ${run} status`,
      `  pause:  valuelex ctl ${run} pause`,
    ].join('\n'),
  );
}

/**
 * Starts a process of its own session that works on the run, and waits until it holds the lock;
 * gives its process id, or null when it had nothing left to do. Throws UserError when another process
 * works on the run, and with the end of its log when it stopped at once.
 */
export async function startWorker(
  folder: string,
  until: string | undefined,
): Promise<number | null> {
  const before = lockOwner(folder);
  if (before) throw heldError(before, folder);
  const log = openPlainFile(workerLog(folder), 'append', 0o600);
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      process.argv[1]!,
      ...['run', folder, '--background'],
      ...(until === undefined ? [] : ['--until', until]),
    ],
    // The log file also catches a crash of Node itself.
    { detached: true, stdio: ['ignore', 'ignore', log], windowsHide: true },
  );
  closeSync(log);
  let code: number | null = null;
  let fault: Error | null = null;
  child.on('error', (error) => {
    fault = error;
  });
  child.on('exit', (status) => {
    code = status ?? 1;
  });
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const owner = lockOwner(folder);
    if (owner?.socket !== undefined) {
      child.unref();
      return owner.pid;
    }
    if (fault) throw new UserError('The process could not be started.', { cause: fault });
    if (code !== null) {
      if (code === 0 || summariseRun(folder).finished) return null;
      throw new UserError(`The process stopped at once: ${lastLine(workerLog(folder))}`, {
        where: workerLog(folder),
        hint: `Try it here: valuelex run ${shellWord(folder)}`,
      });
    }
    await new Promise((wake) => setTimeout(wake, 20));
  }
  child.unref();
  return child.pid ?? null;
}

function lastLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-2).join(' ');
  } catch {
    return 'it has left no log';
  }
}
