/** The respondent × cluster, or response × cluster, matrix. */
import type { Cluster } from '../../clustering/clusters.ts';
import { UserError } from '../../errors.ts';
import { oddEvenReliability } from '../../factor-analysis/replication.ts';
import type { AnswerText, Lexicon } from '../../lexicon/lexicon.ts';
import type { Study } from '../study.ts';

export type Matrix = {
  unit: 'respondents' | 'responses';
  rowNames: string[];
  /** The model of each row. */
  models: string[];
  columns: Cluster[];
  /** rows × columns: the share of the row's answered prompts that name the cluster (or as `cell` says). */
  cells: number[][];
  /** Mean number of descriptors per answer, one a row. */
  wordsPerAnswer: number[];
  /** Odd–even over prompts, Spearman–Brown; null where it cannot be told. */
  reliability: (number | null)[];
  dropped: { cluster: string; why: string }[];
};

/**
 * A column named in fewer rows than this, or than this share of them, is left out: two rare words that
 * meet in one answer correlate highly and make a factor of their own.
 */
const leastRows = 3;
const leastShare = 0.03;

/** Rows per column that a matrix of respondents must have to be preferred. */
const rowsPerColumn = 3;

/**
 * Refusals are not in the denominator; a respondent who refused everything is no row. Columns are the
 * most named clusters, at most a third of the rows, without the rare ones and those that do not vary. Throws UserError
 * when fewer than three columns are left.
 */
export function buildMatrix(
  lexicon: Lexicon,
  answers: readonly AnswerText[],
  clusters: readonly Cluster[],
  settings: Study['factors'],
): Matrix {
  const info = new Map(answers.map((answer) => [answer.id, answer]));
  const answered = lexicon.answers.filter((answer) => !answer.refused && info.has(answer.id));
  const respondents = new Set(answered.map((answer) => info.get(answer.id)!.respondent));
  const wanted = clusters.filter((cluster) => cluster.count >= leastRows);
  const unit =
    settings.rows === 'auto'
      ? respondents.size >= rowsPerColumn * Math.max(3, wanted.length)
        ? 'respondents'
        : 'responses'
      : settings.rows;
  const clusterOf = new Map(
    clusters.flatMap((cluster, i) => cluster.words.map((word) => [word, i] as const)),
  );
  const groups = Map.groupBy(answered, (answer) =>
    unit === 'respondents' ? info.get(answer.id)!.respondent : answer.id,
  );
  const rowNames = [...groups.keys()].sort();
  const models = rowNames.map((name) => info.get(groups.get(name)![0]!.id)!.model);
  const prompts = [...new Set(answers.map((answer) => answer.prompt))].sort();
  const oddPrompt = new Map(prompts.map((prompt, i) => [prompt, i % 2 === 0]));
  const rows = rowNames.map((name) =>
    groups.get(name)!.map((answer) => ({
      odd: oddPrompt.get(info.get(answer.id)!.prompt)!,
      names: new Set(answer.words.map((word) => clusterOf.get(word))),
    })),
  );
  const share = (row: (typeof rows)[number], cluster: number, odd?: boolean) => {
    const own = odd === undefined ? row : row.filter((answer) => answer.odd === odd);
    return cellOf(
      own.filter((answer) => answer.names.has(cluster)).length,
      own.length,
      settings.cell,
    );
  };
  const most = Math.max(3, Math.floor(rowNames.length / 3));
  const least = Math.max(leastRows, Math.ceil(leastShare * rows.length));
  const dropped: Matrix['dropped'] = [];
  const kept: number[] = [];
  const order = clusters
    .map((_, i) => i)
    .sort((a, b) => clusters[b]!.count - clusters[a]!.count || a - b);
  const cellsOf = new Map<number, number[]>();
  for (const i of order) {
    const { name } = clusters[i]!;
    const naming = rows.filter((row) => row.some((answer) => answer.names.has(i))).length;
    if (naming < least)
      dropped.push({
        cluster: name,
        why: `named in ${naming} of ${rows.length} rows; ${least} are needed`,
      });
    else if (kept.length >= most)
      dropped.push({ cluster: name, why: `beyond a third of the ${rowNames.length} rows` });
    else {
      const column = rows.map((row) => share(row, i));
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
  return {
    unit,
    rowNames,
    models,
    columns,
    cells: rowNames.map((_, r) => kept.map((i) => cellsOf.get(i)![r]!)),
    wordsPerAnswer: rowNames.map((row) => {
      const own = groups.get(row)!;
      return own.reduce((sum, answer) => sum + answer.words.length, 0) / own.length;
    }),
    reliability:
      unit === 'respondents'
        ? oddEvenReliability(
            rows.map((row) => kept.map((i) => share(row, i, true))),
            rows.map((row) => kept.map((i) => share(row, i, false))),
          )
        : columns.map(() => null),
    dropped,
  };
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
