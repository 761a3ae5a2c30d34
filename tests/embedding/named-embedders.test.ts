import { describe, expect, it } from 'vitest';
import { chooseEmbedding, openNamedEmbedder } from '../../src/embedding/named-embedders.ts';
import { defaultEncoder } from '../../src/models/local/encoders.ts';
import type { Model, ModelInfo } from '../../src/models/model.ts';

const encoder = `local:${defaultEncoder.id}`;

function localWith(models: Partial<ModelInfo>[]) {
  return { list: async () => models as ModelInfo[], hashOf: async (id: string) => `hash of ${id}` };
}

describe('embedding models by name', () => {
  it('takes the default encoder for auto where it is ready, else the built-in model', async () => {
    expect(await chooseEmbedding('auto', localWith([{ name: encoder, ready: true }]))).toEqual({
      embedding: encoder,
      embeddingHash: `hash of ${defaultEncoder.id}`,
    });
    const builtIn = await chooseEmbedding('auto', localWith([{ name: encoder, ready: false }]));
    expect(builtIn).toEqual({
      embedding: 'use-lite',
      embeddingHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await chooseEmbedding('use-lite', localWith([]))).toEqual(builtIn);
    expect(await chooseEmbedding('lab:e5', localWith([]))).toEqual({ embedding: 'lab:e5' });
  });

  it('opens a large model and one of an endpoint once, a small local one in every process, and closes all', async () => {
    const counts = { opened: 0, closed: 0 };
    const open = (bytes: number) => async () => {
      counts.opened += 1;
      return {
        info: { name: 'm', bytes },
        requestName: 'm',
        capabilities: { embed: true },
        close: async () => {
          counts.closed += 1;
        },
      } as unknown as Model;
    };
    for (const [name, bytes] of [
      ['local:large', 1e9],
      ['lab:small', 1e6],
    ] as const) {
      const embedder = await openNamedEmbedder(name, open(bytes));
      await embedder.close();
    }
    expect(counts).toEqual({ opened: 2, closed: 2 });
    await (await openNamedEmbedder('local:small', open(1e6))).close();
    expect(counts.closed).toBe(counts.opened);
    expect(counts.opened).toBeGreaterThanOrEqual(3);
  });
});
