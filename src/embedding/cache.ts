/** Keeps vectors in memory and, where a store is given, on disk. */
import { hash } from 'node:crypto';
import type { Embedder } from './embedder.ts';

/** Storage that outlasts the process; keys are 32 hexadecimal digits. */
export type VectorStore = {
  read(keys: readonly string[]): Promise<Map<string, Float32Array>>;
  write(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
};

/** The key of a text's vector: which embedder, which text. */
export function vectorKey(embedder: string, text: string): string {
  return hash('sha256', `${embedder}\0${text}`).slice(0, 32);
}

/** The same embedder, called once per text, only for texts that neither memory nor the store has. */
export function withCache(embedder: Embedder, store?: VectorStore): Embedder {
  const memory = new Map<string, Float32Array>();
  async function embedAll(
    texts: ReadonlyMap<string, string>,
    options: Parameters<Embedder['embed']>[1],
  ): Promise<Map<string, Float32Array>> {
    const vectors = await embedder.embed([...texts.values()], options);
    return new Map([...texts.keys()].map((key, i) => [key, vectors[i]!]));
  }
  return {
    name: embedder.name,
    async embed(texts, options = {}) {
      const keys = texts.map((text) => vectorKey(embedder.name, text));
      const missing = new Map<string, string>();
      for (const [i, key] of keys.entries()) if (!memory.has(key)) missing.set(key, texts[i]!);
      if (store && missing.size > 0) {
        const stored = await store.read([...missing.keys()]);
        // Vectors of several lengths cannot come from one embedder: they are made again.
        const sizes = new Set([...stored.values(), ...memory.values()].map((one) => one.length));
        if (sizes.size <= 1)
          for (const [key, vector] of stored) {
            memory.set(key, vector);
            missing.delete(key);
          }
      }
      if (missing.size > 0) {
        const made = await embedAll(missing, options);
        const size = made.values().next().value?.length;
        const stale = new Map(
          keys.flatMap((key, i) => {
            const known = memory.get(key);
            return known && known.length !== size ? [[key, texts[i]!] as const] : [];
          }),
        );
        for (const [key, vector] of stale.size > 0 ? await embedAll(stale, options) : [])
          made.set(key, vector);
        for (const [key, vector] of made) memory.set(key, vector);
        await store?.write(made);
      }
      return keys.map((key) => memory.get(key)!);
    },
    close: () => embedder.close(),
  };
}
