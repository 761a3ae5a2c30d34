import { describe, expect, it } from 'vitest';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import type { RawRating } from '../../src/instruments/shared/cells.ts';
import {
  cellsOf,
  finiteMean,
  mapOf,
  meansOverRaters,
  profileCells,
  type ScoreInput,
} from '../../src/instruments/shared/cells.ts';
import { compareModels } from '../../src/instruments/shared/compare-models.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { modelsOf, plainExam, rating, smallSystem, stemsOf, subdimensions } from './simulate.ts';

const judge = 'local:judge';

/** One judge whose map leaves digits as they are, two models, three stems. */
function inputOf(ratings: readonly RawRating[], change: Partial<ScoreInput> = {}): ScoreInput {
  return {
    ratings,
    exams: [plainExam(judge)],
    system: smallSystem,
    words: sentenceWords,
    items: stemsOf(3),
    models: modelsOf(2),
    ...change,
  };
}

/** The exam of a judge whose line is y = a + b · raw on every subdimension. */
const examWith = (a: number, b: number) => ({
  ...plainExam(judge),
  map: subdimensions.map((subdimension) => ({ subdimension, a, b })),
});

/** Columns: First, warmth, skill, Second, order. */
const [first, warmth, , second, order] = [0, 1, 2, 3, 4];
const cell = (input: ScoreInput, column: number, model = 0, stem = 0, at = 0) =>
  cellsOf(input).values[column]![model]![stem]![at]!;

describe('a mapped rating', () => {
  const exams = [examWith(-1, 1.5)];

  it('never stands lower than 0, "not expressed, or opposed"', () => {
    // −1 + 1.5 · 0 = −1.
    const input = inputOf([rating('sim:m0', 'stem-0', 'warmth', 0)], { exams });
    expect(cell(input, warmth)).toBe(0);
  });

  it('never stands higher than 6, the top of the rubric', () => {
    // −1 + 1.5 · 6 = 8.
    const input = inputOf([rating('sim:m0', 'stem-0', 'warmth', 6)], { exams });
    expect(cell(input, warmth)).toBe(6);
  });

  it('is what the line gives in between, up to both ends', () => {
    for (const [raw, level] of [
      [2 / 3, 0],
      [1, 0.5],
      [3, 3.5],
      [14 / 3, 6],
    ] as const)
      expect(
        cell(inputOf([rating('sim:m0', 'stem-0', 'warmth', raw)], { exams }), warmth),
      ).toBeCloseTo(level, 12);
  });

  it('is bounded before it is averaged: a rating far out does not make up for others', () => {
    // −1 → 0 and 8 → 6: 3, and not 3.5.
    const far = { ...rating('sim:m0', 'stem-0', 'warmth', 6), completion: 'second' };
    const input = inputOf([rating('sim:m0', 'stem-0', 'warmth', 0), far], { exams });
    expect(cell(input, warmth)).toBe(3);
  });

  it('keeps every score within 0 and 100, and every comparison within 100', () => {
    const wild = [examWith(-40, 20)];
    const ratings = ['sim:m0', 'sim:m1'].flatMap((model, m) =>
      stemsOf(6).flatMap((stem, s) =>
        subdimensions.map((one) => rating(model, stem.id, one, m === 0 ? 6 : s % 2)),
      ),
    );
    const input = inputOf(ratings, { exams: wild, items: stemsOf(6) });
    for (const { raw } of scoreModels(input).models)
      for (const { value } of raw) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    for (const { difference, a, b } of compareModels(input, 'sim:m0', 'sim:m1').columns)
      expect([a, b, difference.value]).toEqual([100, 0, 100]);
  });
});

describe('which ratings count', () => {
  const own = rating('sim:m0', 'stem-0', 'warmth', 4);

  it('those on the system, of its subdimensions, models, and stems', () => {
    const others = [
      { ...own, system: 'another', raw: 0 },
      { ...own, subdimension: 'thrift', raw: 0 },
      { ...own, model: 'sim:stranger', raw: 0 },
      { ...own, item: 'stem-99', raw: 0 },
    ];
    const { values, raters: judges } = cellsOf(inputOf([...others, own]));
    expect(values[warmth]![0]![0]![0]).toBe(4);
    expect(judges).toEqual([judge]);
    const all = values.flat(2).flatMap((stem) => [...stem]);
    expect(all.filter(Number.isFinite)).toEqual([4]);
  });

  it('those in the model’s own form, or in the form that is asked for', () => {
    const base = { ...own, form: 'completion' as const, raw: 1 };
    const input = inputOf([own, base]);
    expect(cell(input, warmth)).toBe(4);
    expect(cellsOf(input, 'completion').values[warmth]![0]![0]![0]).toBe(1);
  });

  it('those in the protocol that the exam chose', () => {
    expect(cell(inputOf([own, { ...own, protocol: 'stance', raw: 0 }]), warmth)).toBe(4);
  });

  it('those that are there: a missing one is no 0', () => {
    expect(cell(inputOf([own, { ...own, completion: 'second', raw: null }]), warmth)).toBe(4);
    expect(cell(inputOf([{ ...own, raw: null }]), warmth)).toBeNaN();
  });

  it('several completions of one cell are averaged', () => {
    expect(cell(inputOf([own, { ...own, completion: 'second', raw: 1 }]), warmth)).toBe(2.5);
  });
});

describe('cells', () => {
  const ratings = [
    rating('sim:m0', 'stem-0', 'warmth', 4),
    rating('sim:m0', 'stem-0', 'skill', 1),
    rating('sim:m0', 'stem-0', 'order', 6),
    // One part of First is missing here.
    rating('sim:m0', 'stem-1', 'warmth', 2),
    rating('sim:m0', 'stem-0', 'warmth', 2, 'local:other'),
  ];
  const input = inputOf(ratings);

  it('of a dimension are the mean of its subdimensions’, missing where one is', () => {
    expect(cell(input, first)).toBe(2.5);
    expect(cell(input, second)).toBe(6);
    expect(cell(input, first, 0, 1)).toBeNaN();
    expect(cell(input, first, 1, 0)).toBeNaN();
  });

  it('of a profile are taken from the mean over the subdimensions of the completion, missing where one is', () => {
    const { values } = profileCells(cellsOf(input));
    // The mean of 4, 1, and 6 is 11 / 3.
    expect(values[warmth]![0]![0]![0]).toBeCloseTo(4 - 11 / 3, 12);
    expect(values[order]![0]![0]![0]).toBeCloseTo(6 - 11 / 3, 12);
    expect(values[first]![0]![0]![0]).toBeCloseTo(2.5 - 11 / 3, 12);
    expect(values[warmth]![0]![1]![0]).toBeNaN();
  });

  it('are averaged over the judges that rated, or are one judge’s', () => {
    const cells = cellsOf(input);
    expect(cells.raters).toEqual([judge, 'local:other']);
    expect(meansOverRaters(cells, warmth)[0]).toEqual([3, 2, Number.NaN]);
    expect(meansOverRaters(cells, warmth, 1)[0]).toEqual([2, Number.NaN, Number.NaN]);
  });
});

describe('mapOf', () => {
  it('reads a judge by its exam, else by that on another system, else digits as they stand', () => {
    const ratings = [rating('sim:m0', 'stem-0', 'warmth', 2)];
    const own = examWith(1, 0.5);
    const lineOf = (map: ReturnType<typeof mapOf>) => map.lines.get('warmth');
    const examined = mapOf(judge, inputOf(ratings, { exams: [own] }), ratings);
    expect(examined).toMatchObject({ protocol: 'digits', exam: own });
    expect(lineOf(examined)).toMatchObject({ a: 1, b: 0.5 });

    const elsewhere = { ...own, system: 'another' };
    const borrowed = mapOf(judge, inputOf(ratings, { exams: [elsewhere] }), ratings);
    expect(borrowed.exam).toBeNull();
    expect(lineOf(borrowed)!.b).toBeCloseTo(0.5, 12);
    expect(lineOf(borrowed)!.a).toBeCloseTo(1, 12);
    // Its exam is in a protocol in which it has rated nothing here.
    const stance = { ...elsewhere, protocol: 'stance' as const };
    expect(lineOf(mapOf(judge, inputOf(ratings, { exams: [stance] }), ratings))).toMatchObject({
      a: 0,
      b: 1,
    });
    const other = { ...own, rater: 'local:other' };
    const never = mapOf(judge, inputOf(ratings, { exams: [other] }), ratings);
    expect(never).toMatchObject({ protocol: 'digits', exam: null });
    expect(lineOf(never)).toMatchObject({ a: 0, b: 1 });
  });
});

it('finiteMean is that of the finite values', () => {
  expect(finiteMean([1, Number.NaN, 3, Number.POSITIVE_INFINITY])).toBe(2);
  expect(finiteMean([])).toBeNaN();
});
