/** From answers to strengths, drift, switches, path dependence, and cycles. */
import { mean } from '../../statistics/describe.ts';
import { createRandom } from '../../statistics/random.ts';
import type { Facts, NoScores } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { type LetterReading, letterReadings } from '../shared/letters.ts';
import { reliabilityOf, shareOf } from '../shared/pairs/pair-estimates.ts';
import { type Outcome, outcomesOf, readerOf, type Taken } from './choices.ts';
import { cyclesOf } from './cycles.ts';
import { driftIn, pathDependence } from './drift.ts';
import { histories, type Items, laddersIn, stepsOf, waysOf } from './items.ts';
import { ladderSystems, valuesOf } from './ladder-file.ts';
import type { ModelResult, ReadingResult, Result } from './result.ts';
import { aloneIn, answersOf, valueShares, wonLadders } from './shares.ts';
import { contestsOf, poleOf, poles, strengthsOf, valueIn } from './strengths.ts';
import { modelsApart, risingAgainstFlat, spellsOf, switchingOf } from './switches.ts';

/** Above this share of answers without a choice a model's scores are withheld; above the other, bounds are given. */
const mostMissing = 1 / 3;
const fewMissing = 0.05;

type Read = {
  model: string;
  taken: Taken[];
  outcomes: Outcome[];
  /** Of these the steps of rising ladders, told alone. */
  alone: Outcome[];
  missing: number;
};

export function scoreLadders(facts: Facts<Items>): Result | NoScores {
  const { items } = facts;
  const read = readerOf(items);
  const taken = answersIn(facts.lines.answers)
    .filter(({ condition }) => condition === 'none')
    .flatMap((line) => read(line) ?? []);
  if (taken.length === 0)
    return { unavailable: 'No step has been decided yet.', hint: 'Ask its models.' };
  const byReading = new Map(
    letterReadings.map((reading) => [reading, readModels(taken, reading)] as const),
  );
  const values = valuesOf('schwartz').map((one) => ({ system: 'schwartz', ...one }));
  return {
    values,
    poles: poles.map(({ id, name }) => ({ id, name })),
    readings: letterReadings
      .filter((reading) => byReading.get(reading)!.length > 0)
      .map((reading) => readingResult(reading, byReading.get(reading)!, values, facts)),
    both: bothWays(byReading),
  };
}

function readModels(taken: readonly Taken[], reading: LetterReading): Read[] {
  const own = taken.filter((one) => one.reading === reading);
  const models = Map.groupBy(own, ({ line }) => line.model);
  return [...models].map(([model, answers]) => {
    const plain = answers.filter(({ depends }) => !depends);
    const missing =
      plain.filter(({ letter }) => letter === null).length / Math.max(1, plain.length);
    const outcomes = outcomesOf(answers);
    return { model, taken: answers, outcomes, alone: aloneIn(outcomes), missing };
  });
}

function readingResult(
  reading: LetterReading,
  read: readonly Read[],
  values: Result['values'],
  { items, models, seed }: Facts<Items>,
): ReadingResult {
  const enough = read.filter(({ missing }) => missing <= mostMissing);
  const families = new Map(models.map(({ name, tags }) => [name, tags.family]));
  const alone = enough.map((one) => one.alone);
  return {
    reading,
    models: enough.map((one) => ({
      model: one.model,
      family: families.get(one.model) ?? '',
      ...modelResult(one, values, seed),
    })),
    withheld: read
      .filter((one) => !enough.includes(one))
      .map(({ model, missing }) => ({ model, missing })),
    strengths: pooledStrengths(alone),
    apart: modelsApart(
      new Map(enough.map(({ model, outcomes }) => [model, spellsOf(outcomes, 'rising').spells])),
    ),
    ladders: laddersOf(items, alone),
    reliability: values.map((value) =>
      reliabilityOf(
        value,
        alone.map((own) => wonLadders(own, value.id)),
      ),
    ),
  };
}

function modelResult(
  { model, taken, outcomes, alone, missing }: Read,
  values: Result['values'],
  seed: number,
): Omit<ModelResult, 'model' | 'family'> {
  const bounded = missing > fewMissing;
  const strengths = strengthsOf(
    contestsOf(alone, ({ value }) => (value === undefined ? null : poleOf(value))),
    poles.map(({ id }) => id),
  );
  const rising = spellsOf(outcomes, 'rising');
  const flat = spellsOf(outcomes, 'flat');
  const told = new Set(outcomes.map(({ question }) => question.history));
  return {
    ...answersOf(taken, outcomes),
    steps: alone.filter(({ chosen }) => chosen === 'a' || chosen === 'b').length,
    values: values.map(({ id }) => valueShares(alone, id, bounded)),
    poles: strengths?.values ?? null,
    connected: strengths?.connected ?? false,
    stakes: strengths?.stakes ?? null,
    drift: histories
      .filter((history) => told.has(history))
      .map((history) => driftIn(outcomes, history)),
    rising: switchingOf(rising),
    flat: switchingOf(flat),
    sooner: risingAgainstFlat(rising.spells, flat.spells),
    path: pathDependence(outcomes),
    cycles: cyclesOf(
      contestsOf(alone, (option) => valueIn('schwartz', option)),
      values.map(({ id }) => id),
      createRandom(`${seed}|ladder|cycles|${model}`),
    ),
  };
}

/** Over all models, which are fixed: intervals are over ladders. */
function pooledStrengths(alone: readonly (readonly Outcome[])[]): ReadingResult['strengths'] {
  return ladderSystems.flatMap((system) => {
    const contests = alone.flatMap((own) => contestsOf(own, (option) => valueIn(system, option)));
    const met = new Set(contests.flatMap(({ a, b }) => [a, b]));
    const values = valuesOf(system).filter(({ id }) => met.has(id));
    const found = strengthsOf(
      contests,
      values.map(({ id }) => id),
    );
    if (!found) return [];
    return [
      {
        ...{ system, models: alone.length, ...found },
        values: values.map((value, i) => ({ ...value, ...found.values[i]! })),
      },
    ];
  });
}

/** Ladders over models; those on which all models agree do not tell models apart, and come first. */
function laddersOf(items: Items, alone: readonly (readonly Outcome[])[]): ReadingResult['ladders'] {
  const byModel = alone.map((own) => Map.groupBy(own, ({ question }) => question.ladder.id));
  return laddersIn(items)
    .filter(({ id }) => byModel.some((one) => one.has(id)))
    .map((ladder) => {
      const { id } = ladder;
      const shares = byModel.flatMap((one) => {
        const chosen = (one.get(id) ?? []).flatMap((step) =>
          step.chosen === 'a' || step.chosen === 'b' ? [Number(step.chosen === 'a')] : [],
        );
        return chosen.length > 0 ? [mean(chosen)] : [];
      });
      const byPosition = byModel.filter((one) => {
        const steps = one.get(id) ?? [];
        return steps.length > 0 && steps.every(({ chosen }) => chosen === 'by position');
      });
      const sides = (side: 'a' | 'b') => {
        const steps = waysOf(ladder).flatMap((way) => stepsOf(ladder, way));
        const names = steps.map((step) => step[side].value ?? step[side].foundation ?? '');
        return [...new Set(names)].join(', ');
      };
      return {
        ...{ id, a: sides('a'), b: sides('b'), models: shares.length, position: byPosition.length },
        chosen: shares.length > 0 ? mean(shares) : null,
      };
    })
    .sort((a, b) => Number(isSplit(a)) - Number(isSplit(b)) || (a.id < b.id ? -1 : 1));
}

function isSplit({ chosen }: { chosen: number | null }): boolean {
  return chosen !== null && chosen > 0 && chosen < 1;
}

function bothWays(read: ReadonlyMap<LetterReading, readonly Read[]>): Result['both'] {
  const probable = new Map(read.get('probabilities')!.map((one) => [one.model, one.alone]));
  return read.get('text')!.flatMap(({ model, alone }) => {
    const other = probable.get(model);
    if (!other) return [];
    const chosen = new Map(other.map((one) => [one.question.id, one.chosen]));
    const agreed = Map.groupBy(
      alone.flatMap(({ question, chosen: own }) => {
        const also = chosen.get(question.id);
        return also === undefined ? [] : [{ id: question.ladder.id, same: Number(also === own) }];
      }),
      ({ id }) => id,
    );
    const shares = [...agreed.values()].map((own) => mean(own.map(({ same }) => same)));
    return [{ model, same: shareOf(shares) }];
  });
}
