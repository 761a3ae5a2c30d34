/** Test–retest in a result: where models were asked the same several times. */
import * as z from 'zod';
import { orWithheld } from '../../errors.ts';
import { type Occasion, testRetest } from '../../statistics/test-retest.ts';

const share = z.object({
  value: z.number(),
  low: z.number().describe('95 %'),
  high: z.number(),
});

export const retestSchema = z.union([
  z.object({
    texts: z.number().int().describe('Of items that a model completed several times'),
    repeats: z.number().describe('Texts an item: harmonic mean'),
    noise: share.describe('Of model × item as one text shows it, the share that is sampling noise'),
    single: share.describe('Reliability of one text, of models on one item'),
    raterNoise: z
      .number()
      .nullable()
      .describe('Of the noise, the share that is raters’; null with one rater'),
  }),
  z.object({ withheld: z.string().describe('Why it is withheld') }),
]);
export type RetestScores = z.infer<typeof retestSchema>;

export function retestScores(occasions: readonly Occasion[]): RetestScores {
  return orWithheld(() => {
    const { texts, repeats, noise, single, raterNoise, variance } = testRetest(occasions);
    return {
      ...{ texts, repeats, noise, single },
      raterNoise:
        raterNoise === null || variance.occasion === 0
          ? null
          : Math.min(1, raterNoise / variance.occasion),
    };
  });
}
