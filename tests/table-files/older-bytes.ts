/** Text as bytes of an older encoding: Node decodes these but encodes none of them. */

/** Throws for a sign that the encoding does not have. */
export function olderBytes(text: string, encoding: string): Buffer {
  const bytes = bytesOf(encoding);
  return Buffer.concat(
    [...text].map((sign) => {
      const found = bytes.get(sign);
      if (!found) throw new Error(`${encoding} has no ${sign}`);
      return found;
    }),
  );
}

const known = new Map<string, Map<string, Buffer>>();

function bytesOf(encoding: string): Map<string, Buffer> {
  const made = known.get(encoding) ?? new Map<string, Buffer>();
  if (made.size > 0) return made;
  known.set(encoding, made);
  const decoder = new TextDecoder(encoding);
  const add = (...bytes: number[]) => {
    const sign = decoder.decode(Uint8Array.from(bytes));
    if ([...sign].length === 1 && sign !== '\uFFFD' && !made.has(sign))
      made.set(sign, Buffer.from(bytes));
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (!/shift_jis|euc-jp|euc-kr|gb18030|big5/.test(encoding)) return made;
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
  return made;
}
