import { describe, expect, it } from 'vitest';
import {
  borrowMap,
  lineVariance,
  linkScale,
  linkScaleWithErrors,
} from '../../src/instruments/shared/exam/link-scales.ts';
import { mean, standardDeviation } from '../../src/statistics/describe.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { plainExam, rating } from './simulate.ts';

describe('linkScale', () => {
  it('turns round the regression of ratings on levels', () => {
    // raw 1, 2, 3 at levels 0, 3, 6: raw = 1 + level/3, so level = −3 + 3·raw.
    const [line] = linkScale([
      {
        subdimension: 'warmth',
        anchors: [
          { raw: 1, level: 0 },
          { raw: 2, level: 3 },
          { raw: 3, level: 6 },
          { raw: null, level: 6 },
        ],
      },
    ]);
    expect(line!.a).toBeCloseTo(-3, 12);
    expect(line!.b).toBeCloseTo(3, 12);
  });

  it('gives a silent judge the mean level, and a silent subdimension the mean line', () => {
    const level = [0, 3, 6];
    const flat = level.map((one) => ({ raw: 2, level: one }));
    expect(linkScale([{ subdimension: 'warmth', anchors: flat }])).toEqual([
      { subdimension: 'warmth', a: 3, b: 0, none: 'all anchors are rated the same' },
    ]);
    const good = level.map((one) => ({ raw: one, level: one }));
    const [, silent] = linkScale([
      { subdimension: 'warmth', anchors: good },
      { subdimension: 'skill', anchors: level.map((one) => ({ raw: null, level: one })) },
    ]);
    expect(silent!.a).toBeCloseTo(0, 12);
    expect(silent!.b).toBeCloseTo(1, 12);
  });

  it('is not pulled towards the mean by the judge’s error, as regressing levels on ratings is', () => {
    const random = createRandom('error of two');
    const levels = [0, 0, 1, 3, 6, 0, 0, 4, 5, 6, 0, 2];
    const betas = Array.from({ length: 200 }, () => {
      const [line] = linkScale([
        {
          subdimension: 'warmth',
          anchors: [...levels, ...levels].map((level) => ({
            raw: level + 2 * random.normal(),
            level,
          })),
        },
      ]);
      return line!.calibration!.beta;
    });
    // The slope of ratings on levels is 1, whatever the error; standard deviations alone would say 1.3.
    expect(mean(betas)).toBeGreaterThan(0.95);
    expect(mean(betas)).toBeLessThan(1.05);
  });

  it('has no line for a judge that reads nothing, or the wrong way round', () => {
    const random = createRandom('nothing');
    const levels = [0, 0, 1, 3, 6];
    const exam = (rate: (level: number) => number) =>
      linkScaleWithErrors(
        ['warmth', 'skill', 'order'].map((subdimension) => ({
          subdimension,
          anchors: [0, 1, 2, 3].flatMap((set) =>
            levels.map((level) => ({ raw: rate(level), level, set: `${subdimension}-${set}` })),
          ),
        })),
      );
    let without = 0;
    for (let i = 0; i < 40; i++)
      if (exam(() => 3 + random.normal()).every((line) => line.none !== undefined)) without++;
    expect(without).toBeGreaterThanOrEqual(34);
    for (const line of exam((level) => 6 - level + 0.3 * random.normal()))
      expect(line).toMatchObject({ b: 0, none: expect.stringContaining('do not rise') });
    for (const line of exam((level) => level + 0.3 * random.normal()))
      expect(line.none).toBeUndefined();
  });

  it('is one line where the subdimensions differ less than sampling alone would have it', () => {
    // Off the line by .3 in the middle: standard errors of some .06 in the slope.
    const anchors = (last: number) => [1, 2.4, last].map((raw, i) => ({ raw, level: 3 * i }));
    const [warmth, skill] = linkScale([
      { subdimension: 'warmth', anchors: anchors(3) },
      { subdimension: 'skill', anchors: anchors(3.2) },
    ]);
    expect(skill!.a).toBeCloseTo(warmth!.a, 12);
    expect(skill!.b).toBeCloseTo(warmth!.b, 12);
  });

  it('recovers a planted line, and shrinks chance differences between subdimensions away', () => {
    const random = createRandom('link');
    const levels = [0, 0, 1, 3, 6, 0, 0, 4, 5, 6, 0, 2];
    const study = (offset: (k: number) => number) =>
      linkScale(
        Array.from({ length: 6 }, (_, k) => ({
          subdimension: `s${k}`,
          anchors: levels.map((level) => ({
            raw: offset(k) + level / 3 + 0.15 * random.normal(),
            level,
          })),
        })),
      );
    const spreads: number[] = [];
    for (let i = 0; i < 50; i++) {
      const lines = study(() => 1);
      expect(mean(lines.map((line) => line.b))).toBeGreaterThan(2.5);
      expect(mean(lines.map((line) => line.b))).toBeLessThan(3.2);
      spreads.push(standardDeviation(lines.map((line) => line.b)));
    }
    // Six lines that are truly one: their slopes hardly differ after shrinking.
    expect(mean(spreads)).toBeLessThan(0.1);
    // Planted offsets as of word frequencies survive: level 3 is raw offset + 1 in each.
    const lines = study((k) => 2 * k);
    for (const [k, line] of lines.entries())
      expect(line.a + line.b * (2 * k + 1)).toBeCloseTo(3, 0);
  });
});

describe('lineVariance', () => {
  it('is never below 0, whatever the errors say of each other', () => {
    expect(lineVariance({ a: 0.04, b: 0.01, ab: -0.01 }, 2)).toBeCloseTo(0.04, 12);
    expect(lineVariance({ a: 0.01, b: 0.01, ab: -0.02 }, 1)).toBe(0);
  });
});

describe('borrowMap', () => {
  const exam = plainExam('local:judge');
  it('takes digits over by the mean line', () => {
    expect(borrowMap(exam, ['x', 'y'], [])).toEqual([
      { subdimension: 'x', a: 0, b: 1 },
      { subdimension: 'y', a: 0, b: 1 },
    ]);
  });
  it('lends a line also where the judge was silent on one subdimension', () => {
    const map = [
      { subdimension: 'warmth', a: 0, b: 4 },
      { subdimension: 'skill', a: 3, b: 0 },
    ];
    const [line] = borrowMap({ ...exam, map }, ['x'], []);
    expect(line!.a).toBe(1.5);
    // The geometric mean of 4 and the least slope, which is not 0.
    expect(line!.b).toBeCloseTo(Math.sqrt(4e-9), 12);
    expect(line!.b).toBeGreaterThan(0);
  });
  it('puts each subdimension’s mean at the middle where the unit has no zero', () => {
    const ratings = [1, 3].map((raw, m) => ({
      ...rating(`sim:m${m}`, 'stem-0', 'x', raw),
      protocol: 'cares-about' as const,
    }));
    const [line] = borrowMap({ ...exam, protocol: 'cares-about' }, ['x'], ratings);
    expect(line!.a + line!.b * 2).toBeCloseTo(3, 12);
  });
});
