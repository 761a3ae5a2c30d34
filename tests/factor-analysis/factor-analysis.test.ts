import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { maximumLikelihood } from '../../src/factor-analysis/extraction/maximum-likelihood.ts';
import { minres } from '../../src/factor-analysis/extraction/minres.ts';
import { principalAxis } from '../../src/factor-analysis/extraction/principal-axis.ts';
import {
  type ExtractionName,
  type FactorOptions,
  factorAnalysis,
} from '../../src/factor-analysis/factor-analysis.ts';
import { rotate } from '../../src/factor-analysis/rotation/rotate.ts';
import type { RotationName } from '../../src/factor-analysis/rotation/rotation-names.ts';
import { flatten, unflatten } from '../../src/statistics/dense.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { distance, largestOff, off, readReference, readTable } from './reference.ts';

const sets = [
  'thurstone9',
  'harman74',
  'ability',
  'attitude',
  'harman5',
  'burt8',
  'bfi25',
  'bfi25-missing',
  'bfi9-ordinal',
];
// R's names; Promax is promax without Kaiser's normalisation.
const rotations: Record<string, { rotation: RotationName; kaiser?: boolean }> = {
  none: { rotation: 'none' },
  varimax: { rotation: 'varimax' },
  promax: { rotation: 'promax' },
  Promax: { rotation: 'promax', kaiser: false },
  oblimin: { rotation: 'oblimin' },
  quartimax: { rotation: 'quartimax' },
  geominQ: { rotation: 'geomin' },
};

function inputOf(name: string, reference: ReturnType<typeof readReference>) {
  const { nObs: n } = reference.meta;
  if (reference.correlation) {
    return { correlation: reference.correlation, n, variables: reference.variables };
  }
  const { names, rows } = readTable(name);
  return { rows, variables: names };
}

describe.each(sets)('%s against R', (name) => {
  const reference = readReference(name);
  const input = inputOf(name, reference);
  const factors: number = reference.meta.nFactors;
  const methods = Object.keys(reference.efa) as ExtractionName[];

  describe.each(methods)('%s', (extraction) => {
    const expected = reference.efa[extraction];

    test.each(Object.keys(expected.rotations))('%s: loadings', (r) => {
      const options: FactorOptions = { factors, extraction, ...rotations[r]! };
      const psych = expected.rotations[r];
      const exact = r === 'none' ? expected.tight : psych.tight;
      const usual = factorAnalysis(input, options);
      // With psych's stop rules nothing may lie further from psych than psych's own distance to the optimum
      // (2 % for its last digits); where there is no such distance we do the same arithmetic.
      const allowed = exact ? exact.maxAbsDiffFromPsych * 1.02 + 1e-9 : 1e-9;
      expect(distance(usual.loadings, psych.loadings)).toBeLessThan(allowed);
      expect(largestOff(usual.complexity, psych.complexity)).toBeLessThan(0.02);
      if (psych.structure)
        expect(distance(usual.structure, psych.structure)).toBeLessThan(4 * allowed);
      else expect(usual.structure).toEqual(usual.loadings);
      if (psych.phi) expect(distance(usual.phi!, psych.phi)).toBeLessThan(8 * allowed);
      else expect(usual.phi).toBeNull();
      const wide = allowed * Math.sqrt(reference.meta.nVars) * 4;
      expect(largestOff(usual.ssLoadings, psych.ssLoadings)).toBeLessThan(wide);
      expect(largestOff(usual.proportionVar, psych.proportionVar)).toBeLessThan(wide);
      expect(largestOff(usual.proportionExplained, psych.proportionExplained)).toBeLessThan(wide);
      // Without a proper inverse psych gives squared correlations of thousands and more; the command gives none.
      if (reference.kmo.overall !== null)
        expect(largestOff(usual.scoreR2, psych.scoreR2)).toBeLessThan(wide);

      if (!exact) return;
      if (extraction === 'pa') {
        // The exact rotations in the reference start from psych's own stop of the extraction.
        const p = reference.meta.nVars;
        const start = principalAxis(flatten(usual.correlation), p, factors);
        const turned = rotate(start.loadings, p, factors, options.rotation!, {
          tight: true,
          ...(options.kaiser === undefined ? {} : { kaiser: options.kaiser }),
        });
        expect(distance(unflatten(turned.loadings, p, factors), exact.loadings)).toBeLessThan(1e-6);
        return;
      }
      const tight = factorAnalysis(input, { ...options, tight: true });
      expect(distance(tight.loadings, exact.loadings)).toBeLessThan(1e-6);
      if (exact.phi) expect(distance(tight.phi!, exact.phi)).toBeLessThan(1e-6);
      // psych's order and signs, not only the same up to them.
      expect(largestOff(tight.loadings.flat(), exact.loadings.flat())).toBeLessThan(1e-6);
    });

    test('fit, communalities, eigenvalues', () => {
      const result = factorAnalysis(input, { factors, extraction, rotation: 'none' });
      const fit = (expected.tight ?? expected).fit;
      for (const key of Object.keys(fit)) {
        if (key === 'rmsea') continue;
        const actual = result.fit[key as keyof typeof result.fit] as number | null;
        expect(off(actual, fit[key]), key).toBeLessThan(1e-6);
      }
      if (fit.rmsea) {
        expect(off(result.fit.rmsea!.value, fit.rmsea.value)).toBeLessThan(1e-6);
        // psych finds the bounds by uniroot at a tolerance of 1e-4 of the non-centrality.
        expect(off(result.fit.rmsea!.lower, fit.rmsea.lower)).toBeLessThan(3e-5);
        expect(off(result.fit.rmsea!.upper, fit.rmsea.upper)).toBeLessThan(3e-5);
      } else {
        expect(result.fit.rmsea).toBeNull();
      }
      // Uniquenesses move by about twice as much as loadings do; near a Heywood case a little more.
      const bound = (expected.tight?.maxAbsDiffFromPsych ?? 0) * 4 + 1e-9;
      expect(largestOff(result.communality, expected.communality)).toBeLessThan(bound);
      expect(largestOff(result.uniquenesses, expected.uniquenesses)).toBeLessThan(bound);
      expect(largestOff(result.commonEigenvalues, expected.eigenvalues)).toBeLessThan(bound);
      const atBound = (expected.tight?.atLowerBound ?? []).map(
        (i: number) => reference.variables[i - 1],
      );
      expect(result.heywood).toEqual(expect.arrayContaining(atBound));
      if (expected.communalityIterations) {
        expect(result.convergence.extraction.iterations).toBe(
          expected.communalityIterations.length,
        );
      }
      if (expected.tight) expect(result.convergence.extraction.gradient).toBeLessThan(1e-9);
    });
  });

  test('the exact optimum of minres and maximum likelihood, and stats::factanal', () => {
    const p: number = reference.meta.nVars;
    const { correlation, n } = factorAnalysis(input, { factors, missing: 'pairwise' });
    const r = flatten(correlation, p);
    const { minres: least, ml } = reference.efa;
    const found = minres(r, p, factors);
    expect(off(found.objective, least.tight.objective)).toBeLessThan(1e-9);
    if (!ml) return;
    const likely = maximumLikelihood(r, p, factors);
    expect(off(likely.objective, ml.tight.objective)).toBeLessThan(1e-9);
    const { factanal, tight } = ml;
    if (!factanal) return;
    const result = factorAnalysis({ correlation, n }, { factors, extraction: 'ml' });
    // factanal stops where its criterion changes by less than 1e-7 or so of itself.
    expect(off(result.fit.objective, factanal.objective)).toBeLessThan(3e-5);
    expect(off(result.fit.chisq, factanal.chisq)).toBeLessThan(1e-4);
    expect(result.fit.dof).toBe(factanal.dof);
    expect(off(result.fit.p, factanal.p)).toBeLessThan(1e-4);
    expect(largestOff(result.uniquenesses, factanal.uniquenesses)).toBeLessThan(2e-3);
    // What is left of a variable at its bound is not what was held there.
    tight.uniquenesses.forEach((value: number, i: number) => {
      if (tight.atLowerBound.includes(i + 1)) return;
      expect(off(result.uniquenesses[i], value)).toBeLessThan(1e-6);
    });
  });

  test('thirty starts of a rotation end no higher than thirty of R', () => {
    for (const [name, extraction] of Object.entries<ReturnType<typeof readReference>>(
      reference.efa,
    ))
      for (const r of ['oblimin', 'geominQ', 'quartimax']) {
        const best = extraction.rotations[r]?.tight?.multistart?.bestCriterion;
        // The criterion of pa starts from psych's own stop; ours is as near as its loadings are.
        if (best === undefined) continue;
        const method = name as ExtractionName;
        const { convergence } = factorAnalysis(input, {
          factors,
          extraction: method,
          ...rotations[r]!,
        });
        expect(off(convergence.rotation.criterion, best), `${name} ${r}`).toBeLessThan(1e-6);
      }
  });

  test('what is measured beforehand', () => {
    const result = factorAnalysis(input, { factors, rotation: 'none' });
    expect(off(result.kmo.overall, reference.kmo.overall)).toBeLessThan(1e-9);
    expect(largestOff(result.kmo.msa, reference.kmo.msa)).toBeLessThan(1e-9);
    expect(off(result.bartlett.chisq, reference.bartlett.chisq)).toBeLessThan(1e-9);
    expect(result.bartlett.df).toBe(reference.bartlett.df);
    const { p } = reference.bartlett;
    if (p > 0) expect(Math.abs(result.bartlett.p! / p - 1)).toBeLessThan(1e-9);
    expect(largestOff(result.smc, reference.smc)).toBeLessThan(1e-8);
    expect(largestOff(result.eigenvalues, reference.eigenvalues)).toBeLessThan(1e-9);
  });

  test('structure, sums of squares, and regression weights', () => {
    for (const r of ['varimax', 'oblimin']) {
      const psych = reference.efa.minres.rotations[r];
      const result = factorAnalysis(input, { factors, ...rotations[r]! });
      const near = psych.tight.maxAbsDiffFromPsych * 4 + 1e-5;
      expect(largestOff(result.ssLoadings, psych.ssLoadings)).toBeLessThan(
        near * reference.meta.nVars ** 0.5,
      );
      if (psych.structure) expect(distance(result.structure, psych.structure)).toBeLessThan(near);
      if (psych.proportionVar) {
        expect(largestOff(result.proportionVar, psych.proportionVar)).toBeLessThan(near);
        expect(largestOff(result.proportionExplained, psych.proportionExplained)).toBeLessThan(
          near,
        );
      }
    }
  });
});

test('a covariance matrix is turned into correlations, and says so', () => {
  const { names, rows } = readTable('ability');
  const reference = readReference('ability');
  const result = factorAnalysis(
    { correlation: rows, n: 112, variables: names },
    { factors: 2, rotation: 'none' },
  );
  expect(distance(result.loadings, reference.efa.minres.tight.loadings)).toBeLessThan(1e-6);
  expect(result.warnings.map((warning) => warning.code)).toContain('covariance');
});

test('raw rows give what their correlations give', () => {
  const { rows } = readTable('attitude');
  const raw = factorAnalysis({ rows }, { factors: 2 });
  const matrix = factorAnalysis({ correlation: raw.correlation, n: raw.n }, { factors: 2 });
  expect(distance(raw.loadings, matrix.loadings)).toBeLessThan(1e-10);
});

test('a matrix that is not positive definite is named with what was done', () => {
  const reference = readReference('burt8');
  const result = factorAnalysis(inputOf('burt8', reference), { factors: 2 });
  expect(result.kmo.overall).toBeNull();
  expect(result.smoothing!.smallestEigenvalue).toBeLessThan(0);
  const codes = result.warnings.map((warning) => warning.code);
  expect(codes).toContain('not-positive-definite');
  expect(codes).toContain('heywood');
});

test('more than sixty columns go the way without second derivatives and meet the same optimum', () => {
  const { rows } = planted({ n: 300, p: 70, k: 3, seed: 'many' });
  const result = factorAnalysis({ rows }, { factors: 3 });
  expect(result.convergence.extraction.converged).toBe(true);
  expect(result.convergence.extraction.gradient).toBeLessThan(1e-9);
  // At the optimum ψ = 1 − h² for every variable off its bounds, so R's own stationarity holds.
  const again = factorAnalysis(
    { correlation: result.correlation, n: 300 },
    { factors: 3, extraction: 'pa', tight: true },
  );
  expect(distance(again.loadings, result.loadings)).toBeLessThan(1e-5);
});

test('few independent models are told in words', () => {
  const { rows } = planted({ n: 60, p: 9, k: 2, seed: 1 });
  const result = factorAnalysis({ rows }, { factors: 2, independentUnits: 4 });
  expect(result.warnings[0]!.message).toContain('4 independent models cannot carry 9 columns');
});

describe('bad input', () => {
  const unit = [
    [1, 0.5, 0.4],
    [0.5, 1, 0.3],
    [0.4, 0.3, 1],
  ];
  const cases: [string, () => unknown, RegExp][] = [
    [
      'two columns',
      () =>
        factorAnalysis(
          {
            rows: [
              [1, 2],
              [2, 1],
              [3, 3],
            ],
          },
          { factors: 1 },
        ),
      /at least 3 columns/,
    ],
    [
      'too many factors',
      () => factorAnalysis({ correlation: unit, n: 50 }, { factors: 3 }),
      /from 1 to 2/,
    ],
    [
      'half a factor',
      () => factorAnalysis({ correlation: unit, n: 50 }, { factors: 1.5 }),
      /whole number/,
    ],
    [
      'no n',
      () => factorAnalysis({ correlation: unit, n: Number.NaN }, { factors: 1 }),
      /number of rows/,
    ],
    [
      'beyond 1',
      () =>
        factorAnalysis(
          {
            correlation: [
              [1, 1.2, 0],
              [1.2, 1, 0],
              [0, 0, 1],
            ],
            n: 50,
          },
          { factors: 1 },
        ),
      /beyond 1/,
    ],
    [
      'not symmetric',
      () =>
        factorAnalysis(
          {
            correlation: [
              [1, 0.2, 0],
              [0.3, 1, 0],
              [0, 0, 1],
            ],
            n: 50,
          },
          { factors: 1 },
        ),
      /not symmetric/,
    ],
    [
      'constant',
      () =>
        factorAnalysis(
          {
            rows: [
              [1, 2, 3],
              [1, 1, 4],
              [1, 5, 2],
              [1, 7, 7],
            ],
          },
          { factors: 1 },
        ),
      /same in every row: V1/,
    ],
    [
      'gaps everywhere',
      () =>
        factorAnalysis(
          {
            rows: [
              [1, 2, Number.NaN],
              [1, Number.NaN, 2],
              [3, 1, 1],
            ],
          },
          { factors: 1 },
        ),
      /only 1 rows/,
    ],
  ];
  test.each(cases)('%s', (_name, run, message) => {
    expect(run).toThrow(UserError);
    expect(run).toThrow(message);
  });
});

describe('properties', () => {
  const cases = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    p: fc.integer({ min: 6, max: 12 }),
    k: fc.integer({ min: 2, max: 3 }),
  });
  const names: RotationName[] = ['varimax', 'quartimax', 'equamax', 'promax', 'oblimin', 'geomin'];

  test('rotation leaves communalities as they are', () => {
    fc.assert(
      fc.property(cases, ({ seed, p, k }) => {
        const { rows } = planted({ n: 120, p, k, seed });
        const bare = factorAnalysis({ rows }, { factors: k, rotation: 'none' });
        for (const rotation of names) {
          const turned = factorAnalysis({ rows }, { factors: k, rotation, starts: 3 });
          expect(largestOff(turned.communality, bare.communality)).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('permuting columns permutes loadings; rescaling them changes nothing', () => {
    fc.assert(
      fc.property(cases, ({ seed, p, k }) => {
        const { rows } = planted({ n: 120, p, k, seed });
        const order = createRandom(seed).sample(p, p);
        const moved = rows.map((row) => order.map((j) => 3 + (j + 1) * row[j]!));
        const a = factorAnalysis({ rows }, { factors: k, rotation: 'varimax', tight: true });
        const b = factorAnalysis({ rows: moved }, { factors: k, rotation: 'varimax', tight: true });
        expect(
          distance(
            b.loadings,
            order.map((j) => a.loadings[j]!),
          ),
        ).toBeLessThan(1e-6);
      }),
      { numRuns: 15 },
    );
  });

  test('one factor is the same under every rotation', () => {
    const { rows } = planted({ n: 100, p: 6, k: 1, seed: 5 });
    const bare = factorAnalysis({ rows }, { factors: 1, rotation: 'none' });
    for (const rotation of names) {
      expect(factorAnalysis({ rows }, { factors: 1, rotation }).loadings).toEqual(bare.loadings);
    }
  });
});

function planted({ n, p, k, seed }: { n: number; p: number; k: number; seed: number | string }) {
  const random = createRandom(seed);
  const loadings = Array.from({ length: p }, (_, j) =>
    Array.from({ length: k }, (_, m) =>
      j % k === m ? 0.55 + 0.3 * random.next() : 0.1 * random.normal(),
    ),
  );
  const rows = Array.from({ length: n }, () => {
    const f = Array.from({ length: k }, () => random.normal());
    return loadings.map((row) => row.reduce((sum, l, m) => sum + l * f[m]!, 0.6 * random.normal()));
  });
  return { rows, loadings };
}
