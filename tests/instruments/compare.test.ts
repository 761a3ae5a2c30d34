import { describe, expect, it } from 'vitest';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import { compareModels, pairedMean } from '../../src/instruments/shared/compare-models.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { modelsOf, plainExam, plantStudy, rating, smallSystem, stemsOf } from './simulate.ts';

/** m0 is warmer by `by(stem, judge)` than m1; skill and order are equal up to small noise. */
function warmer(by: (stem: number, judge: number) => number, stems = 12, seed = 0) {
  const random = createRandom(`warmer ${seed}`);
  const judges = ['local:a', 'local:b'];
  const ratings = stemsOf(stems).flatMap((stem, s) =>
    judges.flatMap((judge, j) =>
      ['warmth', 'skill', 'order'].flatMap((one) => [
        rating(
          'sim:m0',
          stem.id,
          one,
          3 + (one === 'warmth' ? by(s, j) : 0) + 0.1 * random.normal(),
          judge,
        ),
        rating('sim:m1', stem.id, one, 3 + 0.1 * random.normal(), judge),
      ]),
    ),
  );
  return {
    ratings,
    exams: judges.map((judge) => plainExam(judge)),
    system: smallSystem,
    words: sentenceWords,
    items: stemsOf(stems),
    models: modelsOf(2),
  };
}
const warmthOf = (result: ReturnType<typeof compareModels>) => result.columns[1]!;
const check = (result: ReturnType<typeof compareModels>, name: string) =>
  warmthOf(result).overturn.find((one) => one.check === name)!;

describe('compareModels', () => {
  it('pairs within stems and sorts the stems by what they add', () => {
    const result = compareModels(
      warmer((s) => (s === 7 ? 3 : 1)),
      'sim:m0',
      'sim:m1',
    );
    const warmth = warmthOf(result);
    // 14 / 12 of 6 planted, beside noise with a standard error of .04.
    expect(Math.abs(warmth.difference.value - (100 / 6) * (14 / 12))).toBeLessThan(2);
    expect(warmth.distinct).toBe(true);
    expect(warmth.items[0]!.item).toBe('stem-7');
    expect(warmth.items.reduce((sum, one) => sum + one.drive, 0)).toBeCloseTo(
      warmth.difference.value,
      8,
    );
    expect(warmth.agree).toEqual({ items: 12, ofItems: 12, raters: 2, ofRaters: 2 });
    expect(result.columns[result.headline]!.column.kind).toBe('dimension');
  });

  it('turns round with the order of the models', () => {
    const input = warmer(() => 1);
    const there = warmthOf(compareModels(input, 'sim:m0', 'sim:m1')).difference;
    const back = warmthOf(compareModels(input, 'sim:m1', 'sim:m0')).difference;
    expect(back.value).toBeCloseTo(-there.value, 10);
    expect(back.low).toBeCloseTo(-there.high!, 10);
  });

  it('says which other analyses it holds with', () => {
    const fine = compareModels(
      warmer(() => 1.5),
      'sim:m0',
      'sim:m1',
    );
    for (const name of ['each judge', 'odd and even stems', 'both framings', 'same form'])
      expect(check(fine, name).holds).toBe(true);
    expect(check(fine, 'length').holds).toBeNull();
    const judge = compareModels(
      warmer((_, j) => (j === 0 ? 3 : -1)),
      'sim:m0',
      'sim:m1',
    );
    expect(check(judge, 'each judge').holds).toBe(false);
    const odd = compareModels(
      warmer((s) => (s % 2 === 0 ? 3 : -1)),
      'sim:m0',
      'sim:m1',
    );
    expect(check(odd, 'odd and even stems').holds).toBe(false);
    // Framing is positive on stems 0, 1, 4, 5, …
    const framing = compareModels(
      warmer((s) => (s % 4 < 2 ? 3 : -1)),
      'sim:m0',
      'sim:m1',
    );
    expect(check(framing, 'both framings').holds).toBe(false);
    expect(framing.firm).toBe(false);
    const form = warmer(() => 1.5);
    const forms = {
      ...form,
      models: form.models.map((model, m) =>
        m === 0 ? model : { ...model, form: 'completion' as const },
      ),
      ratings: form.ratings.map((one) =>
        one.model === 'sim:m0' ? one : { ...one, form: 'completion' as const },
      ),
    };
    expect(check(compareModels(forms, 'sim:m0', 'sim:m1'), 'same form').holds).toBe(false);
  });

  it('sees a difference that is nothing but length', () => {
    const words = (model: string, stem: string) =>
      model === 'sim:m1' ? 10 : 12 + 3 * Number(stem.split('-')[1]);
    const longer = (s: number) => Math.log(13 + 3 * s) - Math.log(11);
    let still = 0;
    for (let seed = 0; seed < 60; seed++) {
      const input = warmer(longer, 12, seed);
      const result = compareModels(input, 'sim:m0', 'sim:m1', { lengths: words });
      expect(warmthOf(result).distinct).toBe(true);
      still += Number(check(result, 'length').holds);
    }
    // One-sided 2.5 % by chance.
    expect(still / 60).toBeLessThan(0.1);
    const real = compareModels(
      warmer(() => 1.5),
      'sim:m0',
      'sim:m1',
      { lengths: words },
    );
    expect(check(real, 'length').holds).toBe(true);
  });

  it('corrects for the number of models', () => {
    const sd = { model: 0.5, stem: 0.5, modelStem: 0.6, rest: 0.3, judges: 1 };
    const { input } = plantStudy(createRandom('many'), 8, 12, sd);
    const two = { ...input, models: input.models.slice(0, 2) };
    const width = (one: typeof input) => {
      const { low, high } = warmthOf(compareModels(one, 'sim:m0', 'sim:m1')).difference;
      return high! - low!;
    };
    expect(width(input)).toBeGreaterThan(1.2 * width(two));
  });

  it('follows one rule with the letters: differs, and no interval with few stems', () => {
    const sd = { model: 0.6, stem: 0.5, modelStem: 0.6, rest: 0.3, judges: 4 };
    const { input } = plantStudy(createRandom('one rule'), 6, 12, sd);
    const scores = scoreModels(input);
    for (const b of input.models.slice(1)) {
      const { columns, rule } = compareModels(input, 'sim:m0', b.name);
      expect(rule).toBe(scores.differs);
      columns.forEach((one, c) => {
        const own = scores.models[0]!.letters[c]!;
        const other = scores.models.find(({ model }) => model === b.name)!.letters[c]!;
        expect(one.differs).toBe(![...own].some((letter) => other.includes(letter)));
      });
    }
    const few = compareModels(
      warmer(() => 3, 5),
      'sim:m0',
      'sim:m1',
    );
    expect(few.withheld).toContain('need 6 stems');
    expect(warmthOf(few)).toMatchObject({ differs: false, distinct: false, amongColumns: false });
    expect(warmthOf(few).difference).toMatchObject({ low: null, high: null });
    expect(warmthOf(few).difference.se).toBeGreaterThan(0);
  });

  it('says nothing of a column on which no judge has a line, and continues with the others', () => {
    const input = warmer(() => 1.5);
    const exams = input.exams.map((exam) => ({
      ...exam,
      map: exam.map.map((line) =>
        line.subdimension === 'order' ? { ...line, b: 0, none: 'no slope' } : line,
      ),
    }));
    const { columns } = compareModels({ ...input, exams }, 'sim:m0', 'sim:m1');
    const order = columns.find((one) => one.column.id === 'order')!;
    expect(order.difference).toMatchObject({ value: Number.NaN, low: null, n: 0 });
    expect(order.differs).toBe(false);
    // Profiles are centred on what is left.
    expect(columns.find((one) => one.column.id === 'warmth')!.distinct).toBe(true);
    expect(columns.find((one) => one.column.id === 'warmth')!.difference.value).toBeGreaterThan(20);
  });

  it('refuses an unknown model, itself, and too few stems', () => {
    const input = warmer(() => 1);
    expect(() => compareModels(input, 'sim:m0', 'sim:x')).toThrow(/no scores of sim:x/);
    expect(() => compareModels(input, 'sim:m0', 'sim:m0')).toThrow(/with itself/);
    expect(() =>
      compareModels(
        warmer(() => 1, 2),
        'sim:m0',
        'sim:m1',
      ),
    ).toThrow(/at least 3/);
  });
});

describe('pairedMean', () => {
  it('is the t interval', () => {
    // 1, 2, 3: mean 2, SE 1/√3, t(2) = 4.302653.
    const { value, low, high } = pairedMean([1, 2, 3, Number.NaN]);
    expect(value).toBe(2);
    expect(high! - 2).toBeCloseTo(4.302653 / Math.sqrt(3), 5);
    expect(2 - low!).toBeCloseTo(4.302653 / Math.sqrt(3), 5);
    expect(pairedMean([1])).toEqual({ value: 1, se: null, low: null, high: null });
  });
});
