/** Answers in other languages than English. */
import { beforeAll, describe, expect, it } from 'vitest';
import { wordsAt } from '../../src/lexicon/answer-columns.ts';
import { buildLexicon, lexiconOfTexts } from '../../src/lexicon/build-lexicon.ts';
import { reasonToDrop } from '../../src/lexicon/filter.ts';
import { languageCodes, languageOf } from '../../src/lexicon/languages/all.ts';
import { lexemesIn } from '../../src/lexicon/languages/language.ts';
import { createNormaliser } from '../../src/lexicon/normalise.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import type { WordNet } from '../../src/wordnet/wordnet.ts';
import { ratesOf, readLabelled, scoreLabels } from './score-labels.ts';

let wordnet: WordNet;
beforeAll(async () => {
  wordnet = await loadWordNet();
});
const read = (answer: string) => lexiconOfTexts([{ id: 'x', answer }], { wordnet }).answers[0]!;

describe.each(languageCodes)('the value words of %s', (code) => {
  const language = languageOf(code);
  const words = [...language.entries.values()].flat();

  it('stand for descriptors that stay as they are', () => {
    const normalise = createNormaliser(wordnet);
    const strays = new Set(
      words.flatMap(({ word }) =>
        word !== null &&
        (normalise(word).word !== word || reasonToDrop(word, word, 'listed', wordnet) !== null)
          ? [`${word} → ${normalise(word).word} ${reasonToDrop(word, word, 'listed', wordnet)}`]
          : [],
      ),
    );
    expect([...strays]).toEqual([]);
  });

  it('are several hundred, and each is found', () => {
    expect(words.length).toBeGreaterThan(350);
    const lost = words.filter(
      ({ text, word }) =>
        word !== null && lexemesIn(text, 0, text.length, language)[0]?.word !== word,
    );
    expect(lost.map(({ text }) => text)).toEqual([]);
  });

  it('are found in labelled answers', () => {
    const rows = readLabelled('languages.jsonl').filter((row) => row.language === code);
    expect(rows.length).toBeGreaterThanOrEqual(10);
    const { recall, precision } = ratesOf(scoreLabels(rows, wordnet));
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.95);
  });
});

describe('an answer in another language', () => {
  it('keeps what was said beside the English descriptor, and can be taken back', () => {
    const answer = { id: 'x', text: 'Я ценю честность.', model: 'a', respondent: 'a', prompt: 'p' };
    const found = buildLexicon([answer], { wordnet });
    expect(wordsAt(found.answers, 0)).toEqual({
      refused: false,
      language: 'ru',
      words: ['honesty'],
    });
    expect(found.descriptors[0]?.mentions[0]).toMatchObject({
      raw: 'честность',
      start: 7,
      end: 16,
    });
    expect(found.merges).toEqual([
      { from: 'честность', to: 'honesty', rule: 'translation', count: 1 },
    ]);
    const undone = buildLexicon([answer], { wordnet, unmerged: new Set(['честность']) });
    expect(wordsAt(undone.answers, 0).words).toEqual(['честность']);
  });

  it('is unread where nobody here reads the language, and not one that names nothing', () => {
    for (const row of readLabelled('languages.jsonl').filter(({ id }) => id.startsWith('xx')))
      expect(read(row.text)).toMatchObject({ words: [], unread: true, refused: false });
    for (const text of ['', '42', 'I like blue cars.', 'asdf', 'Paris, London, Rome'])
      expect(read(text)).not.toHaveProperty('unread');
  });

  it('counts what a model names of its prose, beside what is read in it', () => {
    const named = (text: string, words: string[]) =>
      buildLexicon([{ id: 'x', text, model: 'a', respondent: 'a', prompt: 'p' }], {
        wordnet,
        extractions: [{ answer: 'x', by: 'm', words }],
      });
    const russian = 'Я ценю честность и стараюсь подставить плечо другим.';
    const found = named(russian, ['honesty', 'support', 'train station']);
    expect(wordsAt(found.answers, 0).words.sort()).toEqual(['honesty', 'support']);
    expect(wordsAt(found.answers, 0)).toMatchObject({ language: 'ru', refused: false });
    const support = found.descriptors.find(({ word }) => word === 'support')!;
    // It stands nowhere in the answer: all of it is its place.
    expect(support.mentions).toEqual([
      { answer: 'x', raw: 'support', start: 0, end: russian.length, source: 'model' },
    ]);
    expect(found.descriptors.find(({ word }) => word === 'honesty')!.mentions).toHaveLength(1);
    const [unknown] = readLabelled('languages.jsonl').filter(({ id }) => id.startsWith('xx'));
    const counted = wordsAt(named(unknown!.text, ['courage']).answers, 0);
    expect(counted.words).toEqual(['courage']);
    expect(counted).not.toHaveProperty('unread');
    // In English it has to stand in the text.
    expect(wordsAt(named('I like blue cars.', ['courage']).answers, 0).words).toEqual([]);
  });

  it('refuses in its own words', () => {
    const refusals = readLabelled('languages.jsonl').filter(({ id }) => id.endsWith('04'));
    for (const row of refusals.filter(({ id }) => !id.startsWith('xx')))
      expect([row.id, read(row.text)]).toMatchObject([row.id, { refused: true, words: [] }]);
  });

  it.each([
    ['Honesty (诚实) and kindness', ['honesty', 'kindness']],
    ['我今天吃了很多饭,然后去公园散步看书。I value honesty.', ['honesty']],
    ['誠實、勇氣、責任', ['honesty', 'courage', 'responsibility']],
    ['不公平', []],
    ['Macht ist mir nicht wichtig, Mut schon.', ['courage']],
    ['No busco el poder, la fama ni el dinero, sino la justicia.', ['justice']],
    ['Es macht mir Freude, die Wahrheit zu sagen.', ['joy', 'truth']],
    ['Je ne renoncerai jamais à la liberté.', ['freedom']],
    ['¿Quieres que hable de la justicia?', []],
  ])('%s', (text, words) => {
    expect([...read(text).words].sort()).toEqual([...words].sort());
  });
});
