import { beforeAll, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import {
  assessExample,
  exampleStudy,
  type JudgeReport,
  type NuisanceFigures,
} from '../../src/validity/assess.ts';
import { goals } from '../../src/validity/validity-page.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

/**
 * The real pipeline on the simulated example, with its fixed seed: what `docs/validity.md` claims. Parallel analysis draws
 * a fiftieth of what stands there; the planted eigenvalues lie many standard deviations from its 95 % point.
 */
describe('the simulated study', () => {
  let main: NuisanceFigures;
  let judge: JudgeReport;
  beforeAll(async () => {
    const outside = withSharedVectors(realOutside({ endpoints: () => ({}) }));
    const study = exampleStudy(outside);
    const figures = await assessExample(
      {
        ...study,
        factors: { ...study.factors, draws: 20 },
        test: { ...study.test, judges: ['sim:judge'] },
      },
      outside,
    );
    main = figures.main;
    judge = figures.judges[0]!;
  });

  it('has the size of the paper’s', () => {
    expect(main.structure).toMatchObject({ rows: 'respondents', n: 525, models: 35 });
    expect(main.refusals.answers).toBe(7875);
  });
  it('finds the planted clusters', () => {
    expect(main.clusters.agreement).toBeGreaterThan(goals.clusters);
    expect(main.clusters.planted).toBe(30);
  });
  it('suggests and finds the planted factors', () => {
    expect(main.structure.suggested).toBe(3);
    for (const one of main.structure.dimensions) {
      expect(one.congruence, one.dimension).toBeGreaterThan(goals.congruence);
      expect(one.scores, one.dimension).toBeGreaterThan(goals.scores);
      expect(one.replicates, one.dimension).toBeGreaterThan(0.95);
    }
  });
  it('scores models as planted, with intervals that hold', () => {
    expect(judge).toMatchObject({ judge: 'sim:judge', verdict: 'passes', protocol: 'digits' });
    const dimensions = judge.linked.columns.filter((one) => one.kind === 'dimension');
    expect(dimensions).toHaveLength(3);
    for (const one of dimensions) expect(one.correlation, one.name).toBeGreaterThan(goals.scores);
    expect(judge.linked.coverage).toBeGreaterThan(0.88);
  });
  it('finds the refusals and leaves them out of the denominator', () => {
    expect(main.refusals.correlation).toBeGreaterThan(0.9);
    expect(main.refusals.found).toBeGreaterThan(0.8 * main.refusals.expected);
    expect(main.refusals.found).toBeLessThan(1.25 * main.refusals.expected);
    expect(main.refusals.fall).toBeGreaterThan(0.1);
  });
});
