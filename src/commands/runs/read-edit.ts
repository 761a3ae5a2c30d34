/** An edit from the words of a command line. Pure: looks clusters and factors up in the present results. */
import type { Cluster } from '../../clustering/clusters.ts';
import type { Curated } from '../../clustering/curate.ts';
import { type Edit, isDividedFrom } from '../../clustering/edits.ts';
import { refusedName } from '../../clustering/naming.ts';
import { UserError } from '../../errors.ts';
import { extractionNames } from '../../factor-analysis/factor-analysis.ts';
import { nearest } from '../../models/nearest.ts';
import { rotationsOnScreen } from '../../run/derive/factors.ts';
import { isComputed } from '../../run/derive/stage.ts';
import type { Results } from '../../run/state.ts';

const edits = [
  'rename',
  'merge',
  'split',
  'move',
  'gather',
  'apart',
  'approve',
  'confirm',
  'discard',
  'restore',
  'learning',
  'unmerge',
  'divide',
  'clusters',
  'factors',
  'rotation',
  'extraction',
  'name-factor',
  'flip',
  'undo',
  'redo',
] as const;

export type EditName = (typeof edits)[number];

/** Options of edits, and which edits take them. */
export type EditOptions = { name?: string; alone?: boolean; onward?: boolean };
const optionOf = {
  name: ['merge', 'split'],
  alone: ['gather'],
  onward: ['clusters', 'factors'],
} as const satisfies Record<keyof EditOptions, readonly EditName[]>;

/** Edits that name a factor, or count them. */
export const factorEdits: readonly EditName[] = ['factors', 'name-factor', 'flip'];

/** Throws UserError with the nearest names for a word that is not an edit. */
export function refuseUnknownEdit(name: string): asserts name is EditName {
  if ((edits as readonly string[]).includes(name)) return;
  const near = nearest(name, edits);
  throw new UserError(`There is no edit ${name}.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : `Edits are ${edits.join(', ')}.`,
    exit: 'usage',
  });
}

/** Throws UserError for the wrong number of words, and for an unknown or ambiguous name, with the nearest names. */
export function readEdit(
  name: EditName,
  words: readonly string[],
  results: Results,
  curated: Curated,
  options: EditOptions = {},
): Edit {
  for (const [option, known] of Object.entries(optionOf))
    if (
      options[option as keyof EditOptions] !== undefined &&
      !(known as readonly string[]).includes(name)
    )
      throw usage(`--${option} goes with ${known.join(' and ')}, not with ${name}.`);
  const named = options.name === undefined ? {} : { name: options.name };
  const onward = options.onward ? { onward: true } : {};
  const cluster = (text: string) => clusterNamed(text, curated.clusters).words;
  switch (name) {
    case 'rename':
      need(words, 2, 2, 'rename <cluster> <name>');
      return renaming(clusterNamed(words[0]!, curated.clusters), words[1]!, curated);
    case 'merge': {
      need(words, 2, null, 'merge <cluster> <cluster…>');
      const found = [...new Set(words.map((word) => clusterNamed(word, curated.clusters)))];
      if (found.length < 2)
        throw usage(`${words.join(' and ')} are in one cluster already: ${found[0]!.name}.`);
      return { edit: 'merge', clusters: found.map((one) => one.words), ...named };
    }
    case 'split': {
      need(words, 1, null, 'split <word…>');
      const holders = words.map((word) => holderOf(word, curated));
      const other = holders.findIndex((one) => one !== holders[0]);
      if (other > 0)
        throw usage(
          `${words[0]} is in ${holders[0]!.name}, ${words[other]} in ${holders[other]!.name}: a split takes words of one cluster.`,
        );
      if (new Set(words).size === holders[0]!.words.length)
        throw usage(`These are all words of ${holders[0]!.name}: nothing would stay.`);
      return { edit: 'split', cluster: holders[0]!.words, out: [...words], ...named };
    }
    case 'move': {
      need(words, 1, 2, 'move <word> <cluster>');
      const known = [
        ...curated.clusters.flatMap((one) => one.words),
        ...curated.discarded.map((one) => one.word),
      ];
      if (!known.includes(words[0]!)) throw unknownWord(words[0]!, known);
      return {
        edit: 'move',
        word: words[0]!,
        to: words[1] === undefined ? null : cluster(words[1]),
      };
    }
    case 'gather': {
      need(words, options.alone ? 1 : 2, null, 'gather <word…> <cluster>');
      const known = curated.clusters.flatMap((one) => one.words);
      const moved = options.alone ? [...words] : words.slice(0, -1);
      for (const word of moved) if (!known.includes(word)) throw unknownWord(word, known);
      return { edit: 'gather', words: moved, to: options.alone ? null : cluster(words.at(-1)!) };
    }
    case 'apart': {
      need(words, 2, 2, 'apart <cluster> <cluster>');
      const [a, b] = words.map((word) => clusterNamed(word, curated.clusters));
      if (a === b) throw usage(`${words.join(' and ')} are in one cluster: ${a!.name}.`);
      return { edit: 'apart', clusters: [a!.words, b!.words] };
    }
    case 'approve':
      need(words, 1, 1, 'approve <cluster>');
      return { edit: 'approve', cluster: cluster(words[0]!) };
    case 'confirm':
      need(words, 1, 1, 'confirm <word>');
      holderOf(words[0]!, curated);
      return { edit: 'confirm', word: words[0]! };
    case 'discard':
      need(words, 1, null, 'discard <word or cluster…>');
      return {
        edit: 'discard',
        words: words.flatMap((word) =>
          curated.clusters.some((one) => one.words.includes(word)) ? [word] : cluster(word),
        ),
      };
    case 'restore': {
      need(words, 1, null, 'restore <word…>');
      const tray = curated.discarded.map((one) => one.word);
      for (const word of words) if (!tray.includes(word)) throw unknownWord(word, tray);
      return { edit: 'restore', words: [...words] };
    }
    case 'learning':
      need(words, 1, 1, 'learning on, or: learning off');
      if (words[0] !== 'on' && words[0] !== 'off')
        throw usage(`Learning is on or off, not ${words[0]}.`);
      return { edit: 'learning', on: words[0] === 'on' };
    case 'unmerge': {
      need(words, 1, 1, 'unmerge <word>');
      const merged = results.lexicon?.merges.map((merge) => merge.from) ?? [];
      if (!merged.includes(words[0]!)) throw unknownWord(words[0]!, merged);
      return { edit: 'unmerge', from: words[0]! };
    }
    case 'divide': {
      need(words, 3, null, 'divide <word> <name> <answer…>');
      const [word, as, ...answers] = words as [string, string, ...string[]];
      const descriptors = results.lexicon?.descriptors ?? [];
      const held = descriptors.find((one) => one.word === word);
      if (!held)
        throw unknownWord(
          word,
          descriptors.map((one) => one.word),
        );
      const isThere = descriptors.some((one) => one.word === as);
      if (isThere && !isDividedFrom(curated.applied, word, as))
        throw usage(`${as} is a word already.`);
      const named = new Set(held.mentions.map(({ answer }) => answer));
      const other = answers.find((answer) => !named.has(answer));
      if (other !== undefined) throw usage(`Answer ${other} does not name ${word}.`);
      if (new Set(answers).size === named.size)
        throw usage(`These are all answers that name ${word}: nothing would stay.`);
      return { edit: 'divide', word, as, answers };
    }
    case 'clusters':
      need(words, 1, 1, 'clusters <k>');
      if (!(Number.isInteger(Number(words[0])) && Number(words[0]) >= 2))
        throw usage(`The number of clusters is a whole number from 2 on, not ${words[0]}.`);
      return { edit: 'clusters', k: Number(words[0]), ...onward };
    case 'factors': {
      need(words, 1, 1, 'factors <k>');
      const view = factorsOf(results);
      const k = Number(words[0]);
      if (!(Number.isInteger(k) && k >= 1 && k <= view.maxK))
        throw usage(`The number of factors is a whole number from 1 to ${view.maxK}.`);
      return { edit: 'factors', k, ...onward };
    }
    case 'rotation':
      need(words, 1, 1, 'rotation <name>');
      return { edit: 'rotation', rotation: oneOf(words[0]!, rotationsOnScreen, 'rotation') };
    case 'extraction':
      need(words, 1, 1, 'extraction <name>');
      return { edit: 'extraction', extraction: oneOf(words[0]!, extractionNames, 'extraction') };
    case 'name-factor':
      need(words, 2, 2, 'name-factor <number> <name>');
      if (words[1]!.trim() === '')
        throw usage('This cannot be its name: a name has at least one letter.');
      return { edit: 'name-factor', factor: factorWords(words[0]!, results), name: words[1]! };
    case 'flip':
      need(words, 1, 1, 'flip <number>');
      return { edit: 'flip', factor: factorWords(words[0]!, results) };
    case 'undo':
    case 'redo':
      need(words, 0, 0, name);
      if (
        name === 'undo'
          ? curated.applied.length + curated.unplaced.length === 0
          : curated.undone.length === 0
      )
        throw usage(`There is nothing to ${name}.`);
      return { edit: name };
  }
}

/** By its name (case aside), else by a word in it. Throws UserError with all matches, or the nearest names. */
function clusterNamed(text: string, clusters: readonly Cluster[]): Cluster {
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

function holderOf(word: string, curated: Curated): Cluster {
  const holder = curated.clusters.find((one) => one.words.includes(word));
  if (holder) return holder;
  throw unknownWord(
    word,
    curated.clusters.flatMap((one) => one.words),
  );
}

function factorsOf(results: Results) {
  if (isComputed(results.factors)) return results.factors;
  throw new UserError(results.factors?.unavailable ?? 'There are no factors yet.', {
    ...(results.factors?.hint ? { hint: results.factors.hint } : {}),
  });
}

/** The words of a factor's clusters, by its number or its name. */
function factorWords(text: string, results: Results): string[] {
  const view = factorsOf(results);
  const at = view.factors.findIndex(
    (one, i) => String(i + 1) === text || one.name === text || one.clusters.includes(text),
  );
  if (at < 0)
    throw usage(
      `There is no factor ${text}: ${view.factors.map((one, i) => `${i + 1} ${one.name}`).join(', ')}.`,
    );
  const strongest = view.columns.toSorted(
    (a, b) => Math.abs(loading(b.cluster)) - Math.abs(loading(a.cluster)),
  )[0]!;
  function loading(cluster: string): number {
    return view.loadings[view.columns.findIndex((one) => one.cluster === cluster)]![at]!;
  }
  const { clusters } = view.factors[at]!;
  return clusters.length > 0 ? clusters : [strongest.cluster];
}

function need(words: readonly string[], least: number, most: number | null, form: string): void {
  if (words.length >= least && (most === null || words.length <= most)) return;
  throw usage(`This edit is written: valuelex curate <run> ${form}`);
}

function oneOf<T extends string>(text: string, known: readonly T[], what: string): T {
  const found = known.find((one) => one === text);
  if (found) return found;
  throw usage(`There is no ${what} ${text}: one of ${known.join(', ')}.`);
}

function renaming(cluster: Cluster, name: string, curated: Curated): Edit {
  const refused = refusedName(name, cluster, curated.clusters);
  if (refused) throw usage(`This cannot be its name: ${refused}.`);
  return { edit: 'rename', cluster: cluster.words, name: name.trim() };
}

function unknownWord(word: string, known: readonly string[]): UserError {
  const near = nearest(word, known);
  return new UserError(`There is no word ${word} here.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'See: valuelex clusters <run>',
    exit: 'usage',
  });
}

function usage(what: string): UserError {
  return new UserError(what, { exit: 'usage' });
}
