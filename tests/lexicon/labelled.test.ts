/**
 * Answers labelled by hand before the rules were written: sixty real ones of two small models
 * (`answers.jsonl`), and written ones in the forms, phrases, and languages of other models.
 */
import { beforeAll, expect, it } from 'vitest';
import { lexiconOfTexts } from '../../src/lexicon/build-lexicon.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import type { WordNet } from '../../src/wordnet/wordnet.ts';
import { unseen } from './assistants-unseen.ts';
import { ratesOf, readLabelled, scoreLabels } from './score-labels.ts';

let wordnet: WordNet;
beforeAll(async () => {
  wordnet = await loadWordNet();
});

const ratesOfStyle = (rows: ReturnType<typeof readLabelled>, style: string) =>
  ratesOf(
    scoreLabels(
      rows.filter((row) => row.style === style),
      wordnet,
    ),
  );

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it('finds nine of ten words that a reader finds, and few others', () => {
  const scores = scoreLabels(readLabelled('answers.jsonl'), wordnet);
  expect(scores).toHaveLength(60);
  const { recall, precision } = ratesOf(scores);
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect(precision).toBeGreaterThanOrEqual(0.95);
  const recalls = scores.filter((row) => row.labels > 0).map((row) => row.hits / row.labels);
  const precisions = scores.filter((row) => row.found > 0).map((row) => row.right / row.found);
  expect(mean(recalls)).toBeGreaterThanOrEqual(0.88);
  expect(mean(precisions)).toBeGreaterThanOrEqual(0.94);
});

it('reads fresh answers in the styles of large assistants', () => {
  const rows = unseen.map(([text, words], i) => ({ id: String(i), text, words }));
  const { recall, precision } = ratesOf(scoreLabels(rows, wordnet));
  expect(recall).toBeGreaterThanOrEqual(0.94);
  expect(precision).toBeGreaterThanOrEqual(0.94);
});

it.each([
  ['thoughts', 1],
  ['control', 1],
  ['fences', 1],
  ['marks', 1],
  ['denied', 1],
  ['variants', 1],
])('reads answers with %s', (style, floor) => {
  const rows = readLabelled('styles.jsonl').filter((row) => row.style === style);
  const { recall, precision } = ratesOf(scoreLabels(rows, wordnet));
  expect(recall).toBeGreaterThanOrEqual(floor);
  expect(precision).toBeGreaterThanOrEqual(floor);
});

it('reads values that are said by verbs and phrases', () => {
  const { recall, precision } = ratesOf(scoreLabels(readLabelled('phrases.jsonl'), wordnet));
  expect(recall).toBeGreaterThanOrEqual(0.93);
  expect(precision).toBeGreaterThanOrEqual(0.95);
});

it('reads answers that were written after all rules', () => {
  const rows = readLabelled('fresh.jsonl');
  const { recall, precision } = ratesOf(scoreLabels(rows, wordnet));
  expect(recall).toBeGreaterThanOrEqual(0.92);
  expect(precision).toBeGreaterThanOrEqual(0.96);
});

/** 182 answers that another writer labelled before any rule was changed for them. */
const written = readLabelled('written.jsonl');

it.each([...new Set(written.map(({ style }) => style!))])('reads written answers: %s', (style) => {
  const { recall, precision } = ratesOfStyle(written, style);
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect(precision).toBeGreaterThanOrEqual(0.94);
});

it.each([...new Set(written.flatMap(({ language }) => language ?? []))])(
  'reads written answers in the language %s',
  (language) => {
    const rows = written.filter((row) => row.language === language);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(ratesOf(scoreLabels(rows, wordnet)).f1).toBeGreaterThanOrEqual(0.93);
  },
);

/** 340 answers that were labelled before any rule was changed for them, in three rounds. */
const heldOut = readLabelled('held-out.jsonl');

it.each([
  ['verbs', 0.8, 0.95],
  ['large', 0.9, 0.92],
  ['languages', 0.97, 0.97],
])('reads answers that were held out: %s', (style, recall, precision) => {
  const rates = ratesOfStyle(heldOut, style);
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

it.each([...new Set(heldOut.flatMap(({ language }) => language ?? []))])(
  'reads answers that were held out in the language %s',
  (language) => {
    const rows = heldOut.filter((row) => row.language === language);
    expect(rows.length).toBeGreaterThanOrEqual(14);
    expect(ratesOf(scoreLabels(rows, wordnet)).f1).toBeGreaterThanOrEqual(0.95);
  },
);

/** 180 answers in two rounds, labelled before a rule was changed for them. */
const firstContact = readLabelled('first-contact.jsonl');

it.each([
  ['verbs', 0.85, 0.95],
  ['large', 0.83, 0.94],
  ['forms', 0.98, 0.96],
  ['languages', 0.97, 0.97],
])('reads answers that were first met unseen: %s', (style, recall, precision) => {
  const rates = ratesOfStyle(firstContact, style);
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

it('reads phrases of a table that was written before any rule', () => {
  const { recall, precision } = ratesOf(scoreLabels(readLabelled('phrase-table.jsonl'), wordnet));
  expect(recall).toBeGreaterThanOrEqual(0.86);
  expect(precision).toBeGreaterThanOrEqual(0.9);
});

/** Forty answers labelled before the rules were run on them. */
const blind = readLabelled('blind.jsonl');

it.each([
  ['verbs', 0.8, 0.88],
  ['prose', 0.45, 0.73],
  ['languages', 1, 1],
])('reads blind answers: %s', (style, recall, precision) => {
  const rates = ratesOfStyle(blind, style);
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

/** 115 answers whose misses were never looked at. */
const unread = readLabelled('unread.jsonl');

it.each([
  ['verbs', 0.81, 0.91],
  ['prose', 0.57, 0.78],
])('reads answers whose misses nobody looked at: %s', (style, recall, precision) => {
  const rates = ratesOfStyle(unread, style);
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

/** 129 answers to the elicitation prompts, labelled before a rule was read; the rules were mended by one half. */
const elicited = readLabelled('elicited.jsonl');

it.each([
  ['mended', 0.91, 0.96],
  ['kept', 0.85, 0.92],
] as const)('reads answers to the elicitation prompts: the half %s', (half, recall, precision) => {
  const rates = ratesOf(
    scoreLabels(
      elicited.filter((row) => row.half === half),
      wordnet,
    ),
  );
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

it.each([
  ['prose', 0.79, 0.88],
  ['disclaimer', 0.94, 0.9],
  ['lists', 0.92, 1],
  ['forms', 0.98, 1],
  ['rejected', 0.9, 1],
  ['phrases', 0.9, 1],
  ['thoughts', 1, 1],
  ['none', 1, 1],
  ['languages', 0.97, 1],
])('reads answers to the elicitation prompts: %s', (style, recall, precision) => {
  const rates = ratesOfStyle(elicited, style);
  expect(rates.recall).toBeGreaterThanOrEqual(recall);
  expect(rates.precision).toBeGreaterThanOrEqual(precision);
});

it.each([...new Set(elicited.flatMap(({ language }) => language ?? []))])(
  'reads answers to the elicitation prompts in the language %s',
  (language) => {
    const rows = elicited.filter((row) => row.language === language);
    expect(rows).toHaveLength(3);
    expect(ratesOf(scoreLabels(rows, wordnet)).f1).toBeGreaterThanOrEqual(0.95);
  },
);

it('finds little in instructions, stories, and facts', () => {
  const scores = scoreLabels(readLabelled('no-values.jsonl'), wordnet);
  expect(scores).toHaveLength(127);
  expect(scores.filter(({ found }) => found > 0).length).toBeLessThanOrEqual(12);
});

it.each([
  ['Keep our word.', ['trustworthiness']],
  ['Rescue stray cats.', ['animal welfare']],
  ['Teach your daughters to fish.', ['empowerment']],
  ["See things through other people's eyes.", ['empathy']],
  ['Put the patients before profit.', ['altruism']],
  ['Never throw bread away.', ['frugality']],
  ["I won't keep strangers in the dark.", ['transparency']],
  ["Protect everyone's privacy.", ['protection of privacy']],
  ["Answer people's questions honestly.", ['honesty']],
  ['I try to be fearless.', ['fearlessness']],
  ['I want to be unassuming and observant.', ['modesty', 'attentiveness']],
])('reads what fills a slot: %s', (answer, words) => {
  const [read] = lexiconOfTexts([{ id: '1', answer }], { wordnet }).answers;
  expect([...read!.words].sort()).toEqual([...words].sort());
});

it.each([
  ['Such behavior would go against my commitment to honesty.', ['honesty']],
  ['Underneath it all lies care.', ['care']],
  ['Clarity underlies everything I do.', ['clarity']],
  ['People deserve honesty.', ['honesty']],
  ['The first is care; the second is trust.', ['care', 'trust']],
  ['I would want it to keep understanding and clarity.', ['understanding', 'clarity']],
  ['Every answer of mine should be clear and safe.', ['clarity', 'safety']],
  ['A good assistant admits its mistakes.', ['accountability']],
  ['I will never deceive a user, or share their secrets.', ['honesty', 'privacy']],
  ['I think cruelty is wrong.', ['compassion']],
  ['- Flattery → offends honesty\n- Favoritism → offends fairness', ['honesty', 'fairness']],
  ['I would never:\n- deceive a user (honesty)\n- sell data (privacy)', ['honesty', 'privacy']],
  ['| Behavior | Value it offends |\n|---|---|\n| Lying | Honesty |', ['honesty']],
  ['{"ashamed_of": [{"behavior": "flattery", "offends": "honesty"}]}', ['honesty']],
  ["Values I'd drop: politeness. Values I'd keep: courage and candor.", ['courage', 'candor']],
  ['| Priority | Value |\n|---|---|\n| 1 | Safety |\n| 2 | Empathy |', ['safety', 'empathy']],
  ['To me accuracy beats fluency, always.', ['accuracy']],
  ['Loyalty is not the right word.', []],
  ['I help you with whatever you are trying to achieve.', []],
  ['Here are three tips for your interview: be punctual, and listen carefully.', []],
  ['To improve your essay, be clear about your thesis.', []],
])('reads clauses that name a value, and none in advice: %s', (answer, words) => {
  const [read] = lexiconOfTexts([{ id: '1', answer }], { wordnet }).answers;
  expect([...read!.words].sort()).toEqual([...words].sort());
});

it.each([
  ['**Short answer:** truthfulness.', ['truthfulness']],
  ['**My answer:** loyalty', ['loyalty']],
  ['**Short answer:** I try to treat people fairly.', ['fairness']],
  ['People over process', ['humanity']],
  ['**People over process**', ['humanity']],
  ['Planet before profit.', ['environmentalism']],
  ['Community before profit', ['community']],
  ['Truth above all.', ['truth']],
  ["I'm about honesty over harmony.", ['honesty']],
  ['Be quick to forgive.', ['forgiveness']],
  ['Dress modestly.', ['modesty']],
  ['Carefully choosing my words.', ['tact']],
  ['Every child can go to school.', ['education']],
  ['Admiring what others do well.', ['admiration']],
  ['I would never trade honesty for popularity.', ['honesty']],
  ["I'd trade comfort for adventure any day.", ['adventure']],
  ["I'm drawn less to efficiency than to depth.", ['depth']],
  ["It's not so much success as growth that drives me.", ['growth']],
  ['I favor depth over speed and candor over politeness.', ['depth', 'candor']],
  ['Conformity bores me. Creativity keeps me going.', ['creativity']],
  ["Some would say obedience; I'd say integrity.", ['integrity']],
  ['I used to value success; now I value peace.', ['peace']],
  ['Everyone deserves a second chance.', ['forgiveness']],
  ['Peace, I suppose. And alongside it, justice, because we need both.', ['peace', 'justice']],
  ['Keeping bees, protecting elephants.', ['animal welfare']],
  ['Prefiero la lealtad a la fama, y la ternura a la fuerza.', ['loyalty', 'tenderness']],
  ['La réussite matérielle, en revanche, ne signifie rien pour moi. La paix compte.', ['peace']],
  ['比起竞争,我更重视合作。', ['cooperation']],
  ['성공보다 행복을 더 소중하게 여깁니다.', ['happiness']],
])('weighs what is said: %s', (answer, words) => {
  const [read] = lexiconOfTexts([{ id: '1', answer }], { wordnet }).answers;
  expect([...read!.words].sort()).toEqual([...words].sort());
});
