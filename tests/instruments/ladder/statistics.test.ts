/** Strengths and survival against R (tests/reference/own/ladder.R): published sets, and a simulated one each. */
import { describe, expect, it } from 'vitest';
import {
  type Contest,
  chancesOf,
  isStronglyConnected,
  pairedStrengths,
} from '../../../src/instruments/ladder/paired-strengths.ts';
import { logRank, survivalCurve } from '../../../src/instruments/ladder/survival.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { readReference } from '../../statistics/reference.ts';

const reference = readReference('own/ladder');

type Games = {
  players: string[];
  first: string[];
  second: string[];
  win: number[];
  tie?: number[];
  loss: number[];
};

/** Half the difference of two strengths is λ; the first player has strength 0. */
function contestsOf({ players, first, second, win, tie, loss }: Games): Contest[] {
  return first.map((one, i) => ({
    effects: players
      .slice(1)
      .map((name) => (Number(name === one) - Number(name === second[i])) / 2),
    won: win[i]!,
    tied: tie?.[i] ?? 0,
    lost: loss[i]!,
  }));
}
const errorsOf = (covariance: Float64Array, n: number) =>
  Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]!));
function expectClose(found: ArrayLike<number>, told: readonly number[], digits: number) {
  expect(found.length).toBe(told.length);
  told.forEach((x, i) => {
    expect(found[i]!).toBeCloseTo(x, digits);
  });
}

describe('strengths', () => {
  it.each(['citations', 'baseball', 'simulated'])(
    'of %s agree with BradleyTerry2 and brglm2',
    (name) => {
      const games = reference[name];
      const contests = contestsOf(games);
      const k = games.players.length - 1;
      const plain = pairedStrengths(contests, { reduced: false })!;
      expectClose(plain.estimates, games.ml, 7);
      expectClose(errorsOf(plain.covariance, k), games.mlError, 7);
      const firth = pairedStrengths(contests)!;
      expectClose(firth.estimates, games.firth, 7);
      expectClose(errorsOf(firth.covariance, k), games.firthError, 7);
      expect(firth.tie).toBeNull();
    },
  );

  it('of four journals are those that Firth (2005) prints', () => {
    const games = reference.citations;
    const { estimates, covariance } = pairedStrengths(contestsOf(games), { reduced: false })!;
    // Comm Statist, JASA, JRSS-B against Biometrika.
    expect([...estimates].map((x) => x.toFixed(5))).toEqual(['-2.94907', '-0.47957', '0.26895']);
    expect(errorsOf(covariance, 3).map((x) => x.toFixed(5))).toEqual([
      '0.10255',
      '0.06059',
      '0.07083',
    ]);
  });

  it.each(['football', 'simulatedTies'])(
    'of %s with ties agree with gnm, and with the penalised likelihood',
    (name) => {
      const games = reference[name];
      const contests = contestsOf(games);
      const plain = pairedStrengths(contests, { reduced: false })!;
      expectClose([plain.tie!, ...plain.estimates], games.ml, 6);
      const n = games.players.length;
      const errors = errorsOf(plain.covariance, n);
      expectClose([errors.at(-1)!, ...errors.slice(0, -1)], games.mlError, 6);
      const firth = pairedStrengths(contests)!;
      // `optim` differentiates by differences.
      expectClose([firth.tie!, ...firth.estimates], games.firth, 4);
    },
  );

  it('stay finite where one side always wins, and only by the correction', () => {
    const always: Contest[] = [{ effects: [1], won: 5, tied: 0, lost: 0 }];
    expect(
      pairedStrengths(always, { reduced: false })?.estimates[0] ?? Number.POSITIVE_INFINITY,
    ).toBeGreaterThan(5);
    // ln((5 + .5) / .5) = 2λ.
    expect(pairedStrengths(always)!.estimates[0]).toBeCloseTo(Math.log(11) / 2, 9);
    expect(pairedStrengths([{ effects: [0], won: 1, tied: 0, lost: 1 }])).toBeNull();
    expect(pairedStrengths([])).toBeNull();
  });

  it('and ties are those of two answers that lean to the first option: ν = 2 cosh δ', () => {
    const logistic = (x: number) => 1 / (1 + Math.exp(-x));
    for (const [lambda, lean] of [
      [0.7, 0],
      [0.7, 1.3],
      [-0.2, -0.6],
    ] as const) {
      const [forward, reversed] = [logistic(lambda + lean), logistic(lambda - lean)];
      const { win, tie, loss } = chancesOf(lambda, Math.log(2 * Math.cosh(lean)));
      expect(win).toBeCloseTo(forward * reversed, 12);
      expect(loss).toBeCloseTo((1 - forward) * (1 - reversed), 12);
      expect(tie).toBeCloseTo(1 - win - loss, 12);
    }
  });

  it('know whether each has won against each, through others at least', () => {
    const chain = [
      ['a', 'b'],
      ['b', 'c'],
    ] as const;
    expect(isStronglyConnected(['a', 'b', 'c'], chain)).toBe(false);
    expect(isStronglyConnected(['a', 'b', 'c'], [...chain, ['c', 'a']])).toBe(true);
    expect(isStronglyConnected(['a', 'b', 'c', 'd'], [...chain, ['c', 'a']])).toBe(false);
  });
});

describe('survival', () => {
  const spellsOf = (name: string) =>
    (reference[name].time as number[]).map((time, i) => ({
      time,
      ended: reference[name].status[i] === 1,
      group: reference[name].group?.[i] ?? '',
      stratum: reference[name].strata?.[i] ?? '',
    }));

  it.each(['leukaemia', 'switches'])('of %s agrees with survfit', (name) => {
    const told = reference[name];
    const curve = survivalCurve(spellsOf(name));
    expectClose(
      curve.map(({ time }) => time),
      told.times,
      12,
    );
    expectClose(
      curve.map(({ atRisk }) => atRisk),
      told.risk,
      12,
    );
    expectClose(
      curve.map(({ ended }) => ended),
      told.events,
      12,
    );
    expectClose(
      curve.map(({ left }) => left),
      told.left,
      12,
    );
    curve.forEach((point, i) => {
      if (point.left > 0) expect(point.error).toBeCloseTo(told.error[i], 10);
      if (point.low !== null) expect(point.low).toBeCloseTo(told.lower[i], 10);
      if (point.high !== null) expect(point.high).toBeCloseTo(told.upper[i], 10);
    });
  });

  it.each(['leukaemiaGroups', 'veteran', 'switchesByModel'])(
    'of groups in %s agrees with survdiff',
    (name) => {
      const found = logRank(spellsOf(name))!;
      expect(found.chiSquare).toBeCloseTo(reference[name].chisq, 8);
      expect(found.df).toBe(reference[name].df);
    },
  );

  it('of groups that cannot be compared is not told', () => {
    const one = { time: 3, ended: true, stratum: 's' };
    expect(logRank([{ ...one, group: 'a' }])).toBeNull();
    expect(
      logRank([
        { ...one, group: 'a' },
        { ...one, group: 'b', stratum: 't' },
      ]),
    ).toBeNull();
  });

  it('of groups that are alike has p below .05 about as often as it should', () => {
    const random = createRandom('log-rank');
    let below = 0;
    const sets = 2000;
    for (let set = 0; set < sets; set++) {
      const spells = Array.from({ length: 60 }, (_, i) => {
        const time = 2 + random.integer(5);
        return {
          time: Math.min(time, 5),
          ended: time <= 5,
          group: 'abc'[i % 3]!,
          stratum: String(Math.floor(i / 3) % 20),
        };
      });
      if (logRank(spells)!.p < 0.05) below++;
    }
    // Three Monte Carlo errors of .05 over 2,000 sets are .015.
    expect(below / sets).toBeGreaterThan(0.035);
    expect(below / sets).toBeLessThan(0.065);
  });
});
