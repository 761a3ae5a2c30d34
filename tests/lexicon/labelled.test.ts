/**
 * Sixty real answers of two small models, labelled by hand before the rules were written: a label is
 * a value word that the answer names, with equally good nouns separated by "|".
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lexiconOfTexts } from '../../src/lexicon/build-lexicon.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import { unseen } from './assistants-unseen.ts';

type Labelled = { id: string; text: string; words: string[] };

const labelled: Labelled[] = readFileSync(
  new URL('./labelled/answers.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it('finds nine of ten words that a reader finds, and few others', async () => {
  const { answers } = lexiconOfTexts(
    labelled.map(({ id, text }) => ({ id, answer: text })),
    { wordnet: await loadWordNet() },
  );
  const rows = labelled.map(({ words }, i) => {
    const found = answers[i]!.words;
    const labels = words.map((label) => label.split('|'));
    return {
      labels: labels.length,
      hits: labels.filter((label) => label.some((word) => found.includes(word))).length,
      found: found.length,
      right: found.filter((word) => labels.some((label) => label.includes(word))).length,
    };
  });
  const sum = (key: 'labels' | 'hits' | 'found' | 'right') =>
    rows.reduce((total, row) => total + row[key], 0);
  expect(rows).toHaveLength(60);
  expect(sum('hits') / sum('labels')).toBeGreaterThanOrEqual(0.89);
  expect(sum('right') / sum('found')).toBeGreaterThanOrEqual(0.94);
  const recall = rows.filter((row) => row.labels > 0).map((row) => row.hits / row.labels);
  const precision = rows.filter((row) => row.found > 0).map((row) => row.right / row.found);
  expect(mean(recall)).toBeGreaterThanOrEqual(0.88);
  expect(mean(precision)).toBeGreaterThanOrEqual(0.94);
});

it('reads fresh answers in the styles of large assistants', async () => {
  const { answers } = lexiconOfTexts(
    unseen.map(([answer], i) => ({ id: String(i), answer })),
    { wordnet: await loadWordNet() },
  );
  const labels = unseen.flatMap(([, words], i) => words.map((word) => `${i} ${word}`));
  const found = answers.flatMap(({ words }, i) => words.map((word) => `${i} ${word}`));
  const hits = labels.filter((label) => found.includes(label)).length;
  expect(hits / labels.length).toBeGreaterThanOrEqual(0.94);
  expect(hits / found.length).toBeGreaterThanOrEqual(0.94);
});
