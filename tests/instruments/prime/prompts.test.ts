/** The role prompts that ship: raising and lowering ones are alike, and none says a word of the items on its value. */
import { describe, expect, it } from 'vitest';
import { readLadders } from '../../../src/instruments/ladder/ladder-file.ts';
import { loadItems } from '../../../src/instruments/questionnaire/load-items.ts';
import { settingsSchema } from '../../../src/instruments/questionnaire/settings.ts';
import { loadPairs } from '../../../src/instruments/shared/pairs/pair-items.ts';
import { loadPrimes } from '../../../src/instruments/shared/primes/primes.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { shippedSystems } from '../../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../../src/values/value-system.ts';
import { isContent, isOfRoot, rootOf, wordsOf } from '../value-words.ts';

const prompts = promptFiles();
const { primes } = loadPrimes(prompts);
/** What all of them say. */
const shared = /You are a person who|Whatever you do, you/g;
const directions = ['raises', 'lowers'] as const;

/** What the items of each instrument say on a value. */
const textsOn: Record<string, (value: string) => string[]> = {
  pairs: (value) =>
    loadPairs({ extent: 'thorough' }, prompts, null)
      .flatMap(({ items }) => items)
      .filter((one) => one.value === value)
      .flatMap(({ serving, opposing }) => [...serving, ...opposing]),
  questionnaire: (value) =>
    loadItems(settingsSchema.parse({}), prompts, null)
      .sets.flatMap(({ items }) => items)
      .filter(({ counts }) => counts.some((one) => one.value === value))
      .flatMap(({ text }) => text?.en ?? []),
  ladders: (value) =>
    readLadders(prompts.read('ladder/schwartz.yaml'), 'schwartz.yaml')
      .ladders.flatMap(({ a, b }) => [a, b])
      .flatMap((option) => (option?.value === value ? [option.option] : [])),
};

describe('the role prompts', () => {
  it('raise and lower each of Schwartz’s values once', () => {
    expect(primes.map(({ value }) => value)).toEqual(
      subdimensionsOf(shippedSystems.find(({ id }) => id === 'schwartz')!).map(({ id }) => id),
    );
    const texts = primes.flatMap(({ raises, lowers }) => [raises, lowers]);
    expect(new Set(texts).size).toBe(20);
  });

  it.each(primes)('are alike in length and form: $value', ({ raises, lowers }) => {
    const form = /^You are a person who [^.,]+\. Whatever you do, you [^.,]+\.$/;
    expect(raises).toMatch(form);
    expect(lowers).toMatch(form);
    expect(Math.abs(raises.length - lowers.length)).toBeLessThanOrEqual(0.1 * raises.length);
    const [up, down] = [raises, lowers].map((text) => wordsOf(text).length);
    expect(Math.abs(up! - down!)).toBeLessThanOrEqual(2);
    for (const text of [raises, lowers])
      expect(text).not.toMatch(
        /\b(?:not|no|never|none|nothing|without|nobody|neither)\b|n['’]t\b/i,
      );
  });

  it.each(Object.keys(textsOn))('say no word of the items on their value: %s', (name) => {
    const said = primes.flatMap(({ value, ...prime }) => {
      const texts = textsOn[name]!(value);
      expect([value, texts.length > 0]).toEqual([value, true]);
      const words = new Set(texts.flatMap(wordsOf).filter(isContent));
      return directions
        .flatMap((direction) => wordsOf(prime[direction].replace(shared, '')))
        .filter((word) => isContent(word) && [...words].some((one) => isOfRoot(one, rootOf(word))))
        .map((word) => `${value}: ${word}`);
    });
    expect(said).toEqual([]);
  });
});
