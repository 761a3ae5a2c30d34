import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder } from '../../../src/models/local/cache-folder.ts';
import { gpuChoice, llamaLibrary, platformPackages } from '../../../src/models/local/llama.ts';
import { shareOfCores } from '../../../src/models/local/threads.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-llama-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the engine', () => {
  it('is the one beside the program, in a clone', async () => {
    const lines: string[] = [];
    const file = await llamaLibrary({ cache: folder, onProgress: (line) => lines.push(line) });
    expect(existsSync(file)).toBe(true);
    expect(lines).toEqual([]);
  });

  it('is fetched for this platform alone', () => {
    expect(platformPackages({}, 'linux', 'x64')).toEqual(['linux-x64']);
    expect(platformPackages({}, 'darwin', 'arm64')).toEqual(['mac-arm64-metal']);
    expect(platformPackages({}, 'win32', 'x64')).toEqual(['win-x64']);
    expect(platformPackages({}, 'linux', 'arm')).toEqual(['linux-armv7l']);
    expect(() => platformPackages({}, 'freebsd', 'x64')).toThrow(/no local model engine/);
  });

  it('is fetched for the graphics card when that is asked for', () => {
    const gpu = (value: string) => platformPackages({ VALUELEX_GPU: value }, 'linux', 'x64');
    expect(gpu('auto')).toEqual(['linux-x64', 'linux-x64-cuda', 'linux-x64-cuda-ext']);
    expect(gpu('vulkan')).toEqual(['linux-x64', 'linux-x64-vulkan']);
    expect(gpu('off')).toEqual(['linux-x64']);
    expect(gpuChoice({})).toBe('off');
    expect(gpuChoice({ VALUELEX_GPU: 'auto' })).toBe('auto');
  });

  it('cannot be fetched without npm, and that is said', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    const fetched = llamaLibrary({ cache: folder, besideProgram: false }).finally(() => {
      process.env.PATH = path;
    });
    await expect(fetched).rejects.toMatchObject({
      fault: 'missing',
      message: expect.stringContaining('npm'),
    });
  });
});

describe.skipIf(process.platform === 'win32')('the engine that is fetched', () => {
  /** In place of npm: notes where it was to keep what it fetches, and installs an empty engine. */
  const fakeNpm = `#!/bin/sh
echo "$npm_config_cache" > asked.txt
mkdir -p node_modules/node-llama-cpp "\${npm_config_cache:-nowhere}"
echo '{"main":"index.js"}' > node_modules/node-llama-cpp/package.json
: > node_modules/node-llama-cpp/index.js
`;
  beforeEach(async () => {
    await writeFile(path.join(folder, 'npm'), fakeNpm, { mode: 0o755 });
    // npm itself may run these tests.
    vi.stubEnv('npm_config_cache', undefined);
    vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env.PATH}`);
  });
  afterEach(() => vi.unstubAllEnvs());

  const asked = async (library: string) =>
    (await readFile(path.join(library, '../../../asked.txt'), 'utf8')).trim();

  it('needs no home folder: npm keeps nothing there, and nothing is left of what it kept', async () => {
    vi.stubEnv('HOME', '/dev/null/home');
    const cache = path.join(folder, 'cache');
    const library = await llamaLibrary({ cache, besideProgram: false });
    expect(await asked(library)).toMatch(/\.part\/npm-cache$/);
    expect(existsSync(path.join(library, '../../../npm-cache'))).toBe(false);
  });

  it('is looked for in caches that are only read before it is fetched', async () => {
    vi.stubEnv('HOME', folder);
    const shared = path.join(folder, 'shared');
    const library = await llamaLibrary({ cache: shared, besideProgram: false });
    expect(await asked(library)).toBe('');
    const own = path.join(folder, 'own');
    const found = await llamaLibrary({ cache: own, alsoIn: [shared], besideProgram: false });
    expect(found).toBe(library);
    expect(existsSync(own)).toBe(false);
  });
});

describe('places and shares', () => {
  it('takes the cache folder from the environment', () => {
    expect(cacheFolder({ VALUELEX_CACHE: folder })).toBe(folder);
    expect(path.isAbsolute(cacheFolder({}))).toBe(true);
  });

  it('leaves a core free and never gives a context less than one thread', () => {
    expect(shareOfCores(1, 2, {})).toEqual({ contexts: 2, threads: 1 });
    expect(shareOfCores(2, 2, {})).toEqual({ contexts: 2, threads: 1 });
    expect(shareOfCores(1, 1, {})).toEqual({ contexts: 2, threads: 1 });
    expect(shareOfCores(1, 16, {})).toEqual({ contexts: 4, threads: 3 });
    expect(shareOfCores(2, 16, {})).toEqual({ contexts: 4, threads: 1 });
    const own = { VALUELEX_THREADS: '8', VALUELEX_CONTEXTS: '2' };
    expect(shareOfCores(1, 2, own)).toEqual({ contexts: 2, threads: 4 });
    expect(shareOfCores(1, 2, { VALUELEX_THREADS: 'many' })).toEqual({ contexts: 2, threads: 1 });
  });
});
