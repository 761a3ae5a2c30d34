import { afterAll, describe, expect, it } from 'vitest';
import { commonness } from '../../src/clustering/commonness.ts';
import { oppositesAmong } from '../../src/clustering/opposites.ts';
import { spaceByRecipe } from '../../src/clustering/recipes.ts';
import { thesaurusSpace } from '../../src/clustering/thesaurus-space.ts';
import { withCache } from '../../src/embedding/cache.ts';
import { openUseLite } from '../../src/embedding/use-lite.ts';
import { UserError } from '../../src/errors.ts';
import { sharedEmbedder } from '../../src/run/derive/shared-vectors.ts';
import { loadThesaurus } from '../../src/thesaurus/load.ts';
import { createThesaurus } from '../../src/thesaurus/thesaurus.ts';
import { loadWordVectors } from '../../src/word-vectors/load.ts';
import { createWordVectors } from '../../src/word-vectors/word-vectors.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import { sharedPlace } from '../support/shared-place.ts';
import { agreementOf, goldHalf, separationOf, wordsOf } from './gold-list.ts';

const wordNet = await loadWordNet();
const sources = {
  wordNet: () => loadWordNet(),
  thesaurus: () => loadThesaurus(),
  wordVectors: () => loadWordVectors(),
};

describe('opposites', () => {
  const none = (n: number) => new Float32Array(n * n);
  it('are antonyms, and words that differ by a prefix or an ending', () => {
    const words = ['rationality', 'irrationality', 'selflessness', 'selfishness', 'unity'];
    expect(oppositesAmong(words, none(5))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const links = none(2);
    links[1] = -1;
    links[2] = -1;
    expect(oppositesAmong(['war', 'peace'], links)).toEqual([[0, 1]]);
    expect(oppositesAmong(['care', 'carelessness', 'carefulness'], none(3))).toEqual([[1, 2]]);
  });
});

describe('the second recipe on fixed vectors', () => {
  // Four words that WordNet lacks have no senses and no links: what is left are vectors and lists.
  const words = ['aaq', 'bbq', 'ccq', 'ddq'];
  const vectors: Record<string, number[]> = {
    aaq: [3, 1],
    bbq: [1, 3],
    ccq: [-3, -1],
    ddq: [-1, -3],
  };
  const embedder = {
    name: 'fixed',
    embed: async (texts: readonly string[]) =>
      texts.map((text) => Float32Array.from(vectors[text] ?? [0, 0])),
  };
  const thesaurus = createThesaurus({
    words: ['aaq', 'bbq'],
    listsOf: [Uint16Array.of(0, 1), Uint16Array.of(1, 2)],
    sizes: Uint16Array.of(2, 2, 2, 9),
  });
  const noCompany = createWordVectors({
    words: [],
    ranks: new Uint32Array(),
    size: 2,
    numbers: new Int8Array(),
  });

  it('adds half the root of the nearness in the thesaurus to the cosine', async () => {
    const space = await thesaurusSpace(words, embedder, {
      wordNet,
      thesaurus,
      wordVectors: noCompany,
    });
    expect(space.name).toBe('fixed + definitions + thesaurus + company + links');
    // The list's mean is 0, so cosines stay: (3·1 + 1·3) / 10; one list of two is shared.
    expect(space.similarity[1]).toBeCloseTo(0.6 + 0.5 * Math.sqrt(0.5), 5);
    // Two unknown words: with fewer than ten known pairs nothing is added.
    expect(space.similarity[2]).toBeCloseTo(-1, 5);
    for (let i = 0; i < 4; i++) {
      expect(space.similarity[i * 4 + i]).toBe(1);
      for (let j = 0; j < 4; j++)
        expect(space.similarity[i * 4 + j]).toBe(space.similarity[j * 4 + i]);
    }
    expect(space.definitions).toEqual([null, null, null, null]);
    expect(space.common).toEqual([0, 0, 0, 0]);
  });

  it('adds half the cosine of the words’ company', async () => {
    const { similarity } = await thesaurusSpace(words, embedder, {
      wordNet,
      thesaurus: createThesaurus({ words: [], listsOf: [], sizes: new Uint16Array() }),
      wordVectors: createWordVectors({
        words: ['aaq', 'bbq', 'ccq', 'ddq'],
        ranks: Uint32Array.of(1, 2, 3, 4),
        size: 2,
        numbers: Int8Array.of(100, 0, 0, 100, -100, 0, 0, -100),
      }),
    });
    expect(similarity[1]).toBeCloseTo(0.6, 5);
    expect(similarity[2]).toBeCloseTo(-1 - 0.5, 5);
  });

  it('keeps opposites apart, weighs several senses, and refuses vectors that do not fit', async () => {
    const real = await thesaurusSpace(
      ['honesty', 'dishonesty', 'truthfulness', 'candor'],
      withLengths(),
      { wordNet, thesaurus: await loadThesaurus(), wordVectors: await loadWordVectors() },
    );
    expect(real.similarity[1]).toBe(-1);
    expect(real.similarity[2]).toBeGreaterThan(0);
    expect(real.definitions[0]).toBe('the quality of being honest');
    const broken = {
      name: 'broken',
      embed: async (texts: readonly string[]) => texts.map((_, i) => new Float32Array(2 + (i % 2))),
    };
    await expect(
      thesaurusSpace(words, broken, { wordNet, thesaurus, wordVectors: noCompany }),
    ).rejects.toThrow(UserError);
    const empty = await thesaurusSpace([], embedder, {
      wordNet,
      thesaurus,
      wordVectors: noCompany,
    });
    expect(empty.words).toEqual([]);
  });

  /** A vector of the letters of a text, the same on every machine. */
  function withLengths() {
    return {
      name: 'letters',
      embed: async (texts: readonly string[]) =>
        texts.map((text) =>
          Float32Array.from(
            { length: 26 },
            (_, i) => text.split(String.fromCharCode(97 + i)).length,
          ),
        ),
    };
  }
});

describe('how usual words are', () => {
  it('tells common words from rare synonyms', async () => {
    const vectors = await loadWordVectors();
    const of = (word: string) => commonness(word, vectors);
    expect(of('honesty')).toBeGreaterThan(0);
    expect(of('freedom')).toBeGreaterThan(of('honesty'));
    for (const rare of ['fealty', 'parsimony', 'assiduity', 'explainability'])
      expect(of(rare)).toBe(0);
    expect(of('hard work')).toBe(of('work') < of('hard') ? of('work') : of('hard'));
  });
});

describe('recipes by number', () => {
  it('are the first where a run names none', async () => {
    const letters = {
      name: 'letters',
      embed: async (texts: readonly string[]) =>
        texts.map((text) => Float32Array.of(text.length, 1)),
    };
    const words = ['honesty', 'care'];
    expect((await spaceByRecipe(undefined, words, letters, sources)).name).toBe(
      'letters + definitions + links',
    );
    expect((await spaceByRecipe(2, words, letters, sources)).name).toContain('thesaurus');
  });

  it('embed a word and its senses, by the third at most three and the core of each', async () => {
    const textsOf = async (recipe: 2 | 3) => {
      const texts: string[] = [];
      const embed = async (given: readonly string[]) => {
        texts.push(...given);
        return given.map((text) => Float32Array.of(text.length, 1));
      };
      const space = await spaceByRecipe(
        recipe,
        ['honesty', 'charity'],
        { name: 'letters', embed },
        sources,
      );
      return { texts, definitions: space.definitions };
    };
    const [second, third] = [await textsOf(2), await textsOf(3)];
    expect(third.texts).toEqual([
      'honesty',
      'charity',
      'honesty: the quality of being honest',
      'charity: a foundation created to promote the public',
      'charity: a kindly and lenient attitude toward people',
      'charity: an activity or gift that benefits the',
    ]);
    expect(second.texts.length).toBeGreaterThan(third.texts.length);
    // The definition that is shown stays whole.
    expect(wordNet.senses('charity', 'noun').map(({ gloss }) => gloss)).toContain(
      third.definitions[1],
    );
  });
});

describe('the recipes on half b of the gold list', () => {
  const embedder = withCache(
    sharedEmbedder(openUseLite(), 'use-lite', sharedPlace('vectors') ?? undefined),
  );
  afterAll(() => embedder.close());
  const half = goldHalf('b');
  const figures = async (recipe: 1 | 2) => {
    const similarity = async (words: string[]) =>
      (await spaceByRecipe(recipe, words, embedder, sources)).similarity;
    return {
      ...agreementOf(half.groups, await similarity(half.groups.flat())),
      ...separationOf(half, await similarity(wordsOf(half))),
    };
  };

  it('find the groups without any download, and keep traps apart', async () => {
    const [first, second] = [await figures(1), await figures(2)];
    // Measured: .63 at the true number, .64 at the rule's own, where the first recipe has .40 and .44.
    expect(second.atTrue).toBeGreaterThan(0.57);
    expect(second.atOwn).toBeGreaterThan(0.57);
    expect(second.atTrue).toBeGreaterThan(first.atTrue + 0.1);
    expect(second.own).toBeGreaterThan(0.85 * half.groups.length);
    expect(second.own).toBeLessThan(1.25 * half.groups.length);
    expect(second.alike).toBeGreaterThanOrEqual(0.9);
    expect(second.opposite).toBeGreaterThanOrEqual(0.9);
    expect(second.together).toBeGreaterThan(0.5);
  });
});
