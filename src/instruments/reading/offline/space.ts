/** Where heads read: vectors of texts, centred and scaled, and how they lie to a value's definition. */
import type { TextVector } from './sentences.ts';

/** What a value is, and what stands against it, in words. */
export type Definition = { value: string; for: string; against: string };

/** From what is against a value to what is for it, of length 1. */
export type Direction = Float64Array;

export type Space = {
  /** Mean vector of the texts that the heads were trained on. */
  centre: Float64Array;
  /** Scales each part of a row to a mean squared length of 1 over these texts: text, product, nearness. */
  scales: readonly [number, number, number];
};

/** Of two vectors, of a definition and of its opposite, each of length 1. */
export function directionBetween(against: TextVector, towards: TextVector): Direction {
  const difference = towards.vector.map((value, i) => value - against.vector[i]!);
  const length = Math.hypot(...difference);
  return length > 0 ? difference.map((value) => value / length) : difference;
}

/** The space of the training texts. `directions` are those of the values that the texts are judged on. */
export function spaceOf(vectors: readonly Float64Array[], directions: readonly Direction[]): Space {
  const size = vectors[0]?.length ?? 0;
  const centre = new Float64Array(size);
  for (const vector of vectors)
    for (let i = 0; i < size; i++) centre[i]! += vector[i]! / vectors.length;
  let text = 0;
  let product = 0;
  let nearness = 0;
  for (const vector of vectors) {
    for (let i = 0; i < size; i++) text += (vector[i]! - centre[i]!) ** 2;
    for (const direction of directions) {
      let near = 0;
      for (let i = 0; i < size; i++) {
        const one = (vector[i]! - centre[i]!) * direction[i]!;
        product += one ** 2;
        near += one;
      }
      nearness += near ** 2;
    }
  }
  const scale = (sum: number, n: number) => (sum > 0 ? Math.sqrt(n / sum) : 0);
  const judged = vectors.length * directions.length;
  return {
    centre,
    scales: [scale(text, vectors.length), scale(product, judged), scale(nearness, judged)],
  };
}

/** What a head of presence reads of a text: its centred, scaled vector. */
export function presenceRow({ centre, scales }: Space, vector: ArrayLike<number>): Float64Array {
  return centre.map((middle, i) => (vector[i]! - middle) * scales[0]);
}

/**
 * What the head of sides reads of a text and a value: the centred vector; its product with the value's direction,
 * number by number; and the sum of that product, how near the text lies to the one or the other end. All three are
 * linear in the text.
 */
export function sideRow(
  space: Space,
  vector: ArrayLike<number>,
  direction: Direction | null,
): Float64Array {
  const { centre, scales } = space;
  const size = centre.length;
  if (!direction) return presenceRow(space, vector);
  const row = new Float64Array(2 * size + 1);
  for (let i = 0; i < size; i++) {
    const own = vector[i]! - centre[i]!;
    row[i] = own * scales[0];
    row[size + i] = own * direction[i]! * scales[1];
    row[2 * size]! += own * direction[i]! * scales[2];
  }
  return row;
}
