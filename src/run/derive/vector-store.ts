/** Vectors of a run's words, kept in its `derived/` folder: one file per embedder, floats in base64. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { VectorStore } from '../../embedding/cache.ts';
import { makePlainFolder, readPlainText, replaceFile } from '../../facts/plain-file.ts';

const fileSchema = z.record(z.string(), z.string());

/** Bytes; vectors of more than a hundred thousand words. */
const mostBytes = 400_000_000;

/** A store in one file, read-only unless `write`; a broken file is replaced, since vectors can be computed again. */
export function vectorStore(file: string, write: boolean): VectorStore {
  let vectors: Record<string, string> | null = null;
  const load = () => {
    if (vectors) return vectors;
    try {
      vectors = existsSync(file)
        ? fileSchema.parse(JSON.parse(readPlainText(file, mostBytes)))
        : {};
    } catch {
      vectors = {};
    }
    return vectors;
  };
  return {
    async read(keys) {
      const known = load();
      return new Map(
        keys.flatMap((key) => {
          const vector = Object.hasOwn(known, key) ? vectorOf(known[key]!) : null;
          return vector ? [[key, vector] as const] : [];
        }),
      );
    },
    async write(made) {
      if (!write) return;
      const known = load();
      for (const [key, vector] of made)
        known[key] = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString(
          'base64',
        );
      try {
        makePlainFolder(dirname(file));
        replaceFile(file, JSON.stringify(known));
      } catch (error) {
        // If the disk refuses, nothing is lost: the vectors are computed again the next time.
        if (!(error instanceof Error && 'code' in error)) throw error;
      }
    },
  };
}

/** Null for a text that is not a vector: a folder from elsewhere may contain anything. */
function vectorOf(text: string): Float32Array | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) return null;
  const vector = new Float32Array(new Uint8Array(bytes).buffer);
  return vector.every(Number.isFinite) ? vector : null;
}
