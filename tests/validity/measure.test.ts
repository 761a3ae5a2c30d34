import { describe, expect, it } from 'vitest';
import { plantedTruth } from '../../src/models/simulated/truth.ts';
import type { FactorView } from '../../src/run/factor-view.ts';
import { clusterFigures, structureFigures } from '../../src/validity/measure.ts';

const truth = plantedTruth();

/** Only what the figures look at; the rest of a view is left out. */
function view(parts: Partial<FactorView>): FactorView {
  return {
    rows: 'respondents',
    n: 525,
    k: 3,
    suggestedK: 3,
    suggestedKWithoutTotal: 2,
    phi: [
      [1, 0.1, 0.3],
      [0.1, 1, 0.2],
      [0.3, 0.2, 1],
    ],
    ...parts,
  } as FactorView;
}

const columns = truth.clusters.map((cluster) => ({
  cluster: cluster.name,
  words: [...cluster.words],
  count: 10,
  reliability: null,
}));

/** Factors in another order, the second one turned over. */
const order = [2, 0, 1];
const signs = [1, -1, 1];
const shuffledFactors = view({
  columns,
  loadings: truth.loadings.map((row) => order.map((d, f) => signs[f]! * row[d]!)),
  factors: ['a', 'b', 'c'].map((name) => ({ name, wordiness: false, replicates: 0.9 })) as never,
  modelScores: truth.models.map((model) => ({
    model: model.name,
    scores: order.map((d, f) => signs[f]! * model.scores[truth.dimensions[d]!]),
  })),
});

describe('structureFigures', () => {
  it('finds planted factors in any order and sign', () => {
    const figures = structureFigures(shuffledFactors, truth);
    expect(figures.dimensions.map((one) => one.factor)).toEqual([2, 3, 1]);
    for (const one of figures.dimensions) {
      expect(one.congruence).toBeCloseTo(1, 10);
      expect(one.scores).toBeCloseTo(1, 10);
    }
    expect(figures.factorCorrelation).toBeCloseTo(0.2, 10);
  });
  it('says when a factor is something else', () => {
    const loadings = truth.loadings.map((row, j) => [j % 2 === 0 ? 1 : -1, row[1]!, row[2]!]);
    const [competence] = structureFigures({ ...shuffledFactors, loadings }, truth).dimensions;
    expect(competence!.congruence).toBeLessThan(0.3);
  });
  it('has nothing for a dimension without a factor', () => {
    const two = { ...shuffledFactors, loadings: truth.loadings.map((row) => row.slice(0, 2)) };
    const figures = structureFigures(two, truth);
    expect(figures.dimensions[2]).toMatchObject({ factor: 0, congruence: 0, scores: 0 });
  });
});

describe('clusterFigures', () => {
  const planted = [['honesty', 'veracity'], ['peace', 'calmness'], ['wit']];
  it('is 1 for the same groups and names what was not planted', () => {
    const found = [['wit'], ['peace', 'calmness', 'garden'], ['veracity', 'honesty']];
    expect(clusterFigures(found, planted)).toEqual({
      agreement: 1,
      words: 5,
      found: 3,
      planted: 3,
      foreign: ['garden'],
    });
  });
  it('falls where groups are torn', () => {
    const found = [['wit', 'honesty'], ['peace', 'veracity'], ['calmness']];
    expect(clusterFigures(found, planted).agreement).toBeLessThan(0);
  });
});
