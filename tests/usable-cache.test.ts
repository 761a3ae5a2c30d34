import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storageWarning } from '../src/commands/storage-warning.ts';
import { makeFolder } from '../src/make-folder.ts';
import { userId } from '../src/private-folder.ts';
import { usableCache } from '../src/usable-cache.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-usable-'));
  vi.stubEnv('TMPDIR', place);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

/** Nobody, root included, can make a folder there. */
const nowhere = { VALUELEX_CACHE: '/dev/null/cache' };

describe('the cache', () => {
  it('is the user’s folder, made where it is missing', () => {
    const folder = join(place, 'own', 'cache');
    expect(usableCache({ VALUELEX_CACHE: folder })).toEqual({ folder, unwritable: null });
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'is a private folder among the temporary files where that cannot be written to',
    () => {
      const own = join(place, `valuelex-${userId()}`);
      expect(usableCache(nowhere)).toEqual({
        folder: join(own, 'cache'),
        unwritable: { folder: '/dev/null/cache', code: 'ENOTDIR' },
      });
      expect(statSync(own).mode & 0o777).toBe(0o700);
      // The next process finds what this one has kept there.
      writeFileSync(join(own, 'cache', 'kept'), '');
      expect(usableCache(nowhere).folder).toBe(join(own, 'cache'));
    },
  );

  it.skipIf(process.platform === 'win32')('is never a folder that somebody has put there', () => {
    makeFolder(join(place, 'theirs'));
    symlinkSync(join(place, 'theirs'), join(place, `valuelex-${userId()}`));
    const { folder } = usableCache(nowhere);
    expect(folder).toMatch(/valuelex-\d+-\w{6}\/cache$/);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.platform === 'win32')(
    'has what was learned where the user’s can be read and not written to',
    () => {
      const own = join(place, 'own');
      makeFolder(join(own, 'exams'));
      writeFileSync(join(own, 'exams', 'a.jsonl'), 'rated\n');
      for (const [folder, mode] of [
        [place, 0o777],
        [own, 0o555],
      ] as const)
        chmodSync(folder, mode);
      const file = fileURLToPath(new URL('../src/usable-cache.ts', import.meta.url));
      const script = `import { usableCache } from ${JSON.stringify(file)};
        console.log(JSON.stringify(usableCache({ VALUELEX_CACHE: ${JSON.stringify(own)} })))`;
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', script],
        // Root may write everywhere, and is nobody for once.
        { encoding: 'utf8', ...(process.getuid?.() === 0 ? { uid: 65_534 } : {}) },
      );
      expect(stderr).toBe('');
      const { folder, unwritable } = JSON.parse(stdout);
      expect(unwritable).toEqual({ folder: own, code: 'EACCES' });
      expect(readFileSync(join(folder, 'exams', 'a.jsonl'), 'utf8')).toBe('rated\n');
      chmodSync(own, 0o755);
    },
  );

  it('is the user’s, unwritable as it is, where there is nowhere else', () => {
    vi.stubEnv('TMPDIR', '/dev/null/tmp');
    const cache = usableCache(nowhere);
    expect(cache.folder).toBe('/dev/null/cache');
    expect(storageWarning(null, cache)[0]).toBe(
      'Nothing is cached: no writing to /dev/null/cache (ENOTDIR).',
    );
  });
});

describe('the warning', () => {
  const cache = { folder: '/tmp/own', unwritable: { folder: '/home/a/.cache', code: 'EROFS' } };
  const settings = { file: '/home/a/config.json', code: 'EACCES' };

  it('is none where everything is kept', () => {
    expect(storageWarning(null, { folder: '/c', unwritable: null })).toEqual([]);
  });

  it('says first what is lost and where things go, then why, then how to fix it', () => {
    expect(storageWarning(settings, cache)).toEqual([
      'Settings last until the program ends, caches go to /tmp/own: no writing to /home/a/config.json (EACCES) and /home/a/.cache (EROFS).',
      'To keep them, name folders that can be written to in XDG_CONFIG_HOME and VALUELEX_CACHE.',
    ]);
    expect(storageWarning(settings, { folder: '/c', unwritable: null })).toEqual([
      'Settings last until the program ends: no writing to /home/a/config.json (EACCES).',
      'To keep them, name a folder that can be written to in XDG_CONFIG_HOME.',
    ]);
  });
});
