/** Vectors of made-up words: the mean of a text's words, each of which has the same vector in every text. */
import { createRandom } from '../../../../src/statistics/random.ts';

export const size = 32;

export async function embedWords(texts: readonly string[]): Promise<Float32Array[]> {
  return texts.map((text) => {
    const vector = new Float32Array(size);
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
      const random = createRandom(word);
      for (let i = 0; i < size; i++) vector[i]! += random.normal();
    }
    return vector;
  });
}
