/** Numbers and bytes of an SPSS file, one after another. */

export type Cursor = ReturnType<typeof cursorOf>;

/** Reads on from a place; throws RangeError beyond the end. */
export function cursorOf(bytes: Uint8Array, start = 0, little = isLittleEndian(bytes)) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  return {
    little,
    left: () => bytes.length - at,
    at: () => at,
    skip(count: number) {
      if (count < 0 || at + count > bytes.length) throw new RangeError('beyond the end');
      at += count;
    },
    int() {
      at += 4;
      return view.getInt32(at - 4, little);
    },
    double() {
      at += 8;
      return view.getFloat64(at - 8, little);
    },
    /** Offsets stay far below 2^53. */
    long() {
      at += 8;
      return Number(view.getBigInt64(at - 8, little));
    },
    bytes(count: number) {
      if (count < 0 || at + count > bytes.length) throw new RangeError('beyond the end');
      at += count;
      return bytes.subarray(at - count, at);
    },
  };
}

/** The layout code after the program's name is 2 or 3 in the order of bytes that the file has. */
function isLittleEndian(bytes: Uint8Array): boolean {
  const code = new DataView(bytes.buffer, bytes.byteOffset).getInt32(64, true);
  return code === 2 || code === 3;
}
