import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { distance, largestOff, off, readReference, readTable } from './reference.ts';

const reference = readReference('bfi9-ordinal');
const { rows, names: variables } = readTable('bfi9-ordinal');
const halves = rows.map((row) => row.map((x) => Number(x > 3)));

describe('polychoric correlations of nine six-point items', () => {
  const expected = reference.polychoric.efa.minres;

  test.each(['none', 'oblimin'] as const)('factors, %s', (rotation) => {
    const result = factorAnalysis(
      { rows, variables },
      { factors: 3, rotation, kind: 'polychoric', tight: true },
    );
    expect(largestOff(result.correlation.flat(), reference.polychoric.tight.flat())).toBeLessThan(
      1e-9,
    );
    const exact = rotation === 'none' ? expected.tight : expected.rotations.oblimin.tight;
    // The loadings follow the correlations, which meet to 1e-9.
    expect(distance(result.loadings, exact.loadings)).toBeLessThan(1e-6);
    expect(off(result.fit.chisq, expected.tight.fit.chisq)).toBeLessThan(1e-6);
    expect(result.fit.withheld).toBeNull();
    expect(result.smoothing).toBeNull();
    expect(result.warnings.map(({ code }) => code)).toContain('ordinal-fit');
    expect(result.ordinal!.thresholds[0]).toHaveLength(5);
  });

  test('gaps are left out pair by pair or with their rows', () => {
    const gapped = rows.map((row, i) =>
      row.map((x, j) => ((i + 3 * j) % 31 === 0 ? Number.NaN : x)),
    );
    const options = { factors: 3, kind: 'polychoric' as const };
    const pairwise = factorAnalysis({ rows: gapped }, { ...options, missing: 'pairwise' });
    const listwise = factorAnalysis({ rows: gapped }, options);
    expect(pairwise.n).toBe(400);
    expect(pairwise.pairwiseN![0]![1]).toBeLessThan(390);
    expect(listwise.n).toBeLessThan(310);
    const whole = rows.filter((_, i) => gapped[i]!.every(Number.isFinite));
    expect(listwise.loadings).toEqual(factorAnalysis({ rows: whole }, options).loadings);
    expect(largestOff(pairwise.correlation.flat(), reference.polychoric.tight.flat())).toBeLessThan(
      0.08,
    );
  });
});

test('tetrachoric correlations of the same, cut above 3', () => {
  const result = factorAnalysis({ rows: halves, variables }, { factors: 3, kind: 'tetrachoric' });
  expect(largestOff(result.correlation.flat(), reference.tetrachoric.tight.flat())).toBeLessThan(
    1e-9,
  );
});

/** Rare words: three correlated latent variables, base rates from .03 to .2. */
function rareWords(n: number, p: number) {
  const random = createRandom('rare words');
  return Array.from({ length: n }, () => {
    const f = [random.normal(), random.normal(), random.normal()];
    return Array.from({ length: p }, (_, j) =>
      Number(0.6 * f[j % 3]! + 0.8 * random.normal() > 0.85 + 0.1 * (j % 11)),
    );
  });
}

describe('rare words', () => {
  const sparse = rareWords(200, 24);
  const result = factorAnalysis({ rows: sparse }, { factors: 3, kind: 'tetrachoric' });

  test('what was smoothed, how far it moved, and what is withheld for it', () => {
    const { smoothing, fit, kmo, bartlett } = result;
    expect(smoothing).toMatchObject({ method: 'eigenvalues-raised', usedFor: 'all' });
    expect(smoothing!.smallestEigenvalue).toBeLessThan(0);
    expect(smoothing!.largestMove).toBeGreaterThan(0);
    expect(smoothing!.moved).toBeGreaterThan(smoothing!.largestMove);
    expect(fit).toMatchObject({
      chisq: null,
      p: null,
      tli: null,
      rmsea: null,
      bic: null,
      cfi: null,
    });
    expect(fit.withheld).toMatch(/tetrachoric correlations were not positive definite/);
    expect(fit.rmsr).toBeGreaterThan(0);
    expect(kmo.overall).toBeNull();
    expect(bartlett.chisq).toBeNull();
    // What was factored is positive definite.
    expect(Math.min(...result.eigenvalues)).toBeGreaterThan(0);
    const sum = result.eigenvalues.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(24, 8);
  });

  test('pairs that never come together are listed with their counts', () => {
    const { sparse: pairs } = result.ordinal!;
    expect(pairs.length).toBeGreaterThan(0);
    for (const { columns, counts } of pairs) {
      const [a, b] = columns.map((name) => Number(name.slice(1)) - 1) as [number, number];
      const seen = [0, 0, 0, 0];
      for (const row of sparse) seen[2 * row[a]! + row[b]!]!++;
      expect(counts).toEqual(seen);
      expect(counts).toContain(0);
    }
    const said = result.warnings.find(({ code }) => code === 'empty-cells');
    expect(said!.message).toContain(`${pairs.length} of 276 pairs`);
  });

  test('an empty cell left empty puts correlations at the end of the scale', () => {
    const bare = factorAnalysis(
      { rows: sparse },
      { factors: 3, kind: 'tetrachoric', emptyCell: 0 },
    );
    expect(bare.ordinal!.atBoundary).toHaveLength(result.ordinal!.sparse.length);
    expect(bare.warnings.filter(({ code }) => code === 'empty-cells')).toHaveLength(2);
  });

  test('parallel analysis has the same kind of correlation in data and line', () => {
    const options = { iterations: 30, kind: 'tetrachoric' as const, seed: 2 };
    const permuted = parallelAnalysis({ rows: sparse }, options);
    const normal = parallelAnalysis({ rows: sparse }, { ...options, method: 'normal' });
    const pearson = parallelAnalysis({ rows: sparse }, { ...options, kind: 'pearson' });
    expect(largestOff(permuted.pc.observed, result.eigenvalues)).toBeLessThan(1e-9);
    // Tetrachorics of unrelated rare words spread much wider than Pearson correlations of them,
    // and normal deviates cut at the same thresholds spread as wide as the permuted words.
    expect(permuted.pc.mean[0]!).toBeGreaterThan(1.4 * pearson.pc.mean[0]!);
    expect(Math.abs(normal.pc.mean[0]! / permuted.pc.mean[0]! - 1)).toBeLessThan(0.05);
  });
});

test('parallel analysis finds the factors behind categories', () => {
  const random = createRandom('behind categories');
  const answers = Array.from({ length: 400 }, () => {
    const f = [random.normal(), random.normal()];
    return Array.from({ length: 10 }, (_, j) =>
      Math.max(1, Math.min(5, Math.round(3.6 + 0.8 * f[j % 2]! + 0.6 * random.normal()))),
    );
  });
  const groups = answers.map((_, i) => i % 20);
  for (const method of ['permuted', 'resampled', 'normal', 'blocks'] as const) {
    const found = parallelAnalysis(
      { rows: answers },
      { kind: 'polychoric', method, iterations: 20, groups },
    );
    expect(found.pc.suggestedByQuantile, method).toBe(2);
  }
});

describe('bad input', () => {
  const many = rows.map((row, i) => [...row, i]);
  const cases: [string, () => unknown, RegExp, RegExp][] = [
    [
      'six values for a tetrachoric',
      () => factorAnalysis({ rows, variables }, { factors: 3, kind: 'tetrachoric' }),
      /A1 has 6 different values; a tetrachoric correlation takes two/,
      /polychoric/,
    ],
    [
      'a measured column',
      () => factorAnalysis({ rows: many }, { factors: 3, kind: 'polychoric' }),
      /V10 has more than 10 different values; a polychoric correlation takes at most 10/,
      /Pearson or Spearman/,
    ],
    [
      'a measured column in a parallel analysis',
      () => parallelAnalysis({ rows: many }, { kind: 'tetrachoric' }),
      /column 1 has 6 different values/,
      /polychoric/,
    ],
    [
      'a matrix',
      () =>
        factorAnalysis(
          { correlation: reference.correlation, n: 400 },
          { factors: 3, kind: 'polychoric' },
        ),
      /need the rows/,
      /raw data/,
    ],
    [
      'a matrix in a parallel analysis',
      () =>
        parallelAnalysis({ correlation: reference.correlation, n: 400 }, { kind: 'polychoric' }),
      /needs the rows/,
      /cut/,
    ],
    [
      'an impossible empty cell',
      () => factorAnalysis({ rows: halves }, { factors: 3, kind: 'tetrachoric', emptyCell: 3 }),
      /can count as 0 to 1, not as 3/,
      /0\.5/,
    ],
    [
      'two columns without a common row',
      () =>
        factorAnalysis(
          {
            rows: halves.map(([a, b, c, d], i) => [
              i % 2 ? a! : Number.NaN,
              i % 2 ? Number.NaN : b!,
              c!,
              d!,
            ]),
          },
          { factors: 1, kind: 'tetrachoric', missing: 'pairwise' },
        ),
      /V1 and V2 have no row with a number in both/,
      /Leave one/,
    ],
  ];
  test.each(cases)('%s', (_name, run, message, hint) => {
    let caught: unknown;
    try {
      run();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UserError);
    expect((caught as UserError).message).toMatch(message);
    expect((caught as UserError).hint).toMatch(hint);
  });
});
