/** A part of a run whose base models lack a theme, planted by a generator of its own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { replayEdits } from '../../../src/clustering/curate.ts';
import type { Edit } from '../../../src/clustering/edits.ts';
import { parallelOf } from '../../../src/run/derive/factor-ground.ts';
import { type LensInput, lensOf } from '../../../src/run/lens/lens.ts';
import type { LensResult } from '../../../src/run/lens/lens-result.ts';
import { tellLens } from '../../../src/run/lens/tell-lens.ts';
import { parseCondition } from '../../../src/run/lens/where.ts';
import { tableText } from '../../../src/tables/as-text.ts';
import { plainPaint } from '../../../src/tables/paint.ts';
import { plantedAnswers, plantedClusters, plantedFactors, plantedStudy } from './planted.ts';

const columns = plantedAnswers();
const clustering = plantedClusters(columns);
const factors = plantedFactors(columns, clustering);

function looked(where: string[], more: Partial<LensInput> = {}): Promise<LensResult> {
  return lensOf(
    {
      ...{ where: where.map(parseCondition), study: plantedStudy, columns, clustering, factors },
      ...{ curated: replayEdits(clustering, []), profiles: [] },
      ...more,
    },
    async (matrix, study) => parallelOf(matrix, study),
  );
}

const textOf = (result: LensResult) =>
  [
    tellLens(result).headline,
    ...tellLens(result).tables.flatMap((table) =>
      tableText(table, { width: 120, paint: plainPaint }),
    ),
    ...tellLens(result).notes,
  ].join('\n');

describe('models that lack a theme', () => {
  let base: LensResult;
  beforeAll(async () => {
    base = await looked(['training=base']);
  });

  it('say so: the words of the theme are the others’ own, and those of the rest nobody’s', () => {
    if (!('rows' in base.words)) throw new Error(base.words.withheld);
    const differing = base.words.rows.filter(({ corrected }) => corrected! <= 0.05);
    expect(differing.length).toBeGreaterThan(8);
    for (const { word, value } of differing) expect(word.startsWith('duty')).toBe(value < 0);
    expect(base.words.units).toEqual([8, 8]);
  });

  it('have a weak third factor, and the two others as random parts have them', () => {
    if (!('factors' in base.loadings)) throw new Error(base.loadings.withheld);
    const byName = Object.fromEntries(base.loadings.factors.map((one) => [one.name, one]));
    expect(byName.duty!.variance.corrected).toBeLessThanOrEqual(0.05);
    expect(byName.duty!.variance.value).toBeLessThan(byName.duty!.wholeVariance / 2);
    for (const name of ['craft', 'warmth']) {
      expect(byName[name]!.congruence.value, name).toBeGreaterThan(0.9);
      expect(byName[name]!.variance.corrected, name).toBeGreaterThan(0.05);
    }
    expect(textOf(base)).toMatch(/duty.*weaker/);
  });

  it('have two factors of their own', () => {
    expect(base.part).toMatchObject({
      models: 8,
      families: 8,
      settings: 6,
      prompts: 6,
      answers: 288,
    });
    expect(base.whole).toMatchObject({ models: 32, families: 8, answers: 1152 });
    expect(base.part.factors).toMatchObject({ k: 2, suggested: 2 });
  });

  it('give the same again', async () => {
    expect(await looked(['training=base'])).toEqual(base);
  });
});

describe('a part that is like the rest', () => {
  it('has no words of its own, and loads as random parts', async () => {
    const found = await looked(['prompt=01,02']);
    if (!('rows' in found.words) || !('factors' in found.loadings)) throw new Error('withheld');
    expect(found.words.rows.filter(({ corrected }) => corrected! <= 0.05)).toEqual([]);
    // Fifteen ways to choose two of six prompts: too few to compare with.
    expect(found.loadings.factors.every(({ congruence }) => congruence.chance === null)).toBe(true);
    expect(textOf(found)).toContain('cannot be told');
    expect(textOf(found)).toContain('384 of 1152 answers');
    expect(found.scores).toMatchObject({ withheld: expect.stringContaining('models alone') });
  });
});

describe('edits by hand', () => {
  it('hold in the part and in the whole', async () => {
    const at = (name: string) => clustering.clusters.find((one) => one.name === name)!.words;
    const edits: Edit[] = [
      { edit: 'merge', clusters: [at('craft0'), at('craft1')], name: 'Skill' },
      { edit: 'discard', words: ['warmth0a'] },
    ];
    const found = await looked(['training!=base'], { curated: replayEdits(clustering, edits) });
    if (!('clusters' in found.clusters)) throw new Error(found.clusters.withheld);
    const skill = found.clusters.clusters.find(({ name }) => name === 'Skill')!;
    expect(skill.words).toHaveLength(6);
    expect(skill).toMatchObject({ nearest: 'Skill', inNearest: 6 });
    expect(found.clusters.clusters.some(({ words }) => words.includes('warmth0a'))).toBe(false);
    if (!('rows' in found.words)) throw new Error(found.words.withheld);
    expect(found.words.rows.some(({ word }) => word === 'warmth0a')).toBe(false);
    expect(found.clusters.adjustedRand).toBe(1);
  });
});

describe('few models', () => {
  it('are told of: no intervals of words, no loadings', async () => {
    const found = await looked(['family=F1', 'training=base,instruct']);
    if (!('rows' in found.words)) throw new Error(found.words.withheld);
    expect(found.words.rows.every(({ p }) => p === null)).toBe(true);
    expect(found.loadings).toEqual({
      withheld: 'loadings need at least 5 models; the part has 2',
    });
    const { notes } = tellLens(found);
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Own words cannot be told: the part has 1 family'),
        expect.stringContaining('Loadings are not compared'),
        expect.stringContaining('2 models are few'),
      ]),
    );
  });
});

describe('scores', () => {
  it('are compared between the models of the part and the others', async () => {
    const profile = {
      ...{ system: 'planted', method: 'projective' as const },
      scores: plantedStudy.models.flatMap(({ id, tags }, i) =>
        ['up', 'same'].map((value) => ({
          ...{ model: id, value, se: null, n: 1 },
          estimate: 50 + (i % 7) + (value === 'up' && tags?.training === 'base' ? 30 : 0),
        })),
      ),
    };
    const profiles = [{ instrument: 'x', title: 'X', names: { up: 'Up' }, profile }];
    const { scores } = await looked(['training=base'], { profiles });
    if ('withheld' in scores) throw new Error(scores.withheld);
    const [up, same] = scores[0]!.values;
    expect(up).toMatchObject({ name: 'Up', units: [8, 8] });
    expect(up!.corrected).toBeLessThan(0.001);
    expect(Math.abs(up!.difference - 30)).toBeLessThan(2);
    expect(same!.corrected).toBeGreaterThan(0.05);
  });
});
