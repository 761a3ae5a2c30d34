/** Writes GGUF files (version 3); `gguf.ts` reads their head. */
import { ggufTypes } from './gguf.ts';
import { q8Bytes, q8Length } from './q8.ts';

export type GgufValue =
  | { type: 'uint32' | 'float32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'strings'; values: readonly string[] }
  | { type: 'int32s' | 'float32s'; values: readonly number[] }
  /** As it is in another file: the number of its type, and its bytes. */
  | { type: 'copied'; number: number; bytes: Buffer };

export type GgufTensor = {
  name: string;
  /** The axis that runs fastest first. */
  shape: readonly number[];
} & (
  | {
      /** `q8_0`: blocks of 32 numbers of 8 bits each, so the first axis is a multiple of 32. */
      type: 'f32' | 'q8_0';
      values: Float32Array;
    }
  /** As it is in another file: the number of its type, and its bytes, read when they are written. */
  | { type: 'copied'; number: number; length: number; bytes: () => Buffer }
);

/** Numbers of the tensor types in the file. */
const tensorTypes = { f32: 0, q8_0: 8 } as const;

/** Tensors begin at multiples of this. */
const alignment = 32;

/** The whole file in pieces to be written one after another, each made when it is asked for; the same input gives the same bytes. */
export function* ggufPieces(
  entries: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Generator<Buffer> {
  const heads: Buffer[] = [];
  let offset = 0;
  for (const tensor of tensors) {
    heads.push(
      text(tensor.name),
      uint32(tensor.shape.length),
      ...tensor.shape.map(uint64),
      uint32(tensor.type === 'copied' ? tensor.number : tensorTypes[tensor.type]),
      uint64(offset),
    );
    const length = lengthOf(tensor);
    offset += length + padding(length);
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(Object.keys(entries).length),
    ...Object.entries(entries).flatMap(([key, value]) => [text(key), ...valueBytes(value)]),
    ...heads,
  ]);
  yield head;
  yield Buffer.alloc(padding(head.length));
  for (const tensor of tensors) {
    const bytes = bytesOf(tensor);
    yield bytes;
    yield Buffer.alloc(padding(bytes.length));
  }
}

function bytesOf(tensor: GgufTensor): Buffer {
  if (tensor.type === 'copied') return tensor.bytes();
  return tensor.type === 'f32' ? floats(tensor.values) : q8Bytes(tensor.values);
}

function lengthOf(tensor: GgufTensor): number {
  if (tensor.type === 'copied') return tensor.length;
  return tensor.type === 'f32' ? 4 * tensor.values.length : q8Length(tensor.values.length);
}

function valueBytes(value: GgufValue): Buffer[] {
  switch (value.type) {
    case 'uint32':
      return [uint32(ggufTypes.uint32), uint32(value.value)];
    case 'float32':
      return [uint32(ggufTypes.float32), floats([value.value])];
    case 'bool':
      return [uint32(ggufTypes.bool), Buffer.of(value.value ? 1 : 0)];
    case 'copied':
      return [uint32(value.number), value.bytes];
    case 'string':
      return [uint32(ggufTypes.string), text(value.value)];
    case 'strings':
      return [...listHead(ggufTypes.string, value.values.length), ...value.values.map(text)];
    case 'float32s':
      return [...listHead(ggufTypes.float32, value.values.length), floats(value.values)];
    case 'int32s': {
      const bytes = Buffer.alloc(4 * value.values.length);
      for (const [i, one] of value.values.entries()) bytes.writeInt32LE(one, 4 * i);
      return [...listHead(ggufTypes.int32, value.values.length), bytes];
    }
  }
}

function listHead(type: number, length: number): Buffer[] {
  return [uint32(ggufTypes.array), uint32(type), uint64(length)];
}

const padding = (length: number) => (alignment - (length % alignment)) % alignment;

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

function floats(values: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i]!, 4 * i);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}
