/** What is asked under role prompts: a few items of each instrument, and the prompts, as they stand in the run. */
import type { Condition, Respondent } from '../../asking/respondents.ts';
import { noCondition } from '../../asking/respondents.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { conditionsOf, loadPrimes, type PrimeSet } from '../shared/primes/primes.ts';
import { type PrimableInstrument, refuseUnknownNames, type Settings } from './settings.ts';

export type Items = Pick<PrimeSet, 'system' | 'primes'> & {
  /** By instrument. */
  of: Readonly<Record<string, unknown>>;
};

/** An instrument of these settings, with its settings and items. */
export type AskedAgain = { instrument: PrimableInstrument; settings: unknown; items: unknown };

/** Prompts and items; what stands in the run already is taken as it was asked. Throws UserError for an unknown value. */
export function loadItems(
  list: readonly PrimableInstrument[],
  { of, values, items: each }: Settings,
  prompts: PromptFiles,
  before: Items | null,
): Items {
  const { system, primes } = loadPrimes(prompts);
  refuseUnknownNames(
    values,
    primes.map(({ value }) => value),
    'value',
  );
  const asked = new Map(before?.primes.map((prime) => [prime.value, prime]));
  const chosen = list.filter(({ id }) => of[id] !== undefined);
  return {
    system,
    primes: primes
      .filter(({ value }) => values?.includes(value) ?? true)
      .map((prime) => asked.get(prime.value) ?? prime),
    of: Object.fromEntries(
      chosen.map(({ id, primable, ...instrument }) => [
        id,
        primable.items(instrument.items(prompts, of[id], before?.of[id] ?? null), { system, each }),
      ]),
    ),
  };
}

/** The instruments that are asked again, in the order of the list. */
export function askedAgain(
  list: readonly PrimableInstrument[],
  { of }: Settings,
  items: Items,
): AskedAgain[] {
  return list.flatMap((instrument) => {
    const { id } = instrument;
    return of[id] === undefined || items.of[id] === undefined
      ? []
      : [{ instrument, settings: of[id], items: items.of[id] }];
  });
}

/** What is asked in one go: items under these conditions. */
export type Part = { conditions: readonly Condition[]; items: unknown };

/** All items without a prompt and under each; or without a prompt, and under the prompts of a value its own items. */
export function partsOf(
  { instrument: { primable }, items }: AskedAgain,
  { system, primes }: Items,
  { own, items: each }: Settings,
): Part[] {
  if (!own) return [{ conditions: [noCondition, ...conditionsOf(primes)], items }];
  return [
    { conditions: [noCondition], items },
    ...primes.map((prime) => ({
      conditions: conditionsOf([prime]),
      items: primable.items(items, { system, each, values: [prime.value] }),
    })),
  ];
}

/** Each model that is wanted under each condition. */
export function underPrimes(
  respondents: readonly Respondent[],
  conditions: readonly Condition[],
  { models }: Settings,
): Respondent[] {
  return respondents
    .filter(({ entry }) => models?.includes(entry.id) ?? true)
    .flatMap((one) => conditions.map((condition) => ({ ...one, condition })));
}

/** The name of an instrument's log among those of primed answers. */
export function logName(instrument: string, log: string): string {
  return `${instrument}-${log}`;
}
