import { describe, expect, it } from 'vitest';
import { maximumLikelihood } from '../../src/factor-analysis/extraction/maximum-likelihood.ts';
import { minres } from '../../src/factor-analysis/extraction/minres.ts';
import { lowestOfStarts } from '../../src/factor-analysis/extraction/several-starts.ts';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { readReference as reference } from './reference.ts';

function both(set: string, k: number) {
  const { correlation } = reference(set);
  const p = correlation.length;
  const r = Float64Array.from(correlation.flat());
  return {
    one: minres(r, p, k),
    lowest: lowestOfStarts(r, p, k, 'minres'),
  };
}

describe('several starts', () => {
  it('find the lower minimum that too many factors hide', () => {
    for (const [set, k] of [
      ['thurstone9', 4],
      ['thurstone9', 5],
      ['harman74', 7],
      ['burt8', 4],
    ] as const) {
      const { one, lowest } = both(set, k);
      expect(lowest.objective!).toBeLessThan(one.objective! * 0.995);
      expect(lowest.converged).toBe(true);
      expect(lowest.minima.starts).toBeGreaterThanOrEqual(7);
      expect(lowest.minima.distinctMinima).toBeGreaterThan(1);
    }
  });
  it('find the lower minimum of a likelihood whose first solution looks sound', () => {
    // Eight political variables, as Harman (1976) factors them: two minima, one of them on the bound.
    const below = [
      [],
      [0.84],
      [0.62, 0.84],
      [-0.53, -0.68, -0.76],
      [0.03, -0.05, 0.08, -0.25],
      [0.57, 0.76, 0.81, -0.8, 0.25],
      [-0.33, -0.35, -0.51, 0.62, -0.72, -0.58],
      [-0.66, -0.73, -0.81, 0.88, -0.36, -0.84, 0.68],
    ];
    const correlation = below.map((_, i) =>
      below.map((_, j) => (i === j ? 1 : below[Math.max(i, j)]![Math.min(i, j)]!)),
    );
    const one = maximumLikelihood(Float64Array.from(correlation.flat()), 8, 2);
    expect(one.converged).toBe(true);
    expect(one.atLowerBound).toEqual([]);
    expect(one.objective).toBeCloseTo(1.08846, 4);
    const result = factorAnalysis({ correlation, n: 147 }, { factors: 2, extraction: 'ml' });
    expect(result.heywood).toEqual(['V2']);
    const { starts, distinctMinima, close } = result.convergence.extraction;
    expect([starts, distinctMinima]).toEqual([11, 2]);
    expect(close!.higher).toBeCloseTo(0.01815, 4);
    expect(close!.communality).toBeCloseTo(0.2989, 3);
    expect(result.warnings.find(({ code }) => code === 'close-minima')!.message).toContain(
      'the next is only 1.8 % higher, and there a communality differs by 0.30',
    );
  });
  it('leave a solution as it is where all starts end at it', () => {
    for (const [set, k] of [
      ['burt8', 2],
      ['harman74', 4],
    ] as const) {
      const { one, lowest } = both(set, k);
      expect(Array.from(lowest.loadings)).toEqual(Array.from(one.loadings));
      expect(lowest.minima).toEqual({
        starts: 7,
        distinctMinima: 1,
        shareAtBest: 1,
        close: null,
      });
    }
  });
  it('continue until five have ended at the lowest, and tell how many there were', () => {
    const { correlation, variables, meta } = reference('thurstone9');
    const result = factorAnalysis({ correlation, n: meta.nObs, variables }, { factors: 5 });
    const { starts, shareAtBest } = result.convergence.extraction;
    const atBest = starts * shareAtBest;
    expect(starts).toBeGreaterThan(7);
    expect(starts === 31 || atBest > 4.99).toBe(true);
    expect(result.heywood.length).toBeGreaterThan(0);
  });
});
