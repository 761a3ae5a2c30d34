import { expect, it } from 'vitest';
import { buildAnswerColumns } from '../../src/lexicon/answer-columns.ts';
import type { Merge } from '../../src/lexicon/lexicon.ts';
import { wordsProfile } from '../../src/lexicon/words-profile.ts';
import { shippedSystems } from '../../src/values/load-systems.ts';

const schwartz = shippedSystems.find(({ id }) => id === 'schwartz')!;

/** Answers by model, prompt, and the words named; null: refused. */
function answersOf(rows: readonly (readonly [string, string, readonly string[] | null])[]) {
  const columns = buildAnswerColumns();
  for (const [at, [model, prompt, words]] of rows.entries())
    columns.add(
      { id: `a${at}`, text: '', model, respondent: `${model} t1`, prompt },
      { refused: words === null, words: [...(words ?? [])] },
    );
  return columns.columns();
}

it('is the share of answers that name a word of the value, averaged over prompts', () => {
  const answers = answersOf([
    ['m', 'p1', ['creativity', 'kindness']],
    ['m', 'p1', ['wealth']],
    ['m', 'p2', ['creativity', 'freedom']],
    ['m', 'p2', null],
    ['n', 'p1', ['wealth']],
    ['silent', 'p1', ['tidiness']],
  ]);
  const merges: Merge[] = [{ from: 'liberty', to: 'freedom', rule: 'exception', count: 1 }];
  const { scores, system } = wordsProfile({ answers, merges }, schwartz);
  expect(system).toBe('schwartz');
  const of = (model: string, value: string) =>
    scores.find((one) => one.model === model && one.value === value);
  // p1: one answer of two; p2: the one that is not refused.
  expect(of('m', 'self-direction')).toEqual({
    ...{ model: 'm', value: 'self-direction', estimate: 0.75, n: 3 },
    se: expect.closeTo(0.25, 12),
  });
  expect(of('n', 'self-direction')).toMatchObject({ estimate: 0, se: null, n: 1 });
  expect(of('n', 'power')).toMatchObject({ estimate: 1 });
  expect(of('silent', 'power')).toBeUndefined();
  // Nobody names a word of it.
  expect(of('m', 'tradition')).toBeUndefined();
});

it('is the same to the last digit, whatever the order of the answers', () => {
  // Sums of tenths differ by their order.
  const rows = [1, 2, 3].flatMap((named) =>
    Array.from(
      { length: 10 },
      (_, at) => ['m', `p${named}`, [at < named ? 'creativity' : 'tidiness']] as const,
    ),
  );
  const profileOf = (answers: typeof rows) =>
    wordsProfile({ answers: answersOf(answers), merges: [] }, schwartz);
  expect(profileOf(rows.toReversed())).toEqual(profileOf(rows));
});
