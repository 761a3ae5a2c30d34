/** Turns a BERT sentence encoder (safetensors and its tokenizer) into a GGUF file that llama.cpp loads. */
import * as z from 'zod';
import { EndpointError } from '../../errors.ts';
import type { GgufTensor, GgufValue } from './gguf-writer.ts';
import { ggufPieces } from './gguf-writer.ts';
import { readSafetensors, type Tensor } from './safetensors.ts';

export type EncoderShape = {
  name: string;
  licence: string;
  layers: number;
  heads: number;
  /** Tokens at once. */
  contextLength: number;
  normEpsilon: number;
};

/** How llama.cpp names the parts that a layer of the encoder has, in the order of the file. */
const layerParts: readonly (readonly [from: string, to: string])[] = [
  ['attention.self.query', 'attn_q'],
  ['attention.self.key', 'attn_k'],
  ['attention.self.value', 'attn_v'],
  ['attention.output.dense', 'attn_output'],
  ['attention.output.LayerNorm', 'attn_output_norm'],
  ['intermediate.dense', 'ffn_up'],
  ['output.dense', 'ffn_down'],
  ['output.LayerNorm', 'layer_output_norm'],
];

const tokenizerSchema = z.looseObject({
  model: z.looseObject({ type: z.literal('WordPiece'), vocab: z.record(z.string(), z.int()) }),
});

/** Kinds of tokens, as llama.cpp numbers them. */
const tokenKinds = { normal: 1, control: 3 } as const;

/**
 * The file in pieces to be written one after another: matrices of the layers and of the words as
 * `q8_0`, all else as 32-bit floats; the mean over a text's tokens is its vector. The same input
 * gives the same bytes on every machine. Throws EndpointError 'malformed' where a part is missing.
 */
export function bertToGguf(
  safetensors: Buffer,
  tokenizer: string,
  shape: EncoderShape,
): Iterable<Buffer> {
  const tensors = readSafetensors(safetensors);
  const take = (from: string, to: string, quantised: boolean): GgufTensor => {
    const tensor = tensors.get(from);
    if (!tensor)
      throw new EndpointError('malformed', `The encoder has no tensor ${from}`, {
        hint: 'Fetch the model again.',
      });
    return ggufTensor(to, tensor, quantised);
  };
  const parts = [
    take('embeddings.word_embeddings.weight', 'token_embd.weight', true),
    take('embeddings.position_embeddings.weight', 'position_embd.weight', false),
    take('embeddings.token_type_embeddings.weight', 'token_types.weight', false),
    ...['weight', 'bias'].map((kind) =>
      take(`embeddings.LayerNorm.${kind}`, `token_embd_norm.${kind}`, false),
    ),
  ];
  for (let layer = 0; layer < shape.layers; layer++)
    for (const [from, to] of layerParts)
      for (const kind of ['weight', 'bias'])
        parts.push(
          take(
            `encoder.layer.${layer}.${from}.${kind}`,
            `blk.${layer}.${to}.${kind}`,
            kind === 'weight' && !to.endsWith('norm'),
          ),
        );
  const width = tensors.get('embeddings.word_embeddings.weight')!.shape[1]!;
  const inner = tensors.get('encoder.layer.0.intermediate.dense.weight')!.shape[0]!;
  return ggufPieces({ ...aboutEncoder(shape, width, inner), ...vocabulary(tokenizer) }, parts);
}

function ggufTensor(name: string, { shape, values }: Tensor, quantised: boolean): GgufTensor {
  return { name, shape: [...shape].reverse(), type: quantised ? 'q8_0' : 'f32', values };
}

function aboutEncoder(
  { name, licence, layers, heads, contextLength, normEpsilon }: EncoderShape,
  width: number,
  inner: number,
): Record<string, GgufValue> {
  const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  return {
    'general.architecture': text('bert'),
    'general.name': text(name),
    'general.license': text(licence),
    // 7: mostly q8_0.
    'general.file_type': uint32(7),
    'bert.block_count': uint32(layers),
    'bert.context_length': uint32(contextLength),
    'bert.embedding_length': uint32(width),
    'bert.feed_forward_length': uint32(inner),
    'bert.attention.head_count': uint32(heads),
    'bert.attention.layer_norm_epsilon': { type: 'float32', value: normEpsilon },
    'bert.attention.causal': { type: 'bool', value: false },
    // 1: the mean.
    'bert.pooling_type': uint32(1),
  };
}

/** Pieces inside a word lose their "##"; those that begin one get llama.cpp's mark of a space. */
function vocabulary(tokenizer: string): Record<string, GgufValue> {
  const parsed = tokenizerSchema.safeParse(JSON.parse(tokenizer));
  if (!parsed.success)
    throw new EndpointError('malformed', 'This tokenizer is not of the WordPiece kind', {
      hint: 'Fetch the model again.',
      cause: parsed.error,
    });
  const { vocab } = parsed.data.model;
  const tokens = Object.entries(vocab).sort(([, a], [, b]) => a - b);
  const isSpecial = (token: string) => /^\[.+\]$/.test(token);
  const id = (token: string): GgufValue => ({ type: 'uint32', value: vocab[token] ?? 0 });
  return {
    'tokenizer.ggml.model': { type: 'string', value: 'bert' },
    'tokenizer.ggml.pre': { type: 'string', value: 'default' },
    'tokenizer.ggml.token_type_count': { type: 'uint32', value: 2 },
    'tokenizer.ggml.tokens': {
      type: 'strings',
      values: tokens.map(([token]) =>
        isSpecial(token) ? token : token.startsWith('##') ? token.slice(2) : `\u2581${token}`,
      ),
    },
    'tokenizer.ggml.scores': { type: 'float32s', values: tokens.map(() => -1000) },
    'tokenizer.ggml.token_type': {
      type: 'int32s',
      values: tokens.map(([token]) => (isSpecial(token) ? tokenKinds.control : tokenKinds.normal)),
    },
    'tokenizer.ggml.unknown_token_id': id('[UNK]'),
    'tokenizer.ggml.bos_token_id': id('[CLS]'),
    'tokenizer.ggml.eos_token_id': id('[SEP]'),
    // As llama.cpp spells it.
    'tokenizer.ggml.seperator_token_id': id('[SEP]'),
    'tokenizer.ggml.padding_token_id': id('[PAD]'),
    'tokenizer.ggml.cls_token_id': id('[CLS]'),
    'tokenizer.ggml.mask_token_id': id('[MASK]'),
  };
}
