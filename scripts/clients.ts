/**
 * Asks `valuelex serve` through the clients that people have: `openai` of npm, `openai` of pip, and the `llm` tool.
 * `node scripts/clients.ts [--model <file.gguf>] [--venv <folder>]`; needs a build, Python 3, and pip.
 * Without a model it serves one of random weights that it writes; without a folder it makes a virtual
 * environment in a temporary one. Not a part of the tests: it installs two Python packages.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { tinyChatTemplate, writeTinyGguf } from '../tests/support/tiny-gguf.ts';
import type { Found, Served } from './clients/found.ts';
import { checkLlm } from './clients/llm.ts';
import { checkNpm } from './clients/npm.ts';

const { values } = parseArgs({
  options: { model: { type: 'string' }, venv: { type: 'string' } },
});
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const token = 'token-of-the-clients';
const folder = mkdtempSync(join(tmpdir(), 'valuelex-clients-'));
// However this ends, nothing of it stays.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The program itself, with two models: one to talk to, and one by a name that llm knows as an embedder. */
async function startProgram(): Promise<{ served: Served; stop(): Promise<unknown> }> {
  const models = join(folder, 'cache', 'models');
  mkdirSync(models, { recursive: true });
  const id = values.model === undefined ? 'tiny' : basename(values.model, '.gguf');
  if (values.model === undefined)
    await writeTinyGguf(join(models, 'tiny.gguf'), { chatTemplate: tinyChatTemplate });
  else copyFileSync(values.model, join(models, basename(values.model)));
  const embedder = 'text-embedding-ada-002';
  await writeTinyGguf(join(models, `${embedder}.gguf`));
  const program = at('../dist/valuelex.cjs');
  const names = [id, embedder].map((name) => `local:${name}`).join(',');
  const child = spawn(
    process.execPath,
    [program, 'serve', '--port', '0', '--models', names, '--token-env', 'SERVE_TOKEN'],
    {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        VALUELEX_CACHE: join(folder, 'cache'),
        SERVE_TOKEN: token,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  process.once('exit', () => child.kill());
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const url = await Promise.race([
    first.then(({ value }) => value as string),
    ended.then((code) => Promise.reject(new Error(`valuelex serve ended with ${code}`))),
  ]);
  return {
    served: { url, token, id, embedder },
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** The folder of a virtual environment with both Python clients. */
async function pythonClients(): Promise<string> {
  const venv = values.venv ?? join(folder, 'venv');
  const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (!existsSync(bin)) await execa('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  if (!existsSync(join(bin, 'llm')))
    await execa(join(bin, 'pip'), ['install', '-q', 'openai', 'llm'], { stdio: 'inherit' });
  return bin;
}

async function checkPip(bin: string, served: Served): Promise<Found[]> {
  const { stdout } = await execa(join(bin, 'python'), [at('./clients/pip.py')], {
    input: JSON.stringify(served),
    stderr: 'inherit',
  });
  return JSON.parse(stdout);
}

let failed = 0;
function print(client: string, found: readonly Found[]): void {
  console.log(`\n${client}`);
  for (const { what, error, detail } of found) {
    if (error !== undefined) failed += 1;
    console.log(`  ${error === undefined ? '✓' : '✗'} ${what.padEnd(34)} ${error ?? detail}`);
  }
}

const bin = await pythonClients();
const { stdout: versions } = await execa(join(bin, 'python'), [
  '-c',
  "import importlib.metadata as m; print(m.version('openai'), m.version('llm'))",
]);
const [pip, llm] = versions.trim().split(' ');
const { VERSION: npm } = await import('openai/version');
const { served, stop } = await startProgram();
console.log(`${served.id} behind valuelex serve`);
try {
  print(`openai ${npm} (npm)`, await checkNpm(served));
  print(`openai ${pip} (pip)`, await checkPip(bin, served));
  print(`llm ${llm}`, await checkLlm(bin, join(folder, 'llm'), served));
} finally {
  const code = await stop();
  console.log(
    `\nvaluelex serve ended with ${code}; ${failed === 0 ? 'no' : failed} check${failed === 1 ? '' : 's'} failed`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;
