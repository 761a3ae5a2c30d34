/** The decisions left to the researcher, and which of them are still open. */
import type { Candidate, Cluster, Clustering, Suggestion } from './clusters.ts';
import { type Curated, replayEdits } from './curate.ts';
import { doubtsOf, leastDoubt } from './doubts.ts';
import { holdersOf } from './holders.ts';
import type { Learned, Taught } from './learned-map.ts';
import { suggestionsFor } from './suggestions.ts';

/** Where a word belongs. */
export type WordDecision = {
  kind: 'word';
  word: string;
  /** Its present cluster. */
  cluster: number;
  alone: boolean;
  /** Mean similarity to the other words of its cluster; of a word on its own the similarity at which clusters merge. */
  inside: number;
  /** Other clusters, likeliest first, at most nine. */
  candidates: Candidate[];
  /** The first candidate has several words, and is nearer than the word's own cluster by .15 or more. */
  clear: boolean;
};

/** One question of the queue. Clusters are indexes into the present ones. */
export type Decision =
  | WordDecision
  /** Whether two near clusters, or two of one name, are one. */
  | (Extract<Suggestion, { kind: 'merge' }> & {
      sameName: boolean;
      /** The words of both before the first edit, which identify the decision. */
      words: [string[], string[]];
    })
  /** Whether a cluster gets another name. */
  | (Extract<Suggestion, { kind: 'rename' }> & { words: string[] })
  /** Whether all words of a cluster belong together; `words` are those that are asked for in no other way, the least fitting first, at most nine. */
  | { kind: 'cluster'; cluster: number; words: WordDecision[] };

/** The decisions open before the first edit, by words. Fixed, so that no edit opens a decision. */
export type FirstDecisions = {
  words: { word: string; alone: boolean }[];
  pairs: {
    from: string[];
    into: string[];
    similarity: number;
    together: number;
    of: number;
    sameName: boolean;
  }[];
  names: { words: string[]; name: string; why: string }[];
  /** Clusters of several words, not all of which are asked for one by one. */
  clusters: number;
};

export type OpenDecisions = {
  /** In the order of asking: pairs, then words, the most doubtful first, then names. */
  open: Decision[];
  /** Asked when nothing else is open: the least cohesive cluster first. */
  unseen: Decision[];
  /** How many of both there were before the first edit. */
  total: number;
  totalUnseen: number;
  /** How well earlier decisions predicted later ones; null before the fifteenth, and where learning is off. */
  learned: Learned | null;
};

/** The open decisions that are a suggestion: to merge two clusters, or to name one. */
export function suggestionsOf(decisions: OpenDecisions | null | undefined) {
  return (decisions?.open ?? []).filter((one) => one.kind === 'merge' || one.kind === 'rename');
}

/** One per digit key. */
const mostCandidates = 9;
/** One near pair for so many clusters, and at least `fewestPairs`. */
const clustersPerPair = 5;
const fewestPairs = 5;
/** A candidate must be this much nearer than the word's own cluster for the pointer. */
const clearLead = 0.25;
/**
 * The decisions that computed clusters leave to the researcher: words with a doubt of .44 or more (doubts.ts),
 * clusters of one word, near pairs of clusters and suggested names (suggestions.ts, which says what `answers` and
 * `names` are), and clusters of one name. Pure.
 */
export function firstDecisions(
  clustering: Clustering,
  answers: readonly (readonly string[])[],
  names: Parameters<typeof suggestionsFor>[0]['names'] = [],
): FirstDecisions {
  const curated = replayEdits(clustering, []);
  const { clusters } = curated;
  const most = Math.max(fewestPairs, Math.round(clusters.length / clustersPerPair));
  const suggestions = suggestionsFor({ clustering, curated, answers, names, most });
  const wordsOf = (at: number) => clusters[at]!.words;
  const near = suggestions
    .filter((one) => one.kind === 'merge')
    .filter(({ from, into }) => wordsOf(from).length > 1 && wordsOf(into).length > 1)
    .map(({ from, into, similarity, together, of }) => ({ from, into, similarity, together, of }));
  const pairs = [
    ...near,
    ...sameNames(clusters).filter(
      ({ from, into }) =>
        !near.some((one) => [one.from, one.into].every((at) => at === from || at === into)),
    ),
  ];
  const holder = holdersOf(clusters);
  const words = doubtsOf(clustering, curated, { least: 0, candidates: 1 })
    .map(({ word, doubt }) => ({ word, doubt, alone: wordsOf(holder.get(word)!).length === 1 }))
    .filter(({ doubt, alone }) => alone || doubt >= leastDoubt)
    .map(({ word, alone }) => ({ word, alone }));
  const asked = new Set(words.map(({ word }) => word));
  return {
    words,
    pairs: pairs.map(({ from, into, ...measures }) => ({
      ...measures,
      from: wordsOf(from),
      into: wordsOf(into),
      sameName: clusters[from]!.name === clusters[into]!.name,
    })),
    names: suggestions.flatMap((one) =>
      one.kind === 'rename' ? [{ words: wordsOf(one.cluster), name: one.name, why: one.why }] : [],
    ),
    clusters: clusters.filter(
      (one) => one.words.length > 1 && one.words.some((word) => !asked.has(word)),
    ).length,
  };
}

/**
 * The first decisions that are still open after the edits in `curated`. Only undo opens one again. A
 * word is decided once the researcher put it in its place or discarded it; a pair once its clusters are one or are kept
 * apart; a name once a person named the cluster; a cluster once each of its words is decided. Pure.
 */
export function openDecisions(
  first: FirstDecisions,
  clustering: Clustering,
  curated: Curated,
  { learned, lean }: Taught = { learned: null, lean: null },
): OpenDecisions {
  const { clusters } = curated;
  const holder = holdersOf(clusters);
  /** The cluster that now holds most of the words. */
  const place = (words: readonly string[]): number | null => {
    const held = new Map<number, number>();
    for (const word of words) {
      const at = holder.get(word);
      if (at !== undefined) held.set(at, (held.get(at) ?? 0) + 1);
    }
    return [...held].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? null;
  };
  const pairs = first.pairs.flatMap((pair): Decision[] => {
    const [from, into] = [place(pair.from), place(pair.into)];
    const judged = curated.judged.pairs.some(
      ([a, b]) =>
        (mostOf(pair.from, a) && mostOf(pair.into, b)) ||
        (mostOf(pair.from, b) && mostOf(pair.into, a)),
    );
    if (from === null || into === null || from === into || judged) return [];
    return [{ ...pair, kind: 'merge', from, into, words: [pair.from, pair.into] }];
  });
  const names = first.names.flatMap(({ words, name, why }): Decision[] => {
    const cluster = place(words);
    const judged = curated.judged.names.some((named) => mostOf(words, named));
    if (cluster === null || judged || clusters[cluster]!.named) return [];
    return clusters[cluster]!.name === name ? [] : [{ kind: 'rename', cluster, name, why, words }];
  });
  /** Clusters of one word misled as neighbours in tests (docs/clustering.md). */
  const leadsClearly = (
    first: { cluster: number; similarity: number } | undefined,
    inside: number,
  ) =>
    first !== undefined &&
    clusters[first.cluster]!.words.length > 1 &&
    first.similarity - inside >= clearLead;
  const asked = new Set(first.words.map(({ word }) => word));
  const words = doubtsOf(clustering, curated, {
    least: 0,
    candidates: mostCandidates + 1,
    lean,
  }).map(({ word, inside, candidates }): WordDecision => {
    const cluster = holder.get(word)!;
    const others = candidates.filter((one) => one.cluster !== cluster).slice(0, mostCandidates);
    return {
      kind: 'word',
      word,
      cluster,
      inside,
      alone: clusters[cluster]!.words.length === 1,
      candidates: others,
      clear: leadsClearly(others[0], inside),
    };
  });
  const unlooked = Map.groupBy(
    words.filter(({ word }) => !asked.has(word)),
    ({ cluster }) => cluster,
  );
  // A word that an edit left alone is asked about like one that was alone at first.
  const cohesion = (at: number) => clusters[at]!.cohesion ?? 1;
  const unseen = [...unlooked]
    .sort(([a], [b]) => cohesion(a) - cohesion(b))
    .map(
      ([cluster, inIt]): Decision =>
        clusters[cluster]!.words.length > 1
          ? { kind: 'cluster', cluster, words: inIt.slice(0, mostCandidates) }
          : inIt[0]!,
    );
  return {
    open: [...pairs, ...words.filter(({ word }) => asked.has(word)), ...names],
    unseen,
    total: first.pairs.length + first.words.length + first.names.length,
    totalUnseen: first.clusters,
    learned,
  };
}

/** Whether more than half of the words are among others. */
function mostOf(words: readonly string[], others: readonly string[]): boolean {
  const held = new Set(others);
  return 2 * words.filter((word) => held.has(word)).length > words.length;
}

/** Pairs of clusters that follow one another among those of one name. */
function sameNames(clusters: readonly Cluster[]) {
  const byName = Map.groupBy(clusters.keys(), (at) => clusters[at]!.name.toLowerCase());
  return [...byName.values()].flatMap((same) =>
    same.slice(1).map((from, i) => ({ from, into: same[i]!, similarity: 0, together: 0, of: 0 })),
  );
}
