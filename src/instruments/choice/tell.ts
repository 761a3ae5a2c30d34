/** Results of the choice between two answers: how often serving replies are chosen, and how often position decides. */
import type { Column, Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import {
  cellOf,
  modelRow,
  mostAndLeast,
  partsOf,
  reliabilityTable,
  type SystemValues,
  sharesPlot,
  sharesTable,
  systemsOf,
} from '../shared/pairs/tell-shares.ts';
import { bothTables, boundsTables, readWords, withheldNotes } from '../shared/tell-letters.ts';
import type { ReadingResult, Result } from './score.ts';

const lead =
  'A model is shown two replies to an everyday request, one that serves a value and one that does not, and says which it would give: once with the serving reply first, once second. A choice counts where both orders agree.';

export function tellChoice({ values, readings, both }: Result): Told {
  const systems = systemsOf('choice', values);
  const [first] = readings;
  return {
    headline: mostAndLeast('is chosen', values, first!.models),
    parts: [
      ...partsOf('A or B', lead, systems),
      { id: 'choice-answers', title: 'How choices were made', lead: 'Orders, models, and items.' },
    ],
    tables: [
      ...readings.flatMap((one) => [
        ...systems.flatMap((system) => systemTables(system, one)),
        answersTable(one),
        itemsTable(one, values),
      ]),
      ...bothTables(both, {
        id: 'readings',
        so: 'Share of pairs of orders that come to the same, read by text and by the probabilities of the letters.',
        part: 'choice-answers',
      }),
    ],
    plots: readings.flatMap((one) =>
      systems.flatMap((system) =>
        one.models.map((model) =>
          sharesPlot(system, model, {
            prefix: `chosen-${one.reading}`,
            unit: `share of items, read ${readWords[one.reading]}`,
          }),
        ),
      ),
    ),
    notes: [
      'Not in one table with the likelier of two answers: what a model picks when it is shown both, and which it finds likelier alone, are two ways of asking.',
      ...withheldNotes(readings),
    ],
  };
}

function systemTables(system: SystemValues, one: ReadingResult): Table[] {
  const { reading, models, reliability } = one;
  const mark = `${reading}-${system.system}`;
  const alpha = reliabilityTable(system, reliability);
  return [
    sharesTable(system, models, {
      id: `chosen-${mark}`,
      title: `Share of items, read ${readWords[reading]}`,
      so: 'Share of a value’s items whose serving reply was chosen in both orders, among those with a choice; 95 % intervals over items.',
      notes: ['Wilson’s interval. Items taken by position are left out and counted below.'],
    }),
    ...boundsTables(system, one),
    { ...alpha, id: `reliability-${mark}`, title: `${alpha.title}, read ${readWords[reading]}` },
  ];
}

function answersTable({ reading, models }: ReadingResult): Table {
  const columns: Column[] = [
    { id: 'model', title: 'Model' },
    { id: 'asked', title: 'Asked', digits: 0 },
    { id: 'items', title: 'Items', digits: 0, meaning: 'With a choice' },
    { id: 'won', title: 'Serving', form: 'share', meaning: 'Over the items of all values' },
    {
      ...{ id: 'position', title: 'By position', form: 'share' },
      meaning: 'Pairs of orders in which the same letter was taken',
    },
    { id: 'first', title: 'First', form: 'share', meaning: 'Of these, the reply shown first' },
    { id: 'refused', title: 'Refused', digits: 0 },
    { id: 'unread', title: 'No choice', digits: 0 },
  ];
  return {
    id: `answers-${reading}`,
    title: `Answers, read ${readWords[reading]}`,
    part: 'choice-answers',
    columns,
    rows: models.map((one) =>
      modelRow(one, [
        ...[one.asked, one.items, cellOf(one.won), cellOf(one.position)],
        ...[one.first, one.refused, one.unread],
      ]),
    ),
    notes: [
      'A model that always takes one letter has by position 1.00 and no shares: its choices say nothing of values.',
    ],
  };
}

function itemsTable({ reading, items }: ReadingResult, values: Result['values']): Table {
  const nameOf = (id: string | null) => values.find((one) => one.id === id)?.name ?? id ?? '';
  return {
    id: `items-${reading}`,
    title: `Items, read ${readWords[reading]}`,
    so: 'Those on which all models agree come first: they do not tell models apart.',
    part: 'choice-answers',
    more: true,
    columns: [
      { id: 'item', title: 'Item' },
      { id: 'value', title: 'Value' },
      { id: 'against', title: 'Against' },
      { id: 'models', title: 'Models', digits: 0, meaning: 'With a choice' },
      { id: 'won', title: 'Serving', form: 'share', meaning: 'Share of these' },
      { id: 'position', title: 'By position', digits: 0, meaning: 'Models' },
    ],
    rows: items.map((one) => ({
      id: one.id,
      cells: [
        ...[one.id, nameOf(one.value), nameOf(one.against), one.models, one.won, one.position],
      ],
    })),
    notes: [],
  };
}
