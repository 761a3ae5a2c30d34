import { describe, expect, it } from 'vitest';
import { type Cells, cellsOf } from '../../src/instruments/shared/cells.ts';
import { itemGroups } from '../../src/instruments/shared/item-groups.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { plantStudy } from './simulate.ts';

const sd = { model: 0.8, stem: 0.8, modelStem: 0.4, rest: 0.3, judges: 2 };

/** A study in which family a stands `shift` (of 6) higher than b on stem 3 of warmth, and `level` higher everywhere. */
function planted(seed: string, models: number, shift: number, level = 0) {
  const { input } = plantStudy(createRandom(seed), models, 12, sd);
  const family = (name: string) => (Number(name.slice('sim:m'.length)) % 2 === 0 ? 'a' : 'b');
  const ratings = input.ratings.map((one) => {
    if (family(one.model) !== 'a') return one;
    const here = one.item === 'stem-3' && one.subdimension === 'warmth' ? shift : 0;
    return { ...one, raw: one.raw! + level + here };
  });
  const named = input.models.map((model) => ({ ...model, family: family(model.name) }));
  return { ...input, ratings, models: named };
}

const cellsWithGroups = (input: ReturnType<typeof planted>) =>
  [cellsOf(input), input.models.map((model) => model.family)] as const;

describe('stemGroups', () => {
  it('finds the stem that works otherwise in a family, its size and its error', () => {
    const [cells, groups] = cellsWithGroups(planted('shift', 20, 2));
    const { flagged, effects, withheld } = itemGroups(cells, 'family', groups);
    expect(withheld).toBeNull();
    // Two groups mirror each other: one row per stem and column.
    expect(effects).toHaveLength(3 * 12);
    expect(flagged.map((one) => [one.column, one.item, one.group])).toEqual([
      ['warmth', 'stem-3', 'a'],
    ]);
    // 2 of 6 less the twelfth that the stem adds to the group's own level.
    const truth = (100 / 6) * 2 * (11 / 12);
    expect(Math.abs(flagged[0]!.effect - truth)).toBeLessThan(3 * flagged[0]!.se);
    expect(flagged[0]!.p).toBeLessThan(0.01);
  });

  it('is a two-sample t test on what is left of levels and stems', () => {
    const values = [
      [1, 2, 6],
      [3, 2, 4],
      [0, 5, 4],
      [2, 4, 0],
      [5, 5, 1],
      [4, 1, 1],
      [2, 2, 3],
    ];
    const cells: Cells = {
      columns: [{ id: 'x', name: 'X', kind: 'subdimension', dimension: 'd' }],
      models: values.map((_, m) => `m${m}`),
      items: ['s0', 's1', 's2'],
      leftOut: [],
      lineless: [],
      raters: ['j'],
      values: [values.map((row) => row.map((x) => Float64Array.of(x)))],
    };
    const { effects } = itemGroups(cells, 'form', ['a', 'a', 'a', 'b', 'b', 'b', 'b']);
    const average = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
    const grand = average(values.flat());
    const rest = values.map((row) =>
      row.map((x, s) => x - average(row) - average(values.map((other) => other[s]!)) + grand),
    );
    const a = rest.slice(0, 3).map((row) => row[2]!);
    const b = rest.slice(3).map((row) => row[2]!);
    const squares = (list: number[]) => list.reduce((sum, x) => sum + (x - average(list)) ** 2, 0);
    const found = effects.find((one) => one.item === 's2')!;
    expect(found.group).toBe('a');
    expect(found.effect).toBeCloseTo((100 / 6) * (average(a) - average(b)), 8);
    const se = Math.sqrt(((squares(a) + squares(b)) / 5) * (1 / 3 + 1 / 4));
    expect(found.se).toBeCloseTo((100 / 6) * se, 8);
  });

  it('takes a difference in level for none, with gaps too', () => {
    const input = planted('level', 16, 0, 2);
    const random = createRandom('holes');
    const ratings = input.ratings.map((one) => (random.next() < 0.2 ? { ...one, raw: null } : one));
    const [cells, groups] = cellsWithGroups({ ...input, ratings });
    const { flagged, effects } = itemGroups(cells, 'family', groups);
    expect(effects.length).toBe(36);
    expect(flagged).toEqual([]);
  });

  it('flags a stem by chance in about one study of twenty', () => {
    let wrong = 0;
    for (let study = 0; study < 60; study++) {
      const [cells, groups] = cellsWithGroups(planted(`none ${study}`, 12, 0, 1));
      if (itemGroups(cells, 'family', groups, { permutations: 199 }).flagged.length > 0) wrong++;
    }
    // Binomial(60, .05): above 9 about once in five hundred.
    expect(wrong).toBeLessThanOrEqual(9);
  });

  it('says why nothing is tested', () => {
    const [cells] = cellsWithGroups(planted('few', 6, 0));
    const by = (groups: (string | null)[]) => itemGroups(cells, 'family', groups).withheld;
    expect(by(['a', 'b', 'c', 'd', 'e', 'f'])).toContain('two models in a group');
    expect(by(['a', 'a', 'a', 'a', 'a', null])).toContain('two models in a group');
    expect(by(['a', 'a', 'a', 'b', 'b', 'b'])).toContain('6 models are too few');
    expect(itemGroups(cells, 'family', ['a', 'a', 'b', 'b', 'c', 'c']).withheld).toBeNull();
  });

  it('stands in the scores, by each way in which models differ', () => {
    const scores = scoreModels(planted('scores', 20, 2));
    expect(scores.itemGroups.map((one) => one.by)).toEqual(['family']);
    expect(scores.itemGroups[0]).toMatchObject({ tested: 36, withheld: null });
    expect(scores.itemGroups[0]!.flagged[0]).toMatchObject({ column: 'warmth', item: 'stem-3' });
  });
});
