/** Vectors of texts stored for all runs: one file per embedding; beyond a size the oldest texts are dropped. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../../asking/identity.ts';
import { type VectorStore, withCache } from '../../embedding/cache.ts';
import type { Embedder } from '../../embedding/embedder.ts';
import { replaceFile } from '../../facts/plain-file.ts';
import { makeFolder } from '../../make-folder.ts';

/** The first bytes of the file; then the length of a vector (uint32), then key and vector, one after another. */
const mark = Buffer.from('VLXVEC01');
const keyBytes = 16;

/** Bytes; about forty thousand texts of 384 numbers. */
const mostBytes = 64_000_000;

/**
 * The store of an embedding, identified by the hash of its weights or by its name. Two processes that write at once
 * lose at most the vectors of one of them, which are computed again, like those of a broken file.
 */
export function sharedVectors(folder: string, embedding: string): VectorStore {
  const file = join(folder, `${hashOf(embedding).slice(0, 16)}.bin`);
  return {
    read: async (keys) => readVectors(file, new Set(keys)),
    async write(made) {
      const known = readVectors(file);
      const size = made.values().next().value?.length;
      if (size === undefined) return;
      for (const [key, vector] of known) if (vector.length !== size) known.delete(key);
      for (const [key, vector] of made) known.set(key, vector);
      const most = Math.floor(mostBytes / (keyBytes + 4 * size));
      try {
        makeFolder(folder);
        replaceFile(file, pack([...known].slice(-most), size));
      } catch (error) {
        // If the disk refuses, nothing is lost: the vectors are computed again the next time.
        if (!(error instanceof Error && 'code' in error)) throw error;
      }
    },
  };
}

/** The vectors of these keys, by default of all that the file has. */
function readVectors(file: string, wanted?: ReadonlySet<string>): Map<string, Float32Array> {
  const vectors = new Map<string, Float32Array>();
  if (!existsSync(file)) return vectors;
  const bytes = readFileSync(file);
  if (bytes.length < mark.length + 4 || !bytes.subarray(0, mark.length).equals(mark))
    return vectors;
  const size = bytes.readUInt32LE(mark.length);
  const step = keyBytes + 4 * size;
  for (let at = mark.length + 4; at + step <= bytes.length; at += step) {
    const key = bytes.toString('hex', at, at + keyBytes);
    if (wanted && !wanted.has(key)) continue;
    const from = bytes.byteOffset + at + keyBytes;
    const vector = new Float32Array(bytes.buffer.slice(from, from + 4 * size));
    if (vector.every(Number.isFinite)) vectors.set(key, vector);
  }
  return vectors;
}

function pack(vectors: readonly (readonly [string, Float32Array])[], size: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(size);
  return Buffer.concat([
    mark,
    head,
    ...vectors.flatMap(([key, vector]) => [
      Buffer.from(key, 'hex'),
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
    ]),
  ]);
}

/** The embedder, asked only for vectors that are not stored in `folder`; `hash` identifies its weights. */
export function sharedEmbedder(
  model: Embedder,
  hash: string,
  folder: string | undefined,
): Embedder {
  if (folder === undefined) return model;
  return { ...withCache({ ...model, name: hash }, sharedVectors(folder, hash)), name: model.name };
}
