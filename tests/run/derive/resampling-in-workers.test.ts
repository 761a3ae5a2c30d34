import { expect, test } from 'vitest';
import { loadingStability } from '../../../src/factor-analysis/loading-stability.ts';
import { drawNested, nestedPopulation } from '../../../src/factor-analysis/nested-simulation.ts';
import { power } from '../../../src/factor-analysis/power.ts';
import { loadingStabilityInWorkers } from '../../../src/run/derive/loading-stability-in-workers.ts';
import { powerInWorkers } from '../../../src/run/derive/power-in-workers.ts';
import { createRandom } from '../../../src/statistics/random.ts';

const loadings = Array.from({ length: 8 }, (_, j) => (j % 2 === 0 ? [0.6, 0] : [0, 0.6]));
const population = nestedPopulation({
  loadings,
  phi: null,
  icc: new Array<number>(8).fill(0.2),
  factorIcc: 0.2,
});

test('intervals of loadings: threads give what one gives, and the reason where there is none', async () => {
  const { rows, groups } = drawNested(population, 12, 8, createRandom('workers'));
  const options = { factors: 2, draws: 37, seed: 4 };
  const expected = loadingStability(rows, groups, options);
  expect(expected.withheld).toBe(false);
  expect(await loadingStabilityInWorkers(rows, groups, options, { threads: 2 })).toEqual(expected);
  const few = await loadingStabilityInWorkers(rows.slice(0, 40), groups.slice(0, 40), options);
  expect(few).toMatchObject({ withheld: true, groups: 5 });
});

test('power: threads give what one gives', async () => {
  const options = {
    factors: 2,
    models: [6, 14],
    rowsEach: 5,
    draws: 11,
    parallelDraws: 20,
    seed: 1,
  };
  const expected = power(population, loadings, options);
  const seen: number[] = [];
  const actual = await powerInWorkers(population, loadings, options, {
    threads: 2,
    onProgress: (done) => seen.push(done),
  });
  expect(actual).toEqual(expected);
  expect(seen.at(-1)).toBe(22);
});
