/**
 * Writes a llama GGUF file of about 500 kB with random weights and a small SentencePiece-like
 * vocabulary. It says nothing sensible, but takes the whole real path of a model.
 */
import { writeFile } from 'node:fs/promises';
import { type GgufValue, ggufPieces } from '../../src/models/local/gguf-writer.ts';

export type TinyOptions = {
  /** Jinja; without it the model is a base model. */
  chatTemplate?: string;
  seed?: number;
  name?: string;
  /** Tokens; default 512. */
  contextLength?: number;
  /** Words that are one token each, beside a few of its own; of others every letter is one. */
  words?: readonly string[];
};

export const tinyChatTemplate =
  "{% for message in messages %}<s>{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}" +
  '{% if add_generation_prompt %}<s>assistant: {% endif %}';

const ownWords = [
  '▁the',
  '▁a',
  '▁is',
  '▁care',
  '▁honest',
  '▁I',
  'ing',
  'er',
  '▁value',
  '▁user',
  's',
];
const width = 64;
const inner = 128;
const heads = 4;
const layers = 2;

/** Writes the file to `path`. */
export async function writeTinyGguf(path: string, options: TinyOptions = {}): Promise<void> {
  const random = generator(options.seed ?? 1);
  const vocabulary = makeVocabulary([
    ...ownWords,
    ...(options.words ?? []).map((word) => `▁${word}`),
  ]);
  const size = vocabulary.length;
  const uint = (value: number): GgufValue => ({ type: 'uint32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  const entries: Record<string, GgufValue> = {
    'general.architecture': text('llama'),
    'general.name': text(options.name ?? 'Tiny Random'),
    'llama.context_length': uint(options.contextLength ?? 512),
    'llama.embedding_length': uint(width),
    'llama.block_count': uint(layers),
    'llama.feed_forward_length': uint(inner),
    'llama.attention.head_count': uint(heads),
    'llama.attention.head_count_kv': uint(heads),
    'llama.rope.dimension_count': uint(width / heads),
    'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
    'tokenizer.ggml.model': text('llama'),
    'tokenizer.ggml.tokens': { type: 'strings', values: vocabulary.map((one) => one.text) },
    'tokenizer.ggml.scores': { type: 'float32s', values: vocabulary.map((one) => one.score) },
    'tokenizer.ggml.token_type': { type: 'int32s', values: vocabulary.map((one) => one.type) },
    'tokenizer.ggml.unknown_token_id': uint(0),
    'tokenizer.ggml.bos_token_id': uint(1),
    'tokenizer.ggml.eos_token_id': uint(2),
    ...(options.chatTemplate ? { 'tokenizer.chat_template': text(options.chatTemplate) } : {}),
  };
  const shapes: [string, number[]][] = [
    ['token_embd.weight', [width, size]],
    ['output_norm.weight', [width]],
    ['output.weight', [width, size]],
  ];
  for (let layer = 0; layer < layers; layer += 1) {
    const name = (part: string) => `blk.${layer}.${part}.weight`;
    shapes.push([name('attn_norm'), [width]], [name('ffn_norm'), [width]]);
    for (const part of ['attn_q', 'attn_k', 'attn_v', 'attn_output']) {
      shapes.push([name(part), [width, width]]);
    }
    shapes.push([name('ffn_gate'), [width, inner]], [name('ffn_up'), [width, inner]]);
    shapes.push([name('ffn_down'), [inner, width]]);
  }
  const tensors = shapes.map(([name, shape]) => {
    const count = shape.reduce((product, one) => product * one, 1);
    const flat = name.includes('norm');
    const values = Float32Array.from({ length: count }, () => (flat ? 1 : random() * 0.35));
    if (name === 'output.weight') {
      // Bytes that are not text would otherwise be most of what it says.
      vocabulary.forEach((one, token) => {
        if (one.type === 6) values.fill(0, token * width, (token + 1) * width);
      });
    }
    return { name, shape, type: 'f32' as const, values };
  });
  await writeFile(path, Buffer.concat([...ggufPieces(entries, tensors)]));
}

type Piece = { text: string; score: number; type: number };

function makeVocabulary(words: readonly string[]): Piece[] {
  const pieces: Piece[] = [
    { text: '<unk>', score: 0, type: 2 },
    { text: '<s>', score: 0, type: 3 },
    { text: '</s>', score: 0, type: 3 },
  ];
  for (let byte = 0; byte < 256; byte += 1) {
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    pieces.push({ text: `<0x${hex}>`, score: 0, type: 6 });
  }
  const known = new Set<string>();
  words.forEach((word, index) => {
    // Merging goes letter by letter, so every start of a word is a piece too.
    for (let end = 2; end <= word.length; end += 1) {
      const start = word.slice(0, end);
      if (known.has(start)) continue;
      known.add(start);
      pieces.push({ text: start, score: -index - end / 100, type: 1 });
    }
  });
  for (const letter of '▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?\'"-') {
    pieces.push({ text: letter, score: -100, type: 1 });
  }
  return pieces;
}

/** Uniform in (−1, 1); mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
