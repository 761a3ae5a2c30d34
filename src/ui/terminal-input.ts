/** The terminal's input on its way to Ink, through `reads.ts`. */
import { Readable } from 'node:stream';
import { noReads, type Taken, takeRead, timeUp, waitOf } from './reads.ts';

/** Goes to the start of the line: what was typed ahead was echoed, and the first line would begin beside it, and be too wide. */
export function startAtLeftEdge(): void {
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.stdout.write('\r');
}

/**
 * A stream for Ink to read from in place of the terminal. It reads only in raw mode: an editor that
 * has the terminal meanwhile gets every key.
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
      // Where the program was held up longer, what has come meanwhile is read first.
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
