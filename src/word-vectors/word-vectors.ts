/** Vectors of English words by the company they keep (GloVe), and how usual the words are. Pure. */

export type WordVectorData = {
  /** By rank. */
  words: string[];
  /** Place of each word among all words of English text, 1 for the most frequent. */
  ranks: Uint32Array;
  /** Numbers of a vector. */
  size: number;
  /** All vectors, one after another. */
  numbers: Int8Array;
};

export type WordVectors = {
  /** Of a phrase the mean of its words'; null where none is known. In no set unit. */
  vectorOf(word: string): Float32Array | null;
  /** Of a phrase that of its rarest word of four letters or more; null where one is unknown. */
  rankOf(word: string): number | null;
};

/** Look-ups by word or phrase, in any case; parts of a phrase stand between spaces or hyphens. */
export function createWordVectors({ words, ranks, size, numbers }: WordVectorData): WordVectors {
  const places = new Map(words.map((word, i) => [word, i]));
  /** The whole word where it is known, else its parts. */
  const partsOf = (word: string) => {
    const key = word.toLowerCase();
    return places.has(key) ? [key] : key.split(/[\s-]+/).filter((part) => part !== '');
  };
  const vectorAt = (place: number) =>
    Float32Array.from(numbers.subarray(place * size, (place + 1) * size));
  return {
    vectorOf(word) {
      const known = partsOf(word).flatMap((part) => places.get(part) ?? []);
      if (known.length === 0) return null;
      const sum = new Float32Array(size);
      for (const place of known) {
        const vector = vectorAt(place);
        let squares = 0;
        for (const value of vector) squares += value * value;
        const length = Math.sqrt(squares) || 1;
        for (let i = 0; i < size; i++) sum[i]! += vector[i]! / length;
      }
      return sum;
    },
    rankOf(word) {
      const parts = partsOf(word);
      const telling = parts.length > 1 ? parts.filter((part) => part.length > 3) : parts;
      const found = telling.map((part) => places.get(part));
      if (found.length === 0 || found.includes(undefined)) return null;
      return Math.max(...found.map((place) => ranks[place!]!));
    },
  };
}
