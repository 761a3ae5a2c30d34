/** Finds identities in a log by their 64-bit hash, without keeping the identities in memory. */

export type HashPair = { high: number; low: number };

/**
 * Two independent 32-bit hashes (FNV-1a and murmur mixing) of a text's UTF-16 units; both unsigned.
 * Among a million texts two agree by chance with probability 3e-8.
 */
export function hashPair(text: string): HashPair {
  let high = 0x811c9dc5;
  let low = 0x9747b28c ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  return { high: mix(high) >>> 0, low: mix(low) >>> 0 };
}

/** The last step of murmur3, so that every bit counts. */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

export type HashTable = {
  /** The first place with this hash; −1 without one. */
  find(hash: HashPair): number;
  /**
   * Adds a place (from 0, in order of the columns). False if the hash is known already; it then keeps its first
   * place.
   */
  add(place: number): boolean;
};

/** Open addressing over the columns `high` and `low`, which hold the hash of each place and may grow; `places` are added at once. */
export function createHashTable(
  columns: () => { high: Uint32Array; low: Uint32Array },
  places: number,
): HashTable {
  let slots = new Int32Array(sizeFor(places)).fill(-1);
  let used = 0;

  function slotOf(high: number, low: number): number {
    const own = columns();
    const mask = slots.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (;;) {
      const place = slots[slot]!;
      if (place < 0 || (own.high[place] === high && own.low[place] === low)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  function add(place: number): boolean {
    if (used * 2 >= slots.length) grow();
    const own = columns();
    const slot = slotOf(own.high[place]!, own.low[place]!);
    if (slots[slot]! >= 0) return false;
    slots[slot] = place;
    used += 1;
    return true;
  }

  function grow(): void {
    const before = slots;
    slots = new Int32Array(before.length * 2).fill(-1);
    const own = columns();
    for (const place of before)
      if (place >= 0) slots[slotOf(own.high[place]!, own.low[place]!)] = place;
  }

  for (let place = 0; place < places; place++) add(place);
  return { find: ({ high, low }) => slots[slotOf(high, low)]!, add };
}

function sizeFor(places: number): number {
  let size = 1024;
  while (size < places * 2) size *= 2;
  return size;
}
