/** The gold list in halves, and how well a similarity of words finds its groups. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mergesOf } from '../../src/clustering/average-link.ts';
import { suggestedNumber } from '../../src/clustering/cut.ts';
import { cutTree } from '../../src/statistics/dendrogram.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';

type Pair = [string, string];

export type GoldHalf = {
  /** Singles are groups of one. */
  groups: string[][];
  traps: { alike: Pair[]; opposite: Pair[] };
};

const gold: {
  groups: Record<string, string[]>;
  singles: string[];
  traps: { alike: Pair[]; opposite: Pair[] };
} = JSON.parse(readFileSync(new URL('./gold.json', import.meta.url), 'utf8'));

/** Every other name in the order of their hashes, so that neither hand nor alphabet chose. */
function every<T>(items: readonly T[], nameOf: (item: T) => string, half: 'a' | 'b'): T[] {
  const hash = (item: T) => createHash('sha256').update(nameOf(item)).digest('hex');
  return items
    .toSorted((x, y) => (hash(x) < hash(y) ? -1 : 1))
    .filter((_, i) => i % 2 === (half === 'a' ? 0 : 1));
}

export function goldHalf(half: 'a' | 'b'): GoldHalf {
  const { groups, singles, traps } = gold;
  const pairs = (of: Pair[]) => every(of, (pair) => pair.join(' '), half);
  return {
    groups: [
      ...every(Object.keys(groups), (name) => name, half).map((name) => groups[name]!),
      ...every(singles, (word) => word, half).map((word) => [word]),
    ],
    traps: { alike: pairs(traps.alike), opposite: pairs(traps.opposite) },
  };
}

/** Words to cluster: those of the groups, then those that stand in traps alone. */
export function wordsOf({ groups, traps }: GoldHalf): string[] {
  return [...new Set([...groups.flat(), ...traps.alike.flat(), ...traps.opposite.flat()])];
}

export type Agreement = {
  /** Adjusted Rand index at the true number, and at the cut rule's own. */
  atTrue: number;
  atOwn: number;
  own: number;
};

/** `similarity` is of the groups' words in their order, n × n. */
export function agreementOf(groups: readonly string[][], similarity: Float32Array): Agreement {
  const truth = groups.flatMap((group, i) => group.map(() => i));
  const merges = mergesOf(similarity, truth.length);
  const own = suggestedNumber(merges, similarity);
  const at = (k: number) => adjustedRandIndex(Array.from(cutTree(merges, k)), truth);
  return { atTrue: at(groups.length), atOwn: at(own), own };
}

export type Separation = {
  /** Shares of the traps that fall into different clusters at the cut rule's own number. */
  alike: number;
  opposite: number;
  /** Share of the pairs of one group that fall into one cluster there. */
  together: number;
  /** Adjusted Rand index of the groups' words there. */
  index: number;
};

/** `similarity` is of `wordsOf(half)`; `k` by the cut rule by default. */
export function separationOf(half: GoldHalf, similarity: Float32Array, k?: number): Separation {
  const words = wordsOf(half);
  const merges = mergesOf(similarity, words.length);
  const labels = cutTree(merges, k ?? suggestedNumber(merges, similarity));
  const labelOf = new Map(words.map((word, i) => [word, labels[i]!]));
  const share = (pairs: Pair[], same: boolean) =>
    pairs.filter(([a, b]) => (labelOf.get(a) === labelOf.get(b)) === same).length / pairs.length;
  const pairs = half.groups.flatMap((group) =>
    group.flatMap((a, i) => group.slice(i + 1).map((b): Pair => [a, b])),
  );
  const truth = half.groups.flatMap((group, i) => group.map(() => i));
  return {
    alike: share(half.traps.alike, false),
    opposite: share(half.traps.opposite, false),
    together: share(pairs, true),
    index: adjustedRandIndex(
      half.groups.flat().map((word) => labelOf.get(word)!),
      truth,
    ),
  };
}

/** The most clusters at which at least `least` of the pairs of one group stand together, and what holds there. */
export function separationTogether(
  half: GoldHalf,
  similarity: Float32Array,
  least: number,
): Separation & { k: number } {
  for (let k = wordsOf(half).length; k > 1; k--) {
    const separation = separationOf(half, similarity, k);
    if (separation.together >= least) return { ...separation, k };
  }
  throw new Error('no cut puts enough pairs of a group together');
}
