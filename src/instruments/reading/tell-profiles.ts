/** Profiles as tables and plots. */
import { plural, shortName } from '../../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Plot, type Table } from '../../tables/table.ts';
import type { ClusteredEstimate } from '../shared/share-over-clusters.ts';
import { allTexts, type Profile } from './profile.ts';
import type { ReadingResult } from './result.ts';

const part = 'reading';

type Value = { id: string; name: string };

function cellOf(estimate: ClusteredEstimate | null): Cell {
  return estimate && estimateCell(estimate.value, estimate.low, estimate.high);
}

const clusterWords: Readonly<Record<Profile['clusters'], string>> = {
  prompts: 'Intervals are over prompts: texts that answer the same prompt count as one draw.',
  models: 'Intervals are over models: texts of one model count as one draw.',
  texts: 'Intervals are over texts, each taken as a draw of its own.',
};

export function profileTable(one: ReadingResult, values: readonly Value[]): Table {
  const [all] = one.profiles;
  const names = new Map(values.map(({ id, name }) => [id, name]));
  const count = (id: string, title: string): Column => ({ id, title, digits: 0 });
  return {
    id: 'reading-profile',
    title: 'Profile of all texts',
    part,
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'expressed', title: 'Expressed', form: 'share', meaning: 'Share of texts' },
      {
        ...{ id: 'side', title: 'Support − oppose', form: 'correlation' },
        meaning: 'Among texts that express it, −1…1',
      },
      {
        ...{ id: 'product', title: 'Product', form: 'correlation' },
        meaning: 'Of the two: support minus oppose among all texts',
      },
      ...[count('for', 'For'), count('against', 'Against'), count('unclear', 'Unclear')],
      { id: 'strength', title: 'Strength', meaning: 'Mean of 1–3, of texts that express it' },
    ],
    rows: all!.values.map((value) => ({
      id: value.id,
      cells: [
        names.get(value.id)!,
        ...[cellOf(value.expressed), cellOf(value.side), value.product],
        ...[value.for, value.against, value.unclear, value.strength],
      ],
    })),
    notes: [
      ...unreadNote(one, values),
      `${plural(all!.texts, 'text')}. ${clusterWords[all!.clusters]}`,
    ],
  };
}

/** The values that a trained reader does not know. */
function unreadNote({ trained }: ReadingResult, values: readonly Value[]): string[] {
  const left = values.filter(({ id }) => trained && !trained.values.includes(id));
  return left.length > 0
    ? [
        `It does not read ${left.map(({ name }) => name).join(', ')}: too few of its training texts express these.`,
      ]
    : [];
}

/** Models × values: each of the two figures in a table of its own. */
export function byModelTables(one: ReadingResult, values: readonly Value[]): Table[] {
  if (one.profiles.length < 2) return [];
  const models = one.profiles.filter(({ who }) => who !== allTexts);
  const table = (
    about: Pick<Table, 'id' | 'title'>,
    form: Column['form'],
    figure: (value: Profile['values'][number]) => ClusteredEstimate | null,
  ): Table => ({
    ...about,
    part,
    columns: [
      { id: 'model', title: 'Model' },
      { id: 'texts', title: 'Texts', digits: 0 },
      ...values.map(({ id, name }): Column => ({ id, title: name, ...(form && { form }) })),
    ],
    rows: models.map(({ who, texts, values: own }) => ({
      id: who,
      cells: [shortName(who), texts, ...own.map((value) => cellOf(figure(value)))],
    })),
    notes: [clusterWords[models[0]!.clusters]],
  });
  return [
    table(
      { id: 'reading-expressed', title: 'How often values are expressed' },
      'share',
      ({ expressed }) => expressed,
    ),
    table(
      { id: 'reading-side', title: 'Support minus oppose, among texts that express the value' },
      'correlation',
      ({ side }) => side,
    ),
  ];
}

/** The two figures of all texts, each as a plot. */
export function profilePlots(one: ReadingResult, values: readonly Value[]): Plot[] {
  const [all] = one.profiles;
  const names = new Map(values.map(({ id, name }) => [id, name]));
  const plot = (
    about: Pick<
      Extract<Plot, { kind: 'dots' }>,
      'id' | 'title' | 'unit' | 'form' | 'scale' | 'reference'
    >,
    figure: (value: Profile['values'][number]) => ClusteredEstimate | null,
  ): Plot => ({
    ...about,
    ...{ kind: 'dots', part },
    rows: all!.values.flatMap((value) => {
      const estimate = figure(value);
      if (!estimate) return [];
      const { low, high } = estimate;
      return [{ label: names.get(value.id)!, value: estimate.value, low, high }];
    }),
  });
  return [
    plot(
      {
        ...{ id: 'reading-expressed-plot', title: 'How often values are expressed' },
        ...{ unit: 'share of texts', form: 'share', scale: { low: 0, high: 1 } },
      },
      ({ expressed }) => expressed,
    ),
    plot(
      {
        ...{ id: 'reading-side-plot', title: 'Support minus oppose' },
        ...{ unit: 'among texts that express the value', form: 'correlation' },
        ...{
          scale: { low: -1, high: 1 },
          reference: { value: 0, name: 'as often against as for' },
        },
      },
      ({ side }) => side,
    ),
  ];
}

/** How far profiles are from the target. */
export function targetTable({ target }: ReadingResult): Table[] {
  if (!target) return [];
  return [
    {
      id: 'reading-target',
      title: 'Distance to the target profile',
      part,
      columns: [
        { id: 'who', title: 'Texts of' },
        { id: 'error', title: 'Mean error', meaning: 'Absolute, on the scale of the target' },
        { id: 'rank', title: 'Spearman’s ρ', form: 'correlation', meaning: 'Over values' },
        { id: 'values', title: 'Values', digits: 0 },
      ],
      rows: target.map(({ who, error, rank, values }) => ({
        id: who,
        cells: [shortName(who), error, rank, values.length],
      })),
      notes: [
        'Support minus oppose among all texts, put on the target’s scale: its low end stands for always against, its high end for always for.',
      ],
    },
  ];
}
