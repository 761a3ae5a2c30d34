/**
 * Writes a llama GGUF file of about 500 kB with random weights and a small SentencePiece-like
 * vocabulary. It says nothing sensible, but takes the whole real path of a model.
 */
import { writeFile } from 'node:fs/promises';

export type TinyOptions = {
  /** Jinja; without it the model is a base model. */
  chatTemplate?: string;
  seed?: number;
  name?: string;
  /** Tokens; default 512. */
  contextLength?: number;
};

export const tinyChatTemplate =
  "{% for message in messages %}<s>{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}" +
  '{% if add_generation_prompt %}<s>assistant: {% endif %}';

const words = ['▁the', '▁a', '▁is', '▁care', '▁honest', '▁I', 'ing', 'er', '▁value', '▁user', 's'];
const width = 64;
const inner = 128;
const heads = 4;
const layers = 2;

/** Writes the file to `path`. */
export async function writeTinyGguf(path: string, options: TinyOptions = {}): Promise<void> {
  const random = generator(options.seed ?? 1);
  const vocabulary = makeVocabulary();
  const size = vocabulary.length;
  const entries: Buffer[] = [
    text('general.architecture', 'llama'),
    text('general.name', options.name ?? 'Tiny Random'),
    uint('llama.context_length', options.contextLength ?? 512),
    uint('llama.embedding_length', width),
    uint('llama.block_count', layers),
    uint('llama.feed_forward_length', inner),
    uint('llama.attention.head_count', heads),
    uint('llama.attention.head_count_kv', heads),
    uint('llama.rope.dimension_count', width / heads),
    float('llama.attention.layer_norm_rms_epsilon', 1e-5),
    text('tokenizer.ggml.model', 'llama'),
    list(
      'tokenizer.ggml.tokens',
      8,
      vocabulary.map((one) => string(one.text)),
    ),
    list(
      'tokenizer.ggml.scores',
      6,
      vocabulary.map((one) => float32(one.score)),
    ),
    list(
      'tokenizer.ggml.token_type',
      5,
      vocabulary.map((one) => uint32(one.type)),
    ),
    uint('tokenizer.ggml.unknown_token_id', 0),
    uint('tokenizer.ggml.bos_token_id', 1),
    uint('tokenizer.ggml.eos_token_id', 2),
    ...(options.chatTemplate ? [text('tokenizer.chat_template', options.chatTemplate)] : []),
  ];
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
  const tensors: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, dimensions] of shapes) {
    const count = dimensions.reduce((product, one) => product * one, 1);
    const flat = name.includes('norm');
    const values = Float32Array.from({ length: count }, () => (flat ? 1 : random() * 0.35));
    if (name === 'output.weight') {
      // Bytes that are no text would otherwise be most of what it says.
      vocabulary.forEach((one, token) => {
        if (one.type === 6) values.fill(0, token * width, (token + 1) * width);
      });
    }
    tensors.push(
      string(name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(0),
      uint64(offset),
    );
    const bytes = Buffer.from(values.buffer);
    data.push(bytes, Buffer.alloc(padding(bytes.length)));
    offset += bytes.length + padding(bytes.length);
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(shapes.length),
    uint64(entries.length),
    ...entries,
    ...tensors,
  ]);
  await writeFile(path, Buffer.concat([head, Buffer.alloc(padding(head.length)), ...data]));
}

type Piece = { text: string; score: number; type: number };

function makeVocabulary(): Piece[] {
  const pieces: Piece[] = [
    { text: '<unk>', score: 0, type: 2 },
    { text: '<s>', score: 0, type: 3 },
    { text: '</s>', score: 0, type: 3 },
  ];
  for (let byte = 0; byte < 256; byte += 1) {
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    pieces.push({ text: `<0x${hex}>`, score: 0, type: 6 });
  }
  words.forEach((word, index) => {
    // Merging goes letter by letter, so every start of a word is a piece too.
    for (let end = 2; end <= word.length; end += 1) {
      const start = word.slice(0, end);
      if (pieces.some((piece) => piece.text === start)) continue;
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

const padding = (length: number) => (32 - (length % 32)) % 32;

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function string(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

const text = (key: string, value: string) => Buffer.concat([string(key), uint32(8), string(value)]);
const uint = (key: string, value: number) => Buffer.concat([string(key), uint32(4), uint32(value)]);
const float = (key: string, value: number) =>
  Buffer.concat([string(key), uint32(6), float32(value)]);
const list = (key: string, type: number, values: Buffer[]) =>
  Buffer.concat([string(key), uint32(9), uint32(type), uint64(values.length), ...values]);
