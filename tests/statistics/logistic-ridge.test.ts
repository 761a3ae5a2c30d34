import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  logisticRidge,
  logOdds,
  logOnePlusExp,
  sigmoid,
} from '../../src/statistics/logistic-ridge.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference } from './reference.ts';

const irisCells = readFileSync(new URL('../reference/iris.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.replaceAll('"', '').split(','));

describe('logistic regression with a ridge penalty', () => {
  it('gives the weights of R’s Newton steps on iris', () => {
    const flowers = irisCells.filter((cells) => cells[4] !== 'setosa');
    const rows = flowers.map((cells) => cells.slice(0, 4).map(Number));
    const isTrue = flowers.map((cells) => cells[4] === 'virginica');
    for (const { penalty, weights, intercept } of readReference('own/logistic-ridge')) {
      const fit = logisticRidge(rows, isTrue, penalty);
      expect(fit.intercept).toBeCloseTo(intercept, 3);
      for (const [j, weight] of weights.entries()) expect(fit.weights[j]!).toBeCloseTo(weight, 3);
    }
  });

  it('counts a case twice as if it stood there twice', () => {
    const random = createRandom('counts');
    const rows = Array.from({ length: 20 }, () => [random.normal(), random.normal()]);
    const isTrue = rows.map(([a]) => a! + random.normal() > 0);
    const counts = rows.map((_, i) => (i % 3 === 0 ? 2 : 1));
    const doubled = rows.flatMap((row, i) => (i % 3 === 0 ? [row, row] : [row]));
    const doubledTrue = isTrue.flatMap((is, i) => (i % 3 === 0 ? [is, is] : [is]));
    const counted = logisticRidge(rows, isTrue, 0.5, counts);
    const repeated = logisticRidge(doubled, doubledTrue, 0.5);
    expect(counted.intercept).toBeCloseTo(repeated.intercept, 5);
    expect(counted.weights[1]!).toBeCloseTo(repeated.weights[1]!, 5);
  });

  it('has the share of true cases as its odds where the penalty leaves no weights', () => {
    const fit = logisticRidge([[1], [0], [1], [0]], [true, true, true, false], 1e9);
    expect(sigmoid(logOdds(fit, [0]))).toBeCloseTo(0.75, 5);
  });

  it('gives odds without weights where all cases are of one kind', () => {
    const fit = logisticRidge([[1], [2]], [true, true], 1);
    expect([fit.intercept, fit.weights[0]]).toEqual([Math.log(5), 0]);
  });

  it('does not overflow', () => {
    expect(logOnePlusExp(800)).toBe(800);
    expect(logOnePlusExp(-800)).toBe(0);
    expect([sigmoid(800), sigmoid(-800)]).toEqual([1, 0]);
  });
});
