import { expect, test } from 'vitest';
import { coefficientIntervals } from '../../src/statistics/coefficient-intervals.ts';
import { fQuantile } from '../../src/statistics/distributions.ts';
import { generalizabilityStudy } from '../../src/statistics/generalizability.ts';
import { createRandom } from '../../src/statistics/random.ts';

function study(models: number, items: number, raters: number, level: number, gap?: boolean) {
  const random = createRandom(5);
  return generalizabilityStudy(
    Array.from({ length: models }, (_, m) => {
      const own = level * random.normal();
      return Array.from({ length: items }, (__, s) => {
        const answer = own + random.normal();
        return Array.from({ length: raters }, () => {
          const rating = answer + 0.3 * random.normal();
          return gap && m === 0 && s === 0 ? Number.NaN : rating;
        });
      });
    }),
  );
}

test('of models × items the interval of Eρ² is Feldt’s, by F', () => {
  const found = study(8, 12, 1, 0.6);
  const ms = Object.fromEntries(found.components.map((one) => [one.source, one.meanSquare!]));
  const f = ms.model! / ms.residual!;
  const { relative } = coefficientIntervals(found);
  expect(relative.low).toBeCloseTo(Math.max(0, 1 - fQuantile(0.975, 7, 77) / f), 1);
  expect(relative.high).toBeCloseTo(1 - fQuantile(0.025, 7, 77) / f, 1);
});

test('more models narrow it; Φ lies below Eρ²; the items needed follow', () => {
  const [few, many] = [study(6, 12, 1, 0.8), study(40, 12, 1, 0.8)].map(coefficientIntervals);
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  expect(width(many!.relative)).toBeLessThan(width(few!.relative));
  expect(many!.absolute.high).toBeLessThanOrEqual(many!.relative.high);
  expect(many!.items.low!).toBeLessThan(many!.items.high!);
});

test('where nothing is there no number of items may do', () => {
  const { relative, items } = coefficientIntervals(study(6, 12, 2, 0));
  expect(relative.low).toBe(0);
  expect(items.high).toBeNull();
});

test('with a rating missing it is about what it would be without the gap', () => {
  const whole = coefficientIntervals(study(10, 12, 2, 0.7));
  const gap = coefficientIntervals(study(10, 12, 2, 0.7, true));
  expect(gap.relative.low).toBeCloseTo(whole.relative.low, 1);
  expect(gap.relative.high).toBeCloseTo(whole.relative.high, 1);
});

test('the same study gives the same intervals', () => {
  const one = study(5, 8, 4, 0.5);
  expect(coefficientIntervals(one)).toEqual(coefficientIntervals(one));
});
