/** A BERT encoder of a few kilobytes with random weights: its files as they are published, and what it computes. */
import { createHash } from 'node:crypto';
import { createRandom } from '../../src/statistics/random.ts';

const width = 32;
const inner = 64;
const heads = 2;
const layers = 2;
const positions = 64;
const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'honest',
  '##y',
  'care',
  'free',
  '##dom',
];

export const tinyShape = {
  name: 'tiny',
  licence: 'apache-2.0',
  layers,
  heads,
  contextLength: positions,
  normEpsilon: 1e-12,
};

type Tensors = Map<string, { shape: number[]; values: Float32Array }>;

export function tinyEncoder() {
  const random = createRandom('tiny encoder');
  const tensors: Tensors = new Map();
  const add = (name: string, shape: number[], level = 0, spread = 0.3) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, () => level + spread * random.normal());
    tensors.set(name, { shape, values });
  };
  const dense = (name: string, from: number, to: number) => {
    add(`${name}.weight`, [to, from]);
    add(`${name}.bias`, [to]);
  };
  const norm = (name: string) => {
    add(`${name}.weight`, [width], 1, 0.1);
    add(`${name}.bias`, [width], 0, 0.1);
  };
  add('embeddings.word_embeddings.weight', [vocabulary.length, width]);
  add('embeddings.position_embeddings.weight', [positions, width]);
  add('embeddings.token_type_embeddings.weight', [2, width]);
  norm('embeddings.LayerNorm');
  for (let layer = 0; layer < layers; layer++) {
    const part = (name: string) => `encoder.layer.${layer}.${name}`;
    for (const name of ['query', 'key', 'value'])
      dense(part(`attention.self.${name}`), width, width);
    dense(part('attention.output.dense'), width, width);
    norm(part('attention.output.LayerNorm'));
    dense(part('intermediate.dense'), width, inner);
    dense(part('output.dense'), inner, width);
    norm(part('output.LayerNorm'));
  }
  const tokenizer = JSON.stringify({
    model: {
      type: 'WordPiece',
      vocab: Object.fromEntries(vocabulary.map((token, i) => [token, i])),
    },
  });
  return {
    weights: safetensors(tensors),
    tokenizer,
    embed: (ids: number[]) => forward(tensors, ids),
  };
}

/** The places of tokens in the vocabulary, between [CLS] and [SEP]. */
export const idsOf = (...tokens: string[]) =>
  ['[CLS]', ...tokens, '[SEP]'].map((token) => vocabulary.indexOf(token));

export const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

function safetensors(tensors: Tensors): Buffer {
  const head: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const data: Buffer[] = [];
  let at = 0;
  for (const [name, { shape, values }] of tensors) {
    const bytes = Buffer.from(values.buffer);
    head[name] = { dtype: 'F32', shape, data_offsets: [at, at + bytes.length] };
    data.push(bytes);
    at += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...data]);
}

/** Devlin et al. 2019 in plain loops; the mean over the tokens. */
function forward(tensors: Tensors, ids: number[]): number[] {
  const values = (name: string) => tensors.get(name)!.values;
  const rowOf = (name: string, row: number) =>
    Array.from(values(name).subarray(row * width, (row + 1) * width));
  const dense = (name: string, x: number[]) =>
    Array.from(values(`${name}.bias`), (bias, row) =>
      x.reduce((sum, one, i) => sum + one * values(`${name}.weight`)[row * x.length + i]!, bias),
    );
  const norm = (name: string, x: number[]) => {
    const mean = x.reduce((sum, one) => sum + one, 0) / x.length;
    const sd = Math.sqrt(x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / x.length);
    return x.map(
      (one, i) => ((one - mean) / sd) * values(`${name}.weight`)[i]! + values(`${name}.bias`)[i]!,
    );
  };
  const plus = (x: number[], y: number[]) => x.map((one, i) => one + y[i]!);
  const gelu = (x: number) =>
    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  let rows = ids.map((id, i) =>
    norm(
      'embeddings.LayerNorm',
      plus(
        plus(
          rowOf('embeddings.word_embeddings.weight', id),
          rowOf('embeddings.position_embeddings.weight', i),
        ),
        rowOf('embeddings.token_type_embeddings.weight', 0),
      ),
    ),
  );
  const size = width / heads;
  for (let layer = 0; layer < layers; layer++) {
    const part = (name: string) => `encoder.layer.${layer}.${name}`;
    const [q, k, v] = ['query', 'key', 'value'].map((name) =>
      rows.map((row) => dense(part(`attention.self.${name}`), row)),
    ) as [number[][], number[][], number[][]];
    rows = rows.map((row, i) => {
      const seen: number[] = [];
      for (let head = 0; head < heads; head++) {
        const own = (x: number[]) => x.slice(head * size, (head + 1) * size);
        const scores = k.map((key) =>
          Math.exp(
            own(key).reduce((sum, one, at) => sum + one * own(q[i]!)[at]!, 0) / Math.sqrt(size),
          ),
        );
        const total = scores.reduce((sum, one) => sum + one, 0);
        for (let at = 0; at < size; at++)
          seen.push(v.reduce((sum, value, j) => sum + (scores[j]! / total) * own(value)[at]!, 0));
      }
      const mixed = norm(
        part('attention.output.LayerNorm'),
        plus(row, dense(part('attention.output.dense'), seen)),
      );
      const grown = dense(part('intermediate.dense'), mixed).map(gelu);
      return norm(part('output.LayerNorm'), plus(mixed, dense(part('output.dense'), grown)));
    });
  }
  return Array.from({ length: width }, (_, at) =>
    rows.reduce((sum, row) => sum + row[at]! / rows.length, 0),
  );
}
