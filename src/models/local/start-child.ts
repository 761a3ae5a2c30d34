/** Starts the child process of one local model. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { EndpointError } from '../../errors.ts';
import { type FromChild, fromChild, type LoadMessage } from './messages.ts';
import { errorOfChild } from './requests-in-flight.ts';

export type RunningChild = {
  child: ChildProcess;
  /** Resolves once the model is loaded; rejects with EndpointError where it cannot be, or the process ends before. */
  ready: Promise<void>;
};

/** Where the child's program is: beside this file in the sources, one bundled file when built. */
function entry(): { file: string; execArgv: string[] } {
  if (import.meta.url.endsWith('.ts')) {
    const native = (process.features as { typescript?: unknown }).typescript;
    return {
      file: fileURLToPath(new URL('./child.ts', import.meta.url)),
      execArgv: native ? [] : ['--experimental-strip-types'],
    };
  }
  for (const place of ['./local-child.js', '../local-child.js']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return { file, execArgv: [] };
  }
  throw new EndpointError('missing', 'A part of valuelex is missing: local-child.js', {
    hint: 'Install valuelex again, or run `npm run build` in a clone.',
  });
}

/** `onMessage` gets answers to requests; `onEnd` is called when the process has ended, for whatever reason. */
export function startChild(
  message: LoadMessage,
  onMessage: (message: Exclude<FromChild, { kind: 'ready' }>) => void,
  onEnd: (error: EndpointError) => void,
): RunningChild {
  const { file, execArgv } = entry();
  const child = fork(file, [], {
    execArgv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Evaluation runs on libuv's threads: one for each context, and some for reading files.
    env: { ...process.env, UV_THREADPOOL_SIZE: String(message.contexts + 4) },
  });
  let words = '';
  child.stderr?.on('data', (data: Buffer) => {
    words = (words + data.toString()).slice(-2000);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (raw) => {
      const parsed = fromChild.safeParse(raw);
      if (!parsed.success) return;
      const { data } = parsed;
      if (data.kind === 'ready') resolve();
      else if (data.kind === 'failed' && data.id === null) reject(errorOfChild(data, message.path));
      else onMessage(data);
    });
    const ended = (how: string) => {
      const error = new EndpointError('server', `The local model's process ended: ${how}`, {
        where: message.path,
        hint: lastLine(words) ?? 'The next request starts it again.',
      });
      reject(error);
      onEnd(error);
    };
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  });
  ready.catch(() => child.kill('SIGKILL'));
  child.send(message);
  letProgramEnd(child);
  // A pipe is a socket, but its type does not say so.
  if (child.stderr instanceof Socket) child.stderr.unref();
  return { child, ready };
}

/** The program may end while this child runs. */
export function letProgramEnd(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** The program stays while this child runs. */
export function keepProgramRunning(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

function lastLine(words: string): string | undefined {
  return words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
    .at(-1);
}
