import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isOwnAddress,
  makeSocketFolder,
  socketAddress,
  socketFolder,
} from '../../../src/run/control/address.ts';

let place: string;
let run: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-'));
  run = join(place, 'run');
  mkdirSync(run);
});
afterEach(() => rmSync(place, { recursive: true }));

describe.skipIf(process.platform === 'win32')('the address of a run', () => {
  it('is in the runtime folder where there is one, else in the cache', () => {
    expect(socketFolder({ XDG_RUNTIME_DIR: place }, '/cache')).toBe(join(place, 'valuelex'));
    expect(socketFolder({ XDG_RUNTIME_DIR: join(place, 'gone') }, '/cache')).toBe('/cache/sockets');
    expect(socketFolder({}, '/cache')).toBe('/cache/sockets');
  });

  it('is one for one folder, by whichever way it is named', () => {
    symlinkSync(run, join(place, 'link'));
    mkdirSync(join(place, 'other'));
    const address = socketAddress(place, run);
    expect(socketAddress(place, join(place, 'link'))).toBe(address);
    expect(socketAddress(place, join(place, 'other'))).not.toBe(address);
  });

  it('is never longer than a socket may be', () => {
    expect(socketAddress(place, run).startsWith(place)).toBe(true);
    const deep = join(place, 'x'.repeat(120));
    expect(Buffer.byteLength(socketAddress(deep, run))).toBeLessThanOrEqual(100);
  });

  it('is in a folder that only the user can open', () => {
    const address = socketAddress(join(place, 'sockets'), run);
    makeSocketFolder(address);
    expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
    chmodSync(dirname(address), 0o755);
    makeSocketFolder(address);
    expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
  });

  it('is not a link to a folder elsewhere', () => {
    mkdirSync(join(place, 'elsewhere'));
    symlinkSync(join(place, 'elsewhere'), join(place, 'sockets'));
    expect(() => makeSocketFolder(socketAddress(join(place, 'sockets'), run))).toThrow(
      'belongs to somebody else',
    );
  });

  it('is trusted only where the owner of this run could have made it', async () => {
    const address = socketAddress(join(place, 'sockets'), run);
    makeSocketFolder(address);
    expect(isOwnAddress(address, run)).toBe(false);
    const server = createServer();
    const other = createServer();
    const foreign = join(dirname(address), 'agent.sock');
    await new Promise<void>((done) => server.listen(address, done));
    await new Promise<void>((done) => other.listen(foreign, done));
    try {
      expect(isOwnAddress(address, run)).toBe(true);
      // A lock in somebody else's run folder may name any socket of the user's.
      expect(isOwnAddress(foreign, run)).toBe(false);
      chmodSync(dirname(address), 0o770);
      expect(isOwnAddress(address, run)).toBe(false);
    } finally {
      server.close();
      other.close();
    }
  });
});
