/** Results of the likelier of two answers: how often serving replies win, by how much, and how far the reply alone explains it. */
import { listOf, plural, shortName } from '../../tables/numbers.ts';
import type { Column, Row, Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import {
  cellOf,
  mostAndLeast,
  partsOf,
  reliabilityTable,
  type SystemValues,
  sharesPlot,
  sharesTable,
  systemsOf,
} from '../shared/pairs/tell-shares.ts';
import type { Result } from './score.ts';

export function tellOpposing({ values, models, items, reliability }: Result): Told {
  const systems = systemsOf('opposing', values);
  const lead =
    'Two replies to an everyday request, one that serves a value and one that does not: which does a model find likelier? Nothing is rated or parsed.';
  return {
    headline: mostAndLeast('is likelier', values, models),
    parts: [
      ...partsOf('The likelier of two answers', lead, systems),
      { id: 'opposing-reading', title: 'How likelihoods were read', lead: 'Models and items.' },
    ],
    tables: [
      ...systems.flatMap((system) => [
        sharesTable(system, models, {
          id: `won-${system.system}`,
          title: 'Share of items won',
          so: 'Share of a value’s items whose serving reply is the likelier one, with 95 % intervals over items.',
          notes: ['Wilson’s interval. .50: neither reply is preferred.'],
        }),
        preferenceTable(system, models),
        reliabilityTable(system, reliability),
      ]),
      modelTable(models),
      itemTable(items, values),
    ],
    plots: systems.flatMap((system) =>
      models.map((one) => sharesPlot(system, one, { prefix: 'won', unit: 'share of items won' })),
    ),
    notes: [
      'Half of a value’s items set it against its opposite on the circle, half against a plan that serves neither: what wins is likelier than this alternative.',
      'Compare models by the share of items won. Preferences in nats depend on how sure a model is of any text: compare them within a model.',
      ...baseNote(models),
      ...refusedNotes(models),
    ],
  };
}

const variants = [
  ['preference', 'after the request'],
  ['minusPrior', 'minus neutral'],
  ['residual', 'minus slope × neutral'],
  ['standardised', 'over the model’s SD'],
] as const;

function preferenceTable({ system, part, values }: SystemValues, models: Result['models']): Table {
  return {
    id: `preferences-${system}`,
    title: 'How much likelier',
    so: 'Log-probability of the serving minus that of the opposing reply, in nats a byte of the two.',
    part,
    more: true,
    columns: [
      { id: 'model', title: 'Model' },
      ...values.map(({ id, name }): Column => ({ id, title: name, digits: 3 })),
    ],
    rows: models.flatMap((one): Row[] =>
      variants.map(([id, title], i) => ({
        id: `${one.model} ${id}`,
        group: one.family,
        ...(i > 0 && { under: true }),
        cells: [
          i === 0 ? `${shortName(one.model)}, ${title}` : title,
          ...values.map(({ at }) => cellOf(one.values[at]![id])),
        ],
      })),
    ),
    notes: [
      'Minus neutral: less the mean of the same difference after three requests that say nothing of the matter. Minus slope × neutral: less the model’s own slope over items times that; a slope of 1 can take away the trait itself.',
      'Over the model’s SD: in standard deviations of the model’s items.',
      '± is the 95 % interval over items, their spread pooled over the model’s values.',
    ],
  };
}

function modelTable(models: Result['models']): Table {
  const hasWordings = models.some(({ wordings }) => wordings);
  const hasAcceptability = models.some(({ acceptability }) => acceptability !== null);
  const columns: Column[] = [
    { id: 'model', title: 'Model' },
    { id: 'items', title: 'Items', digits: 0 },
    { id: 'won', title: 'Won', form: 'share', meaning: 'Over the items of all values' },
    {
      ...{ id: 'slope', title: 'Slope on neutral' },
      meaning: 'Of preferences after the request on those after neutral requests, over items',
    },
    {
      ...{ id: 'prior', title: 'r with neutral', form: 'correlation' },
      meaning: 'Near 1: what is preferred follows from the replies alone, not from the request',
    },
    ...(hasWordings
      ? [{ id: 'wordings', title: 'Wordings agree', form: 'share' } satisfies Column]
      : []),
    ...(hasAcceptability
      ? [
          {
            ...{ id: 'acceptability', title: 'r with acceptability', form: 'correlation' },
            meaning: 'Of preferences with how much more acceptable the serving reply was rated',
          } satisfies Column,
        ]
      : []),
    { id: 'refused', title: 'Refused', digits: 0 },
  ];
  return {
    id: 'opposing-models',
    title: 'Models',
    part: 'opposing-reading',
    columns,
    rows: models.map((one) => ({
      id: one.model,
      group: one.family,
      cells: [
        one.base ? `${shortName(one.model)}, base form` : shortName(one.model),
        one.items,
        cellOf(one.won),
        one.slope,
        one.priorCorrelation,
        ...(hasWordings ? [cellOf(one.wordings)] : []),
        ...(hasAcceptability ? [one.acceptability] : []),
        one.refused,
      ],
    })),
    notes: [],
  };
}

function itemTable(items: Result['items'], values: Result['values']): Table {
  const nameOf = (id: string | null) => values.find((one) => one.id === id)?.name ?? id ?? '';
  const hasAcceptability = items.some(({ acceptability }) => acceptability !== null);
  return {
    id: 'items',
    title: 'Items',
    so: 'Those on which all models agree come first: they do not tell models apart.',
    part: 'opposing-reading',
    more: true,
    columns: [
      { id: 'item', title: 'Item' },
      { id: 'value', title: 'Value' },
      { id: 'against', title: 'Against' },
      { id: 'models', title: 'Models', digits: 0 },
      { id: 'won', title: 'Won', form: 'share', meaning: 'Share of models' },
      { id: 'mean', title: 'Mean', meaning: 'Of preferences over each model’s SD' },
      { id: 'between', title: 'SD over models' },
      ...(hasAcceptability
        ? [
            {
              ...{ id: 'acceptability', title: 'More acceptable' },
              meaning: 'Mean rating (1–7) of the serving minus that of the opposing reply',
            },
          ]
        : []),
    ],
    rows: items.map((one) => ({
      id: one.id,
      cells: [
        ...[one.id, nameOf(one.value), nameOf(one.against), one.models],
        ...[one.won, one.mean, one.between],
        ...(hasAcceptability ? [one.acceptability] : []),
      ],
    })),
    notes: [],
  };
}

function baseNote(models: Result['models']): string[] {
  const read = models.filter(({ base }) => base).map(({ model }) => shortName(model));
  return read.length > 0
    ? [`▲ ${listOf(read)}: read as plain text, without the chat template in which it is used.`]
    : [];
}

function refusedNotes(models: Result['models']): string[] {
  return models
    .filter(({ refused }) => refused > 0)
    .map(
      ({ model, refused }) =>
        `▲ ${shortName(model)}: a content filter refused ${plural(refused, 'request')}; these items are missing.`,
    );
}
