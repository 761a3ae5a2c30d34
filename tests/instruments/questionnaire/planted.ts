/** What simulated models were planted with, beside what is found of it. */
import { expect } from 'vitest';
import type { SystemResult } from '../../../src/instruments/questionnaire/score.ts';
import {
  plantedAcquiescence,
  plantedLevel,
  plantedOrder,
} from '../../../src/instruments/questionnaire/speaker.ts';
import { hashText } from '../../../src/models/simulated/random.ts';

export const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** Values, the leaning to agree, and the effect of the order of options, under the plain condition. */
export function expectPlanted({ values, under }: SystemResult): void {
  const errors = under[0]!.models.flatMap(({ model, centred, order, acquiescence }) => {
    const seed = hashText(model.replace(/^sim:/, ''));
    expect(Math.abs(order!.value - plantedOrder(seed)), model).toBeLessThan(0.3);
    expect(Math.abs(acquiescence!.value - plantedAcquiescence(seed)), model).toBeLessThan(0.45);
    // Centred: a third of the leaning to agree stays in raw means where four of six items are keyed for.
    const planted = values.map(({ id }) => plantedLevel(seed, id));
    return centred.map((one, i) => Math.abs(one!.value - (planted[i]! - mean(planted))));
  });
  expect(errors.length).toBeGreaterThan(0);
  expect(mean(errors)).toBeLessThan(0.3);
}
