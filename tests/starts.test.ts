/** What the program loads before it does anything: each module that is not needed costs every start. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { knownEndpoints } from '../src/models/known-endpoints.ts';
import { finishedRun } from './support/finished-run.ts';
import { makePlace, programFile } from './support/program.ts';
import { settled, startTerminal } from './support/terminal.ts';

const run = promisify(execFile);
const hook = new URL('./support/tell-loaded.mjs', import.meta.url).href;
const place = makePlace();
afterAll(() => place.leave());

const told = (name: string) => join(place.folder, `loaded-${name}`);

/** The packages, and the folders of src/, whose modules stand in the files that were loaded. */
function partsIn(file: string): string[] {
  const parts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((url) => url.startsWith('file:') && existsSync(new URL(url)))
    .flatMap((url) => [
      ...readFileSync(new URL(url), 'utf8').matchAll(
        /^ *\/\/ (?:node_modules\/((?:@[^/\n]+\/)?[^/\n]+)|(src\/[^/\n]+))\/.+$/gm,
      ),
    ])
    .map(([, name, folder]) => name ?? folder!);
  return [...new Set(parts)].sort();
}

async function loadedBy(args: readonly string[], name: string): Promise<string[]> {
  const env = { ...place.env, LOADED: told(name) };
  await run(process.execPath, ['--import', hook, programFile, ...args], {
    cwd: place.folder,
    env,
  });
  return partsIn(told(name));
}

it.each(['--version', '--help'])('%s loads the command line alone', async (flag) => {
  const parts = await loadedBy([flag], flag);
  expect(parts.filter((part) => !part.startsWith('src/'))).toEqual(['commander']);
  expect(parts).toContain('src/commands');
  for (const heavy of ['asking', 'facts', 'instruments', 'report', 'run/derive', 'ui', 'wordnet'])
    expect(parts).not.toContain(`src/${heavy}`);
});

it('its threads find the compiled code where the program does', async () => {
  const { NODE_COMPILE_CACHE: _, ...env } = place.env;
  const tell = `process.on('exit', () => console.log(process.env.NODE_COMPILE_CACHE));`;
  const { stdout } = await run(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, programFile, '--version'],
    { env: { ...env, TMPDIR: place.folder } },
  );
  expect(stdout.trim().split('\n').at(-1)).toBe(join(place.folder, 'node-compile-cache'));
  expect(existsSync(join(place.folder, 'node-compile-cache'))).toBe(true);
});

/** Screens, endpoints, settings, numbers. */
const heavy = [
  'ajv',
  'conf',
  'execa',
  'ink',
  'ml-matrix',
  'node-llama-cpp',
  'openai',
  'react',
  'undici',
  'yoga-layout',
  'src/embedding',
  'src/lexicon',
  'src/report',
  'src/statistics',
  'src/thesaurus',
  'src/ui',
  'src/wordnet',
  'src/word-vectors',
];

it('a list of runs loads what reads studies and counts lines', async () => {
  cpSync(finishedRun, join(place.runs, 'done'), { recursive: true });
  const parts = await loadedBy(['runs'], 'runs');
  expect(parts).toContain('yaml');
  expect(heavy.filter((part) => parts.includes(part))).toEqual([]);
});

/** Whether something listens at one of the addresses where servers of models are looked for. */
async function isServed(): Promise<boolean> {
  const addresses = knownEndpoints
    .filter((one) => one.kind)
    .flatMap((one) => [one.url, ...(one.alsoAt ?? [])]);
  const answers = await Promise.all(
    addresses.map((address) => {
      const { hostname, port } = new URL(address);
      return new Promise<boolean>((resolve) => {
        const socket = connect({ host: hostname, port: Number(port) });
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
    }),
  );
  return answers.includes(true);
}

it('the first screen loads no client of endpoints where there is none to ask', async (test) => {
  if (await isServed()) test.skip('a server of models runs on this machine');
  const terminal = startTerminal([], place, {
    env: { LOADED: told('screen') },
    node: ['--import', hook],
  });
  try {
    await terminal.waitFor(settled);
    const parts = partsIn(told('screen'));
    expect(parts).toContain('ink');
    for (const absent of ['openai', 'undici', 'execa', 'node-llama-cpp'])
      expect(parts).not.toContain(absent);
  } finally {
    terminal.kill();
    await terminal.exitCode;
  }
});
