import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { rotationNames } from '../../src/factor-analysis/rotation/rotation-names.ts';
import {
  type CorrelationKind,
  columnsOf,
  correlationMatrix,
} from '../../src/statistics/correlation.ts';
import { flatten, unflatten } from '../../src/statistics/dense.ts';
import { symmetricEigenvalues } from '../../src/statistics/eigen.ts';
import { polychoricOfColumns } from '../../src/statistics/polychoric.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { distance, largestOff } from '../factor-analysis/reference.ts';

const kinds: CorrelationKind[] = ['pearson', 'spearman', 'tetrachoric', 'polychoric'];

function correlate(rows: number[][], kind: CorrelationKind): number[][] {
  if (kind === 'pearson' || kind === 'spearman')
    return correlationMatrix(rows, { kind }).correlation;
  const p = rows[0]!.length;
  return unflatten(polychoricOfColumns(columnsOf(rows, p), rows.length, p).correlation, p, p);
}

/** Answers of n respondents to p items, 0 … categories − 1. */
const answers = (categories: number) =>
  fc
    .tuple(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 2, max: 7 }))
    .chain(([n, p]) =>
      fc.array(
        fc.array(fc.integer({ min: 0, max: categories - 1 }), { minLength: p, maxLength: p }),
        { minLength: n, maxLength: n },
      ),
    );

describe.each(kinds)('%s', (kind) => {
  const tables = answers(kind === 'tetrachoric' ? 2 : 5);
  const ordinal = kind === 'tetrachoric' || kind === 'polychoric';

  test('symmetric, unit diagonal, within −1 and 1', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const r = correlate(rows, kind);
        for (let i = 0; i < r.length; i++) {
          expect(r[i]![i]).toBe(1);
          for (let j = 0; j < i; j++) {
            expect(r[i]![j]).toBe(r[j]![i]);
            expect(Math.abs(r[i]![j]!)).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('another scale or origin of the columns changes nothing', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 9 }), (rows, factor) => {
        const moved = rows.map((row) => row.map((x, j) => (factor + j) * x - 7 * j));
        expect(
          largestOff(correlate(moved, kind).flat(), correlate(rows, kind).flat()),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  test('the order of rows does not matter; that of columns is kept', () => {
    fc.assert(
      fc.property(tables, fc.integer(), (rows, seed) => {
        const random = createRandom(seed);
        const r = correlate(rows, kind);
        const shuffled = random.shuffle([...rows]);
        expect(largestOff(correlate(shuffled, kind).flat(), r.flat())).toBeLessThan(1e-12);
        const order = random.sample(r.length, r.length);
        const turned = correlate(
          rows.map((row) => order.map((j) => row[j]!)),
          kind,
        );
        const expected = order.map((i) => order.map((j) => r[i]![j]!));
        // A likelihood is maximised to about 1e-9 from either side.
        expect(largestOff(turned.flat(), expected.flat())).toBeLessThan(ordinal ? 1e-7 : 1e-12);
      }),
    );
  });

  test('turning a column round negates its correlations', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const r = correlate(rows, kind);
        const turned = correlate(
          rows.map(([x, ...rest]) => [-x!, ...rest]),
          kind,
        );
        for (let j = 1; j < r.length; j++) {
          expect(Math.abs(turned[0]![j]! + r[0]![j]!)).toBeLessThan(ordinal ? 1e-7 : 1e-12);
        }
      }),
    );
  });
});

test.each(['pearson', 'spearman'] as const)(
  '%s: positive semidefinite for data without gaps',
  (kind) => {
    fc.assert(
      fc.property(answers(5), (rows) => {
        const r = correlate(rows, kind);
        const p = r.length;
        expect(symmetricEigenvalues(flatten(r), p)[p - 1]).toBeGreaterThan(-1e-12);
      }),
    );
  },
);

test('Spearman does not see what a rising transformation does', () => {
  fc.assert(
    fc.property(answers(5), (rows) => {
      const bent = rows.map((row) => row.map((x, j) => Math.exp(x) + j));
      expect(correlate(bent, 'spearman')).toEqual(correlate(rows, 'spearman'));
    }),
  );
});

describe('the whole analysis', () => {
  const cases = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    p: fc.integer({ min: 6, max: 12 }),
    k: fc.integer({ min: 2, max: 3 }),
    extraction: fc.constantFrom('minres', 'ml', 'pa', 'pca'),
  });

  /** Respondents with k factors, loadings of .55 to .85 on one each. */
  function planted(seed: number, p: number, k: number): number[][] {
    const random = createRandom(seed);
    const size = Array.from({ length: p }, () => 0.55 + 0.3 * random.next());
    return Array.from({ length: 150 }, () => {
      const f = Array.from({ length: k }, () => random.normal());
      return size.map((l, j) => l * f[j % k]! + Math.sqrt(1 - l * l) * random.normal());
    });
  }

  test('rotation keeps communalities and what is reproduced', () => {
    fc.assert(
      fc.property(cases, ({ seed, p, k, extraction }) => {
        const rows = planted(seed, p, k);
        const bare = factorAnalysis({ rows }, { factors: k, extraction, rotation: 'none' });
        for (const rotation of rotationNames) {
          if (rotation === 'none') continue;
          const turned = factorAnalysis({ rows }, { factors: k, extraction, rotation, starts: 2 });
          expect(largestOff(turned.communality, bare.communality), rotation).toBeLessThan(1e-8);
          expect(Math.abs(turned.fit.rmsr - bare.fit.rmsr), rotation).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('one factor is the same under every rotation', () => {
    fc.assert(
      fc.property(cases, ({ seed, p, extraction }) => {
        const rows = planted(seed, p, 1);
        const bare = factorAnalysis({ rows }, { factors: 1, extraction, rotation: 'none' });
        for (const rotation of rotationNames) {
          const turned = factorAnalysis({ rows }, { factors: 1, extraction, rotation });
          expect(turned.loadings, rotation).toEqual(bare.loadings);
          expect(turned.phi).toBeNull();
        }
      }),
      { numRuns: 12 },
    );
  });

  test('shuffled rows, rescaled columns: the same; permuted columns: permuted', () => {
    fc.assert(
      fc.property(cases, ({ seed, p, k, extraction }) => {
        const rows = planted(seed, p, k);
        const random = createRandom(seed).fork('order');
        const order = random.sample(p, p);
        const moved = random
          .shuffle([...rows])
          .map((row) => order.map((j) => 3 + (j + 1) * row[j]!));
        const options = { factors: k, extraction, rotation: 'varimax', tight: true } as const;
        const a = factorAnalysis({ rows }, options);
        const b = factorAnalysis({ rows: moved }, options);
        const expected = order.map((j) => a.loadings[j]!);
        expect(distance(b.loadings, expected)).toBeLessThan(1e-6);
      }),
      { numRuns: 12 },
    );
  });
});
