/** Messages of a process in the background go to a log of bounded size, never to a terminal. */
import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { CommandContext } from '../command-context.ts';

/** Bytes after which the log is renamed to `<log>.1` and a new one begins. */
const longestLog = 1 << 20;
/** Characters of one line at most; errors of endpoints can be long. */
const longestLine = 1000;

/**
 * `context` with its notices and its progress going to the file `log`, a line each with the time
 * before it. Results are left out: the report holds them. A disk that is full loses the log alone.
 */
export function workerContext(
  context: CommandContext,
  log: string,
  now: () => number,
): CommandContext {
  const note = (text: string) => {
    const at = new Date(now()).toISOString();
    const lines = text
      .split('\n')
      .map((line) => `${at} ${line.slice(0, longestLine)}\n`)
      .join('');
    try {
      const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      if (size + lines.length > longestLog) renameSync(log, `${log}.1`);
      appendFileSync(log, lines, { mode: 0o600 });
    } catch {
      // The run itself reports a full disk, and stops.
    }
  };
  return {
    ...context,
    out: () => {},
    note,
    progress: (text) => {
      if (text !== null) note(text);
    },
    interactive: false,
    watched: false,
  };
}
