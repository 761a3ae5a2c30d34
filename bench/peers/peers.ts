/**
 * promptfoo (npm) and inspect_ai (pip), installed in a folder of the cache by the bench itself. Each is
 * started as its documentation says, with its own option for requests at once; its cache, telemetry, and
 * look for updates are off, its own log of results is on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../src/models/local/cache-folder.ts';
import type { Place } from '../../tests/support/program.ts';
import { secondsOf } from './ask.ts';
import type { BenchRequest } from './requests.ts';

/** All the work, once. */
export type Job = {
  url: string;
  repeats: number;
  /** Requests at once at most. */
  atOnce: number;
  /** A file of all requests as JSON. */
  requests: string;
  /** Empty, and for this job alone. */
  folder: string;
  place: Place;
};

/** Does a job; gives its seconds from start to end. */
export type Contestant = (job: Job) => Promise<number>;

type Peer = {
  name: string;
  version: string;
  installed(folder: string): boolean;
  install(folder: string): void;
  run(folder: string, job: Job): Promise<number>;
};

/** The peers that are on this machine, by name and version, and what is to be said of the others; `install` fetches what is missing. */
export function preparePeers(install: boolean): {
  ready: Record<string, Contestant>;
  notes: string[];
} {
  const ready: Record<string, Contestant> = {};
  const notes: string[] = [];
  for (const peer of [promptfoo, inspect]) {
    const title = `${peer.name} ${peer.version}`;
    const folder = join(cacheFolder(), 'bench-peers', `${peer.name}-${peer.version}`);
    try {
      if (!peer.installed(folder)) {
        if (!install) {
          notes.push(`${title}: not measured, as it is not installed (BENCH_PEERS=1 installs it)`);
          continue;
        }
        mkdirSync(folder, { recursive: true });
        process.stderr.write(`  installs ${title} in ${folder} …\n`);
        peer.install(folder);
      }
      ready[title] = (job) => peer.run(folder, job);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      notes.push(
        `${title}: not measured, as it could not be installed: ${(error as Error).message}`,
      );
    }
  }
  return { ready, notes };
}

const promptfoo: Peer = {
  name: 'promptfoo',
  version: '0.123.1',
  installed: (folder) => existsSync(join(folder, 'installed')),
  install(folder) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const npm = process.env.npm_execpath;
    const [file, first] = npm ? [process.execPath, [npm]] : ['npm', []];
    const args = ['install', '--no-audit', '--no-fund', `promptfoo@${this.version}`];
    runToEnd(file, [...first, ...args], folder);
    writeFileSync(join(folder, 'installed'), '');
  },
  run(folder, { url, repeats, atOnce, requests, folder: own, place }) {
    const { models, temperatures, prompts, maxTokens } = axesOf(requests);
    const config = {
      prompts: prompts.map((raw, i) => ({ id: `p${i}`, label: `p${i}`, raw })),
      providers: models.flatMap((model) =>
        temperatures.map((temperature) => ({
          id: `openai:chat:${model}`,
          label: `${model} ${temperature}`,
          config: {
            apiBaseUrl: url,
            apiKey: 'none',
            temperature,
            top_p: 1,
            max_tokens: maxTokens,
          },
        })),
      ),
      tests: [{ vars: {} }],
    };
    const file = join(own, 'promptfooconfig.json');
    writeFileSync(file, JSON.stringify(config));
    const { bin } = JSON.parse(
      readFileSync(join(folder, 'node_modules/promptfoo/package.json'), 'utf8'),
    ) as { bin: Record<string, string> };
    return secondsOf({
      file: process.execPath,
      args: [
        join(folder, 'node_modules/promptfoo', bin.promptfoo!),
        ...['eval', '--config', file, '--repeat', String(repeats)],
        ...['--max-concurrency', String(atOnce)],
        ...['--no-cache', '--no-progress-bar', '--no-table', '--no-share'],
      ],
      folder: own,
      env: {
        ...place.env,
        PROMPTFOO_CONFIG_DIR: join(own, 'promptfoo'),
        PROMPTFOO_DISABLE_TELEMETRY: '1',
        PROMPTFOO_DISABLE_UPDATE: '1',
        PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
      },
    });
  },
};

const python = (folder: string) =>
  join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const inspect: Peer = {
  name: 'inspect_ai',
  version: '0.3.285',
  installed: (folder) => existsSync(join(folder, 'installed')),
  install(folder) {
    runToEnd('python3', ['-m', 'venv', folder], folder);
    const packages = [`inspect_ai==${this.version}`, 'openai==3.54.0'];
    const quiet = ['--quiet', '--disable-pip-version-check'];
    runToEnd(python(folder), ['-m', 'pip', 'install', ...quiet, ...packages], folder);
    writeFileSync(join(folder, 'installed'), '');
  },
  run(folder, { url, repeats, atOnce, requests, folder: own, place }) {
    const work = join(own, 'work.json');
    const axes = axesOf(requests);
    // It counts connections model by model.
    const each = Math.ceil(atOnce / axes.models.length);
    writeFileSync(work, JSON.stringify({ ...axes, url, repeats, atOnce: each, log: own }));
    return secondsOf({
      file: python(folder),
      args: [fileURLToPath(new URL('inspect_run.py', import.meta.url)), work],
      folder: own,
      env: place.env,
    });
  },
};

/** The requests as what varies in them: every combination stands in the file, once a repeat. */
function axesOf(file: string): {
  models: string[];
  temperatures: number[];
  prompts: string[];
  maxTokens: number;
} {
  const requests: BenchRequest[] = JSON.parse(readFileSync(file, 'utf8'));
  const distinct = <T>(of: (request: BenchRequest) => T) => [...new Set(requests.map(of))];
  return {
    models: distinct((one) => one.model),
    temperatures: distinct((one) => one.temperature),
    prompts: distinct((one) => one.prompt),
    maxTokens: Math.max(...distinct((one) => one.maxTokens)),
  };
}

/** Throws with the last line of what it said. */
function runToEnd(file: string, args: string[], folder: string): void {
  const { status, error, stdout, stderr } = spawnSync(file, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 15 * 60_000,
  });
  if (error) throw error;
  if (status === 0) return;
  const said = `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
  throw new Error(`${file} ${args[0]} ended with ${status}: ${said}`);
}
