import { expect, test } from 'vitest';
import { componentsOf } from '../../src/factor-analysis/parallel/components.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { fitReml } from '../../src/statistics/reml.ts';

const sizes = [14, 8, 5, 3, 2, 2, 1];
const each = 6;
const p = 12;

/** Columns with a share of variance of families, models, and the rest each, and the labels of their rows. */
function columnsOf(shares: (column: number) => [number, number, number], seed: string) {
  const random = createRandom(seed);
  const family: number[] = [];
  const model: number[] = [];
  let models = 0;
  sizes.forEach((size, f) => {
    for (let m = 0; m < size; m++, models++)
      for (let r = 0; r < each; r++) {
        family.push(f);
        model.push(models);
      }
  });
  const n = family.length;
  const columns = new Float64Array(n * p);
  for (let j = 0; j < p; j++) {
    const [a, b, c] = shares(j).map(Math.sqrt) as [number, number, number];
    const ofFamily = sizes.map(() => a * random.normal());
    const ofModel = Array.from({ length: models }, () => b * random.normal());
    for (let i = 0; i < n; i++)
      columns[j * n + i] = ofFamily[family[i]!]! + ofModel[model[i]!]! + c * random.normal();
  }
  return { n, columns, labels: [Int32Array.from(family), Int32Array.from(model)] };
}

/** Shares of family and model in each column. */
function sharesOf(shares: (column: number) => [number, number, number], seed: string) {
  const { n, columns, labels } = columnsOf(shares, seed);
  return componentsOf(columns, n, p, labels).map(({ effects, rest }) => {
    const all = effects.reduce((sum, one) => sum + one ** 2, rest ** 2);
    return effects.map((one) => one ** 2 / all);
  });
}

const meanOf = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

test('columns that are alike share what seven families tell of each of them', () => {
  const families: number[] = [];
  const alone: number[] = [];
  const squares = { ours: 0, alone: 0 };
  for (let seed = 0; seed < 6; seed++) {
    const { n, columns, labels } = columnsOf(() => [0.2, 0.2, 0.6], `alike ${seed}`);
    componentsOf(columns, n, p, labels).forEach(({ effects, rest }, j) => {
      const family = effects[0]! ** 2 / (effects[0]! ** 2 + effects[1]! ** 2 + rest ** 2);
      families.push(family);
      squares.ours += (family - 0.2) ** 2;
      const groupings = labels.map((own, e) => ({ name: `${e}`, labels: Array.from(own) }));
      const { components, residual } = fitReml(columns.subarray(j * n, (j + 1) * n), groupings);
      const all = components.reduce((sum, one) => sum + one.variance, residual.variance);
      alone.push(components[0]!.variance / all);
      squares.alone += (components[0]!.variance / all - 0.2) ** 2;
    });
  }
  expect(squares.ours).toBeLessThan(squares.alone / 2);
  // A share is a concave function of its variance, so that REML’s are too small on average.
  expect(meanOf(families)).toBeGreaterThan(meanOf(alone));
  expect(Math.abs(meanOf(families) - 0.2)).toBeLessThan(0.05);
});

test('columns that differ stay different', () => {
  const found = sharesOf((j) => (j % 2 === 0 ? [0.6, 0.3, 0.1] : [0.02, 0.08, 0.9]), 'differ');
  const models = (odd: number) =>
    meanOf(found.filter((_, j) => j % 2 === odd).map(([family, model]) => family! + model!));
  expect(models(0)).toBeGreaterThan(0.7);
  expect(models(1)).toBeLessThan(0.25);
});

test('one column that is nearly all model does not set the others', () => {
  const shares =
    (first: number) =>
    (j: number): [number, number, number] =>
      j === 0 ? [0.3, 0.7 - first, first] : [0.2, 0.2, 0.6];
  const [usual, extreme] = [0.4, 1e-9].map((first) => sharesOf(shares(first), 'extreme'));
  for (let j = 1; j < p; j++)
    extreme![j]!.forEach((one, e) => {
      expect(Math.abs(one - usual![j]![e]!)).toBeLessThan(0.12);
    });
  expect(extreme![0]![0]! + extreme![0]![1]!).toBeGreaterThan(0.99);
});

test('where families tell nothing, they have no part', () => {
  const found = sharesOf(() => [0, 0, 1], 'nothing');
  for (const [family, model] of found) {
    expect(family).toBeLessThan(0.1);
    expect(model).toBeLessThan(0.1);
  }
});
