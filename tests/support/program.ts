/** The built program as a user has it: its file, a place of its own to run in, commands without a screen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { patience } from './patience.ts';
import { sharedPlace } from './shared-place.ts';

export const programFile = fileURLToPath(new URL('../../dist/valuelex.cjs', import.meta.url));

/** A folder to stand in, with its own runs, cache, home, and settings. */
export type Place = {
  folder: string;
  runs: string;
  cache: string;
  env: Record<string, string>;
  /** Deletes it all. */
  leave(): void;
};

/**
 * A new place. Its environment is this process's without what would change the program: CI (Ink
 * draws nothing there), keys, and the user's own cache, models, and settings.
 */
export function makePlace(more: Record<string, string> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-'));
  const cache = join(folder, 'cache');
  const home = join(folder, 'home');
  const runs = join(folder, 'runs');
  mkdirSync(home);
  shareVectors(cache);
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(CI|CONTINUOUS_INTEGRATION|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|COLUMNS|LINES)$/.test(
        name,
      ) && !/^(VALUELEX|XDG|VITEST|OLLAMA|HF|LMSTUDIO|npm)_|_API_KEY$/.test(name),
  ) as [string, string][];
  const env = {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    VALUELEX_CACHE: cache,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    ...more,
  };
  return {
    folder,
    runs,
    cache,
    env,
    leave: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The vectors of words stand in one folder for all places: what one program has made, the others find. */
function shareVectors(cache: string): void {
  const shared = sharedPlace('vectors');
  if (shared === null) return;
  mkdirSync(shared, { recursive: true });
  mkdirSync(cache);
  symlinkSync(shared, join(cache, 'vectors'), 'dir');
}

export type Ended = { code: number | null; signal: NodeJS.Signals | null };
export type Running = {
  child: ChildProcess;
  /** Standard output and standard error so far. */
  out(): string;
  err(): string;
  ended: Promise<Ended>;
};

/** Starts a command without a terminal. */
export function startCommand(
  args: readonly string[],
  place: Place,
  env: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, [programFile, ...args], {
    cwd: place.folder,
    env: { ...place.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  return { child, out: () => out, err: () => err, ended };
}

/** Runs a command to its end. */
export async function command(
  args: readonly string[],
  place: Place,
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const running = startCommand(args, place, env);
  const { code } = await running.ended;
  return { code, out: running.out(), err: running.err() };
}

const severalFile = fileURLToPath(new URL('./several-commands.mjs', import.meta.url));
const mainFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Runs commands to their ends in one process, for what hangs on no start of its own: the program is loaded once. */
export async function severalCommands(
  lines: readonly (readonly string[])[],
  place: Place,
): Promise<{ code: number | null; out: string; err: string }[]> {
  const child = spawn(process.execPath, [severalFile, mainFile], {
    cwd: place.folder,
    env: { ...place.env, NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(lines));
  const out = await text(child.stdout);
  return JSON.parse(out);
}

/** The only run in the place's runs folder. Throws when there is none or more than one. */
export function onlyRun(place: Place): string {
  const names = readdirSync(place.runs).filter((name) => !name.startsWith('.'));
  if (names.length !== 1) throw new Error(`${names.length} runs: ${names.join(', ')}`);
  return join(place.runs, names[0]!);
}

const logs = ['responses', 'extractions', 'names', 'completions', 'exams', 'ratings'] as const;

/** The identities in each log of a run, in order; a torn last line is left out, as the program does. */
export function identitiesOf(run: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const log of logs) {
    const lines = readText(join(run, `${log}.jsonl`)).split('\n');
    found[log] = lines.slice(0, -1).map((line) => {
      const { id } = JSON.parse(line) as { id?: unknown };
      if (typeof id !== 'string') throw new Error(`${log}: a line without an identity: ${line}`);
      return id;
    });
  }
  return found;
}

/** Identities that stand twice in a log, as "log: identity". */
export function repeatedIdentities(run: string): string[] {
  return Object.entries(identitiesOf(run)).flatMap(([log, ids]) =>
    ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${log}: ${id}`),
  );
}

/** How many lines the logs of a run hold together; 0 for a folder that is not there yet. */
export function countLines(run: string): number {
  return logs.reduce(
    (sum, log) => sum + readText(join(run, `${log}.jsonl`)).split('\n').length - 1,
    0,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/**
 * Waits until `look` finds something that is neither false nor empty, and gives that; looks 50 times a second.
 * Rejects where it never comes, saying `what`. A test waits by it for the very state that it looks at next:
 * a file, a screen, and another process each learn of one event at times of their own.
 */
export async function until<T>(look: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${patience / 1000} s for: ${what}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Whether a process is there and has not ended: one that waits for its parent to take note has. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return stateOf(pid) !== 'Z';
}

/** The letter of a process's state (R runs or is ready to, T is stopped, S sleeps); null where there is no /proc. */
export function stateOf(pid: number): string | null {
  try {
    return /^\d+ \(.*\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Kills a process, and waits for its end; one that is gone is left alone. */
export async function killProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
  await until(() => !isAlive(pid), `the end of process ${pid}`);
}
