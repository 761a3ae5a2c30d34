import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { drawFrom } from '../../bench/inference/independent.ts';
import {
  exploratoryGraph,
  graphDraw,
  planGraphs,
  summariseGraphs,
} from '../../src/factor-analysis/exploratory-graph.ts';
import { graphRule } from '../../src/factor-analysis/graph-rule.ts';
import { correlationMatrix } from '../../src/statistics/correlation.ts';
import { filteredGraph } from '../../src/statistics/filtered-graph.ts';
import { ebicNetwork, graphicalLasso } from '../../src/statistics/graphical-lasso.ts';
import { walktrap } from '../../src/statistics/walktrap.ts';

type Reference = {
  n: number;
  lambda: number;
  network: number[];
  communities: number[];
  tmfg: number[];
  tmfgCommunities: number[];
};
const folder = fileURLToPath(new URL('../reference/', import.meta.url));
const reference = JSON.parse(readFileSync(`${folder}own/graph.json`, 'utf8')) as Record<
  string,
  Reference
>;

function numbersOf(file: string): number[][] {
  const [, ...lines] = readFileSync(`${folder}${file}.csv`, 'utf8').trim().split('\n');
  return lines.map((line) =>
    line.split(',').map((cell) => (/^-?[\d.]/.test(cell) ? Number(cell) : Number.NaN)),
  );
}

/** Above the diagonal, column by column. */
function upper(matrix: Float64Array, p: number): number[] {
  return Array.from({ length: p }, (_, j) =>
    Array.from({ length: j }, (_, i) => matrix[i * p + j]!),
  ).flat();
}

const inOrder = (labels: Iterable<number>) => {
  const numbers = new Map<number, number>();
  return [...labels].map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
};

describe.each([
  ['bfi25', 'bfi25', 'rows'],
  ['harman74', 'harman74', 'correlations'],
  ['thurstone9', 'thurstone9', 'correlations'],
  ['bfi9', 'bfi9-ordinal', 'rows'],
  ['attitude', 'attitude', 'rows'],
] as const)('%s as in R', (name, file, kind) => {
  const known = reference[name]!;
  const table = numbersOf(file);
  const matrix = kind === 'rows' ? correlationMatrix(table).correlation : table;
  const p = matrix.length;
  const r = Float64Array.from(matrix.flat());

  test('EBIC glasso (qgraph), and its communities by walktrap (igraph)', () => {
    const found = ebicNetwork(r, p, known.n, { gammas: [0.5] });
    expect(found.lambda).toBeCloseTo(known.lambda, 12);
    upper(found.network, p).forEach((weight, i) => {
      expect(Math.abs(weight - known.network[i]!)).toBeLessThan(2e-5);
    });
    expect(inOrder(walktrap(found.network.map(Math.abs), p))).toEqual(inOrder(known.communities));
  });

  test('TMFG (EGAnet), and its communities', () => {
    const graph = filteredGraph(r, p);
    upper(graph, p).forEach((weight, i) => {
      expect(weight).toBeCloseTo(known.tmfg[i]!, 12);
    });
    expect(upper(graph, p).filter((weight) => weight !== 0)).toHaveLength(3 * p - 6);
    expect(inOrder(walktrap(graph.map(Math.abs), p))).toEqual(inOrder(known.tmfgCommunities));
  });
});

it('meets the conditions of the graphical lasso’s optimum', () => {
  const matrix = numbersOf('harman74');
  const p = matrix.length;
  const s = Float64Array.from(matrix.flat());
  const lambda = 0.15;
  const { sigma, precision, converged } = graphicalLasso(s, p, lambda, { tolerance: 1e-9 });
  expect(converged).toBe(true);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) {
      let product = 0;
      for (let k = 0; k < p; k++) product += sigma[i * p + k]! * precision[k * p + j]!;
      expect(product).toBeCloseTo(i === j ? 1 : 0, 6);
      const gap = sigma[i * p + j]! - s[i * p + j]!;
      if (i === j) expect(gap).toBeCloseTo(0, 12);
      else if (precision[i * p + j] === 0) expect(Math.abs(gap)).toBeLessThanOrEqual(lambda + 1e-7);
      else expect(gap).toBeCloseTo(-lambda * -Math.sign(precision[i * p + j]!), 6);
    }
});

/** Rows of models: `factors` factors of five columns each, loadings .7. */
function planted(models: number, each: number, factors: number, seed: number) {
  const draw = drawFrom(seed);
  const units: string[] = [];
  const rows = Array.from({ length: models * each }, (_, i) => {
    units.push(`m${Math.floor(i / each)}`);
    return Array.from({ length: factors }, () => draw.normal()).flatMap((score) =>
      Array.from({ length: 5 }, () => 0.7 * score + Math.sqrt(1 - 0.49) * draw.normal()),
    );
  });
  return { rows, units };
}

describe('planted dimensions', () => {
  it.each([1, 2, 3])('%i are found, and come back in resamples of models', (factors) => {
    const { rows, units } = planted(30, 12, factors, 4);
    for (const network of ['glasso', 'tmfg'] as const) {
      const plan = planGraphs(rows, units, { n: rows.length, network, seed: 1 })!;
      expect(plan.whole.dimensions, network).toBe(factors);
      expect(plan.units).toHaveLength(30);
      const draws = Array.from({ length: 12 }, (_, i) => graphDraw(plan, i));
      const found = summariseGraphs(plan, draws);
      expect(found.frequency[0]).toMatchObject({ dimensions: factors });
      expect(Math.min(...found.items)).toBeGreaterThan(0.7);
      expect(graphDraw(plan, 3)).toEqual(draws[3]);
    }
  });

  it('are none where nothing goes together', () => {
    const draw = drawFrom(11);
    const rows = Array.from({ length: 400 }, () => Array.from({ length: 12 }, () => draw.normal()));
    const r = Float64Array.from(correlationMatrix(rows).correlation.flat());
    expect(exploratoryGraph(r, 12, 400).communities.every((one) => one === null)).toBe(true);
  });
});

describe('stability', () => {
  const whole = {
    ...{ network: 'glasso' as const, dimensions: 2, lambda: 0.1, gamma: 0.5 },
    communities: [0, 0, 0, 1, 1, null],
  };
  const units = Array.from({ length: 8 }, (_, i) => [i]);

  it('does not depend on what resamples number their communities', () => {
    const found = summariseGraphs({ whole, units }, [
      [1, 1, 1, 0, 0, null],
      [0, 0, 1, 1, 1, null],
      [0, 0, 0, 0, 0, 0],
      null,
      [0, 0, 0, 1, 1, 2],
    ]);
    expect(found.draws).toBe(4);
    expect(found.frequency).toEqual([
      { dimensions: 2, draws: 2 },
      { dimensions: 1, draws: 1 },
      { dimensions: 3, draws: 1 },
    ]);
    expect(found.items).toEqual([1, 1, 0.75, 0.75, 0.75, 0.5]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(graphRule(found, names, 'families', false)).toMatchObject({
      ...{ id: 'graph.glasso', suggested: 2, standing: 'shown' },
      why: '50 % of 4 resamples of 8 families say so; 1 of 6 columns does not keep to its community (f .50)',
    });
  });

  it('comes with a warning for a graph that finds communities in anything', () => {
    const tmfg = { ...whole, network: 'tmfg' as const };
    expect(graphRule(summariseGraphs({ whole: tmfg, units }, []), [], 'rows', false)).toMatchObject(
      {
        standing: 'warning',
        why: 'it finds communities also where columns share nothing; its stability was not computed',
      },
    );
  });

  it('is withheld below six units', () => {
    const few = summariseGraphs({ whole, units: units.slice(0, 2) }, []);
    expect(graphRule(few, [], 'models', true).why).toBe(
      'of columns that are mostly one value it may part one factor; its stability cannot be computed from 2 models',
    );
  });
});
