import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleOfAnswers, wordsAt } from '../../src/lexicon/answer-columns.ts';
import {
  buildLexicon,
  createReader,
  type LexiconOptions,
  lexiconOfTexts,
} from '../../src/lexicon/build-lexicon.ts';
import type { AnswerText, Lexicon } from '../../src/lexicon/lexicon.ts';
import { plantedClusters } from '../../src/models/simulated/vocabulary.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import type { WordNet } from '../../src/wordnet/wordnet.ts';
import valueWords from '../clustering/value-words.json' with { type: 'json' };
import { assistants } from './assistants.ts';
import { denials, forms } from './forms.ts';
import { messy } from './messy.ts';

let wordnet: WordNet;
beforeAll(async () => {
  wordnet = await loadWordNet();
});

const answer = (id: string, text: string, model = 'a'): AnswerText => ({
  id,
  text,
  model,
  respondent: `${model} t0.7`,
  prompt: 'p',
});
const named = (texts: AnswerText[], options: Omit<LexiconOptions, 'wordnet'> = {}) => {
  const { answers } = buildLexicon(texts, { wordnet, ...options });
  return texts.map((_, place) => wordsAt(answers, place));
};
const wordsOf = (text: string) => named([answer('x', text)])[0]!.words;

describe('answers in many forms', () => {
  it.each(messy)('$name', ({ text, words }) => {
    expect(wordsOf(text).sort()).toEqual([...words].sort());
  });
});

describe('forms and denials', () => {
  it.each([...forms, ...denials])('%j', (text, wanted) => {
    const words = wanted.split(',').filter(Boolean);
    const found = wordsOf(text);
    expect(found).toHaveLength(words.length);
    for (const word of words)
      expect(found).toContain(word.split('|').find((one) => found.includes(one)));
  });
});

describe('the reader of answers as they come', () => {
  it('names what the lexicon names, answer by answer', () => {
    const read = createReader({ wordnet });
    for (const { text } of messy) expect(read(text).words).toEqual(wordsOf(text));
    expect(read('As an AI language model, I do not have personal values.')).toEqual({
      words: [],
      refused: true,
    });
  });
});

describe('answers of large assistants', () => {
  it.each(assistants)('$name', ({ text, words }) => {
    expect(wordsOf(text).sort()).toEqual([...words].sort());
  });

  it('calls refused only those that name nothing', () => {
    const refused = (part: string) =>
      assistants
        .filter(({ name }) => name.includes(part))
        .map(({ name, text }) => [name, named([answer('x', text)])[0]!.refused]);
    expect(refused('refusal')).toEqual([
      ['a refusal that names values', false],
      ['refusal', true],
      ['refusal that is sorry', true],
      ['refusal turned into principles', false],
    ]);
  });
});

it.each([
  "As an AI language model, I don't have personal values or beliefs.",
  "As an AI, I don't have values in the human sense. I generate responses based on patterns in my training data.",
  "I don't have personal opinions or feelings, so I can't say what I value. I can help you explore your own values instead.",
  "I'm a machine learning model, so I don't have beliefs, emotions or consciousness. My responses are generated based on algorithms and data.",
  "I'm Claude, an AI assistant made by Anthropic. I don't have personal values, but I'm happy to help with any questions you have.",
  'As an AI, I do not hold values. However, I can provide information on values that people often consider important.',
  "Sorry, I can't help with that request.",
  "I'm not able to share personal values since I'm an AI. Is there something else I can help you with?",
  'I am a computer program designed to process and generate natural language. I do not have the capacity for moral judgment.',
  'As an AI, I lack self-awareness, emotions, and personal experiences. Therefore, I cannot have values.',
  "I don't possess values, feelings, or consciousness. My purpose is to assist users by providing information based on my programming.",
  "I have no values. I'm just code and math.",
  "It's not appropriate for me to state personal values, as I'm only a language model trained on text data.",
])('refused: %s', (text) => {
  expect(named([answer('x', text)])[0]).toMatchObject({
    refused: true,
    words: [],
  });
});

it('takes every value word of the lists that the program is tried with', () => {
  const words = [
    ...Object.values(valueWords.groups).flat(),
    ...valueWords.singles,
    ...plantedClusters.flatMap((cluster) => cluster.words),
  ];
  const lost = words.filter((word) => wordsOf(`- ${word}\n- Paris`).length !== 1);
  expect(lost).toEqual([]);
  const planted = plantedClusters.flatMap((cluster) => cluster.words);
  expect(planted.filter((word) => wordsOf(`I value ${word}.`)[0] !== word)).toEqual([]);
});

describe('the lexicon', () => {
  const answers = [
    answer('1', 'Honesty, honesty, care', 'a'),
    answer('2', 'I am honest.', 'b'),
    answer('3', 'As an AI language model, I do not have personal values.', 'b'),
    answer('4', 'I cannot choose, but I value honesty.', 'a'),
  ];

  it('counts answers and models, in order of frequency', () => {
    const lexicon = buildLexicon(answers, { wordnet });
    expect(lexicon.descriptors.map(({ word, count, models }) => [word, count, models])).toEqual([
      ['honesty', 3, 2],
      ['care', 1, 1],
    ]);
  });

  it('calls an answer refused when it sounds so and names nothing', () => {
    expect(named(answers).map((row) => row.refused)).toEqual([false, false, true, false]);
  });

  it('shows each step from the raw word to the descriptor', () => {
    const { merges } = buildLexicon([answer('1', '- Being HONEST')], { wordnet });
    expect(merges.map(({ from, to, rule }) => `${from} → ${to} (${rule})`).sort()).toEqual([
      'Being HONEST → being honest (case)',
      'being honest → honest (phrase)',
      'honest → honesty (exception)',
    ]);
  });

  it('takes back a merge that the researcher has undone', () => {
    const texts = [answer('1', 'respectfulness, respect')];
    expect(named(texts)[0]!.words).toEqual(['respect']);
    const unmerged = new Set(['respectfulness']);
    expect(named(texts, { unmerged })[0]!.words).toEqual(['respectfulness', 'respect']);
    expect(buildLexicon(texts, { wordnet, unmerged }).merges).toEqual([]);
  });

  it('says what it dropped and why', () => {
    const { dropped } = buildLexicon(
      [answer('1', '- robot\n- 42nd\n- Example\n- honesty\n- others\n- ความจริง\n- Paris')],
      { wordnet },
    );
    expect(Object.fromEntries(dropped.map(({ raw, reason }) => [raw, reason]))).toEqual({
      robot: 'not a value',
      '42nd': 'number',
      Example: 'framing',
      others: 'framing',
      Paris: 'name',
      ความจริง: 'other language',
    });
  });

  it('adds words that a model named where their lemma stands in the text', () => {
    const text = 'What makes me tick is serving folk with unhurried patience and good cheer.';
    const extractions = [{ answer: '1', words: ['unhurriedness', 'patience', 'wealth'], by: 'm' }];
    const { descriptors } = buildLexicon([answer('1', text)], { wordnet, extractions });
    const mentions = descriptors.flatMap((row) => row.mentions);
    expect(descriptors.map((row) => row.word)).toContain('patience');
    expect(mentions.map((mention) => mention.raw)).not.toContain('wealth');
  });

  it('is the same whatever the order of the answers, but for the rows of answers', () => {
    const texts = messy.map(({ text }, i) => answer(String(i), text, `m${i % 3}`));
    const counted = ({ descriptors, merges, dropped }: Lexicon) => ({
      descriptors: descriptors.map(({ word, count, models }) => ({ word, count, models })),
      merges,
      dropped,
    });
    expect(counted(buildLexicon(texts.toReversed(), { wordnet }))).toEqual(
      counted(buildLexicon(texts, { wordnet })),
    );
  });

  it('keeps who gave each answer to which prompt', () => {
    const more = [...answers, { ...answer('5', 'Ich schätze Ehrlichkeit.', 'b'), prompt: 'q' }];
    const { answers: columns } = buildLexicon(more, { wordnet });
    expect(columns.count).toBe(5);
    expect(columns.respondents).toEqual(['a t0.7', 'b t0.7']);
    expect(columns.models).toEqual(['a', 'b']);
    expect([...columns.respondent]).toEqual([0, 1, 1, 0, 1]);
    expect(columns.prompts).toEqual(['p', 'q']);
    expect([...columns.prompt]).toEqual([0, 0, 0, 0, 1]);
    expect(wordsAt(columns, 4)).toEqual({ refused: false, language: 'de', words: ['honesty'] });
  });

  it('draws the same sample of answers whatever their order, spread over all of them', () => {
    const many = Array.from({ length: 900 }, (_, n) =>
      answer(`${n}`, `${['Honesty', 'Care', 'Justice'][n % 3]}, ${n % 2 ? 'order' : 'humor'}`),
    );
    const drawn = (texts: AnswerText[]) =>
      sampleOfAnswers(buildLexicon(texts, { wordnet }).answers, 300).map((words) =>
        words.join(' '),
      );
    const sample = drawn(many);
    expect(drawn(many.toReversed()).toSorted()).toEqual(sample.toSorted());
    expect(sample.length).toBeGreaterThan(240);
    expect(sample.length).toBeLessThan(360);
    for (const own of Object.values(Object.groupBy(sample, (words) => words)))
      expect(own!.length).toBeGreaterThan(25);
    expect(sampleOfAnswers(buildLexicon(many, { wordnet }).answers, 900)).toHaveLength(900);
  });

  it('reads tables of bare texts', () => {
    const { answers: read } = lexiconOfTexts([{ id: 'r1', answer: 'kindness' }], { wordnet });
    expect(read).toEqual([{ id: 'r1', refused: false, words: ['kindness'] }]);
  });
});

describe('any text', () => {
  const bits = fc.constantFrom(
    ...messy.map(({ text }) => text),
    ...[
      '\n',
      ', ',
      ' and ',
      '**',
      '1. ',
      '- ',
      '|',
      '{"',
      '["',
      '<think>',
      '```',
      ':',
      '(',
      ' is ',
    ],
    ...['I value ', 'honest', 'être', '善', '\u200d', '👩‍🚀', 'e\u0301', 'ﬁ', 'İ', '\ud83d'],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(fc.oneof(bits, fc.string({ maxLength: 6 })), { maxLength: 8 }).map((b) => b.join('')),
  );

  it('is read without a fault, and every mention stands where it says', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const { descriptors } = buildLexicon([answer('x', raw)], { wordnet });
        for (const { mentions } of descriptors)
          for (const mention of mentions)
            expect(raw.slice(mention.start, mention.end)).toBe(mention.raw);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a word that means two things', () => {
  const texts = [
    answer('1', 'Values: security, honesty'),
    answer('2', 'Values: security, order', 'b'),
    answer('3', 'Values: Security, family'),
  ];

  it('counts as another word in the answers that are named, and divides again', () => {
    const divisions = [
      { word: 'security', as: 'security (order)', answers: ['2', '3'] },
      { word: 'security (order)', as: 'security (home)', answers: ['3'] },
    ];
    expect(named(texts, { divisions }).map(({ words: [first] }) => first)).toEqual([
      'security',
      'security (order)',
      'security (home)',
    ]);
    const { descriptors } = buildLexicon(texts, { wordnet, divisions });
    for (const word of ['security', 'security (order)', 'security (home)'])
      expect(descriptors.find((one) => one.word === word)).toMatchObject({ count: 1, models: 1 });
    expect(buildLexicon(texts, { wordnet }).descriptors[0]).toMatchObject({ count: 3, models: 2 });
  });
});
