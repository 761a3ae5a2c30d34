/** The input of heads: vectors of texts, centred and scaled, and their products with a value's definition. */
import type { TextVector } from './sentences.ts';

/** The definition of a value, and of its opposite. */
export type Definition = { value: string; for: string; against: string };

/** The vector from the opposite of a value to the value, of length 1. */
export type Direction = Float64Array;

export type Space = {
  /** Mean vector of the texts that the heads were trained on. */
  centre: Float64Array;
  /** Scales each part of a row to a mean squared length of 1 over these texts: text, product, nearness. */
  scales: readonly [number, number, number];
};

/** The direction between the vectors of a definition and of its opposite, each of length 1. */
export function directionBetween(against: TextVector, towards: TextVector): Direction {
  const difference = towards.vector.map((value, i) => value - against.vector[i]!);
  const length = Math.hypot(...difference);
  return length > 0 ? difference.map((value) => value / length) : difference;
}

/** The space of the training texts. `directions` are those of the values with labels. */
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

/** The input of a head of presence for a text: its centred, scaled vector. */
export function presenceRow({ centre, scales }: Space, vector: ArrayLike<number>): Float64Array {
  return centre.map((middle, i) => (vector[i]! - middle) * scales[0]);
}

/**
 * The input of the head of sides for a text and a value: the centred vector; its elementwise product with the value's
 * direction; and the sum of that product, which shows the end that the text is nearer to. All three are linear in the
 * text.
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
