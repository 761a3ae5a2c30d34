/** The terminal's input on its way to Ink, through `reads.ts`. */
import { Readable } from 'node:stream';
import { noReads, type Taken, takeRead, timeUp, waitOf } from './reads.ts';

/** Moves the cursor to the start of the line: echoed keys may have moved it, and the first line would be too wide. */
export function startAtLeftEdge(): void {
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.stdout.write('\r');
}

/**
 * A stream that Ink reads in place of the terminal. It reads only in raw mode, so that an editor that
 * has the terminal gets every key.
 */
export function terminalInput(terminal: NodeJS.ReadStream): NodeJS.ReadStream {
  const input = new Readable({ read() {}, encoding: 'utf8' });
  let reads = noReads;
  let timer: NodeJS.Timeout | undefined;
  let lastRead: NodeJS.Immediate | undefined;
  const stopWaiting = () => {
    clearTimeout(timer);
    clearImmediate(lastRead);
  };
  const pass = (taken: Taken) => {
    reads = taken.reads;
    if (taken.out !== '') input.push(taken.out);
    stopWaiting();
    const wait = waitOf(reads);
    if (wait === null) return;
    timer = setTimeout(() => {
      // If the program was busy for longer, input that came meanwhile is read first.
      lastRead = setImmediate(() => pass(timeUp(reads)));
    }, wait);
  };
  const take = (read: string) => pass(takeRead(reads, read));
  terminal.setEncoding('utf8');
  return Object.assign(input, {
    isTTY: terminal.isTTY,
    setRawMode(raw: boolean) {
      terminal.off('data', take);
      stopWaiting();
      reads = noReads;
      terminal.setRawMode(raw);
      if (raw) terminal.on('data', take).resume();
      else terminal.pause();
      return input;
    },
    ref: () => terminal.ref(),
    unref: () => terminal.unref(),
  }) as unknown as NodeJS.ReadStream;
}
