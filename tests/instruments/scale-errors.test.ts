import { describe, expect, it } from 'vitest';
import { cellsOf, type ScoreInput } from '../../src/instruments/shared/cells.ts';
import {
  type LinkData,
  lineVariance,
  linkScaleWithErrors,
} from '../../src/instruments/shared/exam/link-scales.ts';
import { scaleErrors, scaleVariance } from '../../src/instruments/shared/exam/scale-errors.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { variance } from '../../src/statistics/describe.ts';
import { createRandom, type Random } from '../../src/statistics/random.ts';
import { anchorSets, plainExam, plantStudy, subdimensions } from './simulate.ts';

/** A judge that rates .5 too high with a slope of .8 and an error. */
const rate = (level: number, random: Random) => 0.5 + 0.8 * level + 0.8 * random.normal();

/** The anchors of an exam as this judge rates them: four sets a subdimension. */
function exam(random: Random): LinkData[] {
  return subdimensions.map((subdimension) => ({
    subdimension,
    anchors: anchorSets(4)
      .filter((set) => set.subdimension === subdimension)
      .flatMap((set) =>
        set.texts.map(({ level }) => ({ raw: rate(level, random), level, set: set.id })),
      ),
  }));
}

const withError = (error: { a: number; b: number; ab: number } | undefined) => ({
  ...plainExam('local:judge-0'),
  map: subdimensions.map((subdimension) => ({
    subdimension,
    a: 0,
    b: 1,
    ...(error ? { error } : {}),
  })),
});

describe('the error of a judge’s line', () => {
  it('is, on average, that of exams taken again and again', () => {
    const random = createRandom('lines');
    const runs = Array.from({ length: 300 }, () => linkScaleWithErrors(exam(random)));
    for (const raw of [0.5, 3, 5]) {
      const truth = variance(runs.map(([line]) => line!.a + line!.b * raw));
      const told = runs.reduce((sum, [line]) => sum + lineVariance(line!.error!, raw) / 300, 0);
      // The jackknife leans to too much (Efron and Stein 1981).
      expect(told / truth).toBeGreaterThan(0.8);
      expect(told / truth).toBeLessThan(1.6);
    }
  });

  it('is nothing for a judge without error, and leaves the lines as they are', () => {
    const lines = linkScaleWithErrors(
      exam(createRandom('exact')).map((one) => ({
        ...one,
        anchors: one.anchors.map((anchor) => ({ ...anchor, raw: 0.5 + 0.8 * anchor.level })),
      })),
    );
    for (const { a, b, error } of lines) {
      expect(a).toBeCloseTo(-0.625, 10);
      expect(b).toBeCloseTo(1.25, 10);
      expect(lineVariance(error!, 4)).toBeCloseTo(0, 10);
    }
  });

  it('of a judge whose ratings say nothing is that of its level', () => {
    const { input } = plantStudy(createRandom('silent'), 2, 4, {
      ...{ model: 0.5, stem: 0.3, modelStem: 0.2, rest: 0.2, judges: 1 },
    });
    const exam = withError({ a: 0.09, b: 0.01, ab: -0.02 });
    const silent = { ...exam, map: exam.map.map((line) => ({ ...line, a: 3, b: 0 })) };
    const judged = { ...input, exams: [silent] };
    for (const error of scaleErrors(judged, cellsOf(judged)).flat())
      expect(scaleVariance(error, 1)).toBeCloseTo(0.09, 12);
  });

  it('adds to the error of levels by the delta method, the same whatever the number of stems', () => {
    const { input } = plantStudy(createRandom('delta'), 3, 8, {
      model: 0.5,
      stem: 0.3,
      modelStem: 0.2,
      rest: 0.2,
      judges: 1,
    });
    const error = { a: 0.09, b: 0.01, ab: -0.02 };
    const plain = { ...input, exams: [withError(undefined)] };
    const told = { ...input, exams: [withError(error)] };
    const before = scoreModels(plain);
    const after = scoreModels(told);
    expect(
      scaleErrors(plain, cellsOf(plain))
        .flat()
        .every((one) => scaleVariance(one, 3) === 0),
    ).toBe(true);
    after.models.forEach((model, m) => {
      const earlier = before.models[m]!;
      const own = [1, 2].map((c) => {
        const { value, se } = model.raw[c]!;
        const r = (6 / 100) * value;
        const added = lineVariance(error, r);
        expect(added).toBeCloseTo(error.a + 2 * r * error.ab + r * r * error.b, 12);
        const expected = Math.hypot(earlier.raw[c]!.se!, (100 / 6) * Math.sqrt(added));
        expect(se).toBeCloseTo(expected, 8);
        expect(value).toBe(earlier.raw[c]!.value);
        return Math.sqrt(added);
      });
      // A dimension's lines count as moving together.
      const both = (100 / 6) * ((own[0]! + own[1]!) / 2);
      expect(model.raw[0]!.se).toBeCloseTo(Math.hypot(earlier.raw[0]!.se!, both), 8);
      expect(model.profile).toEqual(earlier.profile);
      expect(model.letters).toEqual(earlier.letters);
    });
  });

  it('brings intervals nearer to their share where stems say little and the exam is short', () => {
    const random = createRandom('short exam');
    const sd = { model: 0.6, stem: 0.1, modelStem: 0.1, rest: 0, judges: 1 };
    const inside = { with: 0, without: 0 };
    let all = 0;
    for (let study = 0; study < 50; study++) {
      const { input, truth } = plantStudy(random, 4, 40, sd);
      const map = linkScaleWithErrors(exam(random));
      const judged: ScoreInput = {
        ...input,
        ratings: input.ratings.map((one) => ({ ...one, raw: rate(one.raw!, random) })),
        exams: [{ ...plainExam('local:judge-0'), map }],
      };
      const sure = { placeVariance: 0, betaVariance: 0, covariance: 0 };
      const bare = map.map(({ error: _, calibration, ...line }) => ({
        ...line,
        calibration: { ...calibration!, ...sure },
      }));
      const unaware = { ...judged, exams: [{ ...plainExam('local:judge-0'), map: bare }] };
      for (const [which, one] of [
        ['with', judged],
        ['without', unaware],
      ] as const) {
        const scores = scoreModels(one);
        scores.models.forEach(({ model, raw }) => {
          scores.columns.forEach((column, c) => {
            const level = truth.get(`${model} ${column.id}`);
            if (column.kind === 'dimension' || level === undefined) return;
            if (which === 'with') all++;
            const { low, high } = raw[c]!;
            if (low! <= (100 / 6) * level && (100 / 6) * level <= high!) inside[which]++;
          });
        });
      }
    }
    // Calibration errs less than matched standard deviations did; what is left is in the interval.
    expect(inside.with).toBeGreaterThan(inside.without);
    expect(inside.with / all).toBeGreaterThan(0.92);
    expect(inside.with / all).toBeLessThan(0.995);
  });
});
