import { spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, whyUnwritable } from '../src/make-folder.ts';
import { patience } from './support/patience.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-make-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const isFolder = (path: string) => statSync(path).isDirectory();

describe('a folder', () => {
  it('is made with those above it, and left as it is where it is there', () => {
    const deep = join(place, 'a', 'b', 'c');
    makeFolder(deep);
    expect(isFolder(deep)).toBe(true);
    makeFolder(deep);
    makeFolder('/');
    symlinkSync(deep, join(place, 'link'));
    makeFolder(join(place, 'link', 'd'));
    expect(isFolder(join(deep, 'd'))).toBe(true);
  });

  it('is made with the mode that is asked for, those above it too', () => {
    makeFolder(join(place, 'a', 'b'), 0o700);
    for (const one of [join(place, 'a'), join(place, 'a', 'b')])
      expect(statSync(one).mode & 0o777).toBe(0o700);
  });

  it('is refused with the error of Node below a file, and at a link that leads nowhere', () => {
    expect(() => makeFolder('/dev/null/x/y')).toThrow('ENOTDIR');
    symlinkSync(join(place, 'gone'), join(place, 'link'));
    expect(() => makeFolder(join(place, 'link'))).toThrow('EEXIST');
    expect(existsSync(join(place, 'gone'))).toBe(false);
    expect(whyUnwritable('/dev/null/x')).toBe('ENOTDIR');
    expect(whyUnwritable(join(place, 'new'))).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')(
    'is refused where the system says ENOENT for ever, which ends Node’s own attempt never',
    () => {
      // In a process of its own: a loop in native code can only be killed.
      const file = fileURLToPath(new URL('../src/make-folder.ts', import.meta.url));
      const { status, stdout, signal } = spawnSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { whyUnwritable } from ${JSON.stringify(file)}; console.log(whyUnwritable('/proc/nonexistent/a/b'))`,
        ],
        { timeout: patience, killSignal: 'SIGKILL', encoding: 'utf8' },
      );
      expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'ENOENT\n' });
    },
  );
});

it('is what the program makes folders with, and not Node’s `recursive`', () => {
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  const files = globSync('**/*.{ts,tsx}', { cwd: root });
  expect(files.length).toBeGreaterThan(400);
  const own = files.filter((file) =>
    /\bmkdir(?:Sync)?\([^;]*recursive/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(own).toEqual([]);
});
