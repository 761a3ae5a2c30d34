/** Pairs of endings of one stem, one for the value and one against it, and how often a head puts them in order. */
import type { examParts, Figure } from '../../src/instruments/stance/head.ts';
import { percentileInterval, resampleRows } from '../../src/statistics/bootstrap.ts';
import { createRandom } from '../../src/statistics/random.ts';
import type { Case, Words } from './cases.ts';

export type Pair = {
  case: Case;
  words: Words | 'mixed';
  /** State of the ending for the value minus that of the one against it. */
  difference: Float64Array;
};

/** All pairs within each stem; `stateOf` gives the state of an ending. */
export function pairsOf(
  cases: readonly Case[],
  stateOf: (one: Case, text: string) => ArrayLike<number>,
): Pair[] {
  return cases.flatMap((one) =>
    one.endings
      .filter(({ side }) => side === 1)
      .flatMap((high) =>
        one.endings
          .filter(({ side }) => side === -1)
          .map((low): Pair => {
            const [a, b] = [stateOf(one, high.text), stateOf(one, low.text)];
            return {
              case: one,
              words: high.words === low.words ? high.words : 'mixed',
              difference: Float64Array.from(a, (x, i) => x - b[i]!),
            };
          }),
      ),
  );
}

/** Shares of pairs in the right order, all and by part, with 95 % intervals over stems. */
export function figuresOf(pairs: readonly Pair[], odds: readonly number[]): Figure[] {
  const parts: Record<(typeof examParts)[number], (pair: Pair) => boolean> = {
    all: () => true,
    positive: (pair) => pair.case.frame === 'positive',
    negative: (pair) => pair.case.frame === 'negative',
    straight: ({ words }) => words === 'straight',
    crossed: ({ words }) => words === 'crossed',
    mixed: ({ words }) => words === 'mixed',
  };
  return Object.entries(parts).flatMap(([part, has]): Figure[] => {
    const byStem = new Map<Case, { right: number; of: number }>();
    pairs.forEach((pair, i) => {
      if (!has(pair)) return;
      const sum = byStem.get(pair.case) ?? { right: 0, of: 0 };
      sum.right += odds[i]! > 0 ? 1 : odds[i] === 0 ? 0.5 : 0;
      sum.of += 1;
      byStem.set(pair.case, sum);
    });
    const sums = [...byStem.values()];
    if (sums.length === 0) return [];
    const share = (among: typeof sums) =>
      among.reduce((sum, { right }) => sum + right, 0) /
      among.reduce((sum, one) => sum + one.of, 0);
    const random = createRandom('stance');
    const draws = Array.from({ length: 2000 }, () =>
      share(resampleRows(sums.length, random).map((i) => sums[i]!)),
    );
    const { lower, upper } = percentileInterval(draws);
    return [
      {
        part: part as Figure['part'],
        ...{ value: share(sums), low: lower, high: upper },
        pairs: sums.reduce((sum, one) => sum + one.of, 0),
        stems: sums.length,
      },
    ];
  });
}
