/** Strengths and shares as tables. */
import { fixed, interval, plural, shortName } from '../../tables/numbers.ts';
import type { Estimate, Table } from '../../tables/table.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import type { LetterReading } from '../shared/letters.ts';
import {
  modelRow,
  reliabilityTable,
  type SystemValues,
  sharesTable,
  systemsOf,
} from '../shared/pairs/tell-shares.ts';
import { readWords } from '../shared/tell-letters.ts';
import type { LadderEstimate } from './over-ladders.ts';
import type { ReadingResult, Result } from './result.ts';

export function cell(one: LadderEstimate | null | undefined): Estimate | null {
  return one ? { value: one.value, low: one.low, high: one.high } : null;
}

/** The strongest first. */
export function byStrength<T extends { value: number }>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => b.value - a.value);
}

export function systemOf(values: Result['values']): SystemValues {
  return systemsOf('ladder', values)[0]!;
}

type StrengthsResult = ReadingResult['strengths'][number];

export function strengthsTable(
  { system, models, choices, ladders, connected, values, farthest, stakes, tie }: StrengthsResult,
  reading: LetterReading,
): Table {
  const title = shippedSystems.find(({ id }) => id === system)!.title;
  return {
    id: `strengths-${reading}-${system}`,
    title: `Strengths: ${title}, read ${readWords[reading]}`,
    so: 'Log-odds that a value is chosen in one question, at even stakes, against a value of mean strength; over all models, 95 % intervals over ladders.',
    part: 'ladder',
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'strength', title: 'Strength', form: 'signed' },
    ],
    rows: byStrength(values).map((one) => ({ id: one.id, cells: [one.name, cell(one)] })),
    notes: [
      ...(connected
        ? []
        : [
            '▲ Some value was never chosen over the others, or never passed over: its strength is finite by the correction alone.',
          ]),
      ...rangeNote(values, farthest),
      ...(stakes
        ? [
            `The highest stakes change the log-odds by ${fixed(stakes.value, 2)} ${interval(stakes.low, stakes.high)} towards the option that they speak for.`,
          ]
        : []),
      ...(tie !== null && tie > Math.log(2)
        ? [
            `Steps decided by position are as many as a leaning of ${fixed(Math.acosh(Math.exp(tie) / 2), 2)} log-odds to one position would give.`,
          ]
        : []),
      `${choices} choices at steps of ${ladders} ladders told alone. Intervals hold for these ${plural(models, 'model')} and cover no others.`,
      'Bradley and Terry’s model, with Davidson’s ties for steps that the position decided, and Firth’s correction.',
    ],
  };
}

/** The number of pairs of values, from which the two farthest apart are selected. */
export function pairsAmong({ length }: readonly unknown[]): number {
  return (length * (length - 1)) / 2;
}

/** The difference of the strongest and the weakest, and the rule by which they differ. */
function rangeNote(
  values: StrengthsResult['values'],
  { most, least, difference }: StrengthsResult['farthest'],
): string[] {
  const { low, high } = difference;
  if (low === null || high === null) return [];
  const pairs = pairsAmong(values);
  return [
    `${values[most]!.name} and ${values[least]!.name} are farthest apart: ${fixed(difference.value, 2)} ${interval(low, high)}. They are said to differ where ${fixed(100 - 5 / pairs, 1)} % intervals leave out 0 (Bonferroni over ${pairs} pairs).`,
  ];
}

export function polesTable({ reading, models }: ReadingResult, poles: Result['poles']): Table {
  const told = models.filter((one) => one.poles !== null);
  return {
    id: `poles-${reading}`,
    title: `Strengths by model, read ${readWords[reading]}`,
    so: 'Of the four higher-order values; sixty ladders cannot tell a model’s ten values apart.',
    part: 'ladder',
    columns: [
      { id: 'model', title: 'Model' },
      ...poles.map(({ id, name }) => ({ id, title: name, form: 'signed' as const })),
      {
        ...{ id: 'stakes', title: 'Stakes', form: 'signed' as const },
        meaning: 'Change of the log-odds from even stakes to the highest',
      },
    ],
    rows: models.map((one) =>
      modelRow(one, [
        ...poles.map((_, i) => cell(one.poles?.[i])),
        one.poles ? cell(one.stakes) : null,
      ]),
    ),
    notes: [
      'Log-odds of one question around the model’s mean, 95 % intervals over ladders (jackknife). Ladders of two values of one pole are left out.',
      ...(told.length < models.length
        ? [
            '▲ A model without figures took nearly all steps by position: its strengths cannot be told.',
          ]
        : []),
      ...told.flatMap(({ model, connected }) =>
        connected
          ? []
          : [
              `▲ ${shortName(model)}: one of the four was never chosen over the others, or never passed over; finite by Firth’s correction alone.`,
            ],
      ),
    ],
  };
}

export function sharesOfLadders(
  { reading, models }: ReadingResult,
  values: Result['values'],
): Table {
  return sharesTable(systemOf(values), models, {
    id: `chosen-${reading}-schwartz`,
    title: `Share of steps, read ${readWords[reading]}`,
    so: 'Share of a value’s steps, told alone, on which it was chosen in both orders, among those with a choice; 95 % intervals over ladders.',
    notes: [
      'Wilson’s interval; a ladder counts once. Each value meets its opposite in four ladders and each other value in one, so shares can be compared. Steps taken by position are left out and counted below.',
    ],
  });
}

export function reliabilityOfLadders(
  { reading, reliability }: ReadingResult,
  values: Result['values'],
): Table {
  const table = reliabilityTable(systemOf(values), reliability);
  return {
    ...table,
    id: `reliability-${reading}`,
    title: `${table.title}, read ${readWords[reading]}`,
    part: 'ladder-answers',
    so: 'How well the ladders of a value agree in which models choose it: Cronbach’s α over models.',
    notes: [
      'α needs five models with a choice in all ladders of the value, and two ladders that do not say the same of all models. 95 % intervals by Feldt.',
    ],
  };
}
