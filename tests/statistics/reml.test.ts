import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossedFacets } from '../../src/statistics/crossed-facets.ts';
import { generalizabilityStudy } from '../../src/statistics/generalizability.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { fitReml } from '../../src/statistics/reml.ts';
import { readReference } from './reference.ts';

type Case = {
  what: string;
  y: number[];
  groups: Record<string, number[]>;
  variances: Record<string, number>;
  residual: number;
  standardErrors: Record<string, number | null>;
  mean: number;
  meanError: number;
  deviance: number;
};

const { cases } = readReference('own/reml') as { cases: Case[] };

function groupings(groups: Record<string, readonly (number | string)[]>) {
  return Object.entries(groups).map(([name, labels]) => ({ name, labels }));
}

describe('lme4', () => {
  test.each(cases)('$what', (one) => {
    const fit = fitReml(one.y, groupings(one.groups));
    expect(fit.converged).toBe(true);
    // lme4 stops where its optimiser does; the criterion is flat there, so variances agree to fewer digits than it.
    expect(fit.deviance!).toBeCloseTo(one.deviance, 7);
    for (const { name, variance, standardError } of [...fit.components, fit.residual]) {
      const expected = name === 'residual' ? one.residual : one.variances[name]!;
      expect(Math.abs(variance - expected), name).toBeLessThan(2e-6 * (expected + one.residual));
      const error = one.standardErrors[name];
      if (error === null) expect(standardError, name).toBeNull();
      else expect(standardError! / error!, name).toBeCloseTo(1, 4);
    }
    expect(fit.mean).toBeCloseTo(one.mean, 5);
    expect(fit.meanError / one.meanError).toBeCloseTo(1, 5);
  });
});

test('published: Dyestuff 1764.05 and 2451.25, Penicillin .7169, 3.7311, .3024 (Bates 2010)', () => {
  const dyestuff = fitReml(cases[0]!.y, groupings(cases[0]!.groups));
  expect(dyestuff.components[0]!.variance).toBeCloseTo(1764.05, 2);
  expect(dyestuff.residual.variance).toBeCloseTo(2451.25, 2);
  expect(dyestuff.deviance!).toBeCloseTo(319.6543, 3);
  const penicillin = fitReml(cases[2]!.y, groupings(cases[2]!.groups));
  expect(penicillin.components[0]!.variance).toBeCloseTo(0.7169, 4);
  expect(penicillin.components[1]!.variance).toBeCloseTo(3.731, 3);
  expect(penicillin.residual.variance).toBeCloseTo(0.3024, 4);
});

/** Model × item × rater ratings of unequal spread, from a seed. */
function ratingsOf(seed: number, [np, ni, nr]: [number, number, number], sds: number[]) {
  const random = createRandom(seed);
  const effects = (count: number, sd: number) =>
    Array.from({ length: count }, () => sd * random.normal());
  const [p, i, r] = [effects(np, sds[0]!), effects(ni, sds[1]!), effects(nr, sds[2]!)];
  const [pi, pr, ir] = [
    effects(np * ni, sds[3]!),
    effects(np * nr, sds[4]!),
    effects(ni * nr, sds[5]!),
  ];
  return p.map((a, m) =>
    i.map((b, s) =>
      r.map(
        (c, j) =>
          a +
          b +
          c +
          pi[m * ni + s]! +
          pr[m * nr + j]! +
          ir[s * nr + j]! +
          sds[6]! * random.normal(),
      ),
    ),
  );
}

function facetsOf(ratings: readonly (readonly (readonly number[])[])[]) {
  const cells = ratings.flatMap((items, model) =>
    items.flatMap((raters, item) =>
      raters.map((y, rater) => ({ y, model, item: item, rater: rater })),
    ),
  );
  const facets = (['model', 'item', 'rater'] as const).map((name) => ({
    name,
    labels: cells.map((cell) => cell[name]),
  }));
  return { values: cells.map((cell) => cell.y), facets };
}

const sds = fc.array(fc.constantFrom(0.2, 0.5, 1, 2), { minLength: 7, maxLength: 7 });
const size = fc.tuple(
  fc.integer({ min: 3, max: 7 }),
  fc.integer({ min: 3, max: 7 }),
  fc.integer({ min: 2, max: 4 }),
);

describe('properties', () => {
  test('on complete data it equals expected mean squares wherever none of these is negative', () => {
    let met = 0;
    fc.assert(
      fc.property(fc.integer(), size, sds, (seed, dimensions, spread) => {
        const ratings = ratingsOf(seed, dimensions, spread);
        const squares = generalizabilityStudy(ratings).components;
        if (squares.some(({ raw }) => raw < 0)) return;
        met++;
        const { values, facets } = facetsOf(ratings);
        const fit = fitReml(values, crossedFacets(facets));
        const total = squares.reduce((sum, one) => sum + one.variance, 0);
        for (const { source, variance } of squares) {
          const found =
            source === 'residual'
              ? fit.residual
              : fit.components.find(({ name }) => name === source)!;
          expect(Math.abs(found.variance - variance), source).toBeLessThan(2e-6 * total);
        }
      }),
      { numRuns: 60 },
    );
    expect(met).toBeGreaterThan(5);
  });

  test('always converges, with no variance below 0, whatever is missing; order and unit change nothing', () => {
    fc.assert(
      fc.property(fc.integer(), size, sds, (seed, dimensions, spread) => {
        const { values, facets } = facetsOf(ratingsOf(seed, dimensions, spread));
        const random = createRandom(`${seed}`);
        const kept = random
          .sample(values.length, values.length)
          .slice(0, Math.ceil(values.length * 0.7));
        const pick = (order: number[], unit: number) =>
          fitReml(
            order.map((o) => 7 + unit * values[o]!),
            crossedFacets(
              facets.map(({ name, labels }) => ({ name, labels: order.map((o) => labels[o]!) })),
            ),
          );
        const fit = pick(kept, 1);
        const other = pick(
          [...kept].sort((a, b) => a - b),
          10,
        );
        if (fit.deviance === null) {
          // The model fits these few values exactly: the likelihood grows without end, and has no maximum to find.
          expect(fit.residual.variance).toBe(0);
          return;
        }
        expect(fit.converged).toBe(true);
        expect(other.components.map(({ name }) => name)).toEqual(
          fit.components.map(({ name }) => name),
        );
        const total = fit.components.reduce(
          (sum, one) => sum + one.variance,
          fit.residual.variance,
        );
        fit.components.forEach(({ name, variance }, k) => {
          expect(variance, name).toBeGreaterThanOrEqual(0);
          expect(Math.abs(other.components[k]!.variance / 100 - variance), name).toBeLessThan(
            1e-5 * total,
          );
        });
      }),
      {
        numRuns: 40,
        // So flat a likelihood that rounding keeps its steps from settling.
        examples: [[1181677371, [3, 5, 3], [1, 0.2, 0.2, 2, 0.2, 0.2, 0.2]]],
      },
    );
  });
});

describe('what cannot be estimated', () => {
  const y = [3, 5, 4, 8, 9, 7];
  test('is left out and named', () => {
    const fit = fitReml(y, [
      { name: 'group', labels: ['a', 'a', 'a', 'b', 'b', 'b'] },
      { name: 'same', labels: [1, 1, 1, 2, 2, 2] },
      { name: 'one', labels: [1, 1, 1, 1, 1, 1] },
      { name: 'each', labels: [1, 2, 3, 4, 5, 6] },
    ]);
    expect(fit.components.map(({ name }) => name)).toEqual(['group']);
    expect(fit.confounded).toEqual([
      { name: 'same', with: 'group' },
      { name: 'one', with: 'mean' },
      { name: 'each', with: 'residual' },
    ]);
  });

  test('values without variation have no variance', () => {
    const fit = fitReml([2, 2, 2, 2], [{ name: 'group', labels: [1, 1, 2, 2] }]);
    expect(fit.components[0]).toEqual({
      name: 'group',
      levels: 2,
      variance: 0,
      standardError: null,
    });
    expect(fit).toMatchObject({ mean: 2, deviance: null, converged: true });
  });

  test('effects that fit exactly leave a residual of 0', () => {
    const fit = fitReml(
      [5, 6, 2, 3, 4],
      [
        { name: 'model', labels: [0, 0, 1, 1, 1] },
        { name: 'item', labels: [1, 2, 0, 1, 2] },
      ],
    );
    expect(fit.components[0]!.variance).toBeCloseTo(2, 5);
    expect(fit.components[1]!.variance).toBeCloseTo(1, 5);
    expect(fit.residual).toMatchObject({ variance: 0, standardError: null });
    expect(fit.deviance).toBeNull();
  });

  test('bad input', () => {
    const group = { name: 'group', labels: [1, 1, 2] };
    expect(() => fitReml([1, 2], [])).toThrow(/at least 3 values; there are 2/);
    expect(() => fitReml([1, Number.NaN, 2], [group])).toThrow(/value 2 is not a finite number/);
    expect(() => fitReml([1, 2, 3, 4], [group])).toThrow(/group has 3 labels for 4 values/);
  });
});
