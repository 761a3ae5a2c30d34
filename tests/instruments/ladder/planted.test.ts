/** Many simulated models: strengths, stakes, and drift that were planted come back, and their intervals cover them. */
import { describe, expect, it } from 'vitest';
import { type Outcome, outcomesOf, readerOf } from '../../../src/instruments/ladder/choices.ts';
import { driftIn } from '../../../src/instruments/ladder/drift.ts';
import {
  loadItems,
  type Question,
  questionsOf,
  stepOf,
} from '../../../src/instruments/ladder/items.ts';
import { isNotZero, type LadderEstimate } from '../../../src/instruments/ladder/over-ladders.ts';
import { settingsSchema } from '../../../src/instruments/ladder/settings.ts';
import { aloneIn } from '../../../src/instruments/ladder/shares.ts';
import {
  contestsOf,
  poleOf,
  poles,
  stakesOf,
  strengthsOf,
} from '../../../src/instruments/ladder/strengths.ts';
import { importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { createRandom } from '../../../src/statistics/random.ts';

const items = loadItems(settingsSchema.parse({}), promptFiles(), null);
const questions = questionsOf(items, ['alone']);
const read = readerOf(items);
const sets = 100;
/** Of coverage: two and a half Monte Carlo errors of .95 over the sets, .054, for figures of one set that hang together. */
const least = 0.95 - 2.5 * Math.sqrt((0.95 * 0.05) / sets);

type World = {
  /** Of the four higher-order values, around their mean. */
  strengths: number[];
  stakes: number;
  position: number;
  /** Standard deviation of what belongs to a ladder. */
  spread: number;
};

/** A model's answers to all steps alone, each order on its own. */
function answersIn(world: World, seed: string): Outcome[] {
  const random = createRandom(seed);
  const own = new Map<string, number>();
  const taken = questions.map((question: Question) => {
    const { id } = question.ladder;
    if (!own.has(id)) own.set(id, world.spread * random.normal());
    const { a, b } = stepOf(question);
    const side = (value: string | undefined) =>
      world.strengths[poles.findIndex((one) => one.id === poleOf(value!))]!;
    const logOdds =
      side(a.value) -
      side(b.value) +
      own.get(id)! +
      world.stakes * stakesOf({ question } as Outcome);
    const forFirst = (question.order === 'forward' ? logOdds : -logOdds) + world.position;
    const text = random.next() < 1 / (1 + Math.exp(-forFirst)) ? 'A' : 'B';
    return read(
      importedAnswer({ id: question.id, at: '' }, { model: 'm', item: question.id, text }),
    )!;
  });
  return outcomesOf(taken);
}

const covers = ({ low, high }: LadderEstimate, truth: number) => low! <= truth && truth <= high!;

describe.each([
  [
    'no spread of ladders',
    { strengths: [0.6, -0.9, 0.1, 0.2], stakes: 0.8, position: 0.5, spread: 0 },
  ],
  [
    'a spread of .3',
    { strengths: [0.6, -0.9, 0.1, 0.2], stakes: 0.8, position: -0.4, spread: 0.3 },
  ],
  ['nothing planted', { strengths: [0, 0, 0, 0], stakes: 0, position: 0, spread: 0 }],
] as [string, World][])('of models with %s', (_, world) => {
  const found = Array.from({ length: sets }, (__, set) => {
    const outcomes = answersIn(world, `planted ${set}`);
    const strengths = strengthsOf(
      contestsOf(aloneIn(outcomes), ({ value }) => poleOf(value!)),
      poles.map(({ id }) => id),
    )!;
    return { strengths, drift: driftIn(outcomes, 'alone') };
  });

  it('strengths and stakes come back, and intervals over ladders cover them', () => {
    const figures = [
      ...poles.map((__, i) =>
        found.map(({ strengths }) => [strengths.values[i]!, world.strengths[i]!] as const),
      ),
      found.map(({ strengths }) => [strengths.stakes!, world.stakes] as const),
    ];
    const covered = figures.map(
      (own) => own.filter(([one, truth]) => covers(one, truth)).length / sets,
    );
    for (const own of figures) {
      const mean = own.reduce((sum, [one]) => sum + one.value, 0) / sets;
      // A spread of ladders draws log-odds together a little.
      expect(Math.abs(mean - own[0]![1])).toBeLessThan(0.08);
    }
    const all = covered.reduce((sum, x) => sum + x, 0) / covered.length;
    expect(all, covered.join(' ')).toBeGreaterThan(least);
    expect(all, covered.join(' ')).toBeLessThan(0.985);
  });

  it('the two farthest apart differ where they do, by an interval of their difference that covers it', () => {
    const ends = found.map(({ strengths }) => strengths.farthest);
    const pairs = (poles.length * (poles.length - 1)) / 2;
    const differing = ends.filter(({ difference }) => isNotZero(difference, pairs)).length / sets;
    if (world.strengths.every((one) => one === 0)) {
      expect(differing).toBeLessThanOrEqual(1 - least);
      return;
    }
    expect(differing).toBeGreaterThan(least);
    const right = ends.filter((one) => one.most === 0 && one.least === 1).length / sets;
    expect(right).toBeGreaterThan(least);
    const truth = world.strengths[0]! - world.strengths[1]!;
    const covered = ends.filter(({ difference }) => covers(difference, truth)).length / sets;
    expect(covered).toBeGreaterThan(least);
  });

  it('drift is above 0 where stakes move choices, and covers 0 where they do not; repetition moves nothing', () => {
    const share = (figure: (one: (typeof found)[number]) => LadderEstimate, truth = 0) =>
      found.filter((one) => covers(figure(one), truth)).length / sets;
    if (world.stakes > 0) expect(found.every(({ drift }) => drift.drift!.low! > 0)).toBe(true);
    else expect(share(({ drift }) => drift.drift!)).toBeGreaterThan(least);
    for (const figure of ['common', 'flat'] as const)
      expect(
        share(({ drift }) => drift[figure]!),
        figure,
      ).toBeGreaterThan(least - 0.02);
  });
});
