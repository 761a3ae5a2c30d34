import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { mergesOf } from '../../src/clustering/average-link.ts';
import { suggestedNumber } from '../../src/clustering/cut.ts';
import { coreOfDefinition, possibleDefinitions } from '../../src/clustering/definitions.ts';
import { meaningSpace, type SpaceOptions } from '../../src/clustering/embedding.ts';
import { lexicalLinks, linkWeights, spellingKey } from '../../src/clustering/links.ts';
import { withCache } from '../../src/embedding/cache.ts';
import { openUseLite } from '../../src/embedding/use-lite.ts';
import { UserError } from '../../src/errors.ts';
import { sharedEmbedder } from '../../src/run/derive/shared-vectors.ts';
import { cutTree } from '../../src/statistics/dendrogram.ts';
import { adjustedRandIndex } from '../../src/statistics/partition-agreement.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import { sharedPlace } from '../support/shared-place.ts';

const wordNet = await loadWordNet();
const embedder = withCache(
  sharedEmbedder(openUseLite(), 'use-lite', sharedPlace('vectors') ?? undefined),
);
afterAll(() => embedder.close());

describe('definitions', () => {
  it('finds nouns, adjectives, other spellings, and the adjective that an ending points to', () => {
    const first = (word: string) => possibleDefinitions(word, wordNet)[0]?.gloss;
    expect(first('honesty')).toBe('the quality of being honest');
    expect(first('non discrimination')).toMatch(/^fairness in treating people/);
    expect(first('wellbeing')).toBe(first('well-being'));
    expect(first('virtues')).toBe(first('virtue'));
    expect(first('supportiveness')).toMatch(/furnishing support/);
    expect(first('user-friendliness')).toBeDefined();
    expect(possibleDefinitions('critical thinking', wordNet)).toEqual([]);
    expect(possibleDefinitions('xyzzy', wordNet)).toEqual([]);
  });

  it.each([
    ['freedom from doubt; belief in yourself', 'freedom from doubt'],
    ['a feeling of eagerness (usually; in favor)', 'a feeling of eagerness'],
    ['the act of discharging someone because of age', 'the act of discharging someone because of'],
    ['(of speech); made far back', '(of speech); made far back'],
    ['(of persons)', '(of persons)'],
    ['one  two', 'one two'],
    ['an unclosed (bracket', 'an unclosed (bracket'],
    ['', ''],
  ])('of %j the core is %j', (gloss, core) => {
    expect(coreOfDefinition(gloss)).toBe(core);
  });
});

describe('lexical links', () => {
  const links = (...words: string[]) => {
    const chosen = words.map((word) => possibleDefinitions(word, wordNet)[0] ?? null);
    return lexicalLinks(words, chosen, wordNet)[1];
  };

  it.each([
    ['colour', 'color', linkWeights.spelling],
    ['data protection', 'data-protection', linkWeights.spelling],
    ['honesty', 'dishonesty', linkWeights.antonym],
    ['bravery', 'courage', linkWeights.synset],
    ['candor', 'frankness', linkWeights.synset],
    ['honesty', 'lavender', 0],
    ['xyzzy', 'honesty', 0],
  ])('%s · %s: %d', (a, b, weight) => {
    expect(links(a, b)).toBeCloseTo(weight);
    expect(links(b, a)).toBeCloseTo(weight);
  });

  it('spells alike what differs by hyphen, space, or country', () => {
    expect(spellingKey('organisation')).toBe(spellingKey('organization'));
    expect(spellingKey('behaviour')).toBe(spellingKey('behavior'));
    expect(spellingKey('Self-control')).toBe(spellingKey('self control'));
    expect(spellingKey('transparency')).toBe(spellingKey('transparence'));
    expect(spellingKey('mortality')).not.toBe(spellingKey('morality'));
    expect(spellingKey('loyalty')).not.toBe(spellingKey('royalty'));
  });
});

describe('meaningSpace', () => {
  const words = ['faith', 'honesty', 'truthfulness', 'trust', 'explainability', 'data protection'];

  it('names the space, tells the definitions, and is symmetric', async () => {
    const space = await meaningSpace(words, embedder, wordNet);
    expect(space.name).toBe('use-lite + definitions + links');
    expect(space.definitions[1]).toBe('the quality of being honest');
    expect(space.definitions[5]).toBeNull();
    const n = words.length;
    for (let i = 0; i < n; i++) {
      expect(space.similarity[i * n + i]).toBe(1);
      for (let j = 0; j < n; j++)
        expect(space.similarity[i * n + j]).toBe(space.similarity[j * n + i]);
    }
    expect(space.similarity[1 * n + 2]).toBeGreaterThan(space.similarity[1 * n + 5]!);
    const plain = await meaningSpace(words, embedder, wordNet, {
      definitions: false,
      linkWeight: 0,
    });
    expect(plain.name).toBe('use-lite');
    expect(plain.definitions.every((definition) => definition === null)).toBe(true);
  });

  it('takes one word, and none', async () => {
    expect((await meaningSpace(['honesty'], embedder, wordNet)).similarity).toEqual(
      Float32Array.of(1),
    );
    expect((await meaningSpace([], embedder, wordNet)).words).toEqual([]);
  });

  it('refuses vectors that do not fit', async () => {
    const broken = {
      name: 'broken',
      embed: async (texts: readonly string[]) =>
        texts.map((_, i) => new Float32Array(i === 0 ? 2 : 3)),
    };
    await expect(meaningSpace(words, broken, wordNet)).rejects.toThrow(UserError);
  });
});

describe('the recipe on value words in groups', () => {
  const list: { groups: Record<string, string[]>; singles: string[] } = JSON.parse(
    readFileSync(new URL('./value-words.json', import.meta.url), 'utf8'),
  );
  const groups = [...Object.values(list.groups), ...list.singles.map((word) => [word])];
  const words = groups.flat();
  const truth = groups.flatMap((group, i) => group.map(() => i));

  async function agreement(options: SpaceOptions) {
    const { similarity } = await meaningSpace(words, embedder, wordNet, options);
    const merges = mergesOf(similarity, words.length);
    const at = (k: number) => adjustedRandIndex(Array.from(cutTree(merges, k)), truth);
    const suggested = suggestedNumber(merges, similarity);
    return { true: at(groups.length), suggested: at(suggested), k: suggested };
  }

  it('gains by centring, definitions, and links, and suggests about the right number', async () => {
    const none = { definitions: false, linkWeight: 0 };
    const plain = await agreement({ ...none, centre: false });
    const centre = await agreement(none);
    const defined = await agreement({ linkWeight: 0 });
    const whole = await agreement({});
    expect(centre.true).toBeGreaterThan(plain.true);
    expect(defined.true).toBeGreaterThan(centre.true);
    expect(whole.true).toBeGreaterThan(defined.true);
    expect(whole.true).toBeGreaterThan(0.36);
    expect(whole.suggested).toBeGreaterThan(0.36);
    expect(whole.k).toBeGreaterThan(0.85 * groups.length);
    expect(whole.k).toBeLessThan(1.2 * groups.length);
  });
});
