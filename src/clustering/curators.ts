/** Several people's curations of one run: how far they agree, and the words on which they differ. Pure. */
import {
  correlationOverFamilies,
  type FamilyEstimate,
  withoutEachFamily,
} from '../methods/family-jackknife.ts';
import { adjustedRandIndex } from '../statistics/partition-agreement.ts';
import type { Clustering } from './clusters.ts';
import type { Curated } from './curate.ts';
import { holdersOf } from './holders.ts';
import { movedWords } from './moved-words.ts';
import { type Pace, paceOf } from './pace.ts';

/** The clusters that everybody began with. */
export type Automatic = Pick<Clustering, 'words' | 'clusters'>;

/** One curator's clusters. */
export type Curation = { name: string } & Pick<Curated, 'clusters' | 'discarded' | 'applied'>;

/** An adjusted Rand index with its 95 % interval; null ends where it cannot be computed. */
export type RandEstimate = Pick<FamilyEstimate, 'value' | 'low' | 'high'>;

export type CuratorPair = {
  a: string;
  b: string;
  /** Words that both saw, and those that both kept. */
  words: number;
  kept: number;
  /** Over the words that both kept; null below two. */
  onKept: RandEstimate | null;
  /** Over all words, with the discarded ones as one cluster. */
  onAll: RandEstimate | null;
  /** Share of words that both put into the same place, 0…1. */
  alike: number;
};

export type CuratorFigures = {
  name: string;
  clusters: number;
  kept: number;
  discarded: number;
  /** How the decisions of the queue were taken; null without any. */
  pace: Pace | null;
  /** With the automatic clusters, over the words that were kept. */
  withAutomatic: RandEstimate | null;
};

/** A word that two curators put into different places. */
export type Dispute = {
  word: string;
  /** Answers that name it. */
  count: number;
  /** The other words of its cluster for each curator, most frequent first; null where it was discarded. */
  first: string[] | null;
  second: string[] | null;
};

/** The cluster of each word by its place; `onTray` for those that were discarded. */
type Places = ReadonlyMap<string, number>;
const onTray = -1;

/**
 * How far two curations agree, on the words that both saw. A cluster of one continues as the cluster of the other that
 * holds most of its words, each as one at most (`movedWords`); a word is decided alike where its two clusters are such
 * a pair, or where both discarded it. Intervals: see `randOf`.
 */
export function pairOfCurators(automatic: Automatic, a: Curation, b: Curation): CuratorPair {
  const [left, right] = bothSaw(a, b);
  const [inA, inB] = [placesOf(left), placesOf(right)];
  const all = [...inA.keys()];
  const kept = all.filter((word) => inA.get(word) !== onTray && inB.get(word) !== onTray);
  return {
    ...{ a: a.name, b: b.name, words: all.length, kept: kept.length },
    onKept: randOf(kept, inA, inB, automatic),
    onAll: randOf(all, inA, inB, automatic),
    alike: 1 - movedWords(left.clusters, right.clusters).length / Math.max(1, all.length),
  };
}

/** What one curation amounts to, and how near it stayed to the automatic clusters. */
export function figuresOfCurator(automatic: Automatic, one: Curation): CuratorFigures {
  const places = placesOf(one);
  const before = holdersOf(automatic.clusters);
  const kept = [...places.keys()].filter((word) => places.get(word) !== onTray && before.has(word));
  return {
    ...{ name: one.name, clusters: one.clusters.length, kept: kept.length },
    discarded: one.discarded.length,
    pace: paceOf(one),
    withAutomatic: randOf(kept, places, before, automatic),
  };
}

/** The words that both saw and did not decide alike, those that most answers name first. */
export function disputesOf({ words }: Automatic, first: Curation, second: Curation): Dispute[] {
  const [a, b] = bothSaw(first, second);
  const counts = new Map(words.map(({ word, count }) => [word, count]));
  const matesIn = ({ clusters }: Pick<Curation, 'clusters'>, word: string) => {
    const mates = clusters.find((one) => one.words.includes(word))?.words;
    return mates ? mates.filter((one) => one !== word) : null;
  };
  return movedWords(a.clusters, b.clusters)
    .map(({ word }) => ({
      ...{ word, count: counts.get(word) ?? 0 },
      first: matesIn(a, word),
      second: matesIn(b, word),
    }))
    .sort((x, y) => y.count - x.count || (x.word < y.word ? -1 : 1));
}

/** Both without the words that the other never saw: the lexicon of one kept apart what that of the other merged. */
function bothSaw(a: Curation, b: Curation): [Curation, Curation] {
  const [inA, inB] = [placesOf(a), placesOf(b)];
  const only = (one: Curation, seen: Places): Curation => ({
    ...one,
    clusters: one.clusters
      .map((cluster) => ({ ...cluster, words: cluster.words.filter((word) => seen.has(word)) }))
      .filter((cluster) => cluster.words.length > 0),
    discarded: one.discarded.filter(({ word }) => seen.has(word)),
  });
  return [only(a, inB), only(b, inA)];
}

function placesOf({ clusters, discarded }: Pick<Curation, 'clusters' | 'discarded'>): Places {
  return new Map([...holdersOf(clusters), ...discarded.map(({ word }) => [word, onTray] as const)]);
}

/**
 * Adjusted Rand index (Hubert and Arabie 1985) of two partitions of the words. The interval is a jackknife of Fisher's z
 * with t that leaves out the words of each automatic cluster in turn: both curators began with these, and a merge or a
 * split moves many of their words at once. docs/people.md has its coverage. None below eight such clusters, and none
 * where nothing differs. Null below two words.
 */
function randOf(
  words: readonly string[],
  a: Places,
  b: Places,
  { clusters }: Automatic,
): RandEstimate | null {
  if (words.length < 2) return null;
  const began = holdersOf(clusters);
  const found = withoutEachFamily(words.map((word) => String(began.get(word) ?? word))).map(
    (places) =>
      adjustedRandIndex(
        places.map((at) => a.get(words[at]!)!),
        places.map((at) => b.get(words[at]!)!),
      ),
  );
  const { value, low, high } = correlationOverFamilies(found);
  return found.every((one) => one === value)
    ? { value, low: null, high: null }
    : { value, low, high };
}
