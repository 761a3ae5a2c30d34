import { expect, it } from 'vitest';
import { correctedAgreement, reliabilityFromErrors } from '../../src/methods/attenuation.ts';
import { compareMethods } from '../../src/methods/compare-methods.ts';
import { methodsOfRun, type WayOfAsking } from '../../src/methods/run-methods.ts';
import { comparisonTables } from '../../src/methods/tell-methods.ts';
import { createRandom } from '../../src/statistics/random.ts';

const values = ['a', 'b', 'c'];

/** Two ways that see the same trait with noise of variance `noise` beside the trait's 1. */
function profiles(families: number, noise: number, seed: string) {
  const random = createRandom(seed);
  const traits = Array.from({ length: families }, () => values.map(() => random.normal()));
  return ['one', 'two'].map((name) => ({
    name,
    scores: traits.flatMap((trait, m) =>
      values.map((value, v) => ({
        model: `m${m}`,
        value,
        score: trait[v]! + Math.sqrt(noise) * random.normal(),
        se: Math.sqrt(noise),
      })),
    ),
  }));
}

function compared(families: number, noise: number, seed = 'attenuation') {
  const [a, b] = profiles(families, noise, seed);
  return compareMethods(a!, b!, String, { shares: false }).onValues.raw.values;
}

it('takes the noise out of the reliability', () => {
  const [one] = profiles(4000, 0.25, 'reliability');
  const own = one!.scores.filter(({ value }) => value === 'a');
  const all = own.map((_, m) => m);
  const eighths = Array.from({ length: 8 }, (_, f) => all.filter((m) => m % 8 !== f));
  const found = reliabilityFromErrors(
    own.map(({ score }) => score),
    own.map(({ se }) => se),
    [all, ...eighths],
  );
  expect(found.estimate).toBeGreaterThan(0.77);
  expect(found.estimate).toBeLessThan(0.83);
  expect(found.low!).toBeLessThan(found.estimate);
});

it('is r over the root of both reliabilities, and less certain than r', () => {
  const r = Array.from({ length: 21 }, (_, i) => 0.5 + (i === 0 ? 0 : 0.01 * (i % 3) - 0.01));
  const sure = { estimate: 0.8, low: 0.8 };
  const found = correctedAgreement(r, [sure, { estimate: 0.5, low: 0.5 }])!;
  expect(found.value).toBeCloseTo(0.5 / Math.sqrt(0.4), 12);
  const unsure = correctedAgreement(r, [sure, { estimate: 0.8, low: 0.6 }])!;
  const plain = correctedAgreement(r, [sure, sure])!;
  expect(unsure.value).toBeCloseTo(plain.value, 12);
  expect(unsure.high! - unsure.low!).toBeGreaterThan(plain.high! - plain.low!);
});

it('finds perfect agreement behind noise on the average', () => {
  const found = Array.from({ length: 20 }, (_, s) => compared(60, 0.25, `perfect ${s}`)).flat();
  const mean = (of: number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
  expect(mean(found.map(({ convergent }) => convergent.value))).toBeLessThan(0.85);
  expect(mean(found.map(({ corrected }) => corrected!.value))).toBeCloseTo(1, 1);
});

it('is withheld below 16 families, and where a reliability may lie below .5', () => {
  expect(compared(15, 0.25).map(({ corrected }) => corrected)).toEqual([null, null, null]);
  expect(compared(20, 1).map(({ corrected }) => corrected)).toEqual([null, null, null]);
  expect(compared(40, 0.25).every(({ corrected }) => corrected !== null)).toBe(true);
});

it('is withheld without standard errors, and its column with it', () => {
  const [a, b] = profiles(40, 0.25, 'bare');
  const bare = { ...b!, scores: b!.scores.map(({ se: _, ...score }) => score) };
  const titles = (two: typeof b) =>
    comparisonTables(compareMethods(a!, two!, String))[1]!.columns.map(({ title }) => title);
  expect(titles(b)).toContain('Corrected');
  expect(titles(bare as typeof b)).not.toContain('Corrected');
});

it('goes by the reliabilities of the instruments in a run', () => {
  const [a, b] = profiles(40, 0.25, 'run');
  const way = (
    { name, scores }: { name: string; scores: { model: string; value: string; score: number }[] },
    low: number,
  ): WayOfAsking => ({
    id: name,
    title: name,
    rated: false,
    profile: {
      system: 'schwartz',
      method: 'self-report',
      scores: scores.map(({ score, ...one }) => ({ ...one, estimate: score, se: null, n: 4 })),
      reliability: values.map((value) => ({ value, estimate: 0.8, low, high: 0.9 })),
    },
  });
  const corrected = (low: number) =>
    methodsOfRun([way(a!, 0.7), way(b!, low)], String).pairs[0]!.comparison!.onValues.raw.values;
  for (const { convergent, corrected: own } of corrected(0.7))
    expect(own!.value).toBeCloseTo(convergent.value / 0.8, 12);
  expect(corrected(0.4).every((value) => value.corrected === null)).toBe(true);
});
