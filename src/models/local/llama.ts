/**
 * Where node-llama-cpp is. A clone has it among its packages; an installed valuelex fetches it with
 * npm into the cache folder when a local model is first used, with the binary for this platform
 * alone (all of them together take 700 MB).
 */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { EndpointError } from '../../errors.ts';
import { makeFolder, whyUnwritable } from '../../make-folder.ts';
import { cacheFolder } from './cache-folder.ts';

const version = '3.21.1';

export type LibraryOptions = {
  cache?: string;
  /** Cache folders that may hold it already, and are only read. */
  alsoIn?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Plain lines that say what is being done, when something has to be fetched. */
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
  /** Look among the packages next to the program first. Default true. */
  besideProgram?: boolean;
};

/** Whether `VALUELEX_GPU=auto` asks for the graphics card. */
export function gpuChoice(env: NodeJS.ProcessEnv = process.env): 'auto' | 'off' {
  const said = env.VALUELEX_GPU?.toLowerCase();
  return said === undefined || said === '' || said === 'off' || said === '0' ? 'off' : 'auto';
}

/**
 * The platform packages to install: the plain one, and the graphics card's when it is asked for
 * (`VALUELEX_GPU=cuda` or `vulkan` choose one; `auto` is CUDA). Throws EndpointError 'missing' on a
 * platform without a prebuilt binary.
 */
export function platformPackages(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): string[] {
  const os = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'win' : platform;
  const chip = arch === 'arm' ? 'armv7l' : arch;
  const plain = os === 'mac' && chip === 'arm64' ? 'mac-arm64-metal' : `${os}-${chip}`;
  const known = [
    'linux-x64',
    'linux-arm64',
    'linux-armv7l',
    'linux-riscv64',
    'mac-arm64-metal',
    'mac-x64',
    'win-x64',
    'win-arm64',
  ];
  if (!known.includes(plain)) {
    throw new EndpointError('missing', `There is no local model engine for ${platform} ${arch}`, {
      hint: 'Use an OpenAI-compatible endpoint instead of a local model.',
    });
  }
  if (gpuChoice(env) === 'off' || !['linux-x64', 'win-x64'].includes(plain)) return [plain];
  const said = env.VALUELEX_GPU?.toLowerCase();
  return said === 'vulkan'
    ? [plain, `${plain}-vulkan`]
    : [plain, `${plain}-cuda`, `${plain}-cuda-ext`];
}

/**
 * The entry file of node-llama-cpp (absolute), installed first if need be. Throws EndpointError
 * 'missing' when npm is not there, 'network' when it cannot fetch.
 */
export async function llamaLibrary(options: LibraryOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  if (options.besideProgram ?? true) {
    const found = resolveFrom(import.meta.url);
    if (found) return found;
  }
  const packages = platformPackages(env);
  const suffix = packages.length > 1 ? `-${packages[1]?.split('-').at(-1)}` : '';
  const name = `node-llama-cpp-${version}${suffix}`;
  const own = path.join(options.cache ?? cacheFolder(env), name);
  const there = [own, ...(options.alsoIn ?? []).map((cache) => path.join(cache, name))];
  const folder = there.find((one) => existsSync(path.join(one, 'installed'))) ?? own;
  const whole = path.join(folder, 'installed');
  if (!existsSync(whole)) {
    // Two models may start at once: one fetch serves both.
    let fetched = fetching.get(folder);
    if (!fetched) {
      fetched = fetchInto(folder, packages, options).finally(() => fetching.delete(folder));
      fetching.set(folder, fetched);
    }
    await fetched;
  }
  const found = resolveFrom(path.join(folder, 'package.json'));
  if (found) return found;
  throw new EndpointError('missing', 'The local model engine is not whole', {
    where: folder,
    hint: 'Delete this folder; it is fetched again at the next start.',
  });
}

const fetching = new Map<string, Promise<void>>();

/** Whole or not at all, also when another process fetches it at the same time. */
async function fetchInto(
  folder: string,
  packages: readonly string[],
  options: LibraryOptions,
): Promise<void> {
  const part = `${folder}.${process.pid}.part`;
  try {
    await install(part, packages, options);
    await rm(path.join(part, ownNpmCache), { recursive: true, force: true });
    await writeFile(path.join(part, 'installed'), `${packages.join('\n')}\n`);
    // What lies there without the mark was left by a fetch that did not end.
    if (!existsSync(path.join(folder, 'installed'))) {
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
    }
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

function resolveFrom(place: string): string | null {
  try {
    return createRequire(place).resolve('node-llama-cpp');
  } catch {
    return null;
  }
}

/** Where npm keeps what it fetches when the home folder cannot be written to. */
const ownNpmCache = 'npm-cache';

async function install(
  folder: string,
  packages: readonly string[],
  { onProgress, signal }: LibraryOptions,
): Promise<void> {
  const size = packages.length > 1 ? '500 MB or more' : 'about 85 MB';
  onProgress?.(`Fetching the local model engine (node-llama-cpp ${version}, ${size}, once) …`);
  makeFolder(folder);
  const dependencies = Object.fromEntries([
    ['node-llama-cpp', version],
    ...packages.map((name) => [`@node-llama-cpp/${name}`, version] as const),
  ]);
  const manifest = { name: 'valuelex-local-engine', private: true, dependencies };
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Loaded when it is needed: it is large, and the first frame waits for this file.
  const { execa } = await import('execa');
  const result = await execa(
    npm,
    [
      'install',
      '--omit=optional',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    {
      cwd: folder,
      // npm fails where it cannot keep what it fetches.
      ...(whyUnwritable(homedir()) === null
        ? {}
        : { env: { npm_config_cache: path.join(folder, ownNpmCache) } }),
      reject: false,
      stdin: 'ignore',
      ...(signal ? { cancelSignal: signal } : {}),
    },
  );
  signal?.throwIfAborted();
  if (result.code === 'ENOENT') {
    throw new EndpointError('missing', 'npm is needed to fetch the local model engine', {
      hint: 'Install Node.js with npm, or use an OpenAI-compatible endpoint.',
    });
  }
  if (result.failed) {
    throw new EndpointError('network', 'npm could not fetch the local model engine', {
      where: folder,
      hint: lastError(String(result.stderr)) ?? 'Check the network and start again.',
    });
  }
  onProgress?.('The local model engine is ready.');
}

function lastError(words: string): string | undefined {
  const lines = words.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  return lines.find((line) => /code|network|registry|ENOTFOUND|E404/i.test(line)) ?? lines[0];
}
