/** The ratings of a value system as test–retest reads them. */
import type { Occasion } from '../../statistics/test-retest.ts';
import { type Mapped, mappedRatings, partsOf, type ScoreInput } from './cells.ts';
import { type RetestScores, retestScores } from './retest-scores.ts';

/** Test–retest of each column. */
export function retestOf(input: ScoreInput): RetestScores[] {
  const mapped = mappedRatings(input);
  return mapped.columns.map((column, c) => {
    if (input.sameAnswers !== undefined) return { withheld: input.sameAnswers };
    const parts =
      column.kind === 'dimension'
        ? partsOf(mapped.columns, column.id).filter((part) => !mapped.lineless.includes(part))
        : [c];
    return retestScores(occasionsOf(mapped, parts));
  });
}

/** The mean over some columns of each completion, by rater; missing where one of them is. */
function occasionsOf({ ratings, raters }: Mapped, parts: readonly number[]): Occasion[] {
  const texts = new Map<
    string,
    { model: number; item: number; sums: number[]; counts: number[] }
  >();
  for (const { completion, column, model, item, rater, level } of ratings) {
    if (!parts.includes(column)) continue;
    const text = texts.get(completion) ?? {
      ...{ model, item, sums: raters.map(() => 0), counts: raters.map(() => 0) },
    };
    texts.set(completion, text);
    text.sums[rater]! += level;
    text.counts[rater]! += 1;
  }
  return [...texts.values()].map(({ model, item, sums, counts }) => ({
    ...{ model, item },
    ratings: sums.map((sum, r) => (counts[r] === parts.length ? sum / parts.length : Number.NaN)),
  }));
}
