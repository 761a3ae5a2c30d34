import { describe, expect, test } from 'vitest';
import { type Design, drawFacets } from '../../../bench/inference/facets-world.ts';
import { drawFrom } from '../../../bench/inference/independent.ts';
import { runFacetStretch } from '../../../src/statistics/many-facet/chain.ts';
import { type FacetFigure, facetFiguresOf } from '../../../src/statistics/many-facet/figures.ts';
import {
  type FacetOptions,
  fitFacets,
  type RunFacetStretches,
} from '../../../src/statistics/many-facet/fit.ts';
import { layOutFacets } from '../../../src/statistics/many-facet/layout.ts';

const design: Design = {
  ...{ models: 10, items: 12, raters: 3, families: 5, mean: 3, between: 1, shared: 0.4 },
  ...{ item: 0.5, modelItem: 0.5, rater: 0.6, modelRater: 0.1, noise: 0.6, spread: 0.4 },
};
const world = drawFacets(design, drawFrom(5));
const oneByOne: RunFacetStretches = async ({ layout, reading, stretches }) =>
  stretches.map((one) => runFacetStretch(layout, reading, one));
const short: FacetOptions = {
  ...{ seed: 1, runStretches: oneByOne, tuning: 150, most: 800, chains: 2 },
};
/** Enough where what was planted lies many standard deviations away. */
const shorter: FacetOptions = { ...short, most: 400 };
const fitted = fitFacets(world.ratings, short);

const ofKind = async (kind: FacetFigure['kind']) =>
  (await fitted).figures.flatMap((one) => (one.figure.kind === kind ? [one] : []));
const numberOf = (figure: FacetFigure, name: 'model' | 'rater'): number =>
  ({ model: -1, rater: -1, ...figure })[name];

describe('the many-facet model', () => {
  test('finds the planted levels of models, whose intervals hold them', async () => {
    const told = await ofKind('level');
    expect(told).toHaveLength(10);
    const held = told.filter(({ figure, low, high }) => {
      const planted = world.truth.level[numberOf(figure, 'model')]!;
      return low <= planted && planted <= high;
    });
    expect(held.length).toBeGreaterThanOrEqual(8);
    for (const { low, high } of told) {
      expect(low).toBeGreaterThan(0);
      expect(high).toBeLessThan(6);
    }
  });

  test('finds how severe raters are, and how sharply they tell models apart', async () => {
    const { noise } = world.truth;
    const unit = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / noise.length);
    for (const one of await ofKind('severity')) {
      const planted = world.truth.severity[numberOf(one.figure, 'rater')]! / unit;
      expect(Math.abs(one.mean - planted) / one.sd).toBeLessThan(3.5);
    }
    for (const one of await ofKind('slope')) {
      const planted = unit / world.truth.noise[numberOf(one.figure, 'rater')]!;
      expect(Math.abs(one.mean - planted) / one.sd).toBeLessThan(3.5);
    }
  });

  test('says how far the common thresholds describe each rater', async () => {
    const { thresholdsFit } = await fitted;
    expect(thresholdsFit).toHaveLength(1);
    expect(Math.min(...thresholdsFit[0]!)).toBeGreaterThan(0.01);
    // The last rater uses three options.
    const { ratings } = world;
    const rating = ratings.rating as number[];
    const odd = rating.map((y, i) => (ratings.rater[i] === 2 ? 3 * Math.round(y / 3) : y));
    const fit = await fitFacets({ ...ratings, rating: odd }, shorter);
    expect(fit.thresholdsFit[0]![2]).toBeLessThan(0.01);
  });

  test('flags the item that one family finds easier', async () => {
    const { ratings } = world;
    const eased = (ratings.rating as number[]).map((y, i) =>
      ratings.item[i] === 4 && ratings.family[ratings.model[i]!] === 1 ? 6 : y,
    );
    const fit = await fitFacets({ ...ratings, rating: eased }, shorter);
    const flagged = fit.figures.filter(
      ({ figure, low, high }) => figure.kind === 'itemFamily' && (low > 0 || high < 0),
    );
    expect(flagged.map(({ figure }) => figure)).toContainEqual(
      expect.objectContaining({ item: 4, family: 1 }),
    );
    expect(flagged.length).toBeLessThan(5);
    expect((await ofKind('itemFamily')).filter(({ low, high }) => low > 0 || high < 0).length).toBe(
      0,
    );
  });

  test('stops when all but interactions are told surely enough', async () => {
    const fit = await fitted;
    const awaited = fit.figures.filter(
      ({ figure: { kind } }) => kind !== 'itemFamily' && kind !== 'raterFamily',
    );
    expect(fit.converged).toBe(awaited.every(({ converged }) => converged));
    expect(fit.sweeps).toBeLessThanOrEqual(800);
  });

  test('gives the same draws however its parts are run', async () => {
    const few = { ...short, tuning: 20, most: 32 };
    const backward: RunFacetStretches = async (input) => {
      const all = await oneByOne({ ...input, stretches: [...input.stretches].reverse() });
      return [...all].reverse();
    };
    const [one, other] = await Promise.all([
      fitFacets(world.ratings, few),
      fitFacets(world.ratings, { ...few, runStretches: backward }),
    ]);
    expect(other).toEqual(one);
  });

  test('ends when it is aborted', async () => {
    const abort = new AbortController();
    const fit = fitFacets(world.ratings, {
      ...{ ...short, signal: abort.signal },
      progress: () => abort.abort(new Error('enough')),
    });
    await expect(fit).rejects.toThrow('enough');
  });
});

describe('several values', () => {
  /** The same completions on two values; rater 1 rates both alike, whatever stands there. */
  const draw = drawFrom(9);
  const out = {
    ...{ model: [] as number[], item: [] as number[], rater: [] as number[] },
    ...{ value: [] as number[], rating: [] as number[] },
  };
  for (let m = 0; m < 8; m++)
    for (let i = 0; i < 10; i++) {
      const told = [m / 2 + draw.normal(), 4 - m / 2 + draw.normal()];
      for (let r = 0; r < 2; r++) {
        const halo = r === 1 ? 1.5 * draw.normal() : 0;
        for (const [v, one] of told.entries()) {
          out.model.push(m);
          out.item.push(i);
          out.rater.push(r);
          out.value.push(v);
          out.rating.push(Math.max(0, Math.min(4, Math.round(one + halo + 0.4 * draw.normal()))));
        }
      }
    }
  const ratings = { models: 8, items: 10, raters: 2, values: 2, categories: 5, ...out };

  test('the rater with halo is told from the one without', async () => {
    const family = [...ratings.model.keys()].slice(0, 8);
    const { figures } = await fitFacets({ ...ratings, family }, { ...shorter, groups: [[0, 1]] });
    const halo = (rater: number) =>
      figures.filter(({ figure }) => figure.kind === 'halo' && figure.rater === rater);
    for (const v of [0, 1]) expect(halo(1)[v]!.low).toBeGreaterThan(halo(0)[v]!.mean);
    const levels = figures.filter(({ figure }) => figure.kind === 'level');
    const groups = figures.filter(({ figure }) => figure.kind === 'group');
    groups.forEach(({ mean }, m) => {
      expect(mean).toBeCloseTo((levels[m]!.mean + levels[8 + m]!.mean) / 2, 9);
    });
  });

  test('one rater, or one value, tells no halo, and one rater no slope', () => {
    const family = [0, 1, 2, 3, 4, 5, 6, 7];
    const kindsOf = (keep: (i: number) => boolean, sizes: object) => {
      const rows = out.rating.flatMap((_, i) => (keep(i) ? [i] : []));
      const column = (name: keyof typeof out) => rows.map((i) => out[name][i]!);
      const layout = layOutFacets({
        ...{ ...ratings, family, ...sizes, model: column('model'), item: column('item') },
        ...{ rater: column('rater'), value: column('value'), rating: column('rating') },
      });
      return new Set(
        facetFiguresOf(layout, []).map((one) =>
          one.kind === 'sd' ? (`sd ${one.of}` as const) : one.kind,
        ),
      );
    };
    const one = kindsOf((i) => out.rater[i] === 0, { raters: 1 });
    for (const kind of ['halo', 'slope', 'severity', 'sd deviation', 'sd modelRater', 'sd family'])
      expect(one).not.toContain(kind);
    const single = kindsOf((i) => out.value[i] === 0, { values: 1 });
    expect(single).not.toContain('halo');
    for (const kind of ['slope', 'severity', 'sd deviation', 'sd modelRater'])
      expect(single).toContain(kind);
  });

  test('a rating that names what is not there is refused', () => {
    const rating = ratings.rating.with(3, 5);
    const family = [0, 1, 2, 3, 4, 5, 6, 7];
    expect(() => layOutFacets({ ...ratings, family, rating })).toThrow(/rating of rating 3 is 5/);
  });
});
