import { describe, expect, it } from 'vitest';
import { wordsApart } from '../../src/clustering/words-apart.ts';
import { UserError } from '../../src/errors.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace } from './spaces.ts';

const planted = groupedSpace([4, 4, 4, 4], 0.15, createRandom(1));
const words = planted.words.map(({ word }) => word);

/** Answers that each take up one theme; `themeOf` says which theme a word belongs to. */
function answersBy(themeOf: (position: number) => number, seed: number): string[][] {
  const random = createRandom(seed);
  return Array.from({ length: 300 }, () => {
    const theme = random.integer(4);
    return words.filter((_, i) => random.next() < (themeOf(i) === theme ? 0.6 : 0.08));
  });
}

describe('wordsApart', () => {
  it('agrees where what means the same is said together', () => {
    const answers = answersBy((i) => planted.groups[i]!, 2);
    const { agreement, words: rows } = wordsApart(words, planted.space.similarity, answers, {
      random: createRandom(3),
      permutations: 199,
    });
    expect(agreement.r).toBeGreaterThan(0.8);
    expect(agreement.p).toBeLessThan(0.02);
    expect(rows.length).toBe(words.length);
    expect(rows.every((row) => row.agreement > 0.5)).toBe(true);
  });

  it('does not where themes cut across meanings, and names the pairs', () => {
    const answers = answersBy((i) => i % 4, 4);
    const { agreement, alikeNotTogether, togetherNotAlike } = wordsApart(
      words,
      planted.space.similarity,
      answers,
      { random: createRandom(5), permutations: 199 },
    );
    expect(agreement.r).toBeLessThan(0.1);
    for (const { a, b } of alikeNotTogether) expect(a[0]).toBe(b[0]);
    for (const { a, b } of togetherNotAlike) {
      expect(a[0]).not.toBe(b[0]);
      expect(words.indexOf(a) % 4).toBe(words.indexOf(b) % 4);
    }
    expect(alikeNotTogether.length).toBe(8);
  });

  it('finds the one word on which the lenses part', () => {
    // b1 means what b means and is said with c.
    const answers = answersBy((i) => (words[i] === 'b1' ? 2 : planted.groups[i]!), 6);
    const result = wordsApart(words, planted.space.similarity, answers, {
      random: createRandom(7),
      permutations: 49,
    });
    expect(result.words[0]!.word).toBe('b1');
    expect([...result.alikeNotTogether[0]!.a, result.alikeNotTogether[0]!.b].join(' ')).toContain(
      'b',
    );
  });

  it('leaves out rare words and says when too few are left', () => {
    const answers = [['a0', 'b0'], ['a0'], ['c0', 'a0']];
    expect(() =>
      wordsApart(words, planted.space.similarity, answers, { random: createRandom(8) }),
    ).toThrow(UserError);
  });
});
