/** Heads on made vectors: what was planted is found, and what was not is not. */
import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../../../src/instruments/reading/offline/cross-validate.ts';
import {
  presenceFigures,
  sideFigures,
} from '../../../../src/instruments/reading/offline/figures.ts';
import { foldsOf } from '../../../../src/instruments/reading/offline/folds.ts';
import {
  fitPresence,
  fitSide,
  oddsOf,
  presenceWeights,
  rowOfSide,
  sideCases,
  sideWeights,
} from '../../../../src/instruments/reading/offline/heads.ts';
import {
  presenceRow,
  sideRow,
  spaceOf,
} from '../../../../src/instruments/reading/offline/space.ts';
import { mean } from '../../../../src/statistics/describe.ts';
import { logOdds, sigmoid } from '../../../../src/statistics/logistic-ridge.ts';
import { plant } from './planted.ts';

const noPause = async () => {};

describe('the heads', () => {
  it('find planted values, and the side of a value that they have not seen', async () => {
    const { reads, values, directions } = plant('planted');
    const told = await crossValidate(reads, values, directions, noPause);
    const presence = presenceFigures(told.presence).at(-1)!;
    expect(presence.averagePrecision.lower!).toBeGreaterThan(0.6);
    expect(presence.f1.lower!).toBeGreaterThan(0.5);
    const left = sideFigures(told.side.valueLeftOut).at(-1)!;
    expect(left.balancedAccuracy.estimate!).toBeGreaterThan(0.8);
    expect(left.matthews.lower!).toBeGreaterThan(0.5);
    // Half of the texts are for one of their values and against the other: one sign is right for three in four at most.
    const one = sideFigures(told.side.oneSign).at(-1)!;
    expect(one.balancedAccuracy.upper!).toBeLessThan(left.balancedAccuracy.lower!);
  });

  it('find nothing where nothing was planted, over eight sets of texts', async () => {
    const figures = {
      valueLeftOut: [] as number[],
      valueSeen: [] as number[],
      matthews: [] as number[],
      precision: [] as number[],
    };
    for (const set of ['noise', ...Array.from({ length: 7 }, (_, i) => `noise ${i + 1}`)]) {
      const { reads, values, directions } = plant(set, { topic: 0, side: 0 });
      const told = await crossValidate(reads, values, directions, noPause);
      for (const way of ['valueLeftOut', 'valueSeen'] as const) {
        const { balancedAccuracy, matthews } = sideFigures(told.side[way]).at(-1)!;
        figures[way].push(balancedAccuracy.estimate!);
        figures.matthews.push(matthews.estimate!);
      }
      figures.precision.push(presenceFigures(told.presence).at(-1)!.averagePrecision.estimate!);
    }
    // One set alone spreads by .035.
    for (const way of ['valueLeftOut', 'valueSeen'] as const)
      expect(Math.abs(mean(figures[way]) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(mean(figures.matthews))).toBeLessThan(0.06);
    // A quarter of the texts are about a value.
    expect(mean(figures.precision)).toBeLessThan(0.31);
  });

  it('judge each text once a value, in every kind of prediction', async () => {
    const { reads, values, directions } = plant('once', { texts: 60 });
    const told = await crossValidate(reads, values, directions, noPause);
    expect(told.presence.length).toBe(reads.length * values.length);
    for (const predictions of Object.values(told.side)) {
      expect(predictions.map((one) => one.text).sort()).toEqual(
        sideCases(reads, values)
          .map((one) => one.of.text)
          .sort(),
      );
    }
  });

  it('weigh a rare side as much as the other', () => {
    const { reads, values, directions } = plant('rare', {
      side: 0.3,
      texts: 400,
      sides: (random) => random.next() < 0.9,
    });
    const space = spaceOf(
      reads.map((read) => read.vector),
      [...directions.values()],
    );
    const cases = sideCases(reads, values);
    const head = fitSide(cases, space, directions, 1);
    const meanOver = (isFor: boolean) => {
      const own = cases.filter((one) => one.isFor === isFor);
      return (
        own.reduce(
          (sum, one) => sum + sigmoid(logOdds(head, rowOfSide(space, one, directions))),
          0,
        ) / own.length
      );
    };
    // What the intercept's equation says when each side counts as much as the other in all.
    expect(meanOver(true) + meanOver(false)).toBeCloseTo(1, 5);
    expect(meanOver(true)).toBeGreaterThan(meanOver(false));
  });

  it('say the same as weights on the plain vector', () => {
    const { reads, values, directions } = plant('weights', { texts: 80 });
    const space = spaceOf(
      reads.map((read) => read.vector),
      [...directions.values()],
    );
    const direction = directions.get('v2')!;
    const presence = fitPresence(reads, 'v2', space, 1);
    const side = fitSide(sideCases(reads, values), space, directions, 1);
    for (const { vector } of reads.slice(0, 5)) {
      expect(oddsOf(presenceWeights(space, presence), vector)).toBeCloseTo(
        logOdds(presence, presenceRow(space, vector)),
        9,
      );
      expect(oddsOf(sideWeights(space, side, direction), vector)).toBeCloseTo(
        logOdds(side, sideRow(space, vector, direction)),
        9,
      );
    }
  });

  it('leave out of training what a value’s labels leave open', () => {
    const { reads } = plant('unsure', { texts: 40 });
    const [first, ...rest] = reads;
    const open = { ...first!, of: { ...first!.of, labels: {}, unsure: ['v1'] } };
    const space = spaceOf(
      reads.map((read) => read.vector),
      [],
    );
    expect(fitPresence([open, ...rest], 'v1', space, 1)).toEqual(fitPresence(rest, 'v1', space, 1));
  });
});

describe('the folds', () => {
  const cases = [
    ...['a', 'a', 'b', 'b', 'c'].map((writer, i) => ({ writer, scene: `s${i}` })),
    { writer: 'c', scene: 's0' },
  ];

  it('hold back whole writers, and train on none of their scenes', () => {
    const folds = foldsOf(cases, 10);
    expect(folds.flatMap((fold) => fold.test).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const { test, train } of folds) {
      const [writers, scenes] = [
        new Set(test.map((i) => cases[i]!.writer)),
        new Set(test.map((i) => cases[i]!.scene)),
      ];
      expect(train.filter((i) => writers.has(cases[i]!.writer))).toEqual([]);
      expect(train.filter((i) => scenes.has(cases[i]!.scene))).toEqual([]);
    }
    // The scene that a and c share is in neither's training.
    expect(folds.find((fold) => fold.test.includes(0))!.train).toEqual([2, 3, 4]);
  });

  it('hold back scenes where there is one writer', () => {
    const folds = foldsOf(
      cases.map((one) => ({ ...one, writer: 'a' })),
      3,
    );
    expect(folds.length).toBe(3);
    for (const { test, train } of folds)
      expect(train.filter((i) => test.some((t) => cases[t]!.scene === cases[i]!.scene))).toEqual(
        [],
      );
  });
});
