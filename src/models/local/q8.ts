/** Numbers of 8 bits with one scale for every 32: ggml's `q8_0`. */

const blockSize = 32;

/** Bytes of that many numbers, whole blocks of 32. */
export function q8Length(numbers: number): number {
  return (numbers / blockSize) * (2 + blockSize);
}

/**
 * Per block of 32 numbers the scale, largest magnitude / 127, as a half-precision float, then each
 * number / scale, rounded half away from 0. Their number is a multiple of 32.
 */
export function q8Bytes(values: Float32Array): Buffer {
  if (values.length % blockSize !== 0)
    throw new RangeError(`${values.length} numbers are not whole blocks of ${blockSize}`);
  const blocks = values.length / blockSize;
  const bytes = Buffer.alloc(q8Length(values.length));
  for (let block = 0; block < blocks; block++) {
    const start = block * blockSize;
    let largest = 0;
    for (let i = start; i < start + blockSize; i++)
      largest = Math.max(largest, Math.abs(values[i]!));
    const scale = Math.fround(largest / 127);
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    const at = block * (2 + blockSize);
    bytes.writeUInt16LE(halfBits(scale), at);
    for (let i = 0; i < blockSize; i++) {
      const scaled = Math.fround(values[start + i]! * inverse);
      bytes.writeInt8(Math.sign(scaled) * Math.round(Math.abs(scaled)), at + 2 + i);
    }
  }
  return bytes;
}

const bits = new DataView(new ArrayBuffer(4));

/** The bits of the nearest half-precision float, ties to even; beyond 65,504 infinity. */
export function halfBits(value: number): number {
  bits.setFloat32(0, value);
  const word = bits.getUint32(0);
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  const fraction = word & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0);
  // Below 2^-14 the leading one is written out, and the fraction shifted.
  const whole = exponent > 0 ? (exponent << 23) | fraction : fraction | 0x800000;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  if (shift > 24) return sign;
  const kept = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return sign | (kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0));
}
