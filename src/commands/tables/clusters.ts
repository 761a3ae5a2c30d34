/** `valuelex clusters`: the clusters of a run, or of a file of words. */
import * as z from 'zod';
import { copheneticOfWords } from '../../clustering/average-link.ts';
import { clusterWords } from '../../clustering/clustering.ts';
import type { Cluster, Clustering, ClusterMethod } from '../../clustering/clusters.ts';
import { newestRecipe } from '../../clustering/recipe-numbers.ts';
import { spaceByRecipe } from '../../clustering/recipes.ts';
import { UserError } from '../../errors.ts';
import { createNormaliser } from '../../lexicon/normalise.ts';
import { isComputed } from '../../run/derive/stage.ts';
import { columnNamed } from '../../table-files/column-names.ts';
import { isGap, isLabelGap } from '../../table-files/gaps.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { readTable } from '../../table-files/read-table.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, quoteCell, type Table } from '../../table-files/table-file.ts';
import { plural, share } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { refuseWhere } from '../file-options.ts';
import { isTableFile } from '../is-table-file.ts';
import { plainTable } from '../plain-table.ts';
import { printNotes } from '../print-notes.ts';
import { progressMeter } from '../progress-meter.ts';
import { printPart } from '../runs/lens.ts';
import { withRunUntil } from '../runs/open-run.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { namedEmbedder } from './named-embedder.ts';

export type ClustersOptions = SharedOptions &
  TableCommandOptions & {
    where?: string[];
    k?: number;
    method: ClusterMethod;
    embedding: string;
    seed: number;
  };

const wordRow = z.object({
  word: z.string().trim(),
  frequency: z.string().default(''),
});

/** Names of the columns of words and of frequencies. */
const wordNames = ['word', 'words', 'descriptor', 'descriptors', 'value', 'term'];
const frequencyNames = [
  'frequency',
  'freq',
  'count',
  'counts',
  'n',
  'times',
  'mentions',
  'occurrences',
];

/** The words of a file with their frequencies, spellings of one word together. */
type WordList = { counts: Map<string, number>; notes: string[] };

/** One row per cluster. */
export async function clusters(
  source: string,
  options: ClustersOptions,
  context: CommandContext,
): Promise<void> {
  const { where } = options;
  if (isTableFile(source, options.runs)) {
    refuseWhere(source, where);
    await clustersOfFile(source, options, context);
    return;
  }
  if (where) {
    await withRunUntil(source, 'name', options, context, (session) =>
      printPart(session, where, ['clusters'], options, context),
    );
    return;
  }
  await withRunUntil(
    source,
    'name',
    options,
    context,
    (session) => {
      const { curated, clustering } = session.getState().results;
      if (!curated) {
        if (clustering && !isComputed(clustering))
          throw new UserError(clustering.unavailable, {
            ...(clustering.hint === null ? {} : { hint: clustering.hint }),
          });
        throw new UserError('There are no clusters yet: there are no answers.');
      }
      if (options.json)
        context.out(
          JSON.stringify(
            {
              k: curated.clusters.length,
              space: isComputed(clustering) ? clustering.space : null,
              suggestedK: isComputed(clustering) ? clustering.suggestedK : null,
              quality: isComputed(clustering) ? clustering.quality : [],
              copheneticCorrelation: isComputed(clustering) ? copheneticOf(clustering) : null,
              clusters: curated.clusters,
              discarded: curated.discarded,
              edits: curated.applied.map((edit) => edit.text),
              unplaced: curated.unplaced,
            },
            null,
            1,
          ),
        );
      else {
        context.out(clusterTable(curated.clusters));
        if (curated.discarded.length > 0)
          context.out(`\nDiscarded: ${curated.discarded.map(({ word }) => word).join(', ')}`);
        if (curated.unplaced.length > 0)
          context.note(`${curated.unplaced.length} edits find no cluster of theirs any more.`);
        if (isComputed(clustering)) context.note(`Before edits: ${fitLine(clustering)}`);
      }
    },
    'clusters',
  );
}

async function clustersOfFile(
  source: string,
  options: ClustersOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const table = await readTable(source, tableOptionsOf(options));
  const { counts, notes } = readWords(table, createNormaliser(await outside.wordNet()));
  printNotes({ notes }, context);
  const words = [...counts].map(([word, count]) => ({ word, count, models: 1 }));
  if (words.length < 2)
    throw new UserError(`Clusters need at least 2 words; there is ${words.length}.`, {
      where: source,
      hint: 'Add rows with other words.',
    });
  const { embedder, embedding } = await namedEmbedder(outside, options.embedding);
  const meter = progressMeter(context);
  try {
    const space = await spaceByRecipe(
      newestRecipe(embedding),
      words.map(({ word }) => word),
      embedder,
      outside,
      { onProgress: (done, of) => meter.step('embedding texts', done, of) },
    );
    const found = clusterWords(words, space, {
      method: options.method,
      seed: options.seed,
      ...(options.k === undefined ? {} : { k: options.k }),
    });
    if (options.json) {
      const { similarity: _, map: _map, words: _words, ...rest } = found;
      const all = { ...rest, copheneticCorrelation: copheneticOf(found), notes };
      context.out(JSON.stringify(all, null, 1));
      return;
    }
    context.out(clusterTable(found.clusters));
    context.note(
      `${words.length} words, ${found.clusters.length} clusters (${found.suggestedK} by the cut rule); ${found.space}, ${found.method}.`,
    );
    context.note(fitLine(found));
  } finally {
    meter.end();
    await embedder.close();
  }
}

/**
 * Words that differ in case, spelling, or form are one word, as in answers. Without a column of
 * frequencies each row counts once; an empty frequency is 0. Notes say so, and which words were merged.
 * Throws UserError for an invalid frequency.
 */
function readWords(table: Table, normalise: ReturnType<typeof createNormaliser>): WordList {
  const [words, column] = [wordNames, frequencyNames].map((names) =>
    names.map((one) => columnNamed(table, one)).find((name) => name !== undefined),
  );
  const map = {
    ...(words === undefined ? {} : { word: words }),
    ...(column === undefined ? {} : { frequency: column }),
  };
  const all = rowsOf(table, wordRow, { required: ['word'], optional: ['frequency'], map });
  const rows = all.filter(({ word }) => !isLabelGap(word, table.options.gaps));
  const style = numberStyle(table);
  const notes = [...table.notes, ...(column === undefined ? [] : style.notes)];
  if (column === undefined) notes.push('there is no column frequency: each row counts once');
  const counts = new Map<string, number>();
  const written = new Map<string, Set<string>>();
  const blank: string[] = [];
  for (const { word: raw, frequency, line } of rows) {
    const given = column === undefined ? '1' : frequency;
    if (isGap(given, table.options.gaps)) blank.push(`${raw} (${placeOf(table, line)})`);
    const count = isGap(given, table.options.gaps) ? 0 : style.numberOf(given, column ?? '');
    if (!(count >= 0) || !Number.isFinite(count))
      throw new UserError(`${column}: ${quoteCell(given)} is not a number from 0 up.`, {
        where: placeOf(table, line),
        hint: 'A frequency says how often a word was said.',
      });
    const word = normalise(raw).word || raw;
    counts.set(word, (counts.get(word) ?? 0) + count);
    written.set(word, (written.get(word) ?? new Set()).add(raw));
  }
  const wordless = all.length - rows.length;
  if (wordless > 0)
    notes.push(
      `${plural(wordless, 'row')} without a word ${wordless === 1 ? 'is' : 'are'} left out`,
    );
  if (blank.length > 0)
    notes.push(
      `no frequency, counted 0 times: ${blank.slice(0, 5).join(', ')}${blank.length > 5 ? `, and ${blank.length - 5} more` : ''}`,
    );
  const merged = [...written].filter(([, forms]) => forms.size > 1);
  if (merged.length > 0)
    notes.push(
      `taken as one word: ${merged.map(([word, forms]) => `${word} (${[...forms].join(', ')})`).join('; ')}`,
    );
  const renamed = [...written].flatMap(([word, forms]) =>
    forms.size === 1 && ![...forms].includes(word) ? [`${[...forms][0]} → ${word}`] : [],
  );
  if (renamed.length > 0) notes.push(`normalised: ${renamed.join(', ')}`);
  return { counts, notes };
}

/** k-means has no tree to compare with the distances. */
function copheneticOf({ method, similarity, words }: Clustering): number | null {
  return method === 'k-means' ? null : copheneticOfWords(similarity, words.length, method);
}

/** How well the clusters are separated, and how well their tree keeps the distances. */
function fitLine(found: Clustering): string {
  const at = found.quality.find(({ k }) => k === found.k);
  const parts = [
    `silhouette ${share(at?.silhouette ?? null)}`,
    `stability ${share(at?.stability ?? null)}`,
    `cophenetic correlation ${share(copheneticOf(found))}`,
  ];
  return `${parts.join(', ')} (k ${found.k}).`;
}

function clusterTable(found: readonly Cluster[]): string {
  return plainTable(
    ['cluster', { title: 'said', align: 'right' }, { title: 'cohesion', align: 'right' }, 'words'],
    found.map((cluster) => [
      cluster.name,
      String(cluster.count),
      share(cluster.cohesion),
      cluster.words.join(', '),
    ]),
  );
}
