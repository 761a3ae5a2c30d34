/** What the readers of edits share: their input, and clusters and words by name. */
import type { Cluster } from '../../clustering/clusters.ts';
import type { Curated } from '../../clustering/curate.ts';
import type { Edit } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import type { Results } from '../../run/state.ts';

export type EditOptions = { name?: string; alone?: boolean; onward?: boolean };

/** The present results, in which names are looked up, and the options given. */
export type EditContext = { results: Results; curated: Curated; options: EditOptions };

/** An edit from its words. Throws UserError for the wrong number of words and for an unknown name. */
export type EditReader = (words: readonly string[], context: EditContext) => Edit;

/** By its name (case aside), else by a word in it. Throws UserError with all matches, or the nearest names. */
export function clusterNamed(text: string, clusters: readonly Cluster[]): Cluster {
  const lower = text.toLowerCase();
  const named = clusters.filter((one) => one.name.toLowerCase() === lower);
  if (named.length === 1) return named[0]!;
  const holder = clusters.find((one) => one.words.includes(lower) || one.words.includes(text));
  if (holder && (named.length === 0 || named.includes(holder))) return holder;
  if (named.length > 1)
    throw usage(
      `${named.length} clusters are named ${text}; name a word of the one you mean: ${named
        .map((one) => one.words.slice(0, 3).join(', '))
        .join(' | ')}.`,
    );
  const near = nearest(
    text,
    clusters.flatMap((one) => [one.name, ...one.words]),
  );
  throw new UserError(`There is no cluster ${text}, and no word ${text} in one.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'See: valuelex clusters <run>',
    exit: 'usage',
  });
}

export function holderOf(word: string, curated: Curated): Cluster {
  const holder = curated.clusters.find((one) => one.words.includes(word));
  if (holder) return holder;
  throw unknownWord(
    word,
    curated.clusters.flatMap((one) => one.words),
  );
}

export function need(
  words: readonly string[],
  least: number,
  most: number | null,
  form: string,
): void {
  if (words.length >= least && (most === null || words.length <= most)) return;
  throw usage(`This edit is written: valuelex curate <run> ${form}`);
}

export function unknownWord(word: string, known: readonly string[]): UserError {
  const near = nearest(word, known);
  return new UserError(`There is no word ${word} here.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'See: valuelex clusters <run>',
    exit: 'usage',
  });
}

export function usage(what: string): UserError {
  return new UserError(what, { exit: 'usage' });
}
