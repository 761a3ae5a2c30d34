import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockOwner, takeLock } from '../../src/facts/lock.ts';

const now = () => Date.UTC(2026, 10, 29);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'valuelex-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => join(folder, 'lock');
const lockOf = (owner: object) =>
  writeFileSync(
    lockFile(),
    JSON.stringify({ host: hostname(), since: new Date(now()).toISOString(), ...owner }),
  );

describe.runIf(existsSync('/proc/self/stat'))(
  'a lock names the process, not only its number',
  () => {
    it('and is stale where the number has been given to another process since', () => {
      lockOf({ pid: process.ppid, began: 'an earlier boot 1234' });
      expect(lockOwner(folder)).toBeNull();
      const lock = takeLock(folder, now);
      expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
      lock.release();
      expect(existsSync(lockFile())).toBe(false);
    });

    it('also where that other process is this one', () => {
      lockOf({ pid: process.pid, began: 'an earlier boot 1234' });
      takeLock(folder, now).release();
      expect(existsSync(lockFile())).toBe(false);
    });

    it('and holds for as long as the process that took it lives', () => {
      takeLock(folder, now);
      const { began } = JSON.parse(readFileSync(lockFile(), 'utf8'));
      expect(began).toMatch(/^[0-9a-f-]{36} \d+$/);
      expect(() => takeLock(folder, now)).toThrow('This run is open in another valuelex');
    });

    it('holds without that too, as older versions wrote it', () => {
      lockOf({ pid: process.ppid });
      expect(lockOwner(folder)).toMatchObject({ pid: process.ppid });
      expect(() => takeLock(folder, now)).toThrow('This run is open in another valuelex');
    });
  },
);
