import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../../src/models/local/catalogue.ts';
import {
  type DerivedModel,
  derivedPath,
  stanceModel,
  stateOfDerived,
} from '../../../src/models/local/derived-models.ts';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import { findModels } from '../../../src/models/local/find.ts';
import { readGgufHead, readGgufLayout } from '../../../src/models/local/gguf.ts';
import { makeDerived } from '../../../src/models/local/make-derived.ts';
import { removeModel } from '../../../src/models/local/remove.ts';
import { truncatedPieces } from '../../../src/models/local/truncate-gguf.ts';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';

let cache: string;
let tiny: DerivedModel;

const makeFolder = () => mkdtemp(path.join(tmpdir(), 'valuelex-derived-'));
const removeFolder = (folder: string) => rm(folder, { recursive: true });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  cache = await makeFolder();
  await mkdir(path.join(cache, 'models'));
  const source = path.join(cache, 'models', 'tiny.gguf');
  await writeTinyGguf(source);
  const first = Buffer.concat([...truncatedPieces(source, await readGgufLayout(source), 1)]);
  const bytes = await readFile(source);
  tiny = {
    ...{ id: 'tiny.blocks-1', title: 'Tiny', file: 'tiny.blocks-1.gguf', licence: 'MIT' },
    ...{ bytes: first.length, sha256: sha256(first), blocks: 1 },
    parent: {
      ...{ ...catalogue[0]!, id: 'tiny', file: 'tiny.gguf' },
      ...{ bytes: bytes.length, sha256: sha256(bytes) },
    },
  };
});

afterAll(() => removeFolder(cache));

test('a cut-off model keeps its first blocks, its vocabulary, and a norm of ones, and pools the mean', async () => {
  const { path: file, source } = await makeDerived(tiny, { cacheFolder: cache });
  expect(source).toBe('made');
  const before = await readGgufLayout(path.join(cache, 'models', 'tiny.gguf'));
  const layout = await readGgufLayout(file);
  expect(layout.numbers.get('llama.block_count')).toBe(1);
  expect(layout.numbers.get('llama.pooling_type')).toBe(1);
  expect((await readGgufHead(file)).pooling).toBe(true);
  const names = (from: typeof layout) => from.tensors.map(({ name }) => name);
  expect(names(layout)).toEqual(names(before).filter((name) => !name.startsWith('blk.1.')));
  const bytes = await readFile(file);
  const bytesBefore = await readFile(path.join(cache, 'models', 'tiny.gguf'));
  for (const { name, from, to } of layout.tensors) {
    const own = bytes.subarray(from, to);
    const there = before.tensors.find((one) => one.name === name)!;
    if (name === 'output_norm.weight')
      expect([...new Float32Array(new Uint8Array(own).buffer, 0, 64)]).toEqual(Array(64).fill(1));
    else expect(own.equals(bytesBefore.subarray(there.from, there.to)), name).toBe(true);
  }
});

test('its vector of a text is the mean over its tokens of states of root mean square 1, which see what stands before', async () => {
  await makeDerived(tiny, { cacheFolder: cache });
  const model = await createLocalEndpoint({ cache }).open(derivedPath(tiny, cache));
  try {
    const [one, two, again, turned] = await model.embed([
      'the',
      'the care',
      'the care',
      'care the',
    ]);
    expect(two).toHaveLength(64);
    // Two tokens and three, with the one that begins a text: what the last adds is its own state.
    const added = [...two!].map((x, i) => 3 * x - 2 * one![i]!);
    expect(Math.hypot(...added)).toBeCloseTo(8, 3);
    expect(again).toEqual(two);
    expect(turned).not.toEqual(two);
    expect(model.capabilities).toMatchObject({ embed: true, completion: false, chat: false });
  } finally {
    await model.close();
  }
});

test('it is made once, anew where its file has changed, and never without the very parent', async () => {
  await makeDerived(tiny, { cacheFolder: cache });
  expect((await makeDerived(tiny, { cacheFolder: cache })).source).toBe('cache');
  const file = derivedPath(tiny, cache);
  await truncate(file, tiny.bytes - 1);
  expect(await stateOfDerived(tiny, cache)).toBe('wrong');
  expect((await makeDerived(tiny, { cacheFolder: cache })).source).toBe('made');
  expect(sha256(await readFile(file))).toBe(tiny.sha256);
  await truncate(file, tiny.bytes - 1);
  const other = { ...tiny, parent: { ...tiny.parent, sha256: '0'.repeat(64) } };
  await expect(makeDerived(other, { cacheFolder: cache })).rejects.toMatchObject({
    fault: 'missing',
    hint: 'Fetch it with: valuelex models pull tiny',
  });
  const wrong = { ...tiny, sha256: '0'.repeat(64) };
  await expect(makeDerived(wrong, { cacheFolder: cache })).rejects.toMatchObject({
    fault: 'malformed',
  });
  expect((await stat(file)).size).toBe(tiny.bytes - 1);
});

test('two calls at once make it, and what a killed process left an hour ago goes', async () => {
  const file = derivedPath(tiny, cache);
  await rm(file, { force: true });
  const left = `${file}.1a2b3c4d.part`;
  await writeFile(left, 'half');
  await utimes(left, 0, 0);
  await Promise.all([1, 2].map(() => makeDerived(tiny, { cacheFolder: cache })));
  expect(await readdir(path.dirname(file))).toEqual([path.basename(file)]);
  expect(sha256(await readFile(file))).toBe(tiny.sha256);
});

test('it stands in no list, is opened by its id, and goes with its parent', async () => {
  const own = await makeFolder();
  try {
    const endpoint = createLocalEndpoint({ cache: own, home: own, env: {} });
    await expect(endpoint.open(stanceModel.id)).rejects.toMatchObject({
      fault: 'missing',
      hint: expect.stringContaining('219 MB'),
    });
    const file = derivedPath(stanceModel, own);
    const parent = path.join(own, 'models', stanceModel.parent.file);
    // A process that was killed leaves an unfinished file.
    const older = path.join(path.dirname(file), `${stanceModel.parent.id}.blocks-17.gguf`);
    for (const one of [file, `${file}.1a2b3c4d.part`, older, parent]) {
      await mkdir(path.dirname(one), { recursive: true });
      await writeFile(one, 'x');
    }
    expect(
      (await findModels({ cache: own, home: own, env: {}, folders: [own] })).map(
        ({ path }) => path,
      ),
    ).toEqual([parent]);
    // Its file is not the right one, and the parent here is none that it could be made of.
    await expect(endpoint.open(stanceModel.id)).rejects.toMatchObject({ fault: 'missing' });
    expect(await removeModel(stanceModel.parent.id, { cacheFolder: own })).toBe(4);
    expect(await readdir(path.dirname(file))).toEqual([]);
  } finally {
    await removeFolder(own);
  }
});
