import { expect, test } from 'vitest';
import {
  clauseFor,
  frames,
  objects,
  readExpressions,
} from '../../../src/models/simulated/expressions.ts';
import { plantedTruth } from '../../../src/models/simulated/truth.ts';
import {
  plantedClusters,
  subdimensionOfWord,
  subdimensions,
} from '../../../src/models/simulated/vocabulary.ts';

test('the vocabulary holds 26 to 30 clusters of 3 to 5 words, each word once', () => {
  expect(plantedClusters.length).toBeGreaterThanOrEqual(26);
  expect(plantedClusters.length).toBeLessThanOrEqual(30);
  const words = plantedClusters.flatMap((cluster) => cluster.words);
  expect(new Set(words).size).toBe(words.length);
  for (const cluster of plantedClusters) {
    expect(cluster.words.length).toBeGreaterThanOrEqual(3);
    expect(cluster.words.length).toBeLessThanOrEqual(5);
    for (const word of cluster.words) expect(subdimensionOfWord(word)).toBe(cluster.subdimension);
  }
});

test('planted scores are standardised, correlate by .2, and are the mean of their subdimensions', () => {
  const { models, dimensions } = plantedTruth({ seed: 5 });
  const column = (pick: (model: (typeof models)[number]) => number): number[] => models.map(pick);
  const correlation = (a: number[], b: number[]): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / (a.length - 1);
  for (const [i, one] of dimensions.entries()) {
    const scores = column((model) => model.scores[one]);
    expect(correlation(scores, scores)).toBeCloseTo(1, 10);
    expect(
      correlation(
        scores,
        column((model) => model.wordiness),
      ),
    ).toBeCloseTo(0, 10);
    for (const other of dimensions.slice(0, i))
      expect(
        correlation(
          scores,
          column((model) => model.scores[other]),
        ),
      ).toBeCloseTo(0.2, 10);
  }
  for (const model of models)
    expect((model.subdimensionScores.Social + model.subdimensionScores.Idealistic) / 2).toBeCloseTo(
      model.scores.Character,
      10,
    );
});

test('size and training shift the planted means', () => {
  const { models } = plantedTruth();
  const mean = (training: string): number => {
    const of = models.filter((model) => model.tags.training === training);
    return of.reduce((sum, model) => sum + model.scores.Integrity, 0) / of.length;
  };
  expect(mean('base')).toBeLessThan(mean('instruct'));
  expect(mean('base')).toBeLessThan(mean('aligned'));
});

test('every clause of the bank is read back as what it says, alone and in company', () => {
  for (const [s, subdimension] of subdimensions.entries())
    for (let grade = 0; grade <= 6; grade++)
      for (let frame = 0; frame < 3; frame++)
        for (let object = 0; object < objects[subdimension].length; object++) {
          const clause = clauseFor(subdimension, grade, frame, object);
          expect(readExpressions(`I ${clause}.`)).toEqual([{ subdimension, grade }]);
          const other = subdimensions[(s + 1) % 6] as (typeof subdimensions)[number];
          const both = readExpressions(
            `I ${clause}, and ${clauseFor(other, 6 - grade, frame, 0)}.`,
          );
          expect(both).toContainEqual({ subdimension, grade });
          expect(both).toContainEqual({ subdimension: other, grade: 6 - grade });
        }
  expect(frames).toHaveLength(7);
  expect(readExpressions('I like the sea.')).toEqual([]);
});
