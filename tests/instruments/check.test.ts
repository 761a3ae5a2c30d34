import { describe, expect, it } from 'vitest';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import { compareWords, placeModel, raterDrift } from '../../src/instruments/shared/place-model.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { modelsOf, plainExam, rating, smallSystem, stemsOf } from './simulate.ts';

/** Levels of five models on each subdimension, with noise of the given size per stem. */
function studyOf(levels: readonly number[], noise: number, seed = 'place') {
  const random = createRandom(seed);
  const models = modelsOf(levels.length);
  const stems = stemsOf(20);
  return {
    ratings: models.flatMap((model, m) =>
      stems.flatMap((stem) =>
        ['warmth', 'skill', 'order'].map((one) =>
          rating(model.name, stem.id, one, levels[m]! + noise * random.normal()),
        ),
      ),
    ),
    exams: [plainExam('local:judge')],
    system: smallSystem,
    words: sentenceWords,
    items: stems,
    models,
  };
}

describe('placeModel', () => {
  it('places a model whose rank is sure, and names the nearest', () => {
    const verdict = placeModel(studyOf([1, 2, 5, 5.5, 2.2], 0.2), 'sim:m4');
    const warmth = verdict.columns[1]!;
    expect(warmth.rank).toMatchObject({ value: 3, of: 5 });
    expect(warmth.placed).toBe(true);
    expect(warmth.nearest!.model).toBe('sim:m1');
    expect(warmth.rank.distribution.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10);
    expect(warmth.rank.distribution[2]).toBeGreaterThan(0.9);
  });

  it('does not place a model where all are alike', () => {
    const verdict = placeModel(studyOf([3, 3, 3, 3, 3, 3], 1.5), 'sim:m0');
    expect(verdict.columns[1]).toMatchObject({ placed: false, nearest: null });
    expect(verdict.columns[1]!.rank.high - verdict.columns[1]!.rank.low).toBeGreaterThan(3);
  });

  it('says what stands out after a correction for the number of columns', () => {
    const even = Array.from({ length: 40 }, (_, seed) =>
      placeModel(studyOf([3, 3, 3], 1.5, `even ${seed}`), 'sim:m0').columns.filter(
        ({ column }) => column.kind === 'subdimension',
      ),
    );
    const said = (of: 'standsOut' | 'amongColumns') =>
      even.filter((columns) => columns.some((one) => one[of])).length;
    expect(said('amongColumns')).toBeLessThan(said('standsOut'));
    expect(said('amongColumns')).toBeLessThanOrEqual(5);
    const input = studyOf([3, 3, 3], 0.5);
    const ratings = input.ratings.map((one) =>
      one.model === 'sim:m0' && one.subdimension === 'warmth' ? { ...one, raw: 5.5 } : one,
    );
    const { columns } = placeModel({ ...input, ratings }, 'sim:m0');
    expect(columns.find(({ column }) => column.id === 'warmth')!.amongColumns).toBe(true);
  });

  it('refuses a model without ratings', () => {
    const input = studyOf([1, 2], 0.1);
    expect(() => placeModel({ ...input, models: modelsOf(3) }, 'sim:m2')).toThrow(/no ratings of/);
  });
});

describe('judgeDrift', () => {
  const before = stemsOf(10).map((stem) => rating('sim:m0', stem.id, 'warmth', 3));
  const input = { exams: [plainExam('local:judge')], system: smallSystem };
  it('lets a small shift pass and stops at more than .2', () => {
    const by = (shift: number) =>
      raterDrift(
        'local:judge',
        before,
        before.map((one) => ({ ...one, raw: one.raw! + shift })),
        input,
      );
    expect(by(0.19)).toMatchObject({ n: 10, stops: false });
    expect(by(-0.25).shift).toBeCloseTo(-0.25, 10);
    expect(by(-0.25).stops).toBe(true);
  });
  it('tells the shift on the scale of 0–6, by the line of the judge', () => {
    const exam = plainExam('local:judge');
    const map = exam.map.map((line) => ({ ...line, b: 0.5 }));
    const after = before.map((one) => ({ ...one, raw: one.raw! + 0.3 }));
    const drift = raterDrift('local:judge', before, after, {
      ...input,
      exams: [{ ...exam, map }],
    });
    expect(drift.shift).toBeCloseTo(0.15, 10);
    expect(drift.stops).toBe(false);
  });
  it('stops when nothing could be compared', () => {
    expect(raterDrift('local:judge', before, [], input)).toMatchObject({ n: 0, stops: true });
  });
});

describe('compareWords', () => {
  it('lists what the run lacks and what the model does not say', () => {
    const run = [
      { word: 'honesty', count: 9, models: 4 },
      { word: 'patience', count: 5, models: 3 },
      { word: 'thrift', count: 8, models: 1 },
    ];
    const own = [
      { word: 'honesty', count: 2 },
      { word: 'corrigibility', count: 4 },
    ];
    expect(compareWords(own, run)).toEqual({
      lacking: [{ word: 'corrigibility', count: 4 }],
      silent: ['patience'],
    });
  });
});
