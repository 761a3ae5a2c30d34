import { expect, test } from 'vitest';
import { chanceCongruence, halvesOf } from '../../src/factor-analysis/congruence-null.ts';
import {
  congruenceVerdict,
  replicationWords,
} from '../../src/factor-analysis/congruence-verdict.ts';
import { replication } from '../../src/factor-analysis/replication.ts';
import { createRandom } from '../../src/statistics/random.ts';

/** Rows of 16 models; `loading` on factor j mod k, the rest unrelated. */
function study(columns: number, k: number, loading: number, seed: string) {
  const random = createRandom(seed);
  const groups: string[] = [];
  const rows = Array.from({ length: 160 }, (_, i) => {
    groups.push(`m${Math.floor(i / 10)}`);
    const f = Array.from({ length: k }, () => random.normal());
    return Array.from(
      { length: columns },
      (__, j) => loading * f[j % k]! + Math.sqrt(1 - loading * loading) * random.normal(),
    );
  });
  return { rows, groups };
}

test('chance agreement does not depend on the structure, and falls with the number of columns', () => {
  const options = { factors: 2, draws: 30, seed: 3 };
  const few = study(6, 2, 0.7, 'few');
  const many = study(20, 2, 0.7, 'many');
  const none = study(20, 2, 0, 'none');
  const [ofFew, ofMany, ofNone] = [few, many, none].map(
    ({ rows, groups }) => chanceCongruence(rows, groups, options)!,
  );
  expect(ofFew!.criterion).toBeGreaterThan(0.8);
  expect(ofMany!.criterion).toBeLessThan(0.7);
  expect(Math.abs(ofMany!.median - ofNone!.median)).toBeLessThan(0.15);
  expect(chanceCongruence(few.rows, few.groups, options)).toEqual(ofFew);
});

test('factors of unrelated columns seldom exceed the criterion of chance', () => {
  let above = 0;
  for (let s = 0; s < 20; s++) {
    const { rows, groups } = study(10, 2, 0, `null ${s}`);
    const found = replication(rows, groups, { factors: 2, splits: 9, chanceDraws: 30, seed: s });
    if (found.withheld) throw new Error(found.reason);
    const best = Math.max(...found.factors.map((factor) => factor.splitHalf.median));
    if (best > found.chance!.criterion) above++;
    else
      expect(found.factors.every((factor) => factor.verdict === 'does not replicate')).toBe(true);
  }
  // One in twenty is expected; six or more would happen once in 3,000 times.
  expect(above).toBeLessThan(6);
});

test('verdicts with their bound and source', () => {
  // √(2 · .9 / 1.9) = .973
  expect(congruenceVerdict(0.9, 0.6)).toEqual({
    verdict: 'replicates',
    steppedUp: expect.closeTo(0.973329, 5),
    threshold: 0.95,
    source: 'Lorenzo-Seva and ten Berge 2006',
  });
  expect(congruenceVerdict(0.7, null)).toMatchObject({ verdict: 'fair', threshold: 0.85 });
  expect(congruenceVerdict(0.5, 0.4)).toMatchObject({ verdict: 'unclear', threshold: 0.85 });
  expect(congruenceVerdict(-0.2, null)).toMatchObject({ verdict: 'unclear', steppedUp: 0 });
  const chance = congruenceVerdict(0.96, 0.97);
  expect(chance).toMatchObject({ verdict: 'does not replicate', threshold: 0.97 });
  expect(chance.source).toContain('without structure');
  expect(replicationWords(['replicates', 'fair', 'unclear', 'does not replicate'])).toBe(
    '2 of 4 factors replicate across models; of 1 halves of them are too few to tell',
  );
  expect(replicationWords(['does not replicate'])).toBe('0 of 1 factor replicates across models');
});

test('a factor that hangs on one model is told with its name', () => {
  const { rows, groups } = study(8, 1, 0.7, 'one model');
  // Only m5 has a second factor, and a strong one.
  const random = createRandom('m5');
  const bent = rows.map((row, i) => {
    const shared = groups[i] === 'm5' ? 6 * random.normal() : 0;
    return row.map((x, j) => (j > 4 ? x + shared : x));
  });
  const found = replication(bent, groups, { factors: 2, splits: 10, chanceDraws: 0 });
  if (found.withheld) throw new Error(found.reason);
  expect(found.chance).toBeNull();
  const hanging = found.factors.filter((factor) => factor.leaveOneOut.hangs);
  expect(hanging.length).toBeGreaterThan(0);
  for (const factor of hanging) {
    expect(factor.leaveOneOut.model).toBe('m5');
    expect(factor.words).toMatch(/without m5 it comes to -?\.\d\d$/);
  }
});

test('halves are all models, once', () => {
  const [a, b] = halvesOf(9, createRandom(1));
  expect(a.reduce((sum, x) => sum + x, 0)).toBe(4);
  expect(a.every((x, i) => x + b[i]! === 1)).toBe(true);
});
