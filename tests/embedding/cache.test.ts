import { describe, expect, it } from 'vitest';
import { type VectorStore, vectorKey, withCache } from '../../src/embedding/cache.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';

/** Counts letters; remembers what it was asked. */
function countingEmbedder(name = 'letters') {
  const asked: string[][] = [];
  const embedder: Embedder = {
    name,
    embed: async (texts) => {
      asked.push([...texts]);
      return texts.map((text) => Float32Array.of(text.length, text.charCodeAt(0)));
    },
    close: async () => {},
  };
  return { embedder, asked };
}

function memoryStore(): VectorStore & { size(): number } {
  const vectors = new Map<string, Float32Array>();
  return {
    read: async (keys) => new Map([...vectors].filter(([key]) => keys.includes(key))),
    write: async (more) => {
      for (const [key, vector] of more) vectors.set(key, vector);
    },
    size: () => vectors.size,
  };
}

describe('withCache', () => {
  it('asks for each text once and keeps the order', async () => {
    const { embedder, asked } = countingEmbedder();
    const cached = withCache(embedder);
    const vectors = await cached.embed(['honesty', 'care', 'honesty']);
    expect(vectors.map((vector) => vector[0])).toEqual([7, 4, 7]);
    await cached.embed(['care', 'trust']);
    await cached.embed(['trust', 'honesty']);
    expect(asked).toEqual([['honesty', 'care'], ['trust']]);
  });

  it('reads and fills a store that outlives it', async () => {
    const store = memoryStore();
    await withCache(countingEmbedder().embedder, store).embed(['honesty', 'care']);
    expect(store.size()).toBe(2);
    const later = countingEmbedder();
    const vectors = await withCache(later.embedder, store).embed(['care', 'honesty', 'trust']);
    expect(vectors.map((vector) => vector[0])).toEqual([4, 7, 5]);
    expect(later.asked).toEqual([['trust']]);
  });

  it('never mixes the vectors of two embedders', async () => {
    const store = memoryStore();
    await withCache(countingEmbedder('one').embedder, store).embed(['care']);
    const other = countingEmbedder('two');
    await withCache(other.embedder, store).embed(['care']);
    expect(other.asked).toEqual([['care']]);
    expect(vectorKey('one', 'care')).not.toBe(vectorKey('two', 'care'));
    expect(vectorKey('one', 'care')).toMatch(/^[0-9a-f]{32}$/);
  });
});
