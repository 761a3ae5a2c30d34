import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareMethods } from '../../src/methods/compare-methods.ts';
import { criterionAgreement } from '../../src/methods/criterion.ts';
import type { MethodProfile } from '../../src/methods/profiles.ts';
import { holm } from '../../src/statistics/holm.ts';
import { createRandom, type Random } from '../../src/statistics/random.ts';
import { testTerminal } from '../commands/test-context.ts';

const values = ['a', 'b', 'c', 'd', 'e', 'f'];

/**
 * Two ways of asking models of so many families of three. The trait of a model on a value is half its
 * family's; both ways see it with noise, so that they correlate by `agreement` on each value.
 */
function study(random: Random, families: number, agreement: number, shares = false) {
  const popularity = values.map(() => 2 * random.normal());
  const scores: [MethodProfile['scores'][number][], MethodProfile['scores'][number][]] = [[], []];
  for (let family = 0; family < families; family++) {
    const of = values.map(() => random.normal());
    for (let member = 0; member < 3; member++)
      values.forEach((value, v) => {
        const trait = (of[v]! + random.normal()) / Math.SQRT2;
        scores.forEach((own) => {
          const noise = Math.sqrt(1 - agreement) * random.normal();
          own.push({
            model: `${family}-${member}`,
            value,
            score: popularity[v]! + Math.sqrt(agreement) * trait + noise,
          });
        });
      });
  }
  return compareMethods(
    { name: 'one', scores: scores[0] },
    { name: 'two', scores: scores[1] },
    (model) => model.split('-')[0]!,
    { shares },
  );
}

describe('compareMethods', () => {
  it('finds what was planted, with intervals over families that cover it', () => {
    const random = createRandom('methods');
    const studies = 200;
    let [sum, covered, other] = [0, 0, 0];
    for (let s = 0; s < studies; s++) {
      const { onValues } = study(random, 12, 0.5);
      const { value, low, high } = onValues.raw.convergent;
      sum += value / studies;
      if (low! <= 0.5 && high! >= 0.5) covered += 1;
      other += onValues.raw.heterotrait / studies;
    }
    expect(Math.abs(sum - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(other)).toBeLessThan(0.03);
    expect(covered / studies).toBeGreaterThan(0.9);
    expect(covered / studies).toBeLessThan(0.985);
  });

  it('tells agreement on the order of values from agreement on models', () => {
    const found = study(createRandom('order'), 20, 0, true);
    expect(found.order.value).toBeGreaterThan(0.9);
    expect(Math.abs(found.onValues.raw.convergent.value)).toBeLessThan(0.25);
    expect(Math.abs(found.distinctive.value)).toBeLessThan(0.25);
    expect(found.onValues.raw.values.map(({ verdict }) => verdict)).not.toContain('agrees');
    expect(found.shares!.value).toBeLessThan(0.15);
  });

  it('says so where the ways agree on each value and on no other', () => {
    const found = study(createRandom('agree'), 30, 0.9, true);
    expect(found.onValues.raw.values.map(({ verdict }) => verdict)).toEqual(
      values.map(() => 'agrees'),
    );
    expect(found.onValues.raw.values.every(({ highest }) => highest)).toBe(true);
    expect(found.distinctive.value).toBeGreaterThan(0.6);
    expect(found.shares!.value).toBeGreaterThan(0.7);
    expect(found.onValues.centred.expected).toBeCloseTo(-0.2, 12);
    const { level, value, method, rest } = found.shares!;
    expect(level + value + method + rest).toBeCloseTo(1, 9);
  });

  it('rarely finds agreement where there is none', () => {
    const random = createRandom('false alarms');
    let alarms = 0;
    for (let s = 0; s < 100; s++)
      if (study(random, 12, 0).onValues.raw.values.some(({ verdict }) => verdict === 'agrees'))
        alarms += 1;
    expect(alarms).toBeLessThanOrEqual(5);
  });

  it('withholds intervals and verdicts below eight families', () => {
    const found = study(createRandom('few'), 7, 0.9);
    expect(found.withheld).toContain('7 families');
    expect(found.onValues.raw.convergent).toMatchObject({ low: null, high: null, p: null });
    expect(new Set(found.onValues.raw.values.map(({ verdict }) => verdict))).toEqual(
      new Set(['cannot tell']),
    );
  });

  it('refuses profiles that share too little', () => {
    const one = values.map((value) => ({ model: 'm', value, score: 1 }));
    expect(() =>
      compareMethods({ name: 'x', scores: one }, { name: 'y', scores: one }, String),
    ).toThrow('share 6 values and 1 models');
  });

  it('finds a criterion that goes with a value, and corrects for how many were tried', () => {
    const random = createRandom('criterion 2');
    const scores = Array.from({ length: 20 }, (_, m) =>
      values.map((value) => ({ model: `m${m}`, value, score: random.normal() })),
    ).flat();
    const criteria = scores
      .filter(({ value }) => value === 'b')
      .map(({ model, score }) => ({
        model,
        criterion: 'help',
        score: 2 * score + 0.3 * random.normal(),
      }));
    const found = criterionAgreement([{ name: 'one', scores }], criteria, String);
    expect(found).toHaveLength(6);
    const best = found.find(({ value }) => value === 'b')!;
    expect(best.r).toBeGreaterThan(0.9);
    expect(best.holm).toBeLessThan(0.001);
    for (const other of found) if (other !== best) expect(other.holm).toBeGreaterThan(0.05);
  });
});

describe('holm', () => {
  it('is as R’s p.adjust', () => {
    const found = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(found[i]).toBeCloseTo(p, 12);
    });
  });
});

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

// Two public boards of Schwartz's values; figures computed apart from the program, with numpy.
describe.skipIf(!existsSync(data))('two published sets', () => {
  it('agree on the order of values, and not on the models', async () => {
    const { run } = testTerminal();
    const argv = [
      'methods',
      `${data}value-compass/scores.csv`,
      `${data}value-portrait/scores.csv`,
      ...['--same', `${data}value-compass/same-models.csv`, '--score', 'score,mean'],
    ];
    const { code, out } = await run(...argv, '--json');
    expect(code).toBe(0);
    const [found] = JSON.parse(out).comparisons;
    expect(found.models).toHaveLength(16);
    expect(new Set(found.families).size).toBe(8);
    expect(found.order.value).toBeCloseTo(0.67, 2);
    const figures: Record<string, [number, number]> = {
      'Self-direction': [0.27, 0.06],
      Stimulation: [0.15, 0.34],
      Hedonism: [0.24, 0.14],
      Achievement: [-0.22, -0.13],
      Power: [-0.15, 0.32],
      Security: [0.2, 0.4],
      Conformity: [0.08, 0.24],
      Tradition: [-0.15, -0.2],
      Benevolence: [0.41, -0.1],
      Universalism: [0.37, 0.32],
    };
    const { raw, centred } = found.onValues;
    for (const [v, name] of (found.values as string[]).entries()) {
      const [plain, without] = figures[name]!;
      expect(Math.abs(raw.values[v].convergent.value - plain), name).toBeLessThan(0.0051);
      expect(Math.abs(centred.values[v].convergent.value - without), name).toBeLessThan(0.0051);
      expect(raw.values[v]).toMatchObject({ highest: false, verdict: 'cannot tell' });
    }
    expect(raw.convergent.value).toBeCloseTo(0.12, 2);
    expect(centred.convergent.value).toBeCloseTo(0.14, 2);
    expect(raw.convergent.low).toBeLessThan(0);
    expect(raw.convergent.high).toBeGreaterThan(0.3);
    expect(raw.heterotrait).toBeCloseTo(0.11, 2);
    expect(centred.heterotrait).toBeCloseTo(-0.02, 2);
    expect(Math.abs(found.distinctive.value)).toBeLessThan(0.015);
    const text = await run(...argv);
    expect(text.out).toContain('There are 8 families of models.');
    expect(text.out).toContain('No value’s agreement is the highest of its row and column.');
    expect(text.out).toMatch(/Self-direction +Self_Direction/);
  });
});
