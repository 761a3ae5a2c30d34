/** The clusters as a report shows them: words with counts, an example each, the edits by hand. */

import { paceOf } from '../clustering/pace.ts';
import type { Responses } from '../facts/response-log.ts';
import type { Descriptor } from '../lexicon/lexicon.ts';
import type { ReportInput } from './report-input.ts';

/** Characters shown at each side of a word in an example. */
const aroundExample = 48;

/** The part `clusters` of a report; null before there are any; the reason where they cannot be computed. */
export function clustersPart({ state, responses }: ReportInput): unknown {
  const { clustering, curated, lexicon } = state.results;
  if (clustering === null || 'unavailable' in clustering || !curated) return clustering;
  const counts = new Map(clustering.words.map((word) => [word.word, word]));
  const descriptors = new Map(lexicon?.descriptors.map((one) => [one.word, one]));
  const clusterOf = new Map(
    curated.clusters.flatMap((cluster) =>
      cluster.words.map((word) => [word, cluster.name] as const),
    ),
  );
  const kinds = Map.groupBy(curated.applied, ({ edit }) => edit.edit);
  return {
    method: clustering.method,
    space: clustering.space,
    k: clustering.k,
    suggestedK: clustering.suggestedK,
    quality: clustering.quality,
    clusters: curated.clusters.map((cluster) => ({
      ...cluster,
      words: cluster.words.flatMap((word) => counts.get(word) ?? []),
      example: exampleOf(descriptors.get(cluster.words[0] ?? ''), responses),
    })),
    discarded: curated.discarded,
    edits: curated.applied.map(({ text }) => text),
    editCounts: [...kinds].map(([edit, own]) => ({ edit, count: own.length })),
    unplaced: curated.unplaced.length,
    pace: paceOf(curated),
    map: clustering.words.map(({ word, count }, i) => ({
      word,
      count,
      ...clustering.map[i]!,
      cluster: clusterOf.get(word) ?? null,
    })),
  };
}

/** The words around a mention: at most `around` characters at each side, cut between words. */
export function contextOf(text: string, start: number, end: number, around = 80): string {
  const from = Math.max(0, start - around);
  const to = Math.min(text.length, end + around);
  const before = text.slice(from, start);
  const after = text.slice(end, to);
  return [
    from > 0 ? `…${before.replace(/^\S*\s/, '')}` : before,
    text.slice(start, end),
    to < text.length ? `${after.replace(/\s\S*$/, '')}…` : after,
  ].join('');
}

/** Among the answers that name the word, the one with most words around it: a sentence is a better example than a list. */
export function exampleOf(
  descriptor: Descriptor | undefined,
  responses: Responses,
): { model: string; word: string; text: string } | null {
  const mentions = descriptor?.mentions ?? [];
  const mention = mentions.find((one) => one.source === 'prose') ?? mentions[0];
  const response = mention && responses.withId(mention.answer);
  if (!descriptor || !mention || !response) return null;
  return {
    model: response.model,
    word: descriptor.word,
    text: contextOf(response.text, mention.start, mention.end, aroundExample),
  };
}
