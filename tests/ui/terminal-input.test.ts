/** What is read from a terminal by a program that is held up. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { terminalInput } from '../../src/ui/terminal-input.ts';

/** A connection stands in for the terminal: what is written on one side waits in the system until it is read. */
let typist: Socket;
let screen: Socket;
let place: string;
let stop: () => void;
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-input-'));
  const server = createServer().listen(join(place, 'terminal'));
  await once(server, 'listening');
  typist = connect(join(place, 'terminal'));
  [screen] = (await once(server, 'connection')) as [Socket];
  stop = () => server.close();
});
afterEach(() => {
  for (const one of [typist, screen]) one.destroy();
  stop();
  rmSync(place, { recursive: true, force: true });
});

function hold(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

it('does not take the beginning of a key for Esc while the rest of it waits to be read', async () => {
  const terminal = Object.assign(screen, { isTTY: true, setRawMode: () => screen });
  const input = terminalInput(terminal as unknown as NodeJS.ReadStream);
  let heard = '';
  input.on('data', (text) => {
    heard += text;
  });
  input.setRawMode(true);
  const begun = once(screen, 'data');
  typist.write('\u001b');
  await begun;
  typist.write('[B');
  // Longer than Esc is waited for.
  hold(100);
  await expect.poll(() => heard).not.toBe('');
  expect(heard).toBe('\u001b[B');
  typist.write('\u001b');
  await expect.poll(() => heard).toBe('\u001b[B\u001b[27u');
});
