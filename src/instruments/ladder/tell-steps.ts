/** Drift, switches, path dependence, and cycles as tables. */
import { probability } from '../../tables/numbers.ts';
import type { Column, Estimate, Table } from '../../tables/table.ts';
import { modelRow } from '../shared/pairs/tell-shares.ts';
import { readWords } from '../shared/tell-letters.ts';
import type { ModelResult, ReadingResult } from './result.ts';
import { cell } from './tell-strengths.ts';
import { historyWords } from './words.ts';

const part = 'ladder-steps';

const modelColumn: Column = { id: 'model', title: 'Model' };

/** One per history. */
export function driftTables({ reading, models }: ReadingResult): Table[] {
  const told = [...new Set(models.flatMap(({ drift }) => drift.map(({ history }) => history)))];
  return told.map((history) => ({
    id: `drift-${reading}-${history}`,
    title: `Drift, steps ${historyWords[history]}, read ${readWords[reading]}`,
    so: 'Change of the chance to choose option A from one step to the next; 95 % intervals over ladders.',
    part,
    more: history !== 'alone',
    columns: [
      modelColumn,
      {
        ...{ id: 'drift', title: 'Drift', form: 'correlation' },
        meaning: 'Half of B minus A: towards the option that stakes speak for',
      },
      {
        id: 'against-a',
        title: 'Against A',
        form: 'correlation',
        meaning: 'Stakes rise against A',
      },
      {
        id: 'against-b',
        title: 'Against B',
        form: 'correlation',
        meaning: 'Stakes rise against B',
      },
      {
        ...{ id: 'common', title: 'Both', form: 'correlation' },
        meaning: 'Half of the sum: what moves whichever way stakes rise',
      },
      {
        ...{ id: 'flat', title: 'Flat', form: 'correlation' },
        meaning: 'Where stakes stay: repetition alone',
      },
    ],
    rows: models.flatMap((one) => {
      const found = one.drift.find((drift) => drift.history === history);
      return found
        ? [
            modelRow(one, [
              ...[cell(found.drift), cell(found.againstA), cell(found.againstB)],
              ...[cell(found.common), cell(found.flat)],
            ]),
          ]
        : [];
    }),
    notes: [
      'Least-squares slopes of a ladder’s steps (A 1, B 0, by position ½). A drift whose interval leaves out 0 follows the stakes. Repetition moves both ways up alike: it is in Both and in Flat, not in Drift.',
    ],
  }));
}

/** How long a model holds the option that it took first. */
export function holdingTable({ reading, models, apart }: ReadingResult): Table[] {
  const told = models.filter(({ rising, flat }) => rising.watched + flat.watched > 0);
  if (told.length === 0) return [];
  const steps = [
    ...new Set(told.flatMap(({ rising }) => rising.curve.map(({ time }) => time))),
  ].sort((a, b) => a - b);
  return [
    {
      id: `holding-${reading}`,
      title: `Holding the first choice, read ${readWords[reading]}`,
      so: 'Share of ways up, after the model’s own choices, on which the option of the start still holds after each step, where stakes rise against it; Kaplan and Meier, 95 % intervals over ladders.',
      part,
      columns: [
        modelColumn,
        ...steps.map(
          (step): Column => ({ id: `step-${step}`, title: `Step ${step}`, form: 'share' }),
        ),
        {
          id: 'flat',
          title: 'Flat',
          form: 'share',
          meaning: 'After the last step where stakes stay',
        },
        {
          id: 'p',
          title: 'p',
          meaning: 'That it is left no sooner than where stakes stay; log-rank',
        },
        { id: 'watched', title: 'Ways up', digits: 0, meaning: 'On which it could be left' },
        { id: 'undecided', title: 'Undecided', digits: 0, meaning: 'No option at the start' },
      ],
      rows: told.map((one) => {
        const { rising, flat, sooner } = one;
        return modelRow(one, [
          ...steps.map((step) => heldAfter(rising.curve, step)),
          heldAfter(flat.curve, Number.POSITIVE_INFINITY),
          sooner ? probability(sooner.p) : null,
          ...[rising.watched, rising.undecided],
        ]);
      }),
      notes: [
        'A step that the position decided is not a switch; a step without a choice ends the watching. Of a ladder at most the way up counts whose stakes rise against the first choice, so ways up are as many as ladders; on the other way the model is already where the stakes lead, and when it would have gone there cannot be told.',
        apart
          ? `Models leave their first choice ${apart.p < 0.05 ? 'at different steps' : 'at steps that cannot be told apart'}: χ² ${apart.chiSquare.toFixed(1)}, df ${apart.df}, p ${probability(apart.p)} (log-rank within ladders).`
          : 'Whether models differ in when they leave it cannot be told of fewer than two models on the same ladders.',
      ],
    },
  ];
}

function heldAfter(curve: ModelResult['rising']['curve'], step: number): Estimate | null {
  const point = curve.findLast(({ time }) => time <= step);
  if (point) return { value: point.left, low: point.low, high: point.high };
  return curve.length > 0 ? { value: 1, low: null, high: null } : null;
}

export function pathTable({ reading, models }: ReadingResult): Table[] {
  const told = models.filter(({ path }) => path !== null);
  if (told.length === 0) return [];
  return [
    {
      id: `path-${reading}`,
      title: `Path dependence, read ${readWords[reading]}`,
      so: 'How much likelier option A is when it is said to have been chosen before than when B is; 95 % intervals over ladders.',
      part,
      columns: [modelColumn, { id: 'path', title: 'A after A − after B', form: 'correlation' }],
      rows: told.map((one) => modelRow(one, [cell(one.path)])),
      notes: [
        'Above 0: it stays with what it is said to have chosen. Below 0: it makes up for it.',
      ],
    },
  ];
}

export function cyclesTable({ reading, models }: ReadingResult): Table[] {
  const told = models.filter(({ cycles }) => cycles !== null);
  if (told.length === 0) return [];
  return [
    {
      id: `cycles-${reading}`,
      title: `Choices that go round, read ${readWords[reading]}`,
      so: 'Three values where the first is chosen over the second, the second over the third, and the third over the first.',
      part,
      columns: [
        modelColumn,
        {
          id: 'triads',
          title: 'Threes',
          digits: 0,
          meaning: 'With all three pairs decided',
        },
        { id: 'found', title: 'Round', digits: 0 },
        {
          id: 'expected',
          title: 'By chance',
          digits: 1,
          meaning: 'In data drawn from the fitted strengths',
        },
        { id: 'p', title: 'p', meaning: 'Share of drawn data with as many' },
      ],
      rows: told.map((one) => {
        const { triads, found, expected, p } = one.cycles!;
        return modelRow(one, [triads, found, expected, probability(p)]);
      }),
      notes: [
        'Most pairs of values meet in one ladder: more cycles than by chance can also come from what is particular to a ladder.',
      ],
    },
  ];
}
