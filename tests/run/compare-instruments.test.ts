/** Two runs compared on the instruments that both have. */
import { expect, it } from 'vitest';
import { compareRuns } from '../../src/run/compare-runs.ts';
import type { Results } from '../../src/run/state.ts';

type Scores = Record<string, Record<string, number>>;

/** Results with one profile for each instrument, by model and value; standard errors of .3. */
function results(instruments: Record<string, Scores>): Results {
  const found = Object.entries(instruments).map(([id, scores]) => [
    id,
    {
      result: {},
      told: { headline: '', tables: [], plots: [], notes: [], findings: [] },
      profiles: [
        {
          system: 'schwartz',
          method: 'self-report',
          scores: Object.entries(scores).flatMap(([model, own]) =>
            Object.entries(own).map(([value, estimate]) => ({
              ...{ model, value, estimate, se: 0.3, n: 4 },
            })),
          ),
        },
      ],
    },
  ]);
  return { instruments: Object.fromEntries(found), lexicon: null } as unknown as Results;
}

it('takes each instrument that both runs have, on models and values that both score', () => {
  const a = results({
    questionnaire: { m: { power: 1, security: 2 }, n: { power: 3 } },
    choice: { m: { power: 0.5 } },
  });
  const b = results({
    questionnaire: { m: { power: 1.5, hedonism: 2 }, o: { power: 3 } },
    ladder: { m: { power: 0.5 } },
  });
  const { instruments, scores, onlyA, onlyB } = compareRuns(a, b);
  expect(scores).toEqual([]);
  expect(instruments).toHaveLength(1);
  expect(instruments[0]).toMatchObject({
    ...{ instrument: 'questionnaire', system: 'schwartz', model: 'm', value: 'power' },
    ...{ a: 1, b: 1.5, difference: 0.5 },
  });
  expect(instruments[0]!.half).toBeCloseTo(1.96 * 0.3 * Math.SQRT2, 12);
  expect([onlyA, onlyB]).toEqual([['n'], ['o']]);
});
