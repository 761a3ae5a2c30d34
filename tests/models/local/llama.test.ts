import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
