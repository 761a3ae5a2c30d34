/** The respondent × cluster, or response × cluster, matrix. */
import type { Cluster } from '../../clustering/clusters.ts';
import { holdersOf } from '../../clustering/holders.ts';
import { UserError } from '../../errors.ts';
import { oddEvenReliability } from '../../factor-analysis/replication.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import type { Study } from '../study.ts';

export type Matrix = {
  unit: 'respondents' | 'responses';
  rowNames: string[];
  /** The model of each row. */
  models: string[];
  columns: Cluster[];
  /** rows × columns: the share of the row's answered prompts that name the cluster (or as `cell` says). */
  cells: number[][];
  /** Mean number of descriptors per answer: in each column, and outside all columns. */
  words: { columns: number[][]; elsewhere: number[] };
  /** Odd–even over prompts, Spearman–Brown; null where it cannot be computed. */
  reliability: (number | null)[];
  dropped: { cluster: string; why: string }[];
};

/**
 * A column named in fewer rows than this, or than this share of them, is left out: two rare words in one
 * answer correlate highly and form a factor of their own.
 */
const leastRows = 3;
const leastShare = 0.03;

/** A matrix of respondents is preferred if it has at least this many rows per column. */
const rowsPerColumn = 3;

/**
 * With more responses than this, rows are respondents: rows of single responses would fill the memory and give the
 * same result.
 */
const mostResponses = 20_000;

/** The input of a matrix: the columns of a lexicon, and the ids of answers by position. */
export type MatrixAnswers = { columns: AnswerColumns; idAt(place: number): string };

/**
 * Refusals are not in the denominator; a respondent who refused everything is not a row. Columns are the
 * most named clusters, at most a third of the rows by default, without the rare ones and those that do not vary. Throws UserError
 * when fewer than three columns are left, and for more than 20,000 responses as rows.
 */
export function buildMatrix(
  answers: MatrixAnswers,
  clusters: readonly Cluster[],
  settings: Study['factors'],
  /** The most columns. */
  mostColumns?: number,
): Matrix {
  const wanted = clusters.filter((cluster) => cluster.count >= leastRows);
  const tally = tallyRows(answers, clusters, settings.rows, wanted.length);
  const { unit, order: rowOrder, rowNames } = tally;
  const models = rowOrder.map((row) => tally.models[row]!);
  const share = (row: number, cluster: number, odd?: boolean) => {
    const at = row * clusters.length + cluster;
    const hits = tally.hits[at]!;
    const oddHits = tally.oddHits[at]!;
    if (odd === undefined) return cellOf(hits, tally.answers[row]!, settings.cell);
    return odd
      ? cellOf(oddHits, tally.odd[row]!, settings.cell)
      : cellOf(hits - oddHits, tally.answers[row]! - tally.odd[row]!, settings.cell);
  };
  const most = mostColumns ?? Math.max(3, Math.floor(rowNames.length / 3));
  const least = Math.max(leastRows, Math.ceil(leastShare * rowOrder.length));
  const dropped: Matrix['dropped'] = [];
  const kept: number[] = [];
  const order = clusters
    .map((_, i) => i)
    .sort((a, b) => clusters[b]!.count - clusters[a]!.count || a - b);
  const cellsOf = new Map<number, number[]>();
  for (const i of order) {
    const { name } = clusters[i]!;
    let naming = 0;
    for (const row of rowOrder) if (tally.hits[row * clusters.length + i]! > 0) naming += 1;
    if (naming < least)
      dropped.push({
        cluster: name,
        why: `named in ${naming} of ${rowOrder.length} rows; ${least} are needed`,
      });
    else if (kept.length >= most)
      dropped.push({ cluster: name, why: `beyond a third of the ${rowNames.length} rows` });
    else {
      const column = rowOrder.map((row) => share(row, i));
      if (column.every((value) => value === column[0]))
        dropped.push({ cluster: name, why: 'the same in every row' });
      else {
        kept.push(i);
        cellsOf.set(i, column);
      }
    }
  }
  if (kept.length < 3)
    throw new UserError(
      `A factor analysis needs at least 3 clusters that vary between ${unit}; there ${kept.length === 1 ? 'is 1' : `are ${kept.length}`}.`,
      {
        hint: 'Ask more models, settings, or prompts; or make more clusters (← → on the clusters screen).',
      },
    );
  const columns = kept.map((i) => clusters[i]!);
  const wordsIn = rowOrder.map((row) =>
    kept.map((i) => tally.mentions[row * clusters.length + i]! / tally.answers[row]!),
  );
  return {
    unit,
    rowNames,
    models,
    columns,
    cells: rowNames.map((_, r) => kept.map((i) => cellsOf.get(i)![r]!)),
    words: {
      columns: wordsIn,
      elsewhere: rowOrder.map(
        (row, r) =>
          tally.words[row]! / tally.answers[row]! - wordsIn[r]!.reduce((sum, x) => sum + x, 0),
      ),
    },
    reliability:
      unit === 'respondents'
        ? oddEvenReliability(
            rowOrder.map((row) => kept.map((i) => share(row, i, true))),
            rowOrder.map((row) => kept.map((i) => share(row, i, false))),
          )
        : columns.map(() => null),
    dropped,
  };
}

type Tally = {
  unit: Matrix['unit'];
  /** Rows in the order of their names, and these names. */
  order: number[];
  rowNames: string[];
  models: string[];
  /** By row: answers that are not refusals, those among them to every other prompt, and all descriptors. */
  answers: Uint32Array;
  odd: Uint32Array;
  words: Uint32Array;
  /** rows × clusters: answers that name the cluster, and those among them to every other prompt. */
  hits: Uint32Array;
  oddHits: Uint32Array;
  /** rows × clusters: descriptors in the cluster. */
  mentions: Uint32Array;
};

/** Counts answer by answer, so that a million answers need no more memory than their respondents. */
function tallyRows(
  { columns, idAt }: MatrixAnswers,
  clusters: readonly Cluster[],
  rows: Study['factors']['rows'],
  wanted: number,
): Tally {
  const { words, first, named, refused, respondent, prompt } = columns;
  const counts = (place: number) => refused[place] === 0;
  const isOdd = oddPrompts(columns.prompts);
  const spoke = new Uint8Array(columns.respondents.length);
  let answered = 0;
  for (let place = 0; place < refused.length; place++)
    if (counts(place)) {
      spoke[respondent[place]!] = 1;
      answered += 1;
    }
  const respondents = spoke.reduce((sum, one) => sum + one, 0);
  const unit =
    rows !== 'auto'
      ? rows
      : respondents >= rowsPerColumn * Math.max(3, wanted)
        ? 'respondents'
        : 'responses';
  if (unit === 'responses' && answered > mostResponses)
    throw new UserError(
      `A factor analysis of responses takes at most ${mostResponses} of them; there are ${answered}.`,
      {
        hint: `Set factors.rows to respondents in study.yaml (there are ${respondents}), or ask more models or settings.`,
      },
    );
  const count = unit === 'respondents' ? columns.respondents.length : answered;
  const tally = {
    answers: new Uint32Array(count),
    odd: new Uint32Array(count),
    words: new Uint32Array(count),
    hits: new Uint32Array(count * clusters.length),
    oddHits: new Uint32Array(count * clusters.length),
    mentions: new Uint32Array(count * clusters.length),
  };
  const names: string[] = unit === 'respondents' ? [...columns.respondents] : [];
  const models: string[] = unit === 'respondents' ? [...columns.models] : [];
  const clusterOf = holdersOf(clusters);
  const clusterAt = Int32Array.from(words, (word) => clusterOf.get(word) ?? -1);
  /** The answer that last named each cluster: one that names it twice counts once. */
  const last = new Int32Array(clusters.length).fill(-1);
  for (let place = 0; place < refused.length; place++) {
    if (!counts(place)) continue;
    let row = respondent[place]!;
    if (unit === 'responses') {
      row = names.length;
      names.push(idAt(place));
      models.push(columns.models[respondent[place]!]!);
    }
    const odd = isOdd[prompt[place]!]!;
    const end = first[place + 1]!;
    tally.answers[row]! += 1;
    tally.odd[row]! += odd;
    tally.words[row]! += end - first[place]!;
    for (let at = first[place]!; at < end; at++) {
      const cluster = clusterAt[named[at]!]!;
      if (cluster < 0) continue;
      tally.mentions[row * clusters.length + cluster]! += 1;
      if (last[cluster] === place) continue;
      last[cluster] = place;
      tally.hits[row * clusters.length + cluster]! += 1;
      tally.oddHits[row * clusters.length + cluster]! += odd;
    }
  }
  const order = names
    .map((_, row) => row)
    .filter((row) => tally.answers[row]! > 0)
    .sort((a, b) => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : 0));
  return { ...tally, unit, order, rowNames: order.map((row) => names[row]!), models };
}

/** 1 for every other prompt in the order of their names, beginning with the first. */
function oddPrompts(prompts: readonly string[]): Uint8Array {
  const sorted = [...prompts].sort();
  return Uint8Array.from(prompts, (prompt) => 1 - (sorted.indexOf(prompt) % 2));
}

function cellOf(hits: number, of: number, kind: Study['factors']['cell']): number {
  switch (kind) {
    case 'share':
      return of > 0 ? hits / of : Number.NaN;
    case 'logit':
      return Math.log((hits + 0.5) / (of - hits + 0.5));
    case 'binary':
      return hits > 0 ? 1 : 0;
    case 'count':
      return hits;
  }
}
