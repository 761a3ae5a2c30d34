import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rememberedHash } from '../../../src/models/local/file-hash.ts';
import { findModels } from '../../../src/models/local/find.ts';
import { readGgufHead } from '../../../src/models/local/gguf.ts';
import { removeModel } from '../../../src/models/local/remove.ts';
import { formOf, guessTags, isEmbedding } from '../../../src/models/local/tags.ts';
import { tinyChatTemplate, writeTinyGguf } from '../../support/tiny-gguf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (file: string, content = 'x') => {
  const full = path.join(folder, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
};

describe('the head of a GGUF file', () => {
  it('tells what a listing needs', async () => {
    const file = path.join(folder, 'tiny.gguf');
    await writeTinyGguf(file, { chatTemplate: tinyChatTemplate, name: 'Tiny', contextLength: 256 });
    const head = await readGgufHead(file);
    expect(head).toMatchObject({
      architecture: 'llama',
      name: 'Tiny',
      contextLength: 256,
      chatTemplate: tinyChatTemplate,
      pooling: false,
      bytes: (await stat(file)).size,
    });
    expect(head.parameters).toBeGreaterThan(50_000);
  });

  it('of a file cut anywhere is an error of the user, not a crash', async () => {
    const file = path.join(folder, 'tiny.gguf');
    await writeTinyGguf(file);
    const whole = await readFile(file);
    for (const length of [0, 3, 10, 100, 2000, 8000, 20_000]) {
      await writeFile(file, whole.subarray(0, length));
      await expect(readGgufHead(file)).rejects.toMatchObject({ fault: 'malformed', where: file });
    }
  });
});

describe('finding models', () => {
  it('looks where Ollama, LM Studio, the hub, and others keep theirs, each file once', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    await put(`.ollama/models/blobs/${digest.replace(':', '-')}`);
    await put(
      '.ollama/models/manifests/registry.ollama.ai/library/qwen/0.5b',
      JSON.stringify({
        layers: [{ mediaType: 'application/vnd.ollama.image.model', digest, size: 1 }],
      }),
    );
    await put('.ollama/models/manifests/broken', '{');
    await put('.lmstudio/models/pub/repo/phi.gguf');
    const blob = await put('.cache/huggingface/hub/models--a--b/blobs/123');
    const snapshot = path.join(folder, '.cache/huggingface/hub/models--a--b/snapshots/1');
    await mkdir(snapshot, { recursive: true });
    await symlink(blob, path.join(snapshot, 'hub.gguf'));
    await put('.node-llama-cpp/models/other.gguf');
    await put('own/big-00001-of-00002.gguf');
    await put('own/big-00002-of-00002.gguf');
    await put('own/mmproj-big.gguf');
    await put('own/phi.gguf');
    await put('own/notes.txt');
    await put('cache/models/default.gguf');
    const found = await findModels({
      home: folder,
      cache: path.join(folder, 'cache'),
      folders: [path.join(folder, 'own')],
      env: { VALUELEX_MODELS: path.join(folder, 'cache/models') },
    });
    expect(found.map(({ id, place }) => [id.replace(/-[0-9a-f]{6}$/, '-#'), place])).toEqual([
      ['default', 'cache'],
      ['qwen-0.5b', 'Ollama'],
      ['phi', 'LM Studio'],
      ['hub', 'Hugging Face'],
      ['other', 'node-llama-cpp'],
      ['big', path.join(folder, 'own')],
      ['phi-#', path.join(folder, 'own')],
    ]);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await findModels({ home: folder, cache: folder, env: {} })).toEqual([]);
  });
});

describe('a remembered hash', () => {
  it('is the SHA-256, and is made again when the file changes', async () => {
    const file = await put('model.gguf', 'one');
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(await rememberedHash(file, folder)).toBe(sha('one'));
    const list = path.join(folder, 'hashes.json');
    const marked = (await readFile(list, 'utf8')).replace(sha('one'), 'marked');
    await writeFile(list, marked);
    // What was remembered is given, so the file was not read again.
    expect(await rememberedHash(file, folder)).toBe('marked');
    await writeFile(file, 'three');
    expect(await rememberedHash(file, folder)).toBe(sha('three'));
  });

  it('does not mind a broken list', async () => {
    const file = await put('model.gguf', 'one');
    await put('hashes.json', '{ broken');
    expect(await rememberedHash(file, folder)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('removing a model', () => {
  it('takes all its parts and papers, and no other', async () => {
    for (const name of [
      'big-00001-of-00002.gguf',
      'big-00002-of-00002.gguf',
      'big-00001-of-00002.gguf.NOTICE.txt',
      'bigger.gguf',
    ]) {
      await put(`models/${name}`, '1234');
    }
    expect(await removeModel('local:big', { cacheFolder: folder })).toBe(12);
    expect((await stat(path.join(folder, 'models/bigger.gguf'))).size).toBe(4);
    await expect(removeModel('bigge', { cacheFolder: folder })).rejects.toMatchObject({
      exit: 'usage',
      hint: expect.stringContaining('bigger'),
    });
  });
});

describe('tags', () => {
  const head = {
    bytes: 1,
    architecture: 'llama',
    name: null,
    sizeLabel: null,
    licence: null,
    contextLength: null,
    chatTemplate: null,
    pooling: false,
    parameters: 0,
  };

  it.each([
    ['Llama-3.2-1B-Instruct-Q4_K_M', { family: 'Llama', size: 1, training: 'instruct' }],
    ['Qwen2.5-Coder-0.5B', { family: 'Qwen', size: 0.5, training: 'code' }],
    ['DeepSeek-R1-Distill-Qwen-7B', { family: 'DeepSeek', size: 7, training: 'reasoning' }],
    ['gemma-3-270m-it-Q8_0', { family: 'Gemma', size: 0.27, training: 'instruct' }],
    ['SmolLM2-360M', { family: 'SmolLM', size: 0.36, training: 'base' }],
    ['nomic-embed-text-v1.5', { family: 'Nomic', size: null, training: 'embedding' }],
  ])('of %s', (id, tags) => {
    expect(guessTags(id, head)).toEqual(tags);
  });

  it('follow the file where it tells more than the name', () => {
    const chat = { ...head, chatTemplate: '{{ x }}', parameters: 134_515_008 };
    expect(guessTags('mystery', chat)).toEqual({
      family: 'llama',
      size: 0.135,
      training: 'instruct',
    });
    expect(formOf(guessTags('mystery', chat), chat)).toBe('chat');
    expect(formOf(guessTags('mystery', head), head)).toBe('completion');
    expect(isEmbedding({ ...head, architecture: 'nomic-bert' })).toBe(true);
  });
});
