/** A run's own value system: factors become dimensions, the clusters that load on them subdimensions. */
import { UserError } from '../errors.ts';
import type { Subdimension, ValueSystem } from './value-system.ts';

/** A cluster that loads at least this much, and highest, on a factor is salient on it. */
const salientLoading = 0.4;

export type DeriveInput = {
  /** What it was derived from, for the source line: the run's name. */
  run: string;
  /** Clusters, in the order of the loadings' rows; words most frequent first. */
  clusters: readonly { name: string; words: readonly string[] }[];
  /** Factors, in the order of the loadings' columns; a name given by hand, or null. */
  factors: readonly { name: string | null }[];
  /** clusters × factors, pattern loadings. */
  loadings: readonly (readonly number[])[];
  /** Subdimensions of one dimension at most, the highest loading first; 3 unless given. */
  most?: number;
};

/**
 * Each factor with a salient cluster is a dimension, named by hand or by its two highest clusters.
 * A factor whose salient loadings are mostly negative is turned round first. Definitions are made of the
 * words, for the researcher to improve. At most eight words stand for a subdimension, single words first.
 * @throws UserError when no cluster is salient on any factor.
 */
export function deriveSystem(input: DeriveInput): ValueSystem {
  const taken = new Set<string>();
  const firstWords = new Set<string>();
  const most = input.most ?? 3;
  const dimensions = input.factors.flatMap((factor, f) => {
    const salient = salientOn(input.loadings, f).slice(0, most);
    if (salient.length === 0) return [];
    const clusters = salient.map((index) => input.clusters[index]!);
    const name =
      factor.name ??
      clusters
        .slice(0, 2)
        .map((cluster) => cluster.name)
        .join(' and ');
    const words = clusters.map((cluster) => cluster.name.toLowerCase());
    return [
      {
        id: slug(name, `dimension-${f + 1}`, taken),
        name,
        definition: `What belongs with ${listed(words)}.`,
        subdimensions: clusters.map((cluster, i) =>
          subdimensionOf(cluster, `value-${f + 1}-${i + 1}`, taken, firstWords),
        ),
      },
    ];
  });
  if (dimensions.length === 0)
    throw new UserError(`No cluster loads ${salientLoading} or more on any factor.`, {
      hint: 'Choose another number of factors or another rotation, or merge clusters, then try again.',
    });
  return {
    id: 'own',
    title: 'Own system',
    source: `Derived from the run ${input.run}`,
    dimensions,
  };
}

/** Rows salient on a factor (highest there, in size, and at least .4 after turning), highest first. */
export function salientOn(loadings: readonly (readonly number[])[], factor: number): number[] {
  const highest = loadings.flatMap((row, index) => {
    const value = row[factor]!;
    const top = row.every((other) => Math.abs(other) <= Math.abs(value));
    return top && Math.abs(value) >= salientLoading ? [{ index, value }] : [];
  });
  const turn = highest.reduce((sum, one) => sum + one.value, 0) < 0 ? -1 : 1;
  return highest
    .filter((one) => turn * one.value > 0)
    .sort((a, b) => turn * (b.value - a.value))
    .map((one) => one.index);
}

function subdimensionOf(
  cluster: { name: string; words: readonly string[] },
  fallback: string,
  taken: Set<string>,
  firstWords: Set<string>,
): Subdimension {
  const all = cluster.words.length > 0 ? cluster.words : [cluster.name.toLowerCase()];
  const ordered = [
    ...all.filter((word) => !word.includes(' ')),
    ...all.filter((word) => word.includes(' ')),
  ];
  // "Cares about" reads the first token: two values must not begin with the same word.
  const own = ordered.filter((word) => !firstWords.has(word.split(' ')[0]!)).slice(0, 8);
  const words = own.length > 0 ? own : ordered.slice(0, 1);
  for (const word of words) firstWords.add(word.split(' ')[0]!);
  return {
    id: slug(cluster.name, fallback, taken),
    name: cluster.name,
    definition: `Holds dear, and acts by, ${listed(all.slice(0, 5))}.`,
    words,
  };
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  if (words.length === 2) return `${words[0]} and ${words[1]}`;
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1)}`;
}

function slug(name: string, fallback: string, taken: Set<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  const base = plain || fallback;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  taken.add(id);
  return id;
}
