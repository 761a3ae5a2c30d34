import { expect, test } from 'vitest';
import { queueOf, takeEdit } from '../../../../src/ui/screens/clusters/doubts.tsx';
import { fixtureState } from '../../../support/fixture-state.ts';

const { results } = fixtureState();
const clusters = results.curated!.clusters;

test('taking a doubt confirms, moves, or sets apart', () => {
  const doubt = results.doubts[0]!;
  expect(takeEdit(doubt, 0, clusters)).toEqual({ edit: 'confirm', word: doubt.word });
  const other = clusters[doubt.candidates[1]!.cluster]!;
  expect(takeEdit(doubt, 1, clusters)).toEqual({ edit: 'move', word: doubt.word, to: other.words });
  expect(takeEdit(doubt, doubt.candidates.length, clusters)).toEqual({
    edit: 'move',
    word: doubt.word,
    to: null,
  });
});

test('what is left for later comes again at the end', () => {
  const [first, second] = results.doubts;
  const queue = queueOf(results.doubts, [first!.word]);
  expect(queue[0]).toBe(second);
  expect(queue.at(-1)).toBe(first);
  expect(queue).toHaveLength(results.doubts.length);
});
