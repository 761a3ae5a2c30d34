/** Texts whose vectors are made: directions of values and of approval are planted in noise. */
import type { Case, Side } from '../../../../src/instruments/reading/offline/cases.ts';
import type { Read } from '../../../../src/instruments/reading/offline/heads.ts';
import { createRandom, type Random } from '../../../../src/statistics/random.ts';

const size = 24;

const values = ['v1', 'v2', 'v3', 'v4'];

type Planted = {
  reads: Read[];
  values: string[];
  /** Of each value from against to for. */
  directions: Map<string, Float64Array>;
};

function unit(random: Random): Float64Array {
  const vector = Float64Array.from({ length: size }, () => random.normal());
  const length = Math.hypot(...vector);
  return vector.map((one) => one / length);
}

/**
 * Half of the texts are about two values each, the rest about none. `topic` is how far a text lies along the axis of
 * each of its values, `side` how far along the value's direction, whose sign says on which side it is. The noise has a
 * length of 2.
 */
export function plant(
  seed: string,
  {
    texts = 240,
    topic = 2,
    side = 2,
    sides = (random: Random) => random.next() < 0.5,
  }: { texts?: number; topic?: number; side?: number; sides?: (random: Random) => boolean } = {},
): Planted {
  const random = createRandom(seed);
  const topics = new Map(values.map((value) => [value, unit(random)]));
  const directions = new Map(values.map((value) => [value, unit(random)]));
  const reads = Array.from({ length: texts }, (_, i): Read => {
    const vector = unit(random).map((one) => 2 * one);
    const labels: Record<string, Side> = {};
    if (i % 2 === 1)
      for (const at of random.sample(values.length, 2)) {
        const value = values[at]!;
        const label = sides(random) ? 1 : -1;
        labels[value] = label;
        for (let j = 0; j < size; j++)
          vector[j]! += topic * topics.get(value)![j]! + side * label * directions.get(value)![j]!;
      }
    const of: Case = {
      text: `text ${i}`,
      // Each writes as many texts about values as about none.
      writer: `writer ${Math.floor(i / 2) % 6}`,
      scene: `scene ${i}`,
      labels,
      unsure: [],
    };
    return { of, vector };
  });
  return { reads, values, directions };
}
