/** What the ladders say: which values are chosen, and how choices move with the stakes and with what came before. */
import { percent, plural, shortName } from '../../tables/numbers.ts';
import type { Plot, Table } from '../../tables/table.ts';
import type { Told, ToldFinding } from '../contract.ts';
import { sharesPlot } from '../shared/pairs/tell-shares.ts';
import type { ReadingResult, Result } from './result.ts';
import { answersTable, bothTable, laddersTable } from './tell-answers.ts';
import { cyclesTable, driftTables, holdingTable, pathTable } from './tell-steps.ts';
import {
  boundsTable,
  polesTable,
  reliabilityOfLadders,
  sharesOfLadders,
  strengthsTable,
  systemOf,
} from './tell-strengths.ts';
import { readWords } from './words.ts';

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
    tables: [
      ...readings.flatMap((one) => tablesOf(one, result)),
      ...(both.length > 0 ? [bothTable(both)] : []),
    ],
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
      ...readings.flatMap(({ reading, withheld }) =>
        withheld.map(
          ({ model, missing }) =>
            `${shortName(model)}: withheld, ${percent(missing)} of its answers hold no choice (read ${readWords[reading]}).`,
        ),
      ),
    ],
    findings: findingsOf(readings[0]!),
  };
}

function tablesOf(one: ReadingResult, { values, poles }: Result): Table[] {
  return [
    ...one.strengths.map((strengths) => strengthsTable(strengths, one.reading)),
    polesTable(one, poles),
    sharesOfLadders(one, values),
    ...boundsTable(one, values),
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

function byStrength<T extends { value: number }>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => b.value - a.value);
}

function headlineOf({ strengths, models }: ReadingResult): string {
  const who = plural(models.length, 'model');
  const [schwartz] = strengths;
  const sorted = schwartz ? byStrength(schwartz.values) : [];
  const [first, last] = [sorted[0], sorted.at(-1)];
  const moved = models.filter((one) => movesWithStakes(one)).length;
  const stakes =
    moved === 0
      ? 'none is shown to move with the stakes'
      : `${moved} of ${models.length} move with the stakes`;
  if (!first || !last || first === last)
    return `${who}: too few choices to tell which values are stronger`;
  return `${who}: ${first.name} is chosen most strongly, ${last.name} least; ${stakes}`;
}

/** Its drift, steps told alone, lies above 0. */
function movesWithStakes({ drift }: ReadingResult['models'][number]): boolean {
  const low = drift.find(({ history }) => history === 'alone')?.drift?.low;
  return low !== undefined && low !== null && low > 0;
}

function findingsOf({ strengths, models }: ReadingResult): ToldFinding[] {
  const [schwartz] = strengths;
  if (!schwartz || models.length === 0) return [];
  const sorted = byStrength(schwartz.values);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const apart = (first.low ?? Number.NEGATIVE_INFINITY) > (last.high ?? Number.POSITIVE_INFINITY);
  return apart
    ? [
        {
          text: `In dilemmas these ${plural(models.length, 'model')} choose ${first.name} over the other values most strongly, and ${last.name} least.`,
          certainty: schwartz.connected ? 'likely' : 'sketch',
          overturn: ['other ladders for these values', 'other models'],
        },
      ]
    : [];
}
