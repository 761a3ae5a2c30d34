import { expect, it } from 'vitest';
import { wilsonInterval } from '../../src/statistics/wilson.ts';

it('is the score interval, as prop.test(x, n, correct = FALSE) prints it', () => {
  // R 4.3: prop.test(15, 20, correct = FALSE)$conf.int and prop.test(0, 10, correct = FALSE)$conf.int
  expect(wilsonInterval(0.75, 20)).toEqual({
    lower: expect.closeTo(0.5312991, 6),
    upper: expect.closeTo(0.8881383, 6),
  });
  expect(wilsonInterval(0, 10)).toEqual({
    lower: expect.closeTo(0, 12),
    upper: expect.closeTo(0.2775328, 6),
  });
});
