import { expect, it } from 'vitest';
import { cholesky, solveCholesky } from '../../src/statistics/dense.ts';
import { kernelRidge } from '../../src/statistics/kernel-ridge.ts';
import { createRandom } from '../../src/statistics/random.ts';

it('gives the same weights case by case as the whole system solved at once', () => {
  const random = createRandom('kernel ridge');
  const cases = Array.from({ length: 12 }, () => [random.normal(), random.normal()] as const);
  const kernel = cases.map(([a, b]) => cases.map(([c, d]) => a * c + b * d));
  const targets = cases.map(() => random.normal());
  const grown = kernelRidge(0.3);
  for (let n = 1; n <= cases.length; n++) {
    grown.add(kernel[n - 1]!, kernel[n - 1]![n - 1]!, targets[n - 1]!);
    const whole = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return kernel[i]![j]! + (i === j ? 0.3 : 0);
    });
    const direct = solveCholesky(cholesky(whole, n)!, targets.slice(0, n), n);
    grown.weights().forEach((weight, i) => {
      expect(weight).toBeCloseTo(direct[i]!, 9);
    });
  }
});
