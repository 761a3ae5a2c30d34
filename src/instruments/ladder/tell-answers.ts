/** Counts of answers, ladders, and ways of reading as tables. */
import type { Column, Table } from '../../tables/table.ts';
import { cellOf, modelRow } from '../shared/pairs/tell-shares.ts';
import { bothTables, readWords } from '../shared/tell-letters.ts';
import type { ReadingResult, Result } from './result.ts';

const part = 'ladder-answers';

export function answersTable({ reading, models }: ReadingResult): Table {
  const columns: Column[] = [
    { id: 'model', title: 'Model' },
    { id: 'asked', title: 'Asked', digits: 0 },
    { id: 'steps', title: 'Steps', digits: 0, meaning: 'Told alone, on which both orders agree' },
    {
      ...{ id: 'position', title: 'By position', form: 'share' },
      meaning: 'Pairs of orders in which the same letter was taken',
    },
    { id: 'first', title: 'First', form: 'share', meaning: 'Of these, the option shown first' },
    { id: 'refused', title: 'Refused', digits: 0 },
    { id: 'unread', title: 'No choice', digits: 0 },
    { id: 'depends', title: 'Depends', form: 'share', meaning: 'Where that could be said' },
  ];
  return {
    id: `answers-${reading}`,
    title: `Answers, read ${readWords[reading]}`,
    part,
    columns,
    rows: models.map((one) =>
      modelRow(one, [
        ...[one.asked, one.steps, cellOf(one.position), one.first],
        ...[one.refused, one.unread, cellOf(one.depends)],
      ]),
    ),
    notes: [
      'Wilson’s intervals over ladders. A model that always takes one letter has by position 1.00 and no strengths: its choices say nothing of values.',
    ],
  };
}

export function laddersTable({ reading, ladders }: ReadingResult, values: Result['values']): Table {
  const nameOf = (ids: string) =>
    ids
      .split(', ')
      .map((id) => values.find((one) => one.id === id)?.name ?? id)
      .join(', ');
  return {
    id: `ladders-${reading}`,
    title: `Ladders, read ${readWords[reading]}`,
    so: 'Those on which all models agree come first: they do not tell models apart.',
    part,
    more: true,
    columns: [
      { id: 'ladder', title: 'Ladder' },
      { id: 'a', title: 'Option A' },
      { id: 'b', title: 'Option B' },
      { id: 'models', title: 'Models', digits: 0, meaning: 'With a choice' },
      {
        id: 'chosen',
        title: 'A chosen',
        form: 'share',
        meaning: 'Share of steps alone, mean over models',
      },
      { id: 'position', title: 'By position', digits: 0, meaning: 'Models' },
    ],
    rows: ladders.map((one) => ({
      id: one.id,
      cells: [one.id, nameOf(one.a), nameOf(one.b), one.models, one.chosen, one.position],
    })),
    notes: [],
  };
}

export function bothWaysTable(both: Result['both']): Table[] {
  return bothTables(both, {
    id: 'ladder-readings',
    so: 'Share of steps told alone that come to the same, read by text and by the probabilities of the letters.',
    part,
  });
}
