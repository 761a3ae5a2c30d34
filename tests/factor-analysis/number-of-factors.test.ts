import { describe, expect, test } from 'vitest';
import {
  agree,
  type NumberRule,
  numberOfFactors,
} from '../../src/factor-analysis/number-of-factors.ts';
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference, readTable } from './reference.ts';

/** The rules as `numberOfFactors` makes them, from numbers alone. */
function rules(said: {
  blocks?: number;
  ordinary?: number;
  map: number;
  revised?: number;
  ekc: number;
  kaiser: number;
}): NumberRule[] {
  const nested = said.blocks !== undefined;
  const rule = (
    id: string,
    name: string,
    suggested: number | undefined,
    standing: NumberRule['standing'],
    why: string | null = null,
  ): NumberRule[] => (suggested === undefined ? [] : [{ id, name, suggested, standing, why }]);
  return [
    ...rule('parallel.blocks.pc', 'block-permuted parallel analysis', said.blocks, 'counts'),
    ...(nested
      ? rule(
          'parallel.resampled.pc',
          'ordinary parallel analysis',
          said.ordinary,
          'warning',
          'its rows are not independent',
        )
      : rule('parallel.resampled.pc', 'parallel analysis', said.ordinary, 'counts')),
    ...rule('map', 'MAP', said.map, 'counts'),
    ...rule('map.revised', 'revised MAP', said.revised ?? said.map, 'shown'),
    ...rule('empiricalKaiser', 'EKC', said.ekc, 'counts'),
    ...rule('kaiserGuttman', 'Kaiser’s rule', said.kaiser, 'warning'),
  ];
}

describe('what the rules agree on', () => {
  const cases: [string, Parameters<typeof rules>[0], number, string, string][] = [
    [
      'nested rows, ordinary analysis misled',
      { blocks: 3, ordinary: 9, map: 3, ekc: 3, kaiser: 11 },
      3,
      'all',
      'Block-permuted parallel analysis, MAP, and EKC say 3. Ordinary parallel analysis says 9: its rows are not independent. Kaiser’s rule says 11 and is shown only as a warning.',
    ],
    [
      'everything agrees',
      { ordinary: 2, map: 2, ekc: 2, kaiser: 2 },
      2,
      'all',
      'Parallel analysis, MAP, and EKC say 2.',
    ],
    [
      'two against one',
      { ordinary: 4, map: 2, ekc: 4, kaiser: 6 },
      4,
      'most',
      'Parallel analysis and EKC say 4; MAP says 2. Kaiser’s rule says 6 and is shown only as a warning.',
    ],
    [
      'two against the leader',
      { blocks: 1, ordinary: 1, map: 3, revised: 2, ekc: 3, kaiser: 5 },
      1,
      'most',
      'MAP and EKC say 3; block-permuted parallel analysis says 1. Revised MAP says 2. Kaiser’s rule says 5 and is shown only as a warning.',
    ],
    [
      'all different',
      { ordinary: 3, map: 1, ekc: 5, kaiser: 8 },
      3,
      'split',
      'The rules disagree: MAP says 1; parallel analysis says 3; EKC says 5. Compare the solutions from 1 to 5 factors. Kaiser’s rule says 8 and is shown only as a warning.',
    ],
    [
      'nothing there',
      { blocks: 0, ordinary: 4, map: 1, ekc: 0, kaiser: 7 },
      1,
      'most',
      'Block-permuted parallel analysis and EKC say none; MAP says 1. No eigenvalue exceeds what unrelated columns give: one factor is the least that can be taken. Ordinary parallel analysis says 4: its rows are not independent. Kaiser’s rule says 7 and is shown only as a warning.',
    ],
    [
      'no parallel analysis',
      { map: 2, ekc: 2, kaiser: 3 },
      2,
      'all',
      'MAP and EKC say 2. Kaiser’s rule says 3 and is shown only as a warning.',
    ],
    [
      'no parallel analysis, and the two differ',
      { map: 4, ekc: 2, kaiser: 2 },
      2,
      'split',
      'The rules disagree: EKC says 2; MAP says 4. Compare the solutions from 2 to 4 factors.',
    ],
  ];
  test.each(cases)('%s', (_name, said, suggested, agreement, summary) => {
    expect(agree(rules(said))).toMatchObject({ suggested, agreement, summary });
  });
});

test('a matrix: names and numbers of the reference', () => {
  const { correlation, meta, map, empiricalKaiser, kaiserGuttman, vss } = readReference('harman74');
  const input = { correlation, n: meta.nObs };
  const found = numberOfFactors(input, [parallelAnalysis(input, { iterations: 199 })]);
  expect(found.map.suggested).toBe(map.suggested);
  expect(found.empiricalKaiser.suggested).toBe(empiricalKaiser.suggested);
  expect(found.kaiserGuttman).toBe(kaiserGuttman);
  expect(found.vss.max1).toBe(vss.max1);
  expect(found.rules.map(({ id }) => id)).toEqual([
    'parallel.normal.pc',
    'parallel.normal.smc',
    'map',
    'map.revised',
    'empiricalKaiser',
    'vss.max1',
    'vss.max2',
    'kaiserGuttman',
  ]);
  expect(found.summary).toMatch(/^MAP and EKC say 4; parallel analysis says 3\./);
});

test('rows of few models: the block-permuted analysis leads, the ordinary ones are warnings', () => {
  const random = createRandom('few models');
  const rows: number[][] = [];
  const groups: number[] = [];
  for (let g = 0; g < 20; g++) {
    const level = Array.from({ length: 12 }, () => 0.7 * random.normal());
    for (let i = 0; i < 20; i++) {
      groups.push(g);
      const f = [random.normal(), random.normal()];
      rows.push(level.map((x, j) => x + 0.7 * f[j % 2]! + 0.5 * random.normal()));
    }
  }
  const shared = { iterations: 40, groups };
  const analyses = (['normal', 'resampled', 'blocks'] as const).map((method) =>
    parallelAnalysis({ rows }, { ...shared, method }),
  );
  const found = numberOfFactors({ rows }, analyses);
  expect(found.suggested).toBe(2);
  expect(found.rules[0]).toMatchObject({ id: 'parallel.blocks.pc', standing: 'counts' });
  const ordinary = found.rules.filter(({ name }) => name.startsWith('ordinary'));
  expect(ordinary).toHaveLength(4);
  for (const { standing, why } of ordinary) {
    expect(standing).toBe('warning');
    expect(why).toMatch(/not independent/);
  }
  expect(found.summary).toMatch(/Block-permuted parallel analysis/);
  // Said once, although two ordinary analyses say it.
  expect(found.summary.match(/rdinary parallel analysis/g)?.length ?? 0).toBeLessThan(2);
});

test('categories: the eigenvalues that are judged are those that are factored', () => {
  const { rows } = readTable('bfi9-ordinal');
  const found = numberOfFactors({ rows }, [], { kind: 'polychoric' });
  const pearson = numberOfFactors({ rows }, []);
  expect(found.empiricalKaiser.reference).not.toEqual(pearson.empiricalKaiser.reference);
  expect(found.agreement).toMatch(/all|most|split/);
});

test('rows that are not independent count less for the empirical Kaiser criterion', () => {
  const random = createRandom('alike');
  const rows = Array.from({ length: 20 }, () => {
    const own = Array.from({ length: 10 }, () => random.normal());
    return Array.from({ length: 10 }, () => own.map((x) => x + 0.7 * random.normal()));
  }).flat();
  const effectiveRows = 40;
  const by = (options: { effectiveRows?: number }) =>
    numberOfFactors({ rows }, [], options).empiricalKaiser;
  expect(by({}).suggested).toBeGreaterThan(0);
  expect(by({ effectiveRows }).reference[0]).toBeCloseTo((1 + Math.sqrt(10 / 40)) ** 2, 10);
  expect(by({ effectiveRows }).suggested).toBeLessThan(by({}).suggested);
});

test('MAP does not count where most columns are mostly one value', () => {
  const random = createRandom('rare');
  const table = (share: number) =>
    Array.from({ length: 200 }, () =>
      Array.from({ length: 8 }, () => (random.next() < share ? 1 : 0)),
    );
  const standing = (share: number) =>
    numberOfFactors({ rows: table(share) }, []).rules.find(({ id }) => id === 'map');
  expect(standing(0.5)).toMatchObject({ standing: 'counts', why: null });
  expect(standing(0.1)).toMatchObject({
    standing: 'shown',
    why: expect.stringMatching(/mostly one value/),
  });
});
