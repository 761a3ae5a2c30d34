/** Results of primed instruments: which move with the values, by how much, and what else moves. */
import { plural } from '../../tables/numbers.ts';
import type { Row, Table } from '../../tables/table.ts';
import type { Told, ToldFinding } from '../contract.ts';
import { cellOf } from '../shared/pairs/tell-shares.ts';
import type { PrimedInstrument, Result } from './score.ts';
import { leastMove } from './shifts.ts';
import type { Verdict } from './shifts-schema.ts';
import { matrix, matrixFile } from './tell-matrix.ts';
import { figureTable, itemTable, modelTable, ownTable } from './tell-shifts.ts';
import { counted, marks, nameIn, shown } from './verdicts.ts';

export function tellPrimed(result: Result): Told {
  const { instruments } = result;
  return {
    headline: instruments.map((one) => `${one.title}: ${verdictText(result, one)}`).join('; '),
    parts: [
      {
        id: 'prime',
        title: 'Primed',
        lead: 'Each instrument was asked again under role prompts that raise or lower one value. Does it move when the value moves, and what else moves with it?',
      },
      ...instruments.map(({ id, title }) => ({
        ...{ id: `prime-${id}`, title: `Primed: ${title}` },
        lead: 'Shifts are what items do between the prompt that raises a value and the one that lowers it.',
      })),
    ],
    tables: [
      summary(result),
      ...instruments.flatMap((one) => [
        matrix(result, one),
        ownTable(result, one),
        modelTable(result, one),
        itemTable(result, one),
        ...(one.figures.length > 1 ? [figureTable(one)] : []),
        matrixFile(result, one),
      ]),
    ],
    plots: instruments.map((one) => ({
      kind: 'dots',
      id: `prime-${one.id}`,
      title: 'Own items of each primed value',
      part: `prime-${one.id}`,
      unit: 'standard deviations of items',
      reference: { value: 0, name: 'no shift' },
      rows: shown(one).shifts.own.flatMap(({ value, sd, verdict }) => {
        const cell = cellOf(sd);
        return cell ? [{ ...cell, label: nameIn(result.primed, value), mark: marks[verdict] }] : [];
      }),
    })),
    notes: [
      'A shift is raised minus lowered, in standard deviations of the items without a role prompt, the mean over models; intervals are over items and hold for these models.',
      `✓ moves: the interval lies above 0. ✗ wrong way: below 0. ○ still: within ±${leastMove}. ? cannot tell. How many values move is counted after Holm’s correction over them.`,
      'A role prompt speaks of the value. Where an instrument moves, that may be words that follow words, not a value; items share no word with the prompts of their own value.',
    ],
    findings: instruments.map((one) => finding(result, one)),
  };
}

const overallWords: Readonly<Record<Verdict, string>> = {
  moves: 'moves with the values',
  'wrong way': 'moves against the values',
  still: 'does not move',
  'cannot tell': 'is not shown to move',
};

function verdictText({ primed }: Result, one: PrimedInstrument): string {
  const { moves, 'wrong way': wrong } = counted(shown(one).shifts.own);
  const against = wrong > 0 ? `, ${wrong} the wrong way` : '';
  return `${overallWords[shown(one).shifts.overall.verdict]} (${moves} of ${plural(primed.length, 'value')}${against})`;
}

function finding(result: Result, one: PrimedInstrument): ToldFinding {
  const { shifts } = shown(one);
  const { sd, specific, verdict } = shifts.overall;
  const size = sd ? ` by ${sd.value.toFixed(2)} SD of its items` : '';
  const only =
    specific && specific.low <= 0
      ? '; that it moves more on the primed value than on others is not shown'
      : '';
  const models = plural(shifts.models.length, 'model');
  return {
    text: `${one.title} ${overallWords[verdict]} under role prompts${verdict === 'moves' || verdict === 'wrong way' ? size : ''} (${verdictCounts(result, one)}; ${models})${only}.`,
    certainty: verdict === 'cannot tell' ? 'sketch' : 'likely',
    overturn: [
      'Prompts in other words for the same values.',
      'Other models: the intervals are over items alone.',
    ],
  };
}

function verdictCounts({ primed }: Result, one: PrimedInstrument): string {
  const { moves, 'wrong way': wrong, still } = counted(shown(one).shifts.own);
  return [
    `${moves} of ${plural(primed.length, 'value')} shown to move`,
    ...(wrong > 0 ? [`${wrong} the wrong way`] : []),
    ...(still > 0 ? [`${still} still`] : []),
  ].join(', ');
}

function summary(result: Result): Table {
  return {
    id: 'primed',
    title: 'Does an instrument move when the value moves?',
    so: 'Shifts of items on the primed value, in standard deviations of items, with 95 % intervals over items.',
    part: 'prime',
    columns: [
      { id: 'instrument', title: 'Instrument' },
      { id: 'models', title: 'Models', digits: 0 },
      { id: 'items', title: 'Items', digits: 0 },
      { id: 'shift', title: 'Shift' },
      {
        ...{ id: 'specific', title: 'More than others' },
        meaning: 'Minus the mean shift of the same items when other values are primed',
      },
      { id: 'moves', title: 'Move', digits: 0, meaning: 'Values shown to move' },
      { id: 'wrong', title: 'Wrong way', digits: 0 },
      { id: 'still', title: 'Still', digits: 0 },
      { id: 'untold', title: 'Cannot tell', digits: 0 },
      {
        ...{ id: 'odd', title: 'Items to look at', digits: 0 },
        meaning: 'That do not move, or move the wrong way, in the mean over these models',
      },
    ],
    rows: result.instruments.map((one): Row => {
      const { shifts } = shown(one);
      const { sd, specific, verdict } = shifts.overall;
      const { moves, 'wrong way': wrong, still, 'cannot tell': untold } = counted(shifts.own);
      const cell = cellOf(sd);
      return {
        id: one.id,
        cells: [
          ...[one.title, shifts.models.length, shifts.items.length],
          cell && { ...cell, mark: marks[verdict] },
          cellOf(specific),
          ...[moves, wrong, still, untold],
          shifts.items.filter((item) => item.verdict !== 'moves').length,
        ],
      };
    }),
    notes: [],
  };
}
