import { describe, expect, it } from 'vitest';
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
    lowest: lowestOfStarts(p, (start) => minres(r, p, k, undefined, start)),
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
      expect(lowest.starts).toBeGreaterThan(1);
    }
  });
  it('leave a solution as it is that is a Heywood case of its own, and one inside the box', () => {
    const heywood = both('burt8', 2);
    expect(Array.from(heywood.lowest.loadings)).toEqual(Array.from(heywood.one.loadings));
    const inside = both('harman74', 4);
    expect(inside.lowest).toEqual({ ...inside.one, starts: 1 });
  });
  it('tell how many there were', () => {
    const { correlation, variables, meta } = reference('thurstone9');
    const result = factorAnalysis({ correlation, n: meta.nObs, variables }, { factors: 5 });
    expect(result.convergence.extraction.starts).toBe(11);
    expect(result.heywood.length).toBeGreaterThan(0);
  });
});
