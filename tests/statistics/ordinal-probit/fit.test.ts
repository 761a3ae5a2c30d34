import { describe, expect, test } from 'vitest';
import { drawFrom } from '../../../bench/inference/independent.ts';
import { drawWorld } from '../../../bench/inference/ordinal-world.ts';
import { runStretch } from '../../../src/statistics/ordinal-probit/chain.ts';
import type { Figure } from '../../../src/statistics/ordinal-probit/figures.ts';
import {
  fitOrdinal,
  type OrdinalOptions,
  type RunStretches,
} from '../../../src/statistics/ordinal-probit/fit.ts';
import { layOut } from '../../../src/statistics/ordinal-probit/layout.ts';

const design = {
  models: 8,
  families: 4,
  values: 3,
  itemsEach: 5,
  against: 2,
  categories: 5,
  wordings: 2,
};
const world = drawWorld(design, drawFrom(1));
const oneByOne: RunStretches = async ({ layout, figures, stretches }) =>
  stretches.map((one) => runStretch(layout, figures, one));
const short: OrdinalOptions = {
  seed: 1,
  runStretches: oneByOne,
  tuning: 200,
  most: 800,
  chains: 2,
};
const fitted = fitOrdinal(world.ratings, short);

const ofKind = async (kind: Figure['kind']) =>
  (await fitted).figures.filter(({ figure }) => figure.kind === kind);

describe('the ordinal model', () => {
  test('finds the planted levels of models on values, whose intervals hold them', async () => {
    const told = await ofKind('absolute');
    expect(told).toHaveLength(24);
    const held = told.filter(({ figure, low, high }) => {
      if (figure.kind !== 'absolute') throw new Error('not asked for');
      const planted = world.truth.level[figure.model]![figure.value]!;
      return low <= planted && planted <= high;
    });
    // Errors of a value's items are shared by all models: 24 intervals are far from independent.
    expect(held.length).toBeGreaterThanOrEqual(18);
  });

  test('finds what is planted of thresholds, spreads, order, and acquiescence', async () => {
    const { threshold, spread, order, acquiescence } = world.truth;
    for (const [kind, planted] of Object.entries({ threshold, spread, order, acquiescence })) {
      const told = await ofKind(kind as Figure['kind']);
      expect(told).toHaveLength(planted.length);
      const apart = told.map(({ mean, sd }, i) => Math.abs(mean - planted[i]!) / sd);
      expect(Math.max(...apart)).toBeLessThan(3.5);
      expect(apart.reduce((sum, x) => sum + x ** 2, 0) / apart.length).toBeLessThan(3);
    }
  });

  test('says of each figure how sure it is, and stops when all are sure enough', async () => {
    const fit = await fitted;
    for (const { rHat, bulkDraws, tailDraws, converged } of fit.figures)
      expect(converged).toBe(rHat < 1.01 && bulkDraws >= 400 && tailDraws >= 400);
    expect(fit.converged).toBe(fit.figures.every(({ converged }) => converged));
    expect(fit.sweeps).toBeLessThanOrEqual(800);
  });

  test('sees which model has thresholds of its own', async () => {
    const { ratings } = world;
    // The last model uses two options alone, with one between them.
    const rating = ratings.rating.map((y, i) => (ratings.model[i] === 7 ? (y >= 2 ? 3 : 1) : y));
    const fit = await fitOrdinal({ ...ratings, rating }, { ...short, most: 400 });
    expect(fit.thresholdsFit[7]).toBeLessThan(0.01);
    const others = (await fitted).thresholdsFit;
    expect(Math.min(...others)).toBeGreaterThan(0.005);
    expect(Math.max(...others)).toBeGreaterThan(0.3);
  });

  test('gives the same draws however its parts are run', async () => {
    const few = { ...short, tuning: 30, most: 64 };
    const backward: RunStretches = async (input) => {
      const all = await oneByOne({ ...input, stretches: [...input.stretches].reverse() });
      return [...all].reverse();
    };
    const [one, other] = await Promise.all([
      fitOrdinal(world.ratings, few),
      fitOrdinal(world.ratings, { ...few, runStretches: backward }),
    ]);
    expect(other).toEqual(one);
  });

  test('tells progress and ends when it is aborted', async () => {
    const abort = new AbortController();
    const told: number[] = [];
    const fit = fitOrdinal(world.ratings, {
      ...short,
      signal: abort.signal,
      progress: (done, total) => {
        expect(total).toBe(1000);
        told.push(done);
        if (told.length === 1) abort.abort(new Error('enough'));
      },
    });
    await expect(fit).rejects.toThrow('enough');
    expect(told).toHaveLength(1);
  });
});

describe('what the ratings can tell', () => {
  const plain = drawWorld({ ...design, against: 0 }, drawFrom(4)).ratings;

  test('acquiescence is known by reversed items alone', () => {
    expect(layOut(world.ratings).level).toBeNull();
    expect([...layOut(plain).level!]).toEqual([1, 1, 1].map((x) => expect.closeTo(x, 9)));
  });

  test('a value whose items are all reversed tells no acquiescence', () => {
    const keys = plain.keys.map((key, i) => (i % 3 === 2 ? -key : key));
    const expected = [1, 1, -1].map((x) => expect.closeTo(x, 9));
    expect([...layOut({ ...plain, keys }).level!]).toEqual(expected);
  });

  test('without reversed items a model’s values are told against its mean alone', async () => {
    const { figures } = await fitOrdinal(plain, { ...short, tuning: 20, most: 16 });
    const kinds = new Set(figures.map(({ figure }) => figure.kind));
    expect(kinds).not.toContain('absolute');
    expect(kinds).not.toContain('acquiescence');
    for (let m = 0; m < 8; m++) {
      const own = figures.filter(({ figure }) => figure.kind === 'score' && figure.model === m);
      expect(own.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(0, 9);
    }
  });

  test('a rating outside the categories is refused', () => {
    const rating = world.ratings.rating.with(3, 5);
    expect(() => layOut({ ...world.ratings, rating })).toThrow(/rating of rating 3 is 5/);
  });
});
