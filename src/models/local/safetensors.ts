/** Reads safetensors files: a JSON head with the place of each tensor, then their bytes. */
import * as z from 'zod';
import { EndpointError } from '../../errors.ts';

export type Tensor = {
  /** The axis that runs slowest first. */
  shape: number[];
  values: Float32Array;
};

const headSchema = z.record(
  z.string(),
  z.looseObject({
    dtype: z.string().optional(),
    shape: z.array(z.int().min(0)).optional(),
    data_offsets: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
  }),
);

/** The tensors of 32-bit floats by name; others are left out. Throws EndpointError 'malformed'. */
export function readSafetensors(bytes: Buffer): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  try {
    const length = Number(bytes.readBigUInt64LE(0));
    const head = headSchema.parse(JSON.parse(bytes.toString('utf8', 8, 8 + length)));
    for (const [name, { dtype, shape, data_offsets: place }] of Object.entries(head)) {
      if (dtype !== 'F32' || !shape || !place) continue;
      const [start, end] = place.map((at) => 8 + length + at) as [number, number];
      const count = shape.reduce((product, size) => product * size, 1);
      if (end - start !== 4 * count || end > bytes.length)
        throw new RangeError(`the bytes of ${name} do not fit its shape`);
      // Copied, since numbers begin at multiples of four.
      tensors.set(name, {
        shape,
        values: new Float32Array(
          bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + end),
        ),
      });
    }
  } catch (cause) {
    throw new EndpointError('malformed', 'This is not a whole safetensors file', { cause });
  }
  return tensors;
}
