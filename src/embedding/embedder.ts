/** Something that turns texts into vectors of meaning. */

export type EmbedOptions = {
  signal?: AbortSignal;
  /** Called with the number of texts done so far. */
  onProgress?: (done: number, of: number) => void;
};

export type Embedder = {
  /** For screen and report, and for the key of a stored vector: "use-lite", "lab:bge-small". */
  name: string;
  /** SHA-256 of its weights, where it is known. */
  hash?: string;
  /** One vector per text, in order, all of one dimension, not normalised. Rejects with the signal's reason on abort. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
};

/** `items` in pieces of at most `size`. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let i = 0; i < items.length; i += size) pieces.push(items.slice(i, i + size));
  return pieces;
}
