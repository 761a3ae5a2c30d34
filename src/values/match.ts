/** Which published dimension a factor looks like: a suggestion for its name. */
import type { ValueSystem } from './value-system.ts';

export type Likeness = {
  system: string;
  dimension: string;
  name: string;
  /** Share of the factor's weight in words that the dimension has (0–1), or with vectors a cosine (−1…1). */
  score: number;
};

export type WeightedWord = { word: string; weight: number };

/**
 * The nearest dimension of the systems for each factor, given its words with their weights (loadings,
 * counts; ≥ 0). By shared words (the first five letters, so that *honest* meets *honesty*), or, where
 * `vectorOf` is given, by the cosine of the weighted mean vectors. Null where nothing is shared or two
 * dimensions are equally near.
 */
export function suggestNames(
  factors: readonly (readonly WeightedWord[])[],
  systems: readonly ValueSystem[],
  vectorOf?: (word: string) => ArrayLike<number> | undefined,
): (Likeness | null)[] {
  const dimensions = systems.flatMap((system) =>
    system.dimensions.map((dimension) => ({
      system: system.id,
      dimension: dimension.id,
      name: dimension.name,
      words: dimension.subdimensions.flatMap((one) =>
        [one.name.toLowerCase(), ...one.words].map((word) => ({ word, weight: 1 })),
      ),
    })),
  );
  return factors.map((words) => {
    const scored = dimensions
      .map(({ words: theirs, ...rest }) => ({
        ...rest,
        score: vectorOf ? cosineOf(words, theirs, vectorOf) : overlap(words, theirs),
      }))
      .filter((one) => one.score > 0)
      .sort((a, b) => b.score - a.score);
    const [best, second] = scored;
    return best && best.score !== second?.score ? best : null;
  });
}

function overlap(words: readonly WeightedWord[], theirs: readonly WeightedWord[]): number {
  const roots = new Set(theirs.map((one) => one.word.slice(0, 5)));
  const total = words.reduce((sum, one) => sum + one.weight, 0);
  const shared = words.reduce(
    (sum, one) => sum + (roots.has(one.word.toLowerCase().slice(0, 5)) ? one.weight : 0),
    0,
  );
  return total > 0 ? shared / total : 0;
}

function cosineOf(
  words: readonly WeightedWord[],
  theirs: readonly WeightedWord[],
  vectorOf: (word: string) => ArrayLike<number> | undefined,
): number {
  const [a, b] = [meanVector(words, vectorOf), meanVector(theirs, vectorOf)];
  if (!a || !b) return 0;
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}

function meanVector(
  words: readonly WeightedWord[],
  vectorOf: (word: string) => ArrayLike<number> | undefined,
): Float64Array | undefined {
  let sum: Float64Array | undefined;
  for (const { word, weight } of words) {
    const vector = vectorOf(word);
    if (!vector) continue;
    sum ??= new Float64Array(vector.length);
    for (let i = 0; i < vector.length; i++) sum[i]! += weight * vector[i]!;
  }
  return sum;
}
