/** The results of readings: how often texts express each value, and on which side. */
import { listOf, percent, plural, shortName } from '../../tables/numbers.ts';
import type { Plot, Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import type { ReadingResult, Result } from './result.ts';
import { examTable } from './tell-exam.ts';
import { groupFindings, groupsTable } from './tell-groups.ts';
import { byModelTables, profilePlots, profileTable, targetTable } from './tell-profiles.ts';
import { answersTable, silentTable } from './tell-texts.ts';
import { whyUnproven } from './why-unproven.ts';

export function tellReadings(result: Result): Told {
  const { readings } = result;
  const [first] = readings as [ReadingResult, ...ReadingResult[]];
  return {
    headline: headlineOf(first, result),
    parts: [
      {
        id: 'reading',
        title: 'What texts stand for',
        lead: 'A reader says of each text which values it expresses, and whether it stands for or against them. A profile has two figures a value: how often it is expressed, and support minus oppose among the texts that express it.',
      },
      {
        id: 'reading-groups',
        title: 'What distinguishes the texts',
        lead: 'Groups of texts compared on each value, within prompts.',
      },
      {
        id: 'reading-exam',
        title: 'How far readers can be believed',
        lead: 'Readers read texts whose standing is known: for a value, against it, and silent on it, in answer to one prompt.',
      },
      { id: 'reading-texts', title: 'How texts were read', lead: 'Answers of readers, and texts.' },
    ],
    tables: readings.flatMap((one, at) => tablesOf(one, result, at)),
    plots: readings.flatMap((one, at) => plotsOf(one, result, at)),
    notes: ['A profile describes what texts say, not what their writers do.'],
    findings: groupFindings(first, valuesOf(first, result)),
  };
}

/** Tables of one reader in one system; those of the first have plain ids. */
function tablesOf(one: ReadingResult, result: Result, at: number): Table[] {
  const values = valuesOf(one, result);
  const why = whyUnproven(one);
  const verdicts = [
    profileTable(one, values),
    ...byModelTables(one, values),
    ...groupsTable(one, values),
    ...targetTable(one),
  ].map((table) => ({ ...table, notes: [...(why ? [`▲ ${why.sentence}`] : []), ...table.notes] }));
  return [...verdicts, ...examTable(one), answersTable(one), ...silentTable(one)].map((table) => ({
    ...table,
    id: idAt(table.id, at),
    title: `${table.title}: ${byWhom(one, result)}`,
  }));
}

function plotsOf(one: ReadingResult, result: Result, at: number): Plot[] {
  return profilePlots(one, valuesOf(one, result)).map((plot) => ({
    ...plot,
    id: idAt(plot.id, at),
    title: `${plot.title}: ${byWhom(one, result)}`,
  }));
}

/** Ids end in the number of the reading, except those of the first. */
export function idAt(id: string, at: number): string {
  return at === 0 ? id : `${id}-${at + 1}`;
}

function byWhom({ system, reader }: ReadingResult, { systems }: Result): string {
  return `${systems.find(({ id }) => id === system)!.title}, read by ${shortName(reader)}`;
}

function valuesOf({ system }: ReadingResult, { systems }: Result) {
  return systems.find(({ id }) => id === system)!.values;
}

function headlineOf(one: ReadingResult, result: Result): string {
  const [all] = one.profiles;
  const share = Math.max(...all!.values.map(({ expressed }) => expressed?.value ?? 0));
  const who = `${plural(all!.texts, 'text')}, read by ${shortName(one.reader)}`;
  if (share === 0) return `${who}: no value is expressed`;
  const most = all!.values.filter(({ expressed }) => expressed?.value === share);
  const names = most.map(({ id }) => valuesOf(one, result).find((value) => value.id === id)!.name);
  const [first] = most as [(typeof most)[number], ...typeof most];
  if (most.length > 1)
    return `${who}: ${most.length > 3 ? `${most.length} values` : listOf(names)} are expressed most often, each in ${percent(share)} of the texts`;
  return `${who}: ${names[0]} is expressed most often (for it: ${plural(first.for, 'text')}, against it: ${first.against})`;
}
