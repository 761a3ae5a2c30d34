/** `valuelex curate <run> --second`: another person curates the same run without seeing the first curator's edits. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { discardedMark, editsOfSheet } from '../../clustering/sheet-edits.ts';
import { dropFile } from '../../drop-file.ts';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { exampleOf } from '../../report/report-clusters.ts';
import {
  type Began,
  changedSince,
  curatorFile,
  openCuratorLog,
  refuseCuratorName,
} from '../../run/curators.ts';
import { findRun } from '../../run/list-runs.ts';
import { type OpenedSession, openSession } from '../../run/open-session.ts';
import { readStudy } from '../../run/study-file.ts';
import { readTable } from '../../table-files/read-table.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf } from '../../table-files/table-file.ts';
import { csv, originalCell } from '../../tables/csv-lines.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';
import { writeGiven } from '../write-given.ts';
import { isWritable } from './open-run.ts';

export type SecondOptions = SharedOptions & { as?: string; sheet?: string; take?: string };

/** A name that no other curator of the run has. */
const unnamed = 'second';

export async function curateSecond(
  run: string,
  options: SecondOptions,
  context: CommandContext,
): Promise<void> {
  const name = options.as ?? unnamed;
  refuseCuratorName(name);
  const outside = await context.outside({ quiet: true });
  const folder = findRun(run, options.runs);
  refuseReadOnly(folder, outside);
  refuseOpenElsewhere(folder);
  await refuseOtherClusters(folder, name);
  const { sheet, take } = options;
  if (sheet === undefined && take === undefined && !context.interactive)
    throw new UserError('A run is curated in a terminal; this is not one.', {
      hint: 'Write the words to a table with --sheet <file.csv>, and take it in, filled, with --take <file.csv>.',
      exit: 'usage',
    });
  const session = await openBlind(folder, name, outside);
  // The interface closes the session.
  if (sheet === undefined && take === undefined)
    return inTerminal(session, name, outside, options, context);
  try {
    if (sheet !== undefined) writeSheet(sheet, session, context);
    if (take !== undefined) await takeSheet(take, session, context);
  } finally {
    await session.close();
  }
}

function refuseReadOnly(folder: string, outside: Outside): void {
  if (isWritable(folder, outside)) return;
  throw new UserError('This run is read-only: a second curator writes to its folder.', {
    where: folder,
    hint: 'Copy the folder among your runs, or make it writable, and curate that.',
    exit: 'disk',
  });
}

/** Attaching would show the first curator's work. */
function refuseOpenElsewhere(folder: string): void {
  const owner = lockOwner(folder);
  if (!owner) return;
  throw new UserError(
    `This run is open in another valuelex (process ${owner.pid} on ${owner.host}).`,
    {
      where: folder,
      hint: 'One person writes to a run at a time: leave it there (q), then run the same command.',
    },
  );
}

/** Refuses to replay edits on clusters that were computed differently from those they were made on. */
async function refuseOtherClusters(folder: string, name: string): Promise<void> {
  const log = openCuratorLog(curatorFile(folder, name), false);
  const { first } = log;
  await log.close();
  const change = first && changedSince(first.began, readStudy(join(folder, 'study.yaml')));
  if (!change) return;
  const begin = `valuelex curate ${shellWord(folder)} --second --as`;
  throw new UserError(
    `The clusters were computed in another way since ${name} began (${change}).`,
    {
      where: curatorFile(folder, name),
      hint: `Bring the clusters back (${bringBack(folder, first!.began)}), or start again under another name: ${begin} ${name}-2. What ${name} decided stays on disk.`,
    },
  );
}

function bringBack(folder: string, { recipe, embedding }: Began): string {
  return `valuelex recluster ${shellWord(folder)} --recipe ${recipe} --embedding ${shellWord(embedding)}, and what else differs in its study.yaml`;
}

/** A session on the log of the second curator, once its clusters are computed. Throws UserError where the run has none. */
async function openBlind(folder: string, name: string, outside: Outside): Promise<OpenedSession> {
  const file = curatorFile(folder, name);
  const isNew = !existsSync(file);
  const session = await openSession(folder, outside, {
    curator: name,
    listen: false,
    followed: false,
  });
  try {
    await session.clustered();
    const { clustering, curated } = session.getState().results;
    if (!curated)
      throw clustering && 'unavailable' in clustering
        ? new UserError(clustering.unavailable, { where: folder, hint: clustering.hint ?? '' })
        : new UserError('This run has no clusters yet.', {
            where: folder,
            hint: `Ask its models first: valuelex elicit ${shellWord(folder)}`,
          });
    session.beginCurating();
    return session;
  } catch (error) {
    await session.close();
    // A refused session leaves no log behind.
    if (isNew) dropFile(file);
    throw error;
  }
}

async function inTerminal(
  session: OpenedSession,
  name: string,
  outside: Outside,
  options: SecondOptions,
  context: CommandContext,
): Promise<void> {
  const [{ interfaceOptions }, { startInterface }] = await Promise.all([
    import('./interface-options.ts'),
    import('../../ui/start.tsx'),
  ]);
  const { folder } = session.getState();
  await startInterface({
    ...interfaceOptions(outside, options.runs, { folder, screen: 4, queue: true }),
    openRun: async () => session,
  });
  const { decisions } = session.getState().results;
  const open = (decisions?.open.length ?? 0) + (decisions?.unseen.length ?? 0);
  context.out(`${name}: ${plural(open, 'decision')} still open; every one taken is on disk.`);
  context.note(
    open > 0
      ? `To continue: valuelex curate ${shellWord(folder)} --second --as ${shellWord(name)}`
      : `How far you agree: valuelex curate ${shellWord(folder)} --agreement`,
  );
}

function writeSheet(file: string, session: OpenedSession, context: CommandContext): void {
  const { curated, lexicon, clustering } = session.getState().results;
  const counts = new Map(
    clustering && 'words' in clustering ? clustering.words.map((one) => [one.word, one]) : [],
  );
  const descriptors = new Map(lexicon?.descriptors.map((one) => [one.word, one]));
  const responses = session.responses();
  const row = (word: string, cluster: string) => [
    ...[word, counts.get(word)?.count, counts.get(word)?.models],
    exampleOf(descriptors.get(word), responses)?.text,
    cluster,
  ];
  const rows = [
    ...curated!.clusters.flatMap(({ name, words }) => words.map((word) => row(word, name))),
    ...curated!.discarded.map(({ word }) => row(word, discardedMark)),
  ];
  writeGiven(file, [...csv(['word', 'said', 'models', 'example', 'cluster'], rows)].join(''), {
    what: 'The sheet',
  });
  context.out(
    `${plural(rows.length, 'word')} in ${file}: give words that belong together one name in the column cluster; ${discardedMark} discards a word.`,
  );
}

const sheetRow = z.object({ word: z.string().min(1), cluster: z.string() });

/** Clusters of a filled sheet; the whole sheet is checked before anything is stored. Words without a cluster stay where they are. */
async function takeSheet(
  file: string,
  session: OpenedSession,
  context: CommandContext,
): Promise<void> {
  const table = await readTable(file);
  const curated = session.getState().results.curated!;
  const known = new Set([
    ...curated.clusters.flatMap(({ words }) => words),
    ...curated.discarded.map(({ word }) => word),
  ]);
  const seen = new Map<string, number>();
  const rows = rowsOf(table, sheetRow, { required: ['word', 'cluster'] }).flatMap((row) => {
    const [word, cluster] = [originalCell(row.word), originalCell(row.cluster).trim()];
    if (!known.has(word))
      throw new UserError(`${word} is not a word of this run’s clusters.`, {
        where: placeOf(table, row.line),
        hint: 'Write the sheet again with --sheet.',
      });
    if (seen.has(word))
      throw new UserError(`${word} is also in line ${seen.get(word)}.`, {
        where: placeOf(table, row.line),
        hint: 'Give each word one cluster.',
      });
    seen.set(word, row.line);
    return cluster === '' ? [] : [{ word, cluster }];
  });
  const edits = editsOfSheet(rows, curated);
  for (const edit of edits) await session.edit(edit);
  const clusters = session.getState().results.curated!.clusters.length;
  context.out(
    edits.length > 0
      ? `${plural(edits.length, 'edit')} taken in: ${plural(clusters, 'cluster')} now.`
      : 'All of it was there already.',
  );
}
