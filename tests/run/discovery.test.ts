import { expect, it } from 'vitest';
import type { Response } from '../../src/facts/records.ts';
import { createLexiconBuilder } from '../../src/lexicon/build-lexicon.ts';
import { createDiscovery, foldedCurve } from '../../src/run/discovery.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';

it('tells the same of answers that were only counted once they are read', async () => {
  const lines = [
    { model: 'a', text: '1. Honesty\n2. Kindness' },
    { model: 'b', text: '1. Kindness\n2. Patience' },
    { model: 'b', text: 'I cannot answer that.' },
  ] as Response[];
  const wordnet = await loadWordNet();
  const followed = createDiscovery(wordnet);
  for (const line of lines) followed.add(line);
  expect(followed.state()).toMatchObject({ answers: 3, descriptors: 3, perHundred: [3] });

  const late = createDiscovery(null);
  for (const line of lines.slice(0, 2)) late.add(line);
  expect(late.state()).toMatchObject({ answers: 2, descriptors: 0, perHundred: [] });
  late.readAgain(wordnet, lines.slice(0, 2));
  late.add(lines[2]!);
  expect(late.state()).toEqual(followed.state());
});

it('reads no answer again that the lexicon has told of', async () => {
  const wordnet = await loadWordNet();
  const answers = ['1. Honesty\n2. Kindness', '1. Kindness\n2. Patience'].map((text, i) => ({
    ...{ id: `a${i}`, text, model: 'a', respondent: 'a t0', prompt: '01' },
  }));
  const builder = createLexiconBuilder({ wordnet, extractions: [], unmerged: new Set() });
  for (const answer of answers) builder.add(answer);
  const late = createDiscovery(null);
  late.skip(2);
  late.settle(builder.lexicon(), 2);
  const lines = {
    length: 2,
    [Symbol.iterator]: (): Iterator<Response> => {
      throw new Error('read again');
    },
  };
  late.readAgain(wordnet, lines);
  late.add({ model: 'b', text: '1. Patience\n2. Courage' } as Response);
  expect(late.state()).toMatchObject({ answers: 3, descriptors: 4, perHundred: [4] });
});

it('tells a curve in a bounded number of parts that add up to the same', () => {
  expect(foldedCurve([5, 3, 1], 20)).toEqual({ every: 100, fresh: [5, 3, 1] });
  expect(foldedCurve([], 20)).toEqual({ every: 100, fresh: [] });
  const long = Array.from({ length: 10_000 }, (_, n) => (n < 3 ? 10 - n : n % 997 === 0 ? 1 : 0));
  const { every, fresh } = foldedCurve(long, 20);
  expect(every).toBe(50_000);
  expect(fresh).toHaveLength(20);
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
  expect(sum(fresh)).toBe(sum(long));
});
