/** What primed instruments say: which move with the values, by how much, and what else moves. */

import { tTwoSided } from '../../statistics/distributions.ts';
import { holm } from '../../statistics/holm.ts';
import { listOf, plural, shortName } from '../../tables/numbers.ts';
import { type Column, fileTable, type Row, type Table } from '../../tables/table.ts';
import type { Told, ToldFinding } from '../contract.ts';
import { cellOf } from '../shared/pairs/tell-shares.ts';
import type { PrimedInstrument, Result } from './score.ts';
import { leastMove, type Verdict } from './shifts.ts';

const marks: Readonly<Record<Verdict, string>> = {
  moves: '✓',
  'wrong way': '✗',
  still: '○',
  'cannot tell': '?',
};

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
      `✓ moves: the interval lies above 0. ✗ wrong way: below 0. ○ still: within ±${leastMove}. ? cannot tell.`,
      'A role prompt speaks of the value. Where an instrument moves, that may be words that follow words, not a value; items share no word with the prompts of their own value.',
    ],
    findings: instruments.map((one) => finding(result, one)),
  };
}

/** The way of reading that counts. */
function shown(one: PrimedInstrument): PrimedInstrument['figures'][number] {
  return one.figures[0]!;
}

function nameIn(values: Result['primed'], id: string): string {
  return values.find((one) => one.id === id)?.name ?? id;
}

function counted({ figures }: PrimedInstrument): Record<Verdict, number> {
  const count = (verdict: Verdict) =>
    figures[0]!.shifts.own.filter((one) => one.verdict === verdict).length;
  return {
    moves: count('moves'),
    'wrong way': count('wrong way'),
    still: count('still'),
    'cannot tell': count('cannot tell'),
  };
}

const overallWords: Readonly<Record<Verdict, string>> = {
  moves: 'moves with the values',
  'wrong way': 'moves against the values',
  still: 'does not move',
  'cannot tell': 'is not shown to move',
};

function verdictText({ primed }: Result, one: PrimedInstrument): string {
  const { moves, 'wrong way': wrong } = counted(one);
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
  const { moves, 'wrong way': wrong, still } = counted(one);
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
      const { moves, 'wrong way': wrong, still, 'cannot tell': untold } = counted(one);
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

function matrix(result: Result, one: PrimedInstrument): Table {
  const { shifts, title } = shown(one);
  const values = one.values.map(({ id }) => id);
  return {
    id: `matrix-${one.id}`,
    title: `Shifts, ${one.title}`,
    so: 'Rows: the value that the prompts raise and lower. Columns: the value of the items. The diagonal is what the instrument is for, the rest are side effects.',
    part: `prime-${one.id}`,
    columns: [
      { id: 'primed', title: 'Primed' },
      ...one.values.map(({ id, name }): Column => ({ id, title: name, heat: 1.5, faint: 0.2 })),
    ],
    rows: result.primed.map(({ id, name }, v) => ({
      id,
      cells: [
        name,
        ...shifts.matrix[v]!.map(({ sd }, w) => {
          const cell = cellOf(sd);
          const { verdict } = shifts.own[v]!;
          return cell && (values[w] === id ? { ...cell, mark: marks[verdict] } : cell);
        }),
      ],
    })),
    notes: [...sideEffects(result, one), ...(one.figures.length > 1 ? [`Read ${title}.`] : [])],
  };
}

/** Those of the cells off the diagonal that hold when all of them are looked at together. */
function sideEffects(result: Result, one: PrimedInstrument): string[] {
  const { matrix: rows } = shown(one).shifts;
  const cells = result.primed.flatMap((primed, v) => {
    const others = one.values.flatMap((value, w) => {
      const sd = rows[v]![w]!.sd;
      return primed.id === value.id || !sd ? [] : [{ primed: primed.name, value: value.name, sd }];
    });
    // The spread of items is pooled over the row.
    const df = others.reduce((sum, { sd }) => sum + sd.n - 1, 0);
    return others.map((cell) => {
      const { value, se } = cell.sd;
      return { ...cell, p: se > 0 ? tTwoSided(value / se, df) : 1 };
    });
  });
  if (cells.length === 0)
    return ['Items of other values were not asked: no side effects can be told.'];
  const adjusted = holm(cells.map(({ p }) => p));
  const held = cells
    .filter((_, i) => adjusted[i]! < 0.05)
    .sort((a, b) => Math.abs(b.sd.value) - Math.abs(a.sd.value));
  if (held.length === 0) return ['No side effect holds when all of them are looked at (Holm).'];
  const told = held
    .slice(0, 5)
    .map(
      ({ primed, value, sd }) =>
        `${primed} on ${value} (${sd.value > 0 ? '+' : '−'}${Math.abs(sd.value).toFixed(2)})`,
    );
  const more = held.length > told.length ? `, and ${held.length - told.length} more` : '';
  return [`Side effects that hold when all are looked at (Holm): ${told.join(', ')}${more}.`];
}

function ownTable(result: Result, one: PrimedInstrument): Table {
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

function modelTable(result: Result, one: PrimedInstrument): Table {
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

function itemTable(result: Result, one: PrimedInstrument): Table {
  const { items } = shown(one).shifts;
  return {
    id: `items-${one.id}`,
    title: `Items, ${one.title}`,
    so: 'Items that do not move with their value, or move the wrong way, stand first.',
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

function figureTable(one: PrimedInstrument): Table {
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

function matrixFile(result: Result, one: PrimedInstrument): Table {
  const rows = one.figures.flatMap(({ id: figure, unit, shifts }) =>
    result.primed.flatMap((primed, v) =>
      one.values.map((value, w): Row => {
        const { sd, raw } = shifts.matrix[v]![w]!;
        return {
          id: `${figure} ${primed.id} ${value.id}`,
          cells: [
            ...[figure, primed.id, value.id, sd?.value ?? null, sd?.low ?? null, sd?.high ?? null],
            ...[unit, raw?.value ?? null, raw?.low ?? null, raw?.high ?? null],
            ...[(raw ?? sd)?.n ?? null, shifts.models.length],
          ],
        };
      }),
    ),
  );
  return fileTable(
    `primed-${one.id}`,
    `shifts of ${one.title} under role prompts`,
    [
      ...['figure', 'primed', 'value', 'shift', 'low', 'high'],
      ...['unit', 'raw', 'raw_low', 'raw_high', 'items', 'models'],
    ],
    rows,
  );
}
