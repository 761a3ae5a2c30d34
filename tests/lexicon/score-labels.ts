/** How many of the labelled words the lexicon finds, and how many of those it finds are right. */
import { readFileSync } from 'node:fs';
import { lexiconOfTexts } from '../../src/lexicon/build-lexicon.ts';
import type { WordNet } from '../../src/wordnet/wordnet.ts';

/** `words`: the values that the answer names; equally good nouns separated by "|". */
export type Labelled = {
  id: string;
  text: string;
  words: string[];
  language?: string;
  style?: string;
  /** By which of two halves the rules were mended; the other was only scored. */
  half?: 'mended' | 'kept';
};

export type LabelScore = { labels: number; hits: number; found: number; right: number };

/** The rows of a file beside this one in `labelled/`. */
export function readLabelled(name: string): Labelled[] {
  return readFileSync(new URL(`./labelled/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** One score a row, in order. */
export function scoreLabels(rows: readonly Labelled[], wordnet: WordNet): LabelScore[] {
  const { answers } = lexiconOfTexts(
    rows.map(({ id, text }) => ({ id, answer: text })),
    { wordnet },
  );
  return rows.map(({ words }, i) => {
    const found = answers[i]!.words;
    const labels = words.map((label) => label.split('|'));
    return {
      labels: labels.length,
      hits: labels.filter((label) => label.some((word) => found.includes(word))).length,
      found: found.length,
      right: found.filter((word) => labels.some((label) => label.includes(word))).length,
    };
  });
}

/** Recall, precision, and F1 over all labels of the rows. */
export function ratesOf(scores: readonly LabelScore[]) {
  const sum = (key: keyof LabelScore) => scores.reduce((total, row) => total + row[key], 0);
  const recall = sum('labels') === 0 ? 1 : sum('hits') / sum('labels');
  const precision = sum('found') === 0 ? 1 : sum('right') / sum('found');
  const f1 = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
  return { labels: sum('labels'), found: sum('found'), recall, precision, f1 };
}
