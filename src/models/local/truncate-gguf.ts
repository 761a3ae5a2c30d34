/** A model cut off behind a block: what it gives is the state of its residual stream there. */
import { closeSync, openSync, readSync } from 'node:fs';
import { EndpointError } from '../../errors.ts';
import type { GgufLayout } from './gguf.ts';
import { type GgufTensor, type GgufValue, ggufPieces } from './gguf-writer.ts';

/** `LLAMA_POOLING_TYPE_MEAN` of llama.cpp: the vector of a text is the mean of those of its tokens. */
const meanOfTokens = 1;

/**
 * The GGUF file of the first `blocks` blocks of the model in `file`, in pieces: `<arch>.block_count` is lowered, later
 * blocks are dropped, the weights of the last norm are ones, so that the vector of a token is the state divided by its
 * root mean square, and that of a text is the mean over its tokens. The same file gives the same bytes.
 * @throws EndpointError 'malformed' where the model has fewer blocks than that.
 */
export function* truncatedPieces(
  file: string,
  { entries, texts, numbers, tensors }: GgufLayout,
  blocks: number,
): Generator<Buffer> {
  const architecture = texts.get('general.architecture');
  const count = `${architecture}.block_count`;
  if ((numbers.get(count) ?? 0) < blocks)
    throw new EndpointError('malformed', `This model does not have ${blocks} blocks`, {
      where: file,
    });
  const handle = openSync(file, 'r');
  try {
    const bytes = (from: number, to: number) => {
      const buffer = Buffer.alloc(to - from);
      for (let at = 0; at < buffer.length; ) {
        const read = readSync(handle, buffer, at, buffer.length - at, from + at);
        if (read === 0)
          throw new EndpointError('malformed', 'The file ends early', { where: file });
        at += read;
      }
      return buffer;
    };
    const copied = entries.map(({ key, type, from, to }): [string, GgufValue] => [
      key,
      key === count
        ? { type: 'uint32', value: blocks }
        : { type: 'copied', number: type, bytes: bytes(from, to) },
    ]);
    const pooling: [string, GgufValue] = [
      `${architecture}.pooling_type`,
      { type: 'uint32', value: meanOfTokens },
    ];
    const kept = tensors.filter(({ name }) => !(blockOf(name) >= blocks));
    yield* ggufPieces(
      Object.fromEntries([...copied, pooling]),
      kept.map(
        ({ name, shape, type, from, to }): GgufTensor =>
          name === 'output_norm.weight'
            ? { name, shape, type: 'f32', values: new Float32Array(shape[0]!).fill(1) }
            : {
                name,
                shape,
                type: 'copied',
                number: type,
                length: to - from,
                bytes: () => bytes(from, to),
              },
      ),
    );
  } finally {
    closeSync(handle);
  }
}

/** NaN where a tensor is of no block. */
function blockOf(tensor: string): number {
  return Number(/^blk\.(\d+)\./.exec(tensor)?.[1]);
}
