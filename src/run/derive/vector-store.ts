/** Vectors of a run's words, kept in its `derived/` folder: one file per embedder, floats in base64. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { VectorStore } from '../../embedding/cache.ts';
import { makePlainFolder, replaceFile } from '../plain-file.ts';

const fileSchema = z.record(z.string(), z.string());

/** A store in one file, only read unless `write`; a broken file is made anew, since it can always be computed again. */
export function vectorStore(file: string, write: boolean): VectorStore {
  let vectors: Record<string, string> | null = null;
  const load = () => {
    if (vectors) return vectors;
    try {
      vectors = existsSync(file) ? fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
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
          const text = known[key];
          if (text === undefined) return [];
          const bytes = Buffer.from(text, 'base64');
          return [[key, new Float32Array(new Uint8Array(bytes).buffer)] as const];
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
        // Where there is no room they are computed again the next time.
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw error;
      }
    },
  };
}
