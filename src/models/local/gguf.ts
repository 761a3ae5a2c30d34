/**
 * Reads the head of a GGUF file (the key–value part and the tensor list), without loading anything
 * else: what a listing needs to know, whether the file is whole, and where its parts lie.
 * Format: github.com/ggml-org/ggml, docs/gguf.md.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { EndpointError } from '../../errors.ts';

export type GgufHead = {
  bytes: number;
  /** `llama`, `gemma3`, `bert`, … */
  architecture: string | null;
  name: string | null;
  /** `135M`, `7B`, … as the file says. */
  sizeLabel: string | null;
  licence: string | null;
  /** Tokens the model was trained on at once. */
  contextLength: number | null;
  chatTemplate: string | null;
  /** The file says how token vectors are pooled into one: it is an embedding model. */
  pooling: boolean;
  /** Weights, counted over all tensors. */
  parameters: number;
};

/** Numbers of the types of values in the file. */
export const ggufTypes = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

/** Bytes of each scalar type, by its number. */
const widths: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

/** Bytes that are read at once; a vocabulary of 260,000 pieces takes about 10 MB. */
const step = 4 * 1024 * 1024;
const longestString = 64 * 1024 * 1024;

/** Reads forward through a file and keeps only the part in hand. */
function reader(file: FileHandle, size: number) {
  let buffer = Buffer.alloc(0);
  let start = 0;
  let at = 0;

  async function need(count: number): Promise<void> {
    if (at + count <= start + buffer.length && at >= start) return;
    if (at + count > size) throw new RangeError('the file ends early');
    const length = Math.min(Math.max(step, count), size - at);
    const next = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(next, filled, length - filled, at + filled);
      if (bytesRead === 0) throw new RangeError('the file ends early');
      filled += bytesRead;
    }
    buffer = next;
    start = at;
  }

  const u32 = async () => {
    await need(4);
    const value = buffer.readUInt32LE(at - start);
    at += 4;
    return value;
  };
  const u64 = async () => {
    await need(8);
    const value = Number(buffer.readBigUInt64LE(at - start));
    at += 8;
    if (!Number.isSafeInteger(value)) throw new RangeError('a length is out of range');
    return value;
  };
  const skip = (count: number) => {
    at += count;
    if (at > size) throw new RangeError('the file ends early');
  };
  const text = async () => {
    const length = await u64();
    if (length > longestString) throw new RangeError('a text is out of range');
    await need(length);
    const value = buffer.toString('utf8', at - start, at - start + length);
    at += length;
    return value;
  };
  const magic = async () => {
    await need(4);
    const value = buffer.toString('latin1', at - start, at - start + 4);
    at += 4;
    return value;
  };
  const scalar = async (type: number): Promise<number | boolean | null> => {
    const width = widths[type];
    if (width === undefined) throw new RangeError(`unknown type ${type}`);
    await need(width);
    const offset = at - start;
    at += width;
    if (type === ggufTypes.bool) return buffer[offset] !== 0;
    if (type === ggufTypes.uint32) return buffer.readUInt32LE(offset);
    if (type === ggufTypes.int32) return buffer.readInt32LE(offset);
    if (type === ggufTypes.uint64) return Number(buffer.readBigUInt64LE(offset));
    if (type === ggufTypes.uint16) return buffer.readUInt16LE(offset);
    return null;
  };
  /** Steps over a value whose content is of no interest. */
  const pass = async (type: number, depth = 0): Promise<void> => {
    if (type === ggufTypes.string) return skip(await u64());
    if (type !== ggufTypes.array) return skip(widths[type] ?? fail(`unknown type ${type}`));
    if (depth > 4) fail('lists nested too deeply');
    const inner = await u32();
    const count = await u64();
    const width = widths[inner];
    if (width !== undefined) return skip(width * count);
    for (let index = 0; index < count; index += 1) await pass(inner, depth + 1);
  };
  return { u32, u64, text, magic, scalar, pass, position: () => at };
}

function fail(what: string): never {
  throw new RangeError(what);
}

/** Where everything lies in a GGUF file. */
export type GgufLayout = {
  bytes: number;
  /** The key–value part: places of the bytes of each value, which are of the type of this number. */
  entries: { key: string; type: number; from: number; to: number }[];
  /** Values of the entries that are texts or numbers and few. */
  texts: ReadonlyMap<string, string>;
  numbers: ReadonlyMap<string, number>;
  tensors: { name: string; shape: number[]; type: number; from: number; to: number }[];
};

/** The head of a GGUF file. Throws as `readGgufLayout`. */
export async function readGgufHead(path: string): Promise<GgufHead> {
  return headOf(await readGgufLayout(path));
}

/**
 * The layout of a GGUF file. Throws EndpointError 'missing' when there is no such file, 'malformed'
 * when it is not GGUF, is of an unknown version, or ends early (a download that broke off).
 */
export async function readGgufLayout(path: string): Promise<GgufLayout> {
  const bytes = await stat(path).then(
    (found) => found.size,
    (cause: unknown) => {
      throw new EndpointError('missing', 'This model file does not exist or cannot be read', {
        where: path,
        hint: 'Check the path, or fetch the default models with: valuelex models pull',
        cause,
      });
    },
  );
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new EndpointError('missing', 'This model file cannot be opened', { where: path, cause });
  });
  try {
    return await parse(file, bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new EndpointError('malformed', `This is not a whole GGUF file: ${cause.message}`, {
      where: path,
      hint: 'Delete it and fetch it again; a download may have broken off.',
      cause,
    });
  } finally {
    await file.close();
  }
}

async function parse(file: FileHandle, bytes: number): Promise<GgufLayout> {
  const read = reader(file, bytes);
  if ((await read.magic()) !== 'GGUF') fail('it does not begin with "GGUF"');
  const version = await read.u32();
  if (version < 2 || version > 3) fail(`version ${version} is unknown (2 and 3 are known)`);
  const count = await read.u64();
  const entryCount = await read.u64();
  const entries: GgufLayout['entries'] = [];
  const texts = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (let index = 0; index < entryCount; index += 1) {
    const key = await read.text();
    const type = await read.u32();
    const from = read.position();
    if (type === ggufTypes.string && wanted(key)) texts.set(key, await read.text());
    else if (widths[type] !== undefined) {
      const value = await read.scalar(type);
      if (typeof value === 'number') numbers.set(key, value);
    } else await read.pass(type);
    entries.push({ key, type, from, to: read.position() });
  }
  const heads: { name: string; shape: number[]; type: number; offset: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = await read.text();
    const dimensions = await read.u32();
    if (dimensions > 8) fail('a tensor has too many dimensions');
    const shape: number[] = [];
    for (let axis = 0; axis < dimensions; axis += 1) shape.push(await read.u64());
    heads.push({ name, shape, type: await read.u32(), offset: await read.u64() });
  }
  const last = Math.max(0, ...heads.map(({ offset }) => offset));
  if (count > 0 && read.position() + last >= bytes) fail('the file ends early');
  const alignment = numbers.get('general.alignment') ?? 32;
  const start = Math.ceil(read.position() / alignment) * alignment;
  const places = [...new Set(heads.map(({ offset }) => start + offset))].sort((a, b) => a - b);
  const next = new Map(places.map((place, i) => [place, places[i + 1] ?? bytes]));
  const tensors = heads.map(({ offset, ...head }) => {
    const from = start + offset;
    return { ...head, from, to: next.get(from)! };
  });
  return { bytes, entries, texts, numbers, tensors };
}

function headOf({ bytes, texts, numbers, tensors }: GgufLayout): GgufHead {
  const architecture = texts.get('general.architecture') ?? null;
  return {
    bytes,
    architecture,
    name: texts.get('general.name') ?? null,
    sizeLabel: texts.get('general.size_label') ?? null,
    licence: texts.get('general.license') ?? null,
    contextLength: numbers.get(`${architecture}.context_length`) ?? null,
    chatTemplate: texts.get('tokenizer.chat_template') ?? null,
    pooling: numbers.has(`${architecture}.pooling_type`),
    parameters: tensors.reduce(
      (sum, { shape }) => sum + shape.reduce((product, one) => product * one, 1),
      0,
    ),
  };
}

function wanted(key: string): boolean {
  return (
    key === 'general.architecture' ||
    key === 'general.name' ||
    key === 'general.size_label' ||
    key === 'general.license' ||
    key === 'tokenizer.chat_template'
  );
}
