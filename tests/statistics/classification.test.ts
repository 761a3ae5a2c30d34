/** Figures of scikit-learn's documentation, and what follows from the definitions. */
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  balancedAccuracy,
  bestF1Threshold,
  confusionOf,
  f1Of,
  matthewsCorrelation,
} from '../../src/statistics/classification.ts';

const yes = (numbers: readonly number[]) => numbers.map((one) => one > 0);

describe('how well something tells true from false', () => {
  it('gives scikit-learn’s examples', () => {
    const balanced = confusionOf(yes([0, 1, 0, 0, 0, 1]), yes([0, 1, 0, 0, 1, 0]));
    expect(balancedAccuracy(balanced)).toBe(0.625);
    const matthews = confusionOf(yes([1, -1, 1, 1]), yes([1, 1, 1, -1]));
    expect(matthewsCorrelation(matthews)).toBeCloseTo(-1 / 3, 12);
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], yes([0, 0, 1, 1]))).toBeCloseTo(5 / 6, 12);
    expect(f1Of(confusionOf(yes([0, 0, 0, 1, 1]), yes([0, 1, 0, 1, 0])))).toBe(0.5);
  });

  it('takes cases of one score together', () => {
    // All alike: precision is the share of true cases.
    expect(averagePrecision([1, 1, 1, 1], yes([1, 0, 0, 1]))).toBe(0.5);
    expect(averagePrecision([2, 1, 1], yes([1, 1, 0]))).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
  });

  it('counts a case of weight w as w cases, and one of weight 0 as none', () => {
    const scores = [3, 2, 2, 1, 5];
    const isTrue = yes([1, 0, 1, 1, 0]);
    const weights = [2, 3, 1, 2, 0];
    const repeated = weights.flatMap((times, i) => Array.from({ length: times }, () => i));
    const told = repeated.map((i) => scores[i]!);
    const are = repeated.map((i) => isTrue[i]!);
    expect(averagePrecision(scores, isTrue, weights)).toBeCloseTo(averagePrecision(told, are)!, 12);
    const above = (numbers: readonly number[]) => numbers.map((one) => one > 1.5);
    expect(confusionOf(above(scores), isTrue, weights)).toEqual(confusionOf(above(told), are));
    expect(averagePrecision(scores, isTrue, [0, 1, 0, 0, 1])).toBe(null);
  });

  it('tells nothing where one kind of case is missing', () => {
    const onlyTrue = confusionOf([true, false], [true, true]);
    expect(balancedAccuracy(onlyTrue)).toBe(null);
    expect(matthewsCorrelation(onlyTrue)).toBe(null);
    const onlyFalse = confusionOf([true, false], [false, false]);
    expect(f1Of(onlyFalse)).toBe(null);
    expect(averagePrecision([1, 2], [false, false])).toBe(null);
  });

  it('gives one who always says the same no credit', () => {
    const always = confusionOf([true, true, true], [true, true, false]);
    expect([balancedAccuracy(always), matthewsCorrelation(always)]).toEqual([0.5, 0]);
  });

  it('finds the threshold of the highest F1', () => {
    const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
    const isTrue = yes([1, 0, 1, 1, 0, 0]);
    const threshold = bestF1Threshold(scores, isTrue);
    expect(threshold).toBeCloseTo(0.55, 12);
    const f1 = (at: number) =>
      f1Of(
        confusionOf(
          scores.map((score) => score > at),
          isTrue,
        ),
      )!;
    for (const at of [0.3, 0.45, 0.65, 0.75, 0.85]) expect(f1(at)).toBeLessThan(f1(threshold));
  });
});
