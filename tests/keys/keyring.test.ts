import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyLookup } from '../../src/keys/key-lookup.ts';
import { systemKeyring } from '../../src/keys/keyring.ts';

const tools = fileURLToPath(new URL('../support/keyring-tools', import.meta.url));
/** With what a shell or a parser could stumble over. */
const key = `sk-canary-"5$a'\\b;c|d#e%41`;

let folder: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'valuelex-keyring-'));
  env = {
    PATH: [tools, dirname(process.execPath)].join(delimiter),
    KEYRING_FILE: join(folder, 'ring'),
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  test('a key is stored, read, replaced, and removed, and stands on no command line', async () => {
    const ring = systemKeyring({ platform, env });
    expect(await ring.get('LAB_KEY')).toBeNull();
    await ring.set('LAB_KEY', 'sk-canary-old');
    await ring.set('LAB_KEY', key);
    await ring.set('OTHER_KEY', 'sk-canary-other');
    expect(await ring.get('LAB_KEY')).toBe(key);
    expect(await ring.remove('LAB_KEY')).toBe(true);
    expect(await ring.remove('LAB_KEY')).toBe(false);
    expect(await ring.get('LAB_KEY')).toBeNull();
    expect(await ring.get('OTHER_KEY')).toBe('sk-canary-other');
    const calls = readFileSync(join(folder, 'ring.calls'), 'utf8');
    expect(calls).toContain('LAB_KEY');
    expect(calls).not.toContain('canary');
    expect(calls).not.toContain(Buffer.from('canary').toString('hex'));
  });

  test('a keyring that cannot be used says why and shows no key', async () => {
    const ring = systemKeyring({ platform, env: { ...env, KEYRING_LOCKED: '1' } });
    const error = (await ring.set('LAB_KEY', key).catch((reason) => reason)) as Error;
    expect(error.message).toMatch(/cannot be used: .*(D-Bus|not allowed)/);
    expect(error.message).not.toContain('canary');
    expect(existsSync(join(folder, 'ring'))).toBe(false);
  });

  test('a machine without one says how to do it otherwise', async () => {
    const ring = systemKeyring({ platform, env: { PATH: folder } });
    await expect(ring.get('LAB_KEY')).rejects.toMatchObject({
      message: expect.stringContaining('There is no keyring here'),
      hint: expect.stringContaining('export the variable'),
    });
  });
});

test('a keyring that nobody unlocks is not taken for an empty one', async () => {
  await systemKeyring({ platform: 'linux', env }).set('LAB_KEY', key);
  const ring = systemKeyring({ platform: 'linux', env: { ...env, KEYRING_DISMISSED: '1' } });
  await expect(ring.get('LAB_KEY')).rejects.toThrow(/cannot be used: it is locked/);
  await expect(ring.remove('LAB_KEY')).rejects.toThrow(/cannot be used: it is locked/);
  expect(await ring.get('OTHER_KEY')).toBeNull();
});

test('a tool that waits for a dialog is given up', async () => {
  const ring = systemKeyring({ platform: 'linux', env, timeout: 0.001 });
  await expect(ring.get('LAB_KEY')).rejects.toThrow(/did not answer within/);
});

describe('looking a key up', () => {
  const ringOf = (get: (name: string) => Promise<string | null>) => ({
    title: 'a keyring',
    get,
    set: async () => {},
    remove: async () => true,
  });

  test('asks once for what was stored, and not at all for the rest', async () => {
    const asked: string[] = [];
    const lookup = keyLookup(
      ringOf(async (name) => {
        asked.push(name);
        return `key of ${name}`;
      }),
      () => ['LAB_KEY'],
    );
    expect(await Promise.all([lookup('LAB_KEY'), lookup('LAB_KEY'), lookup('OTHER')])).toEqual([
      'key of LAB_KEY',
      'key of LAB_KEY',
      null,
    ]);
    expect(asked).toEqual(['LAB_KEY']);
  });

  test('a keyring that was locked is asked again', async () => {
    let locked = true;
    const lookup = keyLookup(
      ringOf(async () => {
        if (locked) throw new Error('locked');
        return 'open';
      }),
      () => ['LAB_KEY'],
    );
    await expect(lookup('LAB_KEY')).rejects.toThrow('locked');
    locked = false;
    expect(await lookup('LAB_KEY')).toBe('open');
  });
});
