import { describe, expect, it } from 'vitest';
import { formEffects } from '../../src/instruments/sentence-completion/form-effect.ts';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import { cellsOf, type ScoreInput } from '../../src/instruments/shared/cells.ts';
import { scaleErrors } from '../../src/instruments/shared/exam/scale-errors.ts';
import { columnEstimates, columnScores } from '../../src/instruments/shared/score-column.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { modelsOf, plainExam, plantStudy, rating, smallSystem, stemsOf } from './simulate.ts';

/** warmth 6 and 3, skill 3 and 3, order 0 and 3 for the two models; the stems add −1, 0, +1 to warmth of both. */
function twoModels() {
  const ratings = stemsOf(3).flatMap((stem, s) => [
    rating('sim:m0', stem.id, 'warmth', 5 + (s - 1)),
    rating('sim:m1', stem.id, 'warmth', 3 + (s - 1)),
    rating('sim:m0', stem.id, 'skill', 3),
    rating('sim:m1', stem.id, 'skill', 3),
    rating('sim:m0', stem.id, 'order', 1),
    rating('sim:m1', stem.id, 'order', 3),
  ]);
  return {
    ratings,
    exams: [plainExam('local:judge')],
    system: smallSystem,
    words: sentenceWords,
    items: stemsOf(3),
    models: modelsOf(2),
  };
}

/**
 * What `scoreModels` tells of levels, and of letters, in the columns that are rated: many studies are scored for one of
 * these alone.
 */
function ratedColumns(input: ScoreInput) {
  const cells = cellsOf(input);
  const scale = scaleErrors(input, cells);
  return cells.columns.flatMap(({ kind, id }, c) =>
    kind === 'dimension'
      ? []
      : [
          {
            id,
            levels: () => columnEstimates(cells, c, scale[c]!, 'level').estimates,
            toldApart: () => columnScores(cells, c, input.words, scale[c]!).reliability.toldApart,
          },
        ],
  );
}

describe('scoreModels', () => {
  it('tells of a column what its scores tell', () => {
    const sd = { model: 0.6, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
    const { input } = plantStudy(createRandom('columns'), 5, 8, sd);
    const scores = scoreModels(input);
    for (const { id, levels, toldApart } of ratedColumns(input)) {
      const c = scores.columns.findIndex((column) => column.id === id);
      expect(scores.models.map(({ raw }) => raw[c])).toEqual(levels());
      expect(scores.reliability[c]!.toldApart).toBe(toldApart());
    }
  });

  it('gives orientation 100·y/6, dimensions as means of their parts, and profiles', () => {
    const scores = scoreModels(twoModels());
    expect(scores.columns.map((one) => one.id)).toEqual([
      'first',
      'warmth',
      'skill',
      'second',
      'order',
    ]);
    const [first] = scores.models;
    const values = first!.raw.map((one) => one.value);
    for (const [i, value] of [400 / 6, 500 / 6, 50, 100 / 6, 100 / 6].entries())
      expect(values[i]).toBeCloseTo(value, 10);
    // Own mean over the three subdimensions: 3 of 6.
    expect(first!.profile[1]!.value).toBeCloseTo(200 / 6, 10);
    expect(first!.profile[4]!.value).toBeCloseTo(-200 / 6, 10);
    expect(first!.raw[1]).toMatchObject({ n: 3, missing: 0 });
    expect(first!.raw[0]!.n).toBe(6);
  });

  it('takes the standard error from the variance components', () => {
    const scores = scoreModels(twoModels());
    // warmth: models 5 and 3, stems −1, 0, 1, no interaction. σ²(stem) = 1, so SE = √(1/3).
    expect(scores.models[0]!.raw[1]!.se).toBeCloseTo((100 / 6) * Math.sqrt(1 / 3), 10);
    const { variance } = scores.reliability[1]!;
    expect(variance.find((one) => one.source === 'model')!.percent).toBeCloseTo(200 / 3, 8);
    expect(variance.reduce((sum, one) => sum + one.percent, 0)).toBeCloseTo(100, 8);
  });

  it('withholds coefficients below five models, with the reason', () => {
    const scores = scoreModels(twoModels());
    const {
      generalizability,
      alpha,
      itemsNeeded: stemsNeeded,
      decision,
      intervals,
      coefficientsWithheld,
    } = scores.reliability[1]!;
    expect([generalizability, alpha, stemsNeeded, intervals]).toEqual([null, null, null, null]);
    expect(decision).toEqual([]);
    expect(coefficientsWithheld).toBe(
      'Eρ², Φ, α, ω, and the stems needed are withheld: they need at least 5 models; there are 2',
    );
    expect(scores.notes).toContain(`${coefficientsWithheld}.`);
  });

  it('gives coefficients of five models with their intervals', () => {
    const levels = [5, 3, 4, 2, 1];
    const ratings = stemsOf(3).flatMap((stem, s) =>
      levels.flatMap((level, m) =>
        ['warmth', 'skill', 'order'].map((column) =>
          rating(`sim:m${m}`, stem.id, column, level + (s - 1)),
        ),
      ),
    );
    const scores = scoreModels({ ...twoModels(), ratings, models: modelsOf(5) });
    const { generalizability, dependability, alpha, intervals } = scores.reliability[1]!;
    expect(generalizability).toBeCloseTo(1, 10);
    // σ²(model) = 2.5, σ²(stem) = 1: 2.5 / (2.5 + 1/3).
    expect(dependability).toBeCloseTo(2.5 / (2.5 + 1 / 3), 10);
    expect(intervals!.absolute.low).toBeLessThan(dependability!);
    expect(intervals!.absolute.high).toBeGreaterThan(dependability!);
    // One judge and no gap: α is Eρ².
    expect(alpha).toBeNull();
  });

  it('withholds the interval of a level whose stems are nearly all at the floor', () => {
    const ratings = stemsOf(12).flatMap((stem, s) => [
      rating('sim:m0', stem.id, 'warmth', s === 0 ? 5 : 0),
      rating('sim:m1', stem.id, 'warmth', s % 2 === 0 ? 4 : 0),
      ...['sim:m0', 'sim:m1'].flatMap((model) => [
        rating(model, stem.id, 'skill', 3 + (s % 3)),
        rating(model, stem.id, 'order', 2),
      ]),
    ]);
    const scores = scoreModels({ ...twoModels(), ratings, items: stemsOf(12) });
    const [low, half] = scores.models.map((model) => model.raw[1]!);
    expect(low).toMatchObject({ se: null, low: null, high: null });
    expect(low!.value).toBeCloseTo((100 / 6) * (5 / 12), 10);
    expect(half!.se).toBeGreaterThan(0);
    expect(scores.notes.join(' ')).toMatch(/1 levels? ha(s|ve) no interval: more than 80 %/);
  });

  it('reports variance components that came out negative', () => {
    // Both models agree on average and go opposite ways on every stem.
    const ratings = stemsOf(8).flatMap((stem, s) =>
      ['warmth', 'skill', 'order'].flatMap((column) => [
        rating('sim:m0', stem.id, column, s % 2 === 0 ? 4 : 2),
        rating('sim:m1', stem.id, column, s % 2 === 0 ? 2 : 4),
      ]),
    );
    const scores = scoreModels({ ...twoModels(), ratings, items: stemsOf(8) });
    const model = scores.reliability[1]!.variance.find((one) => one.source === 'model')!;
    expect(model.percent).toBe(0);
    expect(model.raw).toBeLessThan(0);
    expect(scores.notes.join(' ')).toMatch(/negative count as 0: model in \d of 5 columns/);
  });

  it('covers the true level with its 95 % interval', () => {
    const random = createRandom('coverage');
    const sd = { model: 0.6, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
    let inside = 0;
    let all = 0;
    for (let study = 0; study < 60; study++) {
      const { input, truth } = plantStudy(random, 6, 16, sd);
      for (const { id, levels } of ratedColumns(input))
        levels().forEach(({ low, high }, m) => {
          const level = (100 / 6) * truth.get(`${input.models[m]!.name} ${id}`)!;
          all++;
          if (low! <= level && level <= high!) inside++;
        });
    }
    // 1,080 intervals, those of one study sharing their stems.
    expect(inside / all).toBeGreaterThan(0.92);
    expect(inside / all).toBeLessThan(0.98);
  });

  it('gives equal models one letter in about 95 % of studies, and tells far ones apart', () => {
    const random = createRandom('letters');
    const equal = { model: 0, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
    let false_ = 0;
    let columns = 0;
    for (let study = 0; study < 40; study++) {
      for (const { toldApart } of ratedColumns(plantStudy(random, 5, 16, equal).input)) {
        columns++;
        if (toldApart() !== 'no') false_++;
      }
    }
    expect(false_ / columns).toBeLessThan(0.12);
    const far = scoreModels(plantStudy(random, 5, 24, { ...equal, model: 2 }).input);
    expect(far.reliability[1]!.toldApart).not.toBe('no');
    expect(far.reliability[1]!.generalizability).toBeGreaterThan(0.8);
  });

  it('withholds letters and says so where there are three stems, however far models lie apart', () => {
    const scores = scoreModels(twoModels());
    for (const model of scores.models) expect(model.letters).toEqual(['', '', '', '', '']);
    for (const one of scores.reliability)
      expect(one).toMatchObject({ toldApart: 'withheld', apartP: null, apartAmongColumns: false });
    expect(scores.notes.join(' ')).toContain(
      'In all columns letters and intervals of differences are withheld: with 2 models they need 6 stems',
    );
    expect(scores.differs).toContain('leaves out 0');
  });

  it('leaves a judge that reads backwards out of the mean, and says so', () => {
    const input = twoModels();
    const side = { value: 0.32, low: 0.21, high: 0.42, pairs: 60, passes: false };
    const backwards = { ...plainExam('local:back', 'backwards'), side };
    const both = {
      ...input,
      ratings: [
        ...input.ratings,
        ...input.ratings.map((one) => ({ ...one, rater: 'local:back', raw: 6 - one.raw! })),
      ],
      exams: [...input.exams, backwards],
    };
    const scores = scoreModels(both);
    expect(scores.models.map((model) => model.raw)).toEqual(
      scoreModels(input).models.map((model) => model.raw),
    );
    expect(scores.raters.map(({ rater }) => rater)).toEqual(['local:judge']);
    expect(scores.mark).toBeNull();
    expect(scores.notes.join(' ')).toContain(
      'local:back reads backwards (side 0.32 [0.21–0.42], chance is .50): its ratings are left out of the scores on ',
    );
    const alone = scoreModels({
      ...both,
      ratings: both.ratings.filter((one) => one.rater === 'local:back'),
    });
    expect(alone.mark).toBe('backwards');
    expect(alone.models[0]!.raw[0]).toMatchObject({ value: Number.NaN, low: null, n: 0 });
    expect(alone.notes.join(' ')).toContain('No judge is left');
  });

  it('takes judges as a sample from four on, in differences as in levels', () => {
    const random = createRandom('judges as a sample');
    const sd = { model: 0, stem: 0.8, modelStem: 0.5, rest: 0.4, judges: 4 };
    let told = 0;
    let columns = 0;
    for (let study = 0; study < 40; study++) {
      const { input } = plantStudy(random, 5, 24, sd);
      const lean = new Map<string, number>();
      const leaning = input.ratings.map((one) => {
        const key = `${one.model} ${one.rater} ${one.subdimension}`;
        if (!lean.has(key)) lean.set(key, 0.3 * random.normal());
        return { ...one, raw: one.raw! + lean.get(key)! };
      });
      for (const { toldApart } of ratedColumns({ ...input, ratings: leaning })) {
        columns++;
        if (toldApart() !== 'no') told++;
      }
    }
    // Judges taken as fixed tell models apart in most of these columns.
    expect(told / columns).toBeLessThan(0.12);
  });

  it('marks what is unproven, and a judge that rates itself or its family', () => {
    const input = twoModels();
    const selfish = {
      ...input,
      ratings: input.ratings.map((one) => ({ ...one, rater: 'sim:m0' })),
      exams: [plainExam('sim:m0', 'subject only')],
    };
    expect(scoreModels(selfish)).toMatchObject({
      mark: 'subject only',
      raters: [{ selfRated: ['sim:m0'], verdict: 'subject only' }],
    });
    const relative = scoreModels({
      ...input,
      raters: [{ name: 'local:judge', family: 'family-1' }],
    });
    expect(relative.raters[0]!.selfRated).toEqual(['sim:m1']);
    expect(relative.mark).toBeNull();
    const untested = scoreModels({ ...input, exams: [] });
    expect(untested.mark).toBe('unproven');
    expect(untested.notes.join(' ')).toContain('has no exam');
  });

  it('counts missing ratings and keeps scoring, also with one model or one stem', () => {
    const input = twoModels();
    const ratings = input.ratings.map((one, i) => (i === 0 ? { ...one, raw: null } : one));
    const scores = scoreModels({ ...input, ratings });
    expect(scores.models[0]!.raw[1]).toMatchObject({ n: 2, missing: 1 });
    expect(scores.notes.join(' ')).toContain(
      'the error of each pair from the stems that both have',
    );
    const alone = scoreModels({ ...input, models: input.models.slice(0, 1) });
    expect(alone.models[0]!.raw[1]!.se).toBeCloseTo((100 / 6) * Math.sqrt(1 / 3), 10);
    expect(alone.reliability[1]!.generalizability).toBeNull();
    const single = scoreModels({ ...input, items: input.items.slice(0, 1) });
    expect(single.models[0]!.raw[1]!).toMatchObject({ se: null, low: null });
  });

  it('keeps the data of a model whose stems have gaps, with a wider interval, and its own stems for the others', () => {
    const sd = { model: 0.8, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
    const { input } = plantStudy(createRandom('gaps'), 6, 16, sd);
    const missing = new Set(input.items.slice(0, 12).map((stem) => stem.id));
    const ratings = input.ratings.map((one) =>
      one.model === 'sim:m2' && missing.has(one.item) ? { ...one, raw: null } : one,
    );
    const whole = scoreModels(input);
    const gappy = scoreModels({ ...input, ratings });
    const column = 1;
    const se = (scores: typeof whole, m: number) => scores.models[m]!.raw[column]!.se!;
    expect(gappy.models[2]!.raw[column]).toMatchObject({ n: 8, missing: 24 });
    // A quarter of the stems: about twice the error.
    expect(se(gappy, 2) / se(gappy, 0)).toBeCloseTo(2, 1);
    expect(se(gappy, 0) / se(whole, 0)).toBeGreaterThan(0.8);
    expect(se(gappy, 0) / se(whole, 0)).toBeLessThan(1.25);
    // Too few stems for letters, so that the others keep theirs.
    expect(gappy.models[2]!.letters[column]).toBe('');
    expect(gappy.notes.join(' ')).toContain('up to 24 in a column');
    expect(gappy.notes.join(' ')).toContain('REML');
    expect(whole.notes.join(' ')).not.toContain('missing');
  });

  it('covers the true level with its 95 % interval also where a quarter of the ratings is missing', () => {
    const random = createRandom('coverage with gaps');
    const sd = { model: 0.6, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
    let inside = 0;
    let all = 0;
    for (let study = 0; study < 40; study++) {
      const { input, truth } = plantStudy(random, 6, 16, sd);
      const ratings = input.ratings.map((one) =>
        random.next() < 0.25 ? { ...one, raw: null } : one,
      );
      for (const { id, levels } of ratedColumns({ ...input, ratings }))
        levels().forEach(({ low, high }, m) => {
          const level = (100 / 6) * truth.get(`${input.models[m]!.name} ${id}`)!;
          all++;
          if (low! <= level && level <= high!) inside++;
        });
    }
    expect(inside / all).toBeGreaterThan(0.91);
    expect(inside / all).toBeLessThan(0.985);
  });

  it('does not move an old score when a model is added', () => {
    const random = createRandom('frozen');
    const sd = { model: 1, stem: 0.5, modelStem: 0.5, rest: 0.3, judges: 2 };
    const { input } = plantStudy(random, 4, 10, sd);
    const before = scoreModels({ ...input, models: input.models.slice(0, 3) });
    const after = scoreModels(input);
    const values = (scores: typeof after) =>
      scores.models.slice(0, 3).map((model) => model.raw.map((one) => one.value));
    expect(values(before)).toEqual(values(after));
  });

  it('sees halo, agreement, and stems that say nothing', () => {
    const models = modelsOf(4);
    const stems = stemsOf(5);
    const levels = [0.5, 2, 4, 5.5];
    const ratings = models.flatMap((model, m) =>
      stems.flatMap((stem, s) =>
        ['warmth', 'skill', 'order'].flatMap((one) =>
          ['local:a', 'local:b'].map((judge) =>
            rating(model.name, stem.id, one, s === 4 ? 3 : levels[m]!, judge),
          ),
        ),
      ),
    );
    const scores = scoreModels({
      ratings,
      exams: [plainExam('local:a'), plainExam('local:b')],
      system: smallSystem,
      words: sentenceWords,
      items: stems,
      models,
    });
    expect(scores.halo).toBeCloseTo(1, 8);
    expect(scores.correlations[0]![2]).toBeCloseTo(1, 8);
    expect(scores.reliability[1]!.raterAgreement).toBeCloseTo(1, 8);
    expect(scores.items[4]).toMatchObject({ discrimination: 0, itemTotal: null });
    expect(scores.items[4]!.difficulty).toBeCloseTo(50, 8);
    expect(scores.items[0]!.itemTotal).toBeCloseTo(1, 8);
    // Upper half 4 and 5.5, lower half .5 and 2: 3.5 of 6.
    expect(scores.items[0]!.discrimination).toBeCloseTo(350 / 6, 8);
  });

  it('refuses a system without ratings', () => {
    expect(() => scoreModels({ ...twoModels(), ratings: [] })).toThrow(/no ratings on Small/);
  });
});

describe('formEffects', () => {
  it('pairs the two forms of the same model and stem, apart from the scores', () => {
    const input = twoModels();
    const other = input.ratings
      .filter((one) => one.model === 'sim:m0' && one.subdimension === 'warmth')
      .map((one) => ({ ...one, form: 'completion' as const, raw: one.raw! - 1.2 }));
    const both = { ...input, ratings: [...input.ratings, ...other] };
    const effects = formEffects(both, 'completion');
    const warmth = effects.find((one) => one.column.id === 'warmth')!;
    expect(warmth.value).toBeCloseTo(-20, 10);
    expect(warmth.n).toBe(3);
    expect(scoreModels(both).models[0]!.raw[1]!.value).toBeCloseTo(500 / 6, 10);
    expect(scoreModels(both).models[0]!.forms).toEqual(['chat', 'completion']);
    expect(formEffects(input, 'completion')).toEqual([]);
  });
});
