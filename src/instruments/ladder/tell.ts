/** The ladders' results: which values are chosen, and how choices move with the stakes and with earlier choices. */
import { plural } from '../../tables/numbers.ts';
import type { Plot, Table } from '../../tables/table.ts';
import type { Told, ToldFinding } from '../contract.ts';
import { sharesPlot } from '../shared/pairs/tell-shares.ts';
import { boundsTables, readWords, withheldNotes } from '../shared/tell-letters.ts';
import { isNotZero } from './over-ladders.ts';
import type { ReadingResult, Result } from './result.ts';
import { answersTable, bothWaysTable, laddersTable } from './tell-answers.ts';
import { cyclesTable, driftTables, holdingTable, pathTable } from './tell-steps.ts';
import {
  byStrength,
  pairsAmong,
  polesTable,
  reliabilityOfLadders,
  sharesOfLadders,
  strengthsTable,
  systemOf,
} from './tell-strengths.ts';

const lead =
  'A dilemma is told in five steps. One option serves a value, the other another value, the same in all steps; from one start the stakes rise against one option, and, on another way up, against the other. A choice counts where both orders of the options agree.';

export function tellLadders(result: Result): Told {
  const { values, readings, both } = result;
  return {
    headline: headlineOf(readings[0]!),
    parts: [
      { id: 'ladder', title: 'Dilemma ladders', lead },
      {
        id: 'ladder-steps',
        title: 'Dilemma ladders: from step to step',
        lead: 'How choices move with the stakes, with repetition, and with earlier choices.',
      },
      {
        id: 'ladder-answers',
        title: 'How steps were decided',
        lead: 'Orders, models, and ladders.',
      },
    ],
    tables: [...readings.flatMap((one) => tablesOf(one, result)), ...bothWaysTable(both)],
    plots: readings.flatMap((one) => [
      ...strengthPlots(one),
      ...one.models.map((model) =>
        sharesPlot(systemOf(values), model, {
          prefix: `chosen-${one.reading}`,
          unit: `share of steps, read ${readWords[one.reading]}`,
        }),
      ),
    ]),
    notes: [
      'Choices under pressure in stories; what a model does is another matter.',
      ...withheldNotes(readings),
    ],
    findings: findingsOf(readings[0]!),
  };
}

function tablesOf(one: ReadingResult, { values, poles }: Result): Table[] {
  return [
    ...one.strengths.map((strengths) => strengthsTable(strengths, one.reading)),
    polesTable(one, poles),
    sharesOfLadders(one, values),
    ...boundsTables(systemOf(values), one),
    ...driftTables(one),
    ...holdingTable(one),
    ...pathTable(one),
    ...cyclesTable(one),
    answersTable(one),
    laddersTable(one, values),
    reliabilityOfLadders(one, values),
  ];
}

function strengthPlots({ reading, strengths }: ReadingResult): Plot[] {
  return strengths.map(({ system, values }) => ({
    kind: 'dots',
    id: `strengths-${reading}-${system}`,
    title: `Strengths, read ${readWords[reading]}`,
    part: 'ladder',
    unit: 'log-odds of a choice, around the mean',
    reference: { value: 0, name: 'mean' },
    form: 'signed',
    rows: byStrength(values).map(({ name, value, low, high }) => ({
      label: name,
      value,
      low,
      high,
    })),
  }));
}

function headlineOf(one: ReadingResult): string {
  const { models, strengths } = one;
  const who = plural(models.length, 'model');
  if (strengths.length === 0) return `${who}: too few choices to tell which values are stronger`;
  const moved = models.filter((one) => movesWithStakes(one, models.length)).length;
  const stakes =
    moved === 0
      ? 'none is shown to move with the stakes'
      : `${moved} of ${models.length} ${moved === 1 ? 'is' : 'are'} shown to move with the stakes`;
  const found = farthestApart(one);
  return found
    ? `${who}: ${found.most.name} is chosen more strongly than ${found.least.name}; ${stakes}`
    : `${who}: which values are stronger cannot be told; ${stakes}`;
}

/** The strongest and the weakest of the first system's values; null where they are not shown to differ. */
function farthestApart({ strengths: [pooled] }: ReadingResult) {
  if (!pooled) return null;
  const { values, farthest, connected } = pooled;
  if (!isNotZero(farthest.difference, pairsAmong(values))) return null;
  const [most, least] = [values[farthest.most]!, values[farthest.least]!];
  return { most, least, values: values.length, connected };
}

/** Its drift, steps told alone, lies above 0, as one of `models` that are asked about. */
function movesWithStakes({ drift }: ReadingResult['models'][number], models: number): boolean {
  const found = drift.find(({ history }) => history === 'alone')?.drift;
  return !!found && found.value > 0 && isNotZero(found, models);
}

function findingsOf(one: ReadingResult): ToldFinding[] {
  const found = farthestApart(one);
  if (!found) return [];
  return [
    {
      text: `In dilemmas these ${plural(one.models.length, 'model')} choose ${found.most.name} more strongly than ${found.least.name}; of ${found.values} values these two are farthest apart.`,
      certainty: found.connected ? 'likely' : 'sketch',
      overturn: ['Other ladders for these values.', 'Other models.'],
    },
  ];
}
