import { describe, expect, it } from 'vitest';
import { embedderOf } from '../../src/embedding/model-embedder.ts';
import { UserError } from '../../src/errors.ts';
import type { Model } from '../../src/models/model.ts';

function modelThat(embeds: boolean, perText = 1) {
  const sizes: number[] = [];
  const asked: string[][] = [];
  const model = {
    info: { name: 'lab:embedder' },
    requestName: 'lab:embedder',
    capabilities: { embed: embeds },
    embed: async (texts: readonly string[]) => {
      sizes.push(texts.length);
      asked.push([...texts]);
      return texts.slice(0, texts.length * perText).map((text) => Float32Array.of(text.length));
    },
  } as unknown as Model;
  return { model, sizes, asked };
}

describe('embedderOf', () => {
  it('asks in batches and tells progress', async () => {
    const { model, sizes, asked } = modelThat(true);
    const seen: number[] = [];
    const texts = Array.from({ length: 130 }, (_, i) => 'x'.repeat(i));
    const vectors = await embedderOf(model).embed(texts, { onProgress: (done) => seen.push(done) });
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => text.length));
    expect(sizes.every((size) => size <= 64)).toBe(true);
    expect(seen.at(-1)).toBe(130);
    expect(asked.flat().map((text) => text.length)).toEqual(texts.map((_, i) => 129 - i));
    expect(embedderOf(model).name).toBe('lab:embedder');
  });

  it('shares the batches among models that are opened several times, and keeps the order', async () => {
    const [a, b] = [modelThat(true), modelThat(true)];
    const texts = Array.from({ length: 300 }, (_, i) => 'x'.repeat(i));
    const seen: number[] = [];
    const embedder = embedderOf([a.model, b.model]);
    const vectors = await embedder.embed(texts, { onProgress: (done) => seen.push(done) });
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => text.length));
    expect(a.sizes.length).toBeGreaterThan(0);
    expect(b.sizes.length).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(300);
    // One batch needs one of them.
    await embedder.embed(['care']);
    expect(a.sizes.length + b.sizes.length).toBe(6);
    expect(embedder.hash).toBeUndefined();
  });

  it('knows the weights of a model that is known by its file', () => {
    const { model } = modelThat(true);
    expect(embedderOf({ ...model, requestName: 'sha256:abc' }).hash).toBe('abc');
  });

  it('refuses a model that cannot embed, or gives too few vectors', async () => {
    expect(() => embedderOf(modelThat(false).model)).toThrow(UserError);
    await expect(embedderOf(modelThat(true, 0.5).model).embed(['a', 'b'])).rejects.toThrow(
      '1 vectors for 2 texts',
    );
  });

  it('stops at an abort', async () => {
    const { model } = modelThat(true);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(embedderOf(model).embed(['a'], { signal })).rejects.toThrow('enough');
  });
});
