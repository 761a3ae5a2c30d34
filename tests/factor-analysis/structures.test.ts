import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { drawFrom } from '../../bench/inference/independent.ts';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { rotateBifactor } from '../../src/factor-analysis/rotation/bifactor.ts';
import { structureRules } from '../../src/factor-analysis/structure/structure-rules.ts';
import { structuresOf } from '../../src/factor-analysis/structure/structures.ts';
import { tuckerCongruence } from '../../src/statistics/tucker.ts';

type Turned = { loadings: number[][]; phi?: number[][]; criterion: number };
type Reference = {
  n: number;
  factors: number;
  correlation: number[][];
  /** Of k and k + 1 factors, n times the discrepancy. */
  chisq: [number, number];
  df: [number, number];
  esem: Turned;
  bifactor: Turned;
  biGeomin: Turned;
};
const reference = JSON.parse(
  readFileSync(fileURLToPath(new URL('../reference/own/structure.json', import.meta.url)), 'utf8'),
) as Record<string, Reference>;

/** The largest difference of a loading, after each column has found its like. */
function farthest(found: readonly (readonly number[])[], expected: number[][]): number {
  const congruence = tuckerCongruence(found, expected);
  const partner = congruence.map((row) =>
    row.reduce((best, x, m) => (Math.abs(x) > Math.abs(row[best]!) ? m : best), 0),
  );
  expect(new Set(partner).size).toBe(partner.length);
  const signs = congruence.map((row, m) => Math.sign(row[partner[m]!]!));
  return Math.max(
    ...found.flatMap((row, i) =>
      row.map((x, m) => Math.abs(x - signs[m]! * expected[i]![partner[m]!]!)),
    ),
  );
}

describe.each(Object.entries(reference))('%s as by lavaan and GPArotation', (_name, told) => {
  const { correlation, n, factors } = told;
  const found = structuresOf({ correlation, n }, factors)!;
  const own = found.esem.find((one) => one.factors === factors)!;

  it('target-rotated ESEM', () => {
    // lavaan multiplies by n, psych's χ² by less (Bartlett's factor).
    expect(Math.abs(n * own.fit.objective! - told.chisq[0])).toBeLessThan(1e-3);
    expect(own.fit.dof).toBe(told.df[0]);
    expect(farthest(own.loadings, told.esem.loadings)).toBeLessThan(5e-4);
    const cells = own.loadings.length * (factors - 1);
    expect(own.distance).toBeCloseTo(Math.sqrt(told.esem.criterion / cells), 5);
  });

  it('a bifactor solution towards Schmid and Leiman’s pattern', () => {
    const { general, group, fit } = found.bifactor!;
    expect(Math.abs(n * fit.objective! - told.chisq[1])).toBeLessThan(1e-3);
    const all = general.map((g, i) => [g, ...group[i]!]);
    expect(farthest(all, told.bifactor.loadings)).toBeLessThan(2e-3);
  });

  it('bi-geomin', () => {
    const wider = factorAnalysis(
      { correlation, n },
      { factors: factors + 1, extraction: 'ml', rotation: 'none' },
    );
    const { loadings, criterion } = rotateBifactor(wider.loadings);
    expect(criterion).toBeLessThan(told.biGeomin.criterion + 1e-6);
    if (criterion > told.biGeomin.criterion - 1e-6)
      expect(farthest(loadings, told.biGeomin.loadings)).toBeLessThan(2e-3);
  });
});

function table(factors: number, rows: number, { groups = rows, between = 0 } = {}) {
  const draw = drawFrom(60 + factors);
  const common = Array.from({ length: groups }, () => Array.from({ length: 9 }, draw.normal));
  const labels = Array.from({ length: rows }, (_, i) => String(i % groups));
  const cells = labels.map((label) => {
    const f = Array.from({ length: Math.max(1, factors) }, draw.normal);
    return Array.from({ length: 9 }, (_, j) => {
      const own =
        Math.sqrt(between) * common[Number(label)]![j]! + Math.sqrt(1 - between) * draw.normal();
      return factors === 0 ? own : 0.7 * f[j % factors]! + 0.7 * own;
    });
  });
  return { rows: cells, labels };
}

/** Columns of a general factor and three others. */
function bifactorRows(rows: number, { general = 0.55, group = 0.6 } = {}): number[][] {
  const draw = drawFrom(64);
  const unique = Math.sqrt(1 - general ** 2 - group ** 2);
  return Array.from({ length: rows }, () => {
    const g = draw.normal();
    const f = Array.from({ length: 3 }, draw.normal);
    return Array.from(
      { length: 12 },
      (_, j) => general * g + group * f[j % 3]! + unique * draw.normal(),
    );
  });
}

describe('rules', () => {
  test.each([0, 1, 3])('%i planted factors', (factors) => {
    const { rows } = table(factors, 600);
    const [esem, bifactor] = structureRules(structuresOf({ rows }, factors), factors);
    expect(esem).toMatchObject({ id: 'structure.esem', suggested: factors, standing: 'shown' });
    // Of three unrelated ones a general factor takes the columns of one in most sets (docs/factor-analysis.md).
    if (factors < 3) expect(bifactor!.suggested).toBeNull();
  });

  test('a planted general factor leaves the three others their columns', () => {
    const [esem, bifactor] = structureRules(structuresOf({ rows: bifactorRows(600) }, 3), 3);
    expect(esem!.suggested).toBe(3);
    expect(bifactor!.suggested).toBe(3);
  });

  test('fit is withheld where groups of rows are fewer than degrees of freedom', () => {
    const { rows, labels } = table(3, 300, { groups: 10, between: 0.3 });
    const structures = structuresOf({ rows, groups: labels }, 3);
    const [esem] = structureRules(structures, 3);
    expect(esem!.suggested).toBeNull();
    expect(esem!.why).toMatch(
      /^χ², .* need .* groups .*: 10 for 12; with 3 factors every factor has three columns/,
    );
    // No solution says when to stop, so one more than is taken is looked at.
    expect(structures!.esem).toHaveLength(4);
  });

  test('more than 60 columns: nothing', () => {
    const rows = Array.from({ length: 70 }, (_, i) =>
      Array.from({ length: 61 }, (_, j) => (i === j ? 1 : 0)),
    );
    expect(structureRules(structuresOf({ rows }, 2), 2)).toEqual([]);
  });
});
