import * as z from 'zod';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import type { PersonText } from '../../instruments/contract.ts';
import { type Annotating, calibrateRun, openAnnotating } from '../../run/instruments/annotate.ts';
import { findRun } from '../../run/list-runs.ts';
import { isGap } from '../../table-files/gaps.ts';
import { readTable } from '../../table-files/read-table.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf } from '../../table-files/table-file.ts';
import { csv } from '../../tables/csv-lines.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';
import { writeGiven } from '../write-given.ts';
import { writableRun } from './open-run.ts';

export type AnnotateOptions = SharedOptions & {
  /** Who rates. */
  as: string;
  system?: string;
  count: number;
  sheet?: string;
  take?: string;
  calibrate?: 'people' | 'anchors';
};

const columns = ['id', 'value', 'definition', 'against', 'beginning', 'ending', 'rating'];

export async function annotate(
  name: string,
  options: AnnotateOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folder = await writableRun(findRun(name, options.runs), options, outside, context);
  if (options.calibrate !== undefined) {
    await calibrateRun(folder, options.calibrate, outside);
    context.out(
      options.calibrate === 'people'
        ? 'The scales are calibrated on people’s ratings now.'
        : 'The scales are calibrated on the exam’s anchors again.',
    );
    context.note(`See: valuelex scores ${shellWord(folder)}`);
    return;
  }
  const { as: person, system, count } = options;
  const annotating = openAnnotating(folder, { person, system, count }, outside);
  try {
    if (options.sheet !== undefined) writeSheet(options.sheet, annotating, context);
    else if (options.take !== undefined) await takeSheet(options.take, annotating, context);
    else await rateInTerminal(annotating, person, folder, outside, context);
  } finally {
    await annotating.close();
  }
}

async function rateInTerminal(
  annotating: Annotating,
  person: string,
  folder: string,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  if (!context.interactive)
    throw new UserError('Texts are rated in a terminal; this is not one.', {
      hint: 'Write them to a table with --sheet <file.csv>, and take the ratings in with --take <file.csv>.',
      exit: 'usage',
    });
  const { startAnnotating } = await import('../../ui/annotate/annotate.tsx');
  await startAnnotating({ annotating, person, now: outside.now });
  const done = ratedOf(annotating);
  const { length } = annotating.texts;
  context.out(`${person} has rated ${done} of ${plural(length, 'text')}; every rating is on disk.`);
  context.note(
    done < length
      ? `To continue: valuelex annotate ${shellWord(folder)} --as ${shellWord(person)}`
      : `See: valuelex scores ${shellWord(folder)}`,
  );
}

const ratedOf = ({ texts, said }: Annotating) => {
  const known = said();
  return texts.filter(({ id }) => known.has(id)).length;
};

function writeSheet(file: string, { texts, said }: Annotating, context: CommandContext): void {
  const known = said();
  const row = (one: PersonText) => [
    ...[one.id, one.value, one.definition, one.against, one.asked, one.text],
    known.get(one.id) ?? null,
  ];
  writeGiven(file, [...csv(columns, texts.map(row))].join(''), { what: 'The sheet' });
  context.out(
    `${plural(texts.length, 'text')} to rate in ${file}: fill the column rating with 0 to 6.`,
  );
}

const sheetRow = z.object({ id: z.string().trim().min(1), rating: z.string() });

/** Ratings of a filled sheet; the whole sheet is checked before anything is stored. Empty cells are left out. */
async function takeSheet(
  file: string,
  annotating: Annotating,
  context: CommandContext,
): Promise<void> {
  const table = await readTable(file);
  const rows = rowsOf(table, sheetRow, { required: ['id', 'rating'] });
  const texts = new Map(annotating.texts.map((text) => [text.id, text]));
  const known = annotating.said();
  const given = rows.flatMap(({ id, rating, line }) => {
    const text = texts.get(id);
    if (!text)
      throw new UserError(`${id} is not a text of this run that people rate.`, {
        where: placeOf(table, line),
        hint: 'Write the sheet again with --sheet, with the same --count and --system.',
      });
    if (isGap(rating)) return [];
    if (!/^[0-6](?:\.0+)?$/.test(rating.trim()))
      throw new UserError(`The rating ${rating.trim()} is not one of 0, 1, 2, 3, 4, 5, 6.`, {
        where: `${placeOf(table, line)}, column rating`,
      });
    return [{ text, rating: Number(rating) }];
  });
  const fresh = given.filter(({ text, rating }) => known.get(text.id) !== rating);
  for (const { text, rating } of fresh) await annotating.rate(text, rating, null);
  context.out(
    `${plural(fresh.length, 'rating')} taken in; ${given.length - fresh.length} were there already.`,
  );
}
