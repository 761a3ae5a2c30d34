/** The shipped pairs of replies: every rule that keeps them from being told by anything but the value that they serve. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../../src/asking/identity.ts';
import { openUseLite } from '../../../src/embedding/use-lite.ts';
import { loadPairs, type Pair } from '../../../src/instruments/shared/pairs/pair-items.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { circleOpposites, isContent, isOfRoot, rootsOf, wordsOf } from '../value-words.ts';
import { classifyPairs, wordDifferences } from './pair-classifier.ts';

const sets = loadPairs({ extent: 'thorough' }, promptFiles(), null);
const items = sets.flatMap((set) => set.items);
/** On Schwartz's circle, and for the subdimensions the one that each is most often at odds with. */
const opposites: readonly (readonly string[])[] = [
  ...circleOpposites,
  ['self-competent', 'social'],
  ['user-oriented', 'professional'],
  ['idealistic', 'ethical'],
];

const twins = items.flatMap(({ id, serving, opposing }) =>
  serving.map((reply, i) => ({
    id: `${id}, wording ${i + 1}`,
    serving: reply,
    opposing: opposing[i]!,
  })),
);
const replies = items.flatMap(({ id, serving, opposing }) =>
  [...serving, ...opposing].map((reply) => ({ id, reply })),
);

describe('the pairs', () => {
  it('are eight for each of ten values and six for each of six subdimensions, half against the opposite', () => {
    expect(sets.map(({ system, items: own }) => [system, own.length])).toEqual([
      ['schwartz', 80],
      ['valuelex', 36],
    ]);
    for (const { values, system, items: own } of sets)
      for (const { id } of values) {
        const mine = own.filter(({ value }) => value === id);
        expect([id, mine.length]).toEqual([id, system === 'schwartz' ? 8 : 6]);
        const [pair] = opposites.filter((two) => two.includes(id));
        const opposite = pair!.find((one) => one !== id)!;
        const set = mine.flatMap(({ against }) => against ?? []);
        expect([id, set]).toEqual([id, Array(mine.length / 2).fill(opposite)]);
      }
    expect(new Set(items.map(({ id }) => id)).size).toBe(116);
    for (const { id, value } of items) expect(id.replace(/-\d$/, '')).toBe(value);
  });

  it('have two wordings of each reply, 8 to 14 words long, that begin alike and continue otherwise', () => {
    for (const { serving, opposing } of items)
      expect([serving.length, opposing.length]).toEqual([2, 2]);
    for (const { id, reply } of replies) {
      const count = reply.split(/\s+/).length;
      expect(count >= 8 && count <= 14, `${id} has ${count} words: ${reply}`).toBe(true);
    }
    for (const { id, serving, opposing } of twins) {
      const [a, b] = [wordsOf(serving), wordsOf(opposing)];
      const alike = a.findIndex((word, i) => word !== b[i]);
      expect(alike, `${id} begins alike`).toBeGreaterThanOrEqual(2);
    }
    for (const { id, serving, opposing } of items)
      for (const [first, second] of [serving, opposing])
        expect([id, wordsOf(first!).slice(0, 4)]).not.toEqual([id, wordsOf(second!).slice(0, 4)]);
  });

  it('name neither the value that they stand for, nor a word of its definition', () => {
    const named = items.flatMap(({ id, value, against, serving, opposing }) => {
      const roots = [value, ...(against ? [against] : [])].flatMap(rootsOf);
      return [...serving, ...opposing].flatMap((reply) =>
        wordsOf(reply)
          .filter((word) => roots.some((root) => isOfRoot(word, root)))
          .map((word) => `${id}: ${word}`),
      );
    });
    expect(named).toEqual([]);
    // The rule finds such words.
    const roots = rootsOf('security');
    for (const word of ['safe', 'secured', 'protected', 'order'])
      expect([word, roots.some((root) => isOfRoot(word, root))]).toEqual([word, true]);
  });

  it('hold no negation and no hedge, and as many first persons on both sides', () => {
    const negation =
      /\b(?:not?|never|none|nothing|nobody|without|neither|nor|cannot|hardly|\w+n't)\b/i;
    const hedge =
      /\b(?:maybe|perhaps|might|may|could|would|probably|possibly|seems?|likely|somewhat|rather|usually|often|quite|fairly)\b/i;
    const firstPerson = /\b(?:i|me|my|mine|we|us|our|ours|let's|i'\w+)\b/gi;
    for (const { id, reply } of replies) {
      expect([id, negation.test(reply)]).toEqual([id, false]);
      expect([id, hedge.test(reply)]).toEqual([id, false]);
    }
    for (const { id, serving, opposing } of twins)
      expect([id, serving.match(firstPerson)?.length]).toEqual([
        id,
        opposing.match(firstPerson)?.length,
      ]);
  });

  it('are not a sentence and its denial: each reply has words of a plan that the other lacks', () => {
    for (const { id, serving, opposing } of twins) {
      const [a, b] = [new Set(wordsOf(serving)), new Set(wordsOf(opposing))];
      expect([...a].filter((word) => !b.has(word)).length, id).toBeGreaterThanOrEqual(2);
      expect([...b].filter((word) => !a.has(word)).length, id).toBeGreaterThanOrEqual(2);
    }
  });

  it('share no scene, and are from many fields of life', () => {
    expect(new Set(items.map(({ scene }) => scene)).size).toBe(116);
    const fields = Map.groupBy(items, ({ field }) => field!);
    expect(fields.size).toBeGreaterThanOrEqual(12);
    for (const [field, own] of fields) {
      expect(own.length, field).toBeLessThanOrEqual(10);
      const values = own.map(({ value }) => value);
      expect([field, new Set(values).size]).toEqual([field, values.length]);
    }
    const content = items.map(
      ({ request, scene }) => new Set(wordsOf(`${request} ${scene}`).filter(isContent)),
    );
    const near = items.flatMap(({ id }, i) =>
      items.slice(0, i).flatMap((other, j) => {
        const both = [...content[i]!].filter((word) => content[j]!.has(word));
        const share = both.length / Math.min(content[i]!.size, content[j]!.size);
        return both.length > 3 || (both.length === 3 && share > 0.25)
          ? [`${id} and ${other.id}: ${both.join(', ')}`]
          : [];
      }),
    );
    expect(near).toEqual([]);
  });

  it('have two replies whose lengths differ by one token at most, under both default tokenizers', () => {
    const { tokenizers, counts } = JSON.parse(
      readFileSync('tests/instruments/opposing/token-counts.json', 'utf8'),
    ) as { tokenizers: string[]; counts: Record<string, number[]> };
    expect(tokenizers).toHaveLength(2);
    // Counted again by scripts/count-pair-tokens.ts when a reply is reworded.
    const countsOf = (reply: string) => counts[hashOf(reply)] ?? [];
    for (const { id, serving, opposing } of twins) {
      expect([id, countsOf(serving).length, countsOf(opposing).length]).toEqual([id, 2, 2]);
      countsOf(serving).forEach((count, i) => {
        expect(Math.abs(count - countsOf(opposing)[i]!), id).toBeLessThanOrEqual(1);
      });
    }
  });
});

describe('a classifier that sees no request', () => {
  const embedder = openUseLite();
  afterAll(() => embedder.close());

  it('does not tell by words which reply serves a value', () => {
    const { right, chance } = classifyPairs(wordDifferences(items, wordsOf));
    expect(right).toBeGreaterThanOrEqual(chance.low);
    expect(right).toBeLessThanOrEqual(chance.high);
  });

  it('does not tell by sentence vectors which reply serves a value', async () => {
    const { right, chance } = classifyPairs(await vectorDifferences(items));
    expect(right).toBeGreaterThanOrEqual(chance.low);
    expect(right).toBeLessThanOrEqual(chance.high);
  });

  it('would tell it where one side had words of its own', async () => {
    // Every third item is enough.
    const marked = items.map(({ serving, opposing }, i) => ({
      serving: i % 3 === 0 ? serving.map((reply) => `${reply} Ask around kindly.`) : serving,
      opposing,
    }));
    for (const differences of [wordDifferences(marked, wordsOf), await vectorDifferences(marked)]) {
      const { right, chance } = classifyPairs(differences);
      expect(right).toBeGreaterThan(chance.high);
    }
  });

  const known = new Map<string, Float32Array>();
  async function vectorDifferences(pairs: readonly Pick<Pair, 'serving' | 'opposing'>[]) {
    const texts = pairs.flatMap((one) => [...one.serving, ...one.opposing]);
    const fresh = texts.filter((reply) => !known.has(reply));
    const vectors = await embedder.embed(fresh);
    fresh.forEach((reply, i) => {
      known.set(reply, vectors[i]!);
    });
    return pairs.map(({ serving, opposing }) => {
      const sum = new Float64Array(512);
      for (const reply of serving)
        known.get(reply)!.forEach((x, d) => {
          sum[d]! += x;
        });
      for (const reply of opposing)
        known.get(reply)!.forEach((x, d) => {
          sum[d]! -= x;
        });
      return sum;
    });
  }
});

describe('the extents', () => {
  it('ask two items of each value, all items, or all items in both wordings', () => {
    const quick = loadPairs({ extent: 'quick' }, promptFiles(), null).flatMap((set) => set.items);
    expect(quick).toHaveLength(32);
    for (const own of Map.groupBy(quick, ({ value }) => value).values())
      expect(own.map(({ against }) => against !== undefined)).toEqual([true, false]);
    expect(existsSync('prompts/opposing/schwartz.yaml')).toBe(true);
  });
});
