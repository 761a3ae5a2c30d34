import { expect, test } from 'vitest';
import { oddEvenReliability, replication } from '../../src/factor-analysis/replication.ts';
import { createRandom } from '../../src/statistics/random.ts';

function study(models: number, factors: number, seed: number) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const labels: string[] = [];
  for (let m = 0; m < models; m++) {
    const level = Array.from({ length: factors }, () => random.normal());
    for (let i = 0; i < 12; i++) {
      const f = level.map((x) => 0.5 * x + random.normal());
      labels.push(`m${m}`);
      rows.push(Array.from({ length: 12 }, (_, j) => (f[j % 3] ?? 0) + 0.6 * random.normal()));
    }
  }
  return { rows, labels };
}

test('planted factors replicate, a factor of noise does not', () => {
  const { rows, labels } = study(20, 2, 3);
  const result = replication(rows, labels, { factors: 3, splits: 15, rotation: 'varimax' });
  if (result.withheld) throw new Error(result.reason);
  expect(result.models).toBe(20);
  expect(result.factors.map((factor) => factor.verdict)).toEqual([
    'replicates',
    'replicates',
    'does not replicate',
  ]);
  for (const { splitHalf, leaveOneOut } of result.factors) {
    expect(splitHalf.lower).toBeLessThanOrEqual(splitHalf.median);
    expect(leaveOneOut.least).toBeLessThanOrEqual(leaveOneOut.median);
    expect(labels).toContain(leaveOneOut.model);
  }
});

test('withheld below five models, with the reason', () => {
  const { rows, labels } = study(4, 2, 1);
  expect(replication(rows, labels, { factors: 2 })).toEqual({
    withheld: true,
    models: 4,
    reason: 'stability over models needs at least 5 models; there are 4',
  });
});

test('odd and even halves: stepped up, null where nothing varies', () => {
  const odd = [
    [1, 0, 2],
    [2, 0, 1],
    [3, 0, 4],
    [4, 0, 3],
  ];
  const even = [
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, 3],
    [4, 4, Number.NaN],
  ];
  const [same, flat, some] = oddEvenReliability(odd, even);
  expect(same).toBeCloseTo(1, 12);
  expect(flat).toBeNull();
  // r = .6547 over the first three rows, stepped up 2r / (1 + r).
  expect(some).toBeCloseTo(0.7913, 4);
});
