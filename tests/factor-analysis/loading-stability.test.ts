import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { correlationOfGroups, groupMoments } from '../../src/factor-analysis/group-moments.ts';
import {
  loadingDraws,
  loadingStability,
  planLoadingDraws,
  summariseLoadingDraws,
} from '../../src/factor-analysis/loading-stability.ts';
import { refit } from '../../src/factor-analysis/refit.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { flatten } from '../../src/statistics/dense.ts';
import { tQuantile } from '../../src/statistics/distributions.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { readReference, readTable } from './reference.ts';

/** Two factors over 8 columns, rows nested in models of unequal size. */
function study(models: number, seed: string, loading = 0.7) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const groups: string[] = [];
  for (let m = 0; m < models; m++) {
    const level = [random.normal(), random.normal()];
    for (let i = 0; i < 8 + (m % 5); i++) {
      const f = level.map((x) => Math.sqrt(0.3) * x + Math.sqrt(0.7) * random.normal());
      groups.push(`m${m}`);
      rows.push(
        Array.from(
          { length: 8 },
          (_, j) => loading * f[j % 2]! + Math.sqrt(1 - loading * loading) * random.normal(),
        ),
      );
    }
  }
  return { rows, groups };
}

const options = { factors: 2, seed: 5, draws: 120 } as const;

test('a weighted set of groups correlates as its rows do', () => {
  const { rows, groups } = study(9, 'weights');
  const moments = groupMoments(rows, groups);
  const weights = [2, 0, 1, 0, 3, 1, 1, 0, 1];
  const drawn = rows.flatMap((row, i) =>
    Array.from({ length: weights[Number(groups[i]!.slice(1))]! }, () => row),
  );
  const expected = correlationMatrix(drawn).correlation.flat();
  const actual = correlationOfGroups(moments, weights)!;
  expect(Math.max(...expected.map((r, at) => Math.abs(r - actual[at]!)))).toBeLessThan(1e-12);
});

test('one start from the standing solution ends where thirty random starts end', () => {
  const { rows, groups } = study(20, 'starts');
  const plan = planLoadingDraws(rows, groups, options);
  if ('withheld' in plan) throw new Error(plan.reason);
  const draws = loadingDraws(plan, 0, 25);
  draws.forEach((draw, b) => {
    const stream = createRandom('5').fork('loadings').fork(b);
    const picked = Array.from({ length: 20 }, () => stream.integer(20));
    const again = picked.flatMap((g) => rows.filter((_, i) => groups[i] === `m${g}`));
    const best = factorAnalysis({ rows: again }, { factors: 2, starts: 30 });
    const own = refit(flatten(best.correlation, 8), 8, flatten(best.loadings, 2), { factors: 2 });
    expect(own.congruence.every((c) => c > 1 - 1e-9)).toBe(true);
    const byVariable = best.communality.map((h, i) => Math.abs(h - draw!.values[16 + 1 + i]!));
    expect(Math.max(...byVariable)).toBeLessThan(1e-6);
  });
});

test('draws computed in parts are the draws of one run', () => {
  const { rows, groups } = study(10, 'parts');
  const plan = planLoadingDraws(rows, groups, { ...options, draws: 40 });
  if ('withheld' in plan) throw new Error(plan.reason);
  const parts = [...loadingDraws(plan, 0, 13), ...loadingDraws(plan, 13, plan.different.length)];
  const { draws: _, ...settings } = options;
  expect(summariseLoadingDraws(plan, parts)).toEqual(
    loadingStability(rows, groups, { ...settings, draws: 40 }),
  );
});

test('draws of the same groups are computed once, and count as often as they are drawn', () => {
  const { rows, groups } = study(6, 'alike');
  const plan = planLoadingDraws(rows, groups, { ...options, draws: 1000 });
  if ('withheld' in plan) throw new Error(plan.reason);
  // So many ways there are to draw six of six: 11 over 5.
  expect(plan.different.length).toBeLessThanOrEqual(462);
  const computed = loadingDraws(plan, 0, plan.different.length);
  const stream = createRandom('5').fork('loadings');
  const each = plan.drawn.map((place, b) => {
    const random = stream.fork(b);
    const picked = Array.from({ length: 6 }, () => random.integer(6));
    expect([...plan.different[place]!]).toEqual(
      Array.from({ length: 6 }, (_, g) => picked.filter((one) => one === g).length),
    );
    return computed[place]!;
  });
  const found = summariseLoadingDraws(plan, computed);
  if (found.withheld) throw new Error(found.reason);
  expect(found.draws).toBe(1000);
  expect(found.heywood).toBe(each.filter((draw) => draw.heywood.length > 0).length / 1000);
  const last = (draw: (typeof each)[number]) => draw.values.at(-1)!;
  expect(found.factors[1]!.equal).toBe(each.filter((draw) => last(draw) >= 0.95).length / 1000);
});

test('intervals lie about the estimate; factors come back in nearly every draw', () => {
  const { rows, groups } = study(20, 'width');
  const found = loadingStability(rows, groups, options);
  if (found.withheld) throw new Error(found.reason);
  expect(found.draws).toBe(120);
  for (const { estimate, percentile, bca } of found.loadings.flat()) {
    expect(percentile.lower).toBeLessThan(estimate + 0.1);
    expect(percentile.upper).toBeGreaterThan(estimate - 0.1);
    expect(bca.lower).toBeLessThanOrEqual(bca.upper);
  }
  expect(found.phi![0]![1]).toEqual(found.phi![1]![0]);
  expect(found.phi![0]![0]).toBeNull();
  expect(found.factors.every((factor) => factor.equal > 0.9)).toBe(true);
});

test('rows that are one another’s copies do not narrow an interval that counts groups', () => {
  const { rows } = study(10, 'copies');
  const thrice = rows.flatMap((row) => [row, row, row]);
  const width = (groups: string[]) => {
    const found = loadingStability(thrice, groups, options);
    if (found.withheld) throw new Error(found.reason);
    return found.loadings.flat().reduce((sum, { se }) => sum + se, 0);
  };
  const asGroups = width(thrice.map((_, i) => `g${Math.floor(i / 3)}`));
  const asRows = width(thrice.map((_, i) => `r${i}`));
  // √3, give or take the noise of 120 draws.
  expect(asGroups / asRows).toBeGreaterThan(1.5);
  expect(asGroups / asRows).toBeLessThan(2);
});

test('over many studies 90 % intervals of a loading hold the planted one about as often', () => {
  let held = 0;
  const studies = 60;
  for (let s = 0; s < studies; s++) {
    const { rows, groups } = study(24, `coverage ${s}`);
    const found = loadingStability(rows, groups, {
      factors: 2,
      rotation: 'varimax',
      draws: 100,
      level: 0.9,
      seed: s,
    });
    if (found.withheld) throw new Error(found.reason);
    // Which of the two factors comes first is chance: the first column loads on one of them.
    const first = found.loadings[0]!.reduce((a, b) => (a.estimate > b.estimate ? a : b));
    if (first.percentile.lower <= 0.7 && first.percentile.upper >= 0.7) held++;
  }
  // Binomial with 60 trials at .9 has a standard deviation of 2.3; clusters cost a little.
  expect(held).toBeGreaterThanOrEqual(45);
  expect(held).toBeLessThan(60);
});

test('target alignment is no wider than matching, for oblique and orthogonal solutions', () => {
  const { rows, groups } = study(15, 'target', 0.5);
  for (const rotation of ['oblimin', 'varimax'] as const) {
    const widths = (['match', 'target'] as const).map((alignment) => {
      const found = loadingStability(rows, groups, { ...options, rotation, alignment });
      if (found.withheld) throw new Error(found.reason);
      expect(found.phi === null).toBe(rotation === 'varimax');
      return found.loadings.flat().reduce((sum, { se }) => sum + se, 0);
    });
    expect(widths[1]).toBeLessThanOrEqual(widths[0]! * 1.001);
  }
});

test('target alignment keeps communalities', () => {
  const { rows } = study(15, 'communalities');
  const r = flatten(correlationMatrix(rows).correlation, 8);
  const target = Float64Array.from({ length: 16 }, (_, at) => (((at % 2) + at / 2) % 2 ? 0 : 0.7));
  const plain = refit(r, 8, target, { factors: 2 });
  const aligned = refit(r, 8, target, { factors: 2 }, 'target');
  plain.communality.forEach((h, i) => {
    expect(aligned.communality[i]).toBeCloseTo(h, 8);
  });
});

test('withheld with the reason; draws without variance are counted; it can be stopped', () => {
  const few = study(5, 'few');
  expect(loadingStability(few.rows, few.groups, options)).toMatchObject({
    withheld: true,
    reason: 'intervals over models need at least 6 models; there are 5',
  });
  const { rows, groups } = study(10, 'flat');
  // Only one model varies in the last column: draws without it cannot be factored.
  const rare = rows.map((row, i) => [...row.slice(0, 7), groups[i] === 'm3' ? row[7]! : 0]);
  const found = loadingStability(rare, groups, options);
  if (found.withheld) throw new Error(found.reason);
  expect(found.failed).toBeGreaterThan(20);
  expect(found.draws + found.failed).toBe(120);
  expect(found.notLeftOut).toEqual(['m3']);
  expect(found.how).toBe(
    'by leaving out one of 10 models at a time (jackknife, t with 9 degrees of freedom)',
  );
  let looks = 0;
  const stopped = loadingStability(rows, groups, { ...options, shouldStop: () => ++looks > 30 });
  expect(!stopped.withheld && stopped.draws).toBe(30);
});

test('below twelve groups intervals are those of the jackknife with t', () => {
  const { rows, groups } = study(8, 'jackknife');
  const found = loadingStability(rows, groups, { ...options, draws: 20 });
  if (found.withheld) throw new Error(found.reason);
  for (const one of found.loadings.flat()) {
    expect((one.percentile.upper - one.percentile.lower) / 2).toBeCloseTo(
      tQuantile(0.975, 7) * one.se,
      10,
    );
    expect((one.percentile.upper + one.percentile.lower) / 2).toBeCloseTo(one.estimate, 10);
  }
});

test('resampled groups against psych::fa on each resample', () => {
  const own = readReference('own/loading-bootstrap');
  const { names, rows } = readTable('bfi25');
  const at = own.columns.map((name: string) => names.indexOf(name));
  const complete = rows.filter((row) => row.every(Number.isFinite)).slice(0, own.rows);
  const found = loadingStability(
    complete.map((row) => at.map((j: number) => row[j]!)),
    complete.map((_, i) => Math.floor(i / own.rowsEach)),
    { factors: 2, draws: own.draws, seed: 11 },
  );
  if (found.withheld) throw new Error(found.reason);
  // Two runs of 2,000 draws: a ratio of standard deviations has an error of 2.2 %; about four of them.
  const near = (se: number, expected: number) =>
    expect(Math.abs(se / expected - 1)).toBeLessThan(0.09);
  found.loadings.flat().forEach(({ estimate, se, percentile }, i) => {
    expect(Math.abs(estimate - own.loadings.flat()[i])).toBeLessThan(1e-4);
    near(se, own.sds.loadings.flat()[i]);
    // An end of a 95 % interval of a normal variable has an error of 2.7 / √2,000 deviations, two runs 1.4 times that.
    expect(Math.abs(percentile.lower - own.lower[i]) / se).toBeLessThan(0.34);
    expect(Math.abs(percentile.upper - own.upper[i]) / se).toBeLessThan(0.34);
  });
  near(found.phi![0]![1]!.se, own.sds.phi);
  found.communality.forEach(({ se }, i) => {
    near(se, own.sds.communality[i]);
  });
});
