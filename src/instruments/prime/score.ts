/** From answers under role prompts to shifts, one instrument after another. */
import * as z from 'zod';
import { shippedSystems } from '../../values/load-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Facts, Line, NoScores } from '../contract.ts';
import { conditionsOf } from '../shared/primes/primes.ts';
import { type AskedAgain, askedAgain, type Items, logName } from './items.ts';
import type { Primed } from './moves.ts';
import type { PrimableInstrument, Settings } from './settings.ts';
import { shiftsOf } from './shifts.ts';
import { shiftsSchema } from './shifts-schema.ts';

const valueSchema = z.object({ id: z.string(), name: z.string() });

const instrumentSchema = z.object({
  ...{ id: z.string(), title: z.string() },
  /** Values of the items: the columns of its matrix. */
  values: z.array(valueSchema),
  /** The ways of reading with results; the first counts. */
  figures: z
    .array(z.object({ id: z.string(), title: z.string(), unit: z.string(), shifts: shiftsSchema }))
    .min(1),
});

export const resultSchema = z.object({
  system: z.string(),
  /** The rows of each matrix. */
  primed: z.array(valueSchema),
  instruments: z.array(instrumentSchema).min(1),
});

export type Result = z.infer<typeof resultSchema>;
export type PrimedInstrument = Result['instruments'][number];

export function scorePrimed(
  list: readonly PrimableInstrument[],
  facts: Facts<Items>,
  settings: Settings,
): Result | NoScores {
  const { items } = facts;
  const names = namesIn(items.system);
  const nameOf = (id: string) => ({ id, name: names.get(id) ?? id });
  const primed = items.primes.map(({ value }) => value);
  const instruments = askedAgain(list, settings, items).flatMap((one): PrimedInstrument[] => {
    const models = primedIn(one, facts);
    const held = new Set(
      models
        .flatMap(({ byCondition }) => [...byCondition.values()].flat())
        .map(({ value }) => value),
    );
    const values = [...new Set([...names.keys(), ...held])].filter((value) => held.has(value));
    const { id, title, primable } = one.instrument;
    const figures = primable.figures.flatMap((figure, at) => {
      const able = models.filter(({ byCondition }) =>
        [...byCondition.values()].flat().some(({ figures: told }) => (told[at] ?? null) !== null),
      );
      const shifts = shiftsOf(able, { primed, values, at });
      return shifts.matrix.flat().some(({ raw }) => raw) ? [{ ...figure, shifts }] : [];
    });
    return figures.length > 0 ? [{ id, title, values: values.map(nameOf), figures }] : [];
  });
  if (instruments.length === 0 && settings.items === 1)
    return {
      unavailable: 'Shifts need more than one item of each value: they are means over items.',
      hint: 'Ask more items: valuelex prime <run> --items 4',
    };
  if (instruments.length === 0)
    return {
      unavailable: 'No instrument has been asked under both prompts of a value yet.',
      hint: 'Continue the run.',
    };
  return { system: items.system, primed: primed.map(nameOf), instruments };
}

/** Names of the values of a system, in its order. */
function namesIn(id: string): ReadonlyMap<string, string> {
  const system = shippedSystems.find((one) => one.id === id);
  return new Map(system ? subdimensionsOf(system).map((one) => [one.id, one.name]) : []);
}

/** A line with the condition under which it was answered; `none` without one of the prompts. */
export function conditionOf(line: Line, prompts: ReadonlySet<string>): string {
  const { condition } = line as Line & { condition?: string };
  return condition !== undefined && prompts.has(condition) ? condition : 'none';
}

export function promptIds({ primes }: Items): Set<string> {
  return new Set(conditionsOf(primes).map(({ id }) => id));
}

function primedIn(
  { instrument: { id, logs, primable }, items }: AskedAgain,
  { lines, models, items: all }: Facts<Items>,
): Primed[] {
  const prompts = promptIds(all);
  const every = Object.entries(logs).flatMap(([log, { modelOf }]) =>
    (lines[logName(id, log)] ?? []).map((line) => ({
      ...{ log, line, model: modelOf(line), condition: conditionOf(line, prompts) },
    })),
  );
  return [...Map.groupBy(every, ({ model }) => model)].map(([model, own]) => {
    const under = (condition: string) => {
      const asked = own.filter((one) => one.condition === condition);
      return Object.fromEntries(
        Object.keys(logs).map((log) => [
          log,
          asked.filter((one) => one.log === log).map(({ line }) => line),
        ]),
      );
    };
    const plain = under('none');
    const conditions = new Set(own.map(({ condition }) => condition));
    return {
      model,
      family: models.find(({ name }) => name === model)?.tags.family ?? '',
      byCondition: new Map(
        [...conditions].map((condition) => [
          condition,
          primable.read(condition === 'none' ? plain : under(condition), items, plain),
        ]),
      ),
    };
  });
}
