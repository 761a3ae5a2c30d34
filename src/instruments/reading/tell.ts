/** What readings say: of each value how often texts express it, and on which side. */
import { plural, shortName } from '../../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import type { ClusteredEstimate } from './estimates.ts';
import { allTexts, type Profile } from './profile.ts';
import type { ReadingResult, Result } from './result.ts';

const part = 'reading';

export function tellReadings(result: Result): Told {
  const { readings } = result;
  return {
    headline: headlineOf(readings[0]!, result),
    parts: [
      {
        id: part,
        title: 'What texts stand for',
        lead: 'A reader says of each text which values it expresses, and whether it stands for or against them. A profile has two figures a value: how often it is expressed, and support minus oppose among the texts that express it.',
      },
      { id: 'reading-texts', title: 'How texts were read', lead: 'Answers of readers, and texts.' },
    ],
    tables: readings.flatMap((one, at) => tablesOf(one, result, at)),
    plots: [],
    notes: ['What a text says; what who wrote it does is another matter.'],
    findings: [],
  };
}

/** Tables of one reader in one system; those of the first have plain ids. */
function tablesOf(one: ReadingResult, result: Result, at: number): Table[] {
  const marked: Table[] = [
    profileTable(one, result),
    ...(one.profiles.length > 1 ? byModelTables(one, result) : []),
    answersTable(one),
    ...silentTable(one),
  ];
  const by = `${titleOf(one, result)}, read by ${shortName(one.reader)}`;
  return marked.map((table) => ({
    ...table,
    id: idOf(table.id, at),
    title: `${table.title}: ${by}`,
  }));
}

/** Ids of tables end in the place of the reading, but for the first. */
export function idOf(table: string, at: number): string {
  return at === 0 ? table : `${table}-${at + 1}`;
}

function titleOf({ system }: ReadingResult, { systems }: Result): string {
  return systems.find(({ id }) => id === system)!.title;
}

function valuesOf({ system }: ReadingResult, { systems }: Result) {
  return systems.find(({ id }) => id === system)!.values;
}

function cellOf(told: ClusteredEstimate | null): Cell {
  return told && estimateCell(told.value, told.low, told.high);
}

const clusterWords: Readonly<Record<Profile['clusters'], string>> = {
  prompts: 'Intervals are over prompts: texts that answer the same prompt count as one draw.',
  models: 'Intervals are over models: texts of one model count as one draw.',
  texts: 'Intervals are over texts, each taken as a draw of its own.',
};

function profileTable(one: ReadingResult, result: Result): Table {
  const [all] = one.profiles;
  const names = new Map(valuesOf(one, result).map(({ id, name }) => [id, name]));
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
    notes: [`${plural(all!.texts, 'text')}. ${clusterWords[all!.clusters]}`],
  };
}

/** Models × values: the two figures in tables of their own. */
function byModelTables(one: ReadingResult, result: Result): Table[] {
  const values = valuesOf(one, result);
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

function answersTable({ answers }: ReadingResult): Table {
  const count = (id: string, title: string, meaning?: string): Column => ({
    ...{ id, title, digits: 0 },
    ...(meaning === undefined ? {} : { meaning }),
  });
  return {
    id: 'reading-answers',
    title: 'Answers of the reader',
    part: 'reading-texts',
    columns: [
      { id: 'model', title: 'Texts of' },
      count('texts', 'Texts'),
      count('refused', 'Refused'),
      count('unread', 'Unread', 'Answers that hold no verdicts'),
      count('silent', 'No value', 'Texts that express no value of the system'),
      count('quoted', 'Quotations'),
      count('absent', 'Not in the text', 'Quotations that do not stand in the text'),
    ],
    rows: answers.map((one) => ({
      id: one.model,
      cells: [
        ...[shortName(one.model), one.texts, one.refused, one.unread],
        ...[one.silent, one.quoted, one.absent],
      ],
    })),
    notes: [
      'A text that was refused or not read is in no profile. A quotation that does not stand in the text shows nothing: the reader made it up, or shortened it.',
    ],
  };
}

function silentTable({ silent, answers }: ReadingResult): Table[] {
  if (silent.length === 0) return [];
  const all = answers.reduce((sum, one) => sum + one.silent, 0);
  return [
    {
      id: 'reading-silent',
      title: 'Texts that no value explains',
      part: 'reading-texts',
      more: true,
      columns: [
        { id: 'text', title: 'Text' },
        { id: 'model', title: 'Of' },
        { id: 'words', title: 'Begins' },
      ],
      rows: silent.map(({ id, name, model, text }) => ({
        id,
        cells: [name, shortName(model), beginningOf(text)],
      })),
      notes: all > silent.length ? [`The first ${silent.length} of ${all}.`] : [],
    },
  ];
}

function beginningOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}

function headlineOf(one: ReadingResult, result: Result): string {
  const [all] = one.profiles;
  const most = all!.values.toSorted(
    (a, b) => (b.expressed?.value ?? 0) - (a.expressed?.value ?? 0),
  )[0]!;
  const who = `${plural(all!.texts, 'text')}, read by ${shortName(one.reader)}`;
  if (!most.expressed || most.expressed.value === 0) return `${who}: no value is expressed`;
  const name = valuesOf(one, result).find(({ id }) => id === most.id)!.name;
  return `${who}: ${name} is expressed most often, for it in ${most.for} and against it in ${most.against}`;
}
