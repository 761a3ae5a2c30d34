import { describe, expect, test } from 'vitest';
import { tellSentences } from '../../src/instruments/sentence-completion/tell.ts';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import type { ScoreInput } from '../../src/instruments/shared/cells.ts';
import { fitScores, groupId, withoutGroup } from '../../src/instruments/shared/facet-ratings.ts';
import { retestOf } from '../../src/instruments/shared/retest-ratings.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { qualityTables } from '../../src/instruments/shared/tell/tell-quality.ts';
import { runFacetStretch } from '../../src/statistics/many-facet/chain.ts';
import type { RunFacetStretches } from '../../src/statistics/many-facet/fit.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { plantStudy, rating, stemsOf } from './simulate.ts';

/** Chains a tenth as long. */
const short: RunFacetStretches = async ({ layout, reading, stretches }) =>
  stretches.map(({ sweeps, ...one }) =>
    runFacetStretch(layout, reading, {
      ...one,
      sweeps: Math.ceil(sweeps / 10),
      keepEvery: one.keepEvery > 0 ? 1 : 0,
    }),
  );
const sd = { model: 1, stem: 0.5, modelStem: 0.4, rest: 0.4, judges: 2 };
const { input, truth } = plantStudy(createRandom('facets'), 6, 6, sd);

describe('the many-facet model of the sentence test', () => {
  const shares: number[] = [];
  const fitted = fitScores(input, {
    runStretches: short,
    progress: (done, total) => shares.push(done / total),
  });

  test('finds levels of values and of dimensions, which are told in the words of the test', async () => {
    const found = (await fitted)!;
    expect(shares.length).toBeGreaterThan(1);
    expect(found.columns.map(({ id }) => id)).toEqual([
      groupId('first'),
      groupId('second'),
      'warmth',
      'skill',
      'order',
    ]);
    expect(withoutGroup(groupId('first'))).toBe('first');
    const warmth = found.columns[2]!;
    const planted = found.models.map((model) => (100 * truth.get(`${model} warmth`)!) / 6);
    warmth.levels.forEach(({ value, se }, m) => {
      expect(Math.abs(value - Math.max(4, Math.min(96, planted[m]!)))).toBeLessThan(4 * se + 4);
    });
    const told = tellSentences(
      {
        ...{ kind: 'rated', exams: [], scores: [scoreModels(input)] },
        facets: { small: found },
      },
      { stems: stemsOf(6) },
    );
    const tables = told.tables.filter(({ id }) => id.startsWith('facets-small-'));
    expect(tables.map(({ id }) => id.replace('facets-small-', ''))).toEqual([
      'levels',
      'raters',
      'parts',
      'items',
    ]);
    expect(tables[0]!.columns.map(({ title }) => title)).toEqual([
      'Model',
      'First',
      'Second',
      'warmth',
      'skill',
      'order',
    ]);
    expect(tables[1]!.title).toBe('Small · judges by the many-facet model');
    expect(tables[1]!.columns.map(({ id }) => id)).toContain('halo');
    // What is not told surely enough stands nowhere.
    const unsure = warmth.levels.map(({ converged }) => !converged);
    expect(tables[0]!.rows.map(({ cells }) => cells[3] === 'not converged')).toEqual(unsure);
  });

  test('three models are too few', async () => {
    const few = { ...input, models: input.models.slice(0, 3) };
    expect(await fitScores(few, { runStretches: short, progress: () => {} })).toBeNull();
  });
});

describe('test–retest of the sentence test', () => {
  /** Two completions of each stem. */
  const twice = (noise: number): ScoreInput => {
    const random = createRandom(`twice ${noise}`);
    const ratings = input.models.flatMap(({ name }, m) =>
      input.items.flatMap(({ id }, s) => {
        const stable = m / 2 + ((m * 5 + s * 3) % 4) - 1;
        return [1, 2].flatMap((repeat) =>
          ['warmth', 'skill', 'order'].map((value) => ({
            ...rating(name, id, value, stable + noise * random.normal(), 'local:judge-0'),
            completion: `${name}|${id}|${repeat}`,
          })),
        );
      }),
    );
    return { ...input, ratings };
  };

  test('tells sampling noise from what comes back', () => {
    const [first, , warmth] = retestOf(twice(0.3));
    const [, , loud] = retestOf(twice(2));
    if (!first || !warmth || !loud) throw new Error('no columns');
    if ('withheld' in first || 'withheld' in warmth || 'withheld' in loud)
      throw new Error('nothing was told');
    expect(first.texts).toBe(72);
    expect(warmth.noise.value).toBeLessThan(0.2);
    expect(loud.noise.value).toBeGreaterThan(0.4);
    expect(loud.single.value).toBeLessThan(warmth.single.value);
    expect(warmth.raterNoise).toBeNull();
  });

  test('cannot be told without repeats, and at temperature 0; the table of coefficients says so', () => {
    expect(retestOf(input)[0]).toEqual({
      withheld: expect.stringContaining('asked several times'),
    });
    const same = { ...twice(1), sameAnswers: 'all answers are the same' };
    expect(retestOf(same)[0]).toEqual({ withheld: 'all answers are the same' });
    const tables = qualityTables(scoreModels(same), 'part', new Map());
    expect(tables.some(({ id }) => id === 'retest-small')).toBe(false);
    expect(tables[0]!.notes.join(' ')).toContain(
      'How much is sampling noise cannot be told: all answers are the same.',
    );
    const told = qualityTables(scoreModels(twice(1)), 'part', new Map());
    const table = told.find(({ id }) => id === 'retest-small')!;
    expect(table.columns.map(({ title }) => title)).toContain(
      `${sentenceWords.text[0]!.toUpperCase()}${sentenceWords.text.slice(1)}s of one stem`,
    );
    expect(table.rows).toHaveLength(5);
  });
});
