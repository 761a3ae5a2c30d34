/**
 * The researcher's edits as words of a command line, and back: the lines of a session log. A cluster is named by its first
 * word, a factor by its first cluster, so a line is short; reading it back completes them from the clusters at that point.
 */

import type { Curated } from '../../clustering/curate.ts';
import { type Edit, editSchema } from '../../clustering/edits.ts';
import { holdersOf } from '../../clustering/holders.ts';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';

/** The words after `valuelex curate <run>`. They do not say how a decision of the queue was taken. */
export function editWords(edit: Edit): string[] {
  switch (edit.edit) {
    case 'rename':
      return ['rename', edit.cluster[0]!, edit.name];
    case 'merge':
      return ['merge', ...edit.clusters.map((words) => words[0]!), ...named(edit.name)];
    case 'split':
      return ['split', ...edit.out, ...named(edit.name)];
    case 'move':
      return ['move', edit.word, ...(edit.to ? [edit.to[0]!] : [])];
    case 'gather':
      return ['gather', ...edit.words, ...(edit.to ? [edit.to[0]!] : ['--alone'])];
    case 'discard':
    case 'restore':
      return [edit.edit, ...edit.words];
    case 'confirm':
      return ['confirm', edit.word];
    case 'approve':
      return ['approve', edit.cluster[0]!];
    case 'apart':
      return ['apart', edit.clusters[0][0]!, edit.clusters[1][0]!];
    case 'learning':
      return ['learning', edit.on ? 'on' : 'off'];
    case 'clusters':
    case 'factors':
      return [edit.edit, String(edit.k), ...(edit.onward ? ['--onward'] : [])];
    case 'unmerge':
      return ['unmerge', edit.from];
    case 'divide':
      return ['divide', edit.word, edit.as, ...edit.answers];
    case 'rotation':
      return ['rotation', edit.rotation];
    case 'extraction':
      return ['extraction', edit.extraction];
    case 'name-factor':
      return ['name-factor', edit.factor[0]!, edit.name];
    case 'flip':
      return ['flip', edit.factor[0]!];
    case 'undo':
    case 'redo':
      return [edit.edit];
  }
}

function named(name: string | undefined): string[] {
  return name === undefined ? [] : ['--name', name];
}

/**
 * The edit that these words describe, on the present clusters and factors; `factors` are each factor's clusters.
 * Throws UserError (exit `usage`) for words that describe no edit, or name what does not exist.
 */
export function editOfWords(
  line: readonly string[],
  curated: Curated,
  factors: readonly (readonly string[])[],
): Edit {
  const [kind, ...rest] = line.filter((word) => !word.startsWith('--'));
  const option = (name: string) => line.includes(`--${name}`);
  const name = option('name') ? { name: line[line.indexOf('--name') + 1] } : {};
  const words = option('name') ? rest.filter((word) => word !== name.name) : rest;
  const holders = holdersOf(curated.clusters);
  const cluster = (word: string | undefined) => {
    const at = holders.get(word ?? '');
    if (at === undefined) throw unknown(word ?? '', [...holders.keys()]);
    return curated.clusters[at]!.words;
  };
  const factor = (held: string | undefined) => {
    const found = factors.find((one) => one.includes(held ?? ''));
    if (!found) throw unknown(held ?? '', factors.flat());
    return found;
  };
  const onward = option('onward') ? { onward: true } : {};
  const last = words.at(-1);
  const written = (): unknown => {
    switch (kind) {
      case 'rename':
        return { edit: kind, cluster: cluster(words[0]), name: words[1] };
      case 'merge':
        return { edit: kind, clusters: words.map(cluster), ...name };
      case 'split':
        return { edit: kind, cluster: cluster(words[0]), out: words, ...name };
      case 'move':
        return {
          edit: kind,
          word: words[0],
          to: words[1] === undefined ? null : cluster(words[1]),
        };
      case 'gather':
        return option('alone')
          ? { edit: kind, words, to: null }
          : { edit: kind, words: words.slice(0, -1), to: cluster(last) };
      case 'discard':
      case 'restore':
        return { edit: kind, words };
      case 'confirm':
        return { edit: kind, word: words[0] };
      case 'approve':
        return { edit: kind, cluster: cluster(words[0]) };
      case 'apart':
        return { edit: kind, clusters: words.map(cluster) };
      case 'learning':
        return { edit: kind, on: words[0] === 'on' };
      case 'clusters':
      case 'factors':
        return { edit: kind, k: Number(words[0]), ...onward };
      case 'unmerge':
        return { edit: kind, from: words[0] };
      case 'divide':
        return { edit: kind, word: words[0], as: words[1], answers: words.slice(2) };
      case 'rotation':
        return { edit: kind, rotation: words[0] };
      case 'extraction':
        return { edit: kind, extraction: words[0] };
      case 'name-factor':
        return { edit: kind, factor: factor(words[0]), name: words[1] };
      case 'flip':
        return { edit: kind, factor: factor(words[0]) };
      default:
        return { edit: kind };
    }
  };
  const { success, data } = editSchema.safeParse(written());
  if (!success)
    throw new UserError(`This line writes no edit: ${line.join(' ')}.`, { exit: 'usage' });
  return data;
}

function unknown(word: string, known: readonly string[]): UserError {
  const near = nearest(word, known);
  return new UserError(`Nothing here holds ${word}.`, {
    ...(near.length > 0 && { hint: `Nearest: ${near.join(', ')}.` }),
    exit: 'usage',
  });
}
