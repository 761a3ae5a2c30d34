/** The tables as CSV. Rows come in pieces, so that a large run is never one string. */

import type { Responses } from '../facts/response-log.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import { foundIn } from '../run/found-in-check.ts';
import { type Cell, csv } from '../tables/csv-lines.ts';
import { contextOf } from './report-clusters.ts';
import type { ReportInput } from './report-input.ts';
import type { ReportData } from './report-schema.ts';
import { isThere } from './report-schema.ts';

/** One row per cluster: words, reliability, pattern and structure loadings, communality, uniqueness, complexity. */
export function loadingsCsv({ factors, simulated }: ReportData): Generator<string> {
  const view = isThere(factors) ? factors : null;
  const names = view?.factors.map((factor, f) => `F${f + 1} ${factor.name}`) ?? [];
  const intervals = view && foundIn(view.checks.intervals);
  const ends = ['low', 'high', 'bcaLow', 'bcaHigh'] as const;
  const titles = { low: 'low', high: 'high', bcaLow: 'BCa low', bcaHigh: 'BCa high' };
  return csv(
    [
      'cluster',
      'words',
      'count',
      'reliability',
      ...names.map((name) => `pattern: ${name}`),
      ...names.flatMap((name) => ends.map((end) => `pattern ${titles[end]}: ${name}`)),
      ...names.map((name) => `structure: ${name}`),
      'communality',
      'uniqueness',
      'complexity',
      'simulated',
    ],
    (view?.columns ?? []).map((column, j) => {
      const communality = view!.communalities[j] ?? null;
      return [
        column.cluster,
        column.words.join(', '),
        column.count,
        column.reliability,
        ...view!.loadings[j]!,
        ...names.flatMap((_, f) => ends.map((end) => intervals?.loadings[j]?.[f]?.[end] ?? null)),
        ...view!.structure[j]!,
        communality,
        communality === null ? null : 1 - communality,
        view!.complexity[j],
        simulated,
      ];
    }),
  );
}

/** One row per value word: its count, its cluster, and the first answer that names it. */
export function wordsCsv(
  { clusters, simulated }: ReportData,
  lexicon: Lexicon | null,
  responses: ReportInput['responses'],
): Generator<string> {
  const clusterOf = clusterNames(clusters);
  const discarded = new Set(isThere(clusters) ? clusters.discarded.map(({ word }) => word) : []);
  const standingOf = (word: string) =>
    clusterOf.has(word) ? 'in cluster' : discarded.has(word) ? 'discarded' : 'in no cluster';
  return csv(
    [
      ...['word', 'count', 'models', 'cluster', 'standing'],
      ...['first_answer', 'first_model', 'first_setting', 'first_prompt', 'first_context'],
      'simulated',
    ],
    (lexicon?.descriptors ?? []).map(({ word, count, models, mentions: [first] }) => {
      const answer = first && responses.withId(first.answer);
      return [
        ...[word, count, models, clusterOf.get(word), standingOf(word)],
        ...[first?.answer, answer?.model, answer?.setting, answer?.prompt],
        answer && contextOf(answer.text, first.start, first.end),
        simulated,
      ];
    }),
  );
}

/** One row per mention: the descriptor, its answer, and the words around it. */
export function descriptorsCsv(
  { clusters, simulated }: ReportData,
  lexicon: Lexicon | null,
  responses: ReportInput['responses'],
): Generator<string> {
  const clusterOf = clusterNames(clusters);
  return csv(
    [
      ...['word', 'count', 'models', 'cluster', 'raw', 'found', 'model', 'setting', 'prompt'],
      ...['answer', 'start', 'end', 'context', 'simulated'],
    ],
    mentionRows(lexicon, responses, clusterOf, simulated),
  );
}

function* mentionRows(
  lexicon: Lexicon | null,
  responses: Responses,
  clusterOf: ReadonlyMap<string, string>,
  simulated: boolean,
): Generator<Cell[]> {
  for (const { word, count, models, mentions } of lexicon?.descriptors ?? [])
    for (const mention of mentions) {
      const answer = responses.withId(mention.answer);
      yield [
        ...[word, count, models, clusterOf.get(word), mention.raw, mention.source],
        ...[answer?.model, answer?.setting, answer?.prompt, mention.answer],
        ...[mention.start, mention.end],
        answer && contextOf(answer.text, mention.start, mention.end),
        simulated,
      ];
    }
}

/** One row per word: its cluster, or "(discarded)". */
export function clustersCsv({ clusters, simulated }: ReportData): Generator<string> {
  const there = isThere(clusters) ? clusters : null;
  const rows: Cell[][] = [
    ...(there?.clusters ?? []).flatMap((cluster) =>
      cluster.words.map(({ word, count, models }) => [
        ...[cluster.name, cluster.named, cluster.cohesion, word, count, models, 'in cluster'],
        simulated,
      ]),
    ),
    ...(there?.discarded ?? []).map(({ word, count }) => [
      ...['', false, null, word, count, null, 'discarded'],
      simulated,
    ]),
  ];
  return csv(
    ['cluster', 'named_by_hand', 'cohesion', 'word', 'count', 'models', 'standing', 'simulated'],
    rows,
  );
}

function clusterNames(clusters: ReportData['clusters']): Map<string, string> {
  return new Map(
    isThere(clusters)
      ? clusters.clusters.flatMap((cluster) =>
          cluster.words.map(({ word }) => [word, cluster.name] as const),
        )
      : [],
  );
}
