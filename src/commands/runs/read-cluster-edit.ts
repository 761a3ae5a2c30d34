/** Edits of clusters and words, from the words of a command line. */
import { isDividedFrom } from '../../clustering/edits.ts';
import { refusedName } from '../../clustering/naming.ts';
import {
  clusterNamed,
  type EditReader,
  holderOf,
  need,
  unknownWord,
  usage,
} from './edit-reader.ts';

const rename: EditReader = (words, { curated }) => {
  need(words, 2, 2, 'rename <cluster> <name>');
  const cluster = clusterNamed(words[0]!, curated.clusters);
  const name = words[1]!;
  const refused = refusedName(name, cluster, curated.clusters);
  if (refused) throw usage(`This cannot be its name: ${refused}.`);
  return { edit: 'rename', cluster: cluster.words, name: name.trim() };
};

const merge: EditReader = (words, { curated, options: { name } }) => {
  need(words, 2, null, 'merge <cluster> <cluster…>');
  const found = [...new Set(words.map((word) => clusterNamed(word, curated.clusters)))];
  if (found.length < 2)
    throw usage(`${words.join(' and ')} are in one cluster already: ${found[0]!.name}.`);
  const clusters = found.map((one) => one.words);
  return { edit: 'merge', clusters, ...(name !== undefined && { name }) };
};

const split: EditReader = (words, { curated, options: { name } }) => {
  need(words, 1, null, 'split <word…>');
  const holders = words.map((word) => holderOf(word, curated));
  const other = holders.findIndex((one) => one !== holders[0]);
  if (other > 0)
    throw usage(
      `${words[0]} is in ${holders[0]!.name}, ${words[other]} in ${holders[other]!.name}: a split takes words of one cluster.`,
    );
  if (new Set(words).size === holders[0]!.words.length)
    throw usage(`These are all words of ${holders[0]!.name}: nothing would stay.`);
  const out = [...words];
  return { edit: 'split', cluster: holders[0]!.words, out, ...(name !== undefined && { name }) };
};

const move: EditReader = (words, { curated }) => {
  need(words, 1, 2, 'move <word> <cluster>');
  const [word, to] = words as [string, string?];
  const known = [
    ...curated.clusters.flatMap((one) => one.words),
    ...curated.discarded.map((one) => one.word),
  ];
  if (!known.includes(word)) throw unknownWord(word, known);
  return {
    edit: 'move',
    word,
    to: to === undefined ? null : clusterNamed(to, curated.clusters).words,
  };
};

const gather: EditReader = (words, { curated, options: { alone } }) => {
  need(words, alone ? 1 : 2, null, 'gather <word…> <cluster>');
  const known = curated.clusters.flatMap((one) => one.words);
  const moved = alone ? [...words] : words.slice(0, -1);
  for (const word of moved) if (!known.includes(word)) throw unknownWord(word, known);
  const to = alone ? null : clusterNamed(words.at(-1)!, curated.clusters).words;
  return { edit: 'gather', words: moved, to };
};

const apart: EditReader = (words, { curated }) => {
  need(words, 2, 2, 'apart <cluster> <cluster>');
  const [a, b] = words.map((word) => clusterNamed(word, curated.clusters));
  if (a === b) throw usage(`${words.join(' and ')} are in one cluster: ${a!.name}.`);
  return { edit: 'apart', clusters: [a!.words, b!.words] };
};

const approve: EditReader = (words, { curated }) => {
  need(words, 1, 1, 'approve <cluster>');
  return { edit: 'approve', cluster: clusterNamed(words[0]!, curated.clusters).words };
};

const confirm: EditReader = (words, { curated }) => {
  need(words, 1, 1, 'confirm <word>');
  holderOf(words[0]!, curated);
  return { edit: 'confirm', word: words[0]! };
};

const discard: EditReader = (words, { curated: { clusters } }) => {
  need(words, 1, null, 'discard <word or cluster…>');
  return {
    edit: 'discard',
    words: words.flatMap((word) =>
      clusters.some((one) => one.words.includes(word))
        ? [word]
        : clusterNamed(word, clusters).words,
    ),
  };
};

const restore: EditReader = (words, { curated }) => {
  need(words, 1, null, 'restore <word…>');
  const tray = curated.discarded.map((one) => one.word);
  for (const word of words) if (!tray.includes(word)) throw unknownWord(word, tray);
  return { edit: 'restore', words: [...words] };
};

const learning: EditReader = (words) => {
  need(words, 1, 1, 'learning on, or: learning off');
  if (words[0] !== 'on' && words[0] !== 'off')
    throw usage(`Learning is on or off, not ${words[0]}.`);
  return { edit: 'learning', on: words[0] === 'on' };
};

const unmerge: EditReader = (words, { results }) => {
  need(words, 1, 1, 'unmerge <word>');
  const merged = results.lexicon?.merges.map((merge) => merge.from) ?? [];
  if (!merged.includes(words[0]!)) throw unknownWord(words[0]!, merged);
  return { edit: 'unmerge', from: words[0]! };
};

const divide: EditReader = (words, { results, curated }) => {
  need(words, 3, null, 'divide <word> <name> <answer…>');
  const [word, as, ...answers] = words as [string, string, ...string[]];
  const descriptors = results.lexicon?.descriptors ?? [];
  const known = descriptors.map((one) => one.word);
  const held = descriptors.find((one) => one.word === word);
  if (!held) throw unknownWord(word, known);
  if (known.includes(as) && !isDividedFrom(curated.applied, word, as))
    throw usage(`${as} is a word already.`);
  const named = new Set(held.mentions.map(({ answer }) => answer));
  const other = answers.find((answer) => !named.has(answer));
  if (other !== undefined) throw usage(`Answer ${other} does not name ${word}.`);
  if (new Set(answers).size === named.size)
    throw usage(`These are all answers that name ${word}: nothing would stay.`);
  return { edit: 'divide', word, as, answers };
};

const clusters: EditReader = (words, { options: { onward } }) => {
  need(words, 1, 1, 'clusters <k>');
  const k = Number(words[0]);
  if (!(Number.isInteger(k) && k >= 2))
    throw usage(`The number of clusters is a whole number from 2 on, not ${words[0]}.`);
  return { edit: 'clusters', k, ...(onward && { onward }) };
};

export const clusterEditReaders = {
  rename,
  merge,
  split,
  move,
  gather,
  apart,
  approve,
  confirm,
  discard,
  restore,
  learning,
  unmerge,
  divide,
  clusters,
};
