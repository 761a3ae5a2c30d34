/** Which texts are held out together: whole writers, with all texts on their scenes. */
import type { Case } from './cases.ts';

export type Fold = {
  /** Positions of the texts that are predicted. */
  test: number[];
  /** Positions of the training texts, none of which shares a writer or a scene with those. */
  train: number[];
};

/**
 * At most `most` folds of whole writers, of about equal size; each text is predicted once. With a single writer, whole
 * scenes are held out instead.
 */
export function foldsOf(cases: readonly Pick<Case, 'writer' | 'scene'>[], most: number): Fold[] {
  const alone = new Set(cases.map((one) => one.writer)).size < 2;
  const groupOf = (one: Pick<Case, 'writer' | 'scene'>) => (alone ? one.scene : one.writer);
  const sizes = new Map<string, number>();
  for (const one of cases) sizes.set(groupOf(one), (sizes.get(groupOf(one)) ?? 0) + 1);
  const count = Math.min(most, sizes.size);
  const filled = new Array<number>(count).fill(0);
  const foldOf = new Map<string, number>();
  const largestFirst = [...sizes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  for (const [group, size] of largestFirst) {
    const least = filled.indexOf(Math.min(...filled));
    foldOf.set(group, least);
    filled[least]! += size;
  }
  return filled.map((_, fold) => {
    const test = places(cases, (one) => foldOf.get(groupOf(one)) === fold);
    const scenes = new Set(test.map((i) => cases[i]!.scene));
    const train = places(
      cases,
      (one) => foldOf.get(groupOf(one)) !== fold && !scenes.has(one.scene),
    );
    return { test, train };
  });
}

function places<T>(list: readonly T[], keep: (one: T) => boolean): number[] {
  return list.flatMap((one, i) => (keep(one) ? [i] : []));
}
