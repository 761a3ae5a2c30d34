import { beforeAll, expect, test } from 'vitest';
import { contextGroups, wordsThatCount } from '../../src/clustering/context-groups.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { loadWordVectors } from '../../src/word-vectors/load.ts';
import type { WordVectors } from '../../src/word-vectors/word-vectors.ts';

const ofData =
  'privacy data confidentiality passwords encryption information software records'.split(' ');
const ofOrder = 'family order stability tradition peace nation community police'.split(' ');
const forms = [
  'I value … and …',
  'my answer protects …, …, and …',
  'what matters most is … together with …',
];
const counts = wordsThatCount([...ofData, ...ofOrder], forms);

let vectors: WordVectors;
beforeAll(async () => {
  vectors = await loadWordVectors();
});

/** So many contexts of words from each pool, in one of the forms. */
function contextsOf(
  pools: readonly (readonly string[])[],
  sizes: readonly number[],
  seed = 1,
): string[] {
  const random = createRandom(seed);
  const fill = (pool: readonly string[]) =>
    forms[random.integer(forms.length)]!.replace(/…/g, () => pool[random.integer(pool.length)]!);
  return pools.flatMap((pool, at) => Array.from({ length: sizes[at]! }, () => fill(pool)));
}

test('a word that is said of data and of order has two groups of contexts', () => {
  const found = contextGroups(
    contextsOf([ofOrder, ofData], [14, 30]),
    counts,
    vectors,
    createRandom(1),
  );
  if (found.found !== 'two') throw new Error(found.found);
  const right = found.labels.filter((label, i) => label === (i < 14 ? 1 : 0)).length;
  expect(right).toBeGreaterThanOrEqual(42);
  expect(found.groups[0].size).toBeGreaterThan(found.groups[1].size);
  expect(ofData).toContain(found.groups[0].near);
  expect(ofOrder).toContain(found.groups[1].near);
});

test('contexts of one kind are one group, whatever forms they are said in', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const contexts = contextsOf([ofOrder], [40], seed);
    expect(contextGroups(contexts, counts, vectors, createRandom(seed)).found).toBe('one');
  }
});

test('nothing is said of a handful of contexts, or of one that is repeated', () => {
  const groupsOf = (contexts: string[]) =>
    contextGroups(contexts, counts, vectors, createRandom(1));
  expect(groupsOf(contextsOf([ofOrder, ofData], [5, 6])).found).toBe('few');
  expect(
    groupsOf(Array.from({ length: 60 }, (_, i) => contextsOf([ofOrder, ofData], [1, 1])[i % 2]!))
      .found,
  ).toBe('few');
  expect(groupsOf(Array.from({ length: 20 }, () => '')).found).toBe('few');
});

test('usual words count only where they are values', () => {
  const answers = Array.from({ length: 40 }, (_, i) =>
    i === 0 ? 'thrift is rare' : 'I value honesty',
  );
  const isCounted = wordsThatCount(['honesty', 'open-mindedness'], answers);
  expect(['value', 'honesty', 'open', 'thrift'].map(isCounted)).toEqual([false, true, true, true]);
});
