/** Shifts of own items by value, model, item, and way of reading. */
import { listOf, shortName } from '../../tables/numbers.ts';
import type { Column, Table } from '../../tables/table.ts';
import { cellOf } from '../shared/pairs/tell-shares.ts';
import type { PrimedInstrument, Result } from './score.ts';
import { marks, nameIn, shown } from './verdicts.ts';

export function ownTable(result: Result, one: PrimedInstrument): Table {
  const { shifts, unit } = shown(one);
  return {
    id: `own-${one.id}`,
    title: `Own items, ${one.title}`,
    so: 'What the items of a value do when that value is primed.',
    part: `prime-${one.id}`,
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'verdict', title: 'Verdict' },
      { id: 'sd', title: 'Shift' },
      { id: 'raw', title: 'In its unit', unit, digits: 3 },
      { id: 'rise', title: 'Raised', meaning: 'Minus plain' },
      { id: 'fall', title: 'Lowered', meaning: 'Plain minus lowered' },
      {
        ...{ id: 'specific', title: 'More than others' },
        meaning: 'Minus the mean shift of the same items when other values are primed',
      },
      { id: 'items', title: 'Items', digits: 0 },
    ],
    rows: shifts.own.map((own) => ({
      id: own.value,
      cells: [
        nameIn(result.primed, own.value),
        `${marks[own.verdict]} ${own.verdict}`,
        ...[own.sd, own.raw, own.rise, own.fall, own.specific].map(cellOf),
        own.sd?.n ?? null,
      ],
    })),
    notes: [],
  };
}

export function modelTable(result: Result, one: PrimedInstrument): Table {
  const { shifts } = shown(one);
  const columnOf = new Map(one.values.map(({ id }, at) => [id, at]));
  return {
    id: `models-${one.id}`,
    title: `Models, ${one.title}`,
    so: 'Shifts of the items of each primed value, one model at a time.',
    part: `prime-${one.id}`,
    more: true,
    columns: [
      { id: 'model', title: 'Model' },
      { id: 'all', title: 'All values' },
      ...result.primed.map(({ id, name }): Column => ({ id, title: name, heat: 1.5, faint: 0.2 })),
      { id: 'sd', title: 'SD of items', digits: 3, meaning: 'Without a prompt' },
      { id: 'missing', title: 'Missing', form: 'share' },
    ],
    rows: shifts.models.map((model) => {
      const all = cellOf(model.own.sd);
      return {
        id: model.model,
        group: model.family,
        cells: [
          shortName(model.model),
          all && { ...all, mark: marks[model.own.verdict] },
          ...result.primed.map(({ id }, v) => {
            const at = columnOf.get(id);
            return at === undefined ? null : cellOf(model.matrix[v]![at]);
          }),
          ...[model.sd, model.missing],
        ],
      };
    }),
    notes: missingNotes(one),
  };
}

function missingNotes(one: PrimedInstrument): string[] {
  const { models } = shown(one).shifts;
  const unread = models
    .filter(({ missing }) => missing > 0.05)
    .map(({ model }) => shortName(model));
  const same = models.filter(({ sd }) => sd === null).map(({ model }) => shortName(model));
  return [
    ...(unread.length > 0
      ? [
          `▲ ${listOf(unread)}: more than 5 % of the readings are missing, and not at random: a role prompt may be what makes a model refuse.`,
        ]
      : []),
    ...(same.length > 0
      ? [`▲ ${listOf(same)}: says the same of all items, so its shifts have no unit.`]
      : []),
  ];
}

export function itemTable(result: Result, one: PrimedInstrument): Table {
  const { items } = shown(one).shifts;
  return {
    id: `items-${one.id}`,
    title: `Items, ${one.title}`,
    so: 'Items that do not move with their value, or move the wrong way, come first.',
    part: `prime-${one.id}`,
    more: true,
    columns: [
      { id: 'item', title: 'Item' },
      { id: 'value', title: 'Value' },
      { id: 'verdict', title: 'Verdict' },
      { id: 'sd', title: 'Shift' },
      { id: 'rise', title: 'Raised' },
      { id: 'fall', title: 'Lowered' },
      { id: 'right', title: 'Right way', form: 'share', meaning: 'Share of models' },
      { id: 'models', title: 'Models', digits: 0 },
    ],
    rows: items.map((item) => ({
      id: item.id,
      cells: [
        ...[item.id, nameIn(result.primed, item.value)],
        `${marks[item.verdict]} ${item.verdict}`,
        ...[item.sd, item.rise, item.fall, item.right, item.models],
      ],
    })),
    notes: ['The mean over these models; no inference to others.'],
  };
}

export function figureTable(one: PrimedInstrument): Table {
  return {
    id: `figures-${one.id}`,
    title: `Ways of reading, ${one.title}`,
    so: 'Which figure of an item tells raised from lowered best: its mean shift over the standard deviation of shifts, on two halves of the items.',
    part: `prime-${one.id}`,
    more: true,
    columns: [
      { id: 'figure', title: 'Read' },
      { id: 'effect-1', title: 'Effect', group: 'first half' },
      { id: 'right-1', title: 'Right way', group: 'first half', form: 'share' },
      { id: 'items-1', title: 'Items', group: 'first half', digits: 0 },
      { id: 'effect-2', title: 'Effect', group: 'second half' },
      { id: 'right-2', title: 'Right way', group: 'second half', form: 'share' },
      { id: 'items-2', title: 'Items', group: 'second half', digits: 0 },
    ],
    rows: one.figures.map(({ id, title, shifts: { halves } }) => ({
      id,
      cells: [title, ...halves.flatMap(({ effect, right, items }) => [effect, right, items])],
    })),
    notes: ['Halves by the hash of an item’s id, so that they never change.'],
  };
}
