import { expect, it } from 'vitest';
import { holm } from '../../src/statistics/holm.ts';

it('adjusts as R does', () => {
  // p.adjust(c(.01, .04, .03, .005), "holm")
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, p] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(p, 12);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
