/** The items that ship: how many, how they are keyed, and what must not stand in them. */
import { describe, expect, it } from 'vitest';
import { plannedQuestions } from '../../../src/instruments/questionnaire/ask.ts';
import {
  allQuestions,
  askedQuestions,
  languageOf,
  textOf,
} from '../../../src/instruments/questionnaire/questions.ts';
import { settingsSchema } from '../../../src/instruments/questionnaire/settings.ts';
import { shippedSystems } from '../../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../../src/values/value-system.ts';
import { itemsOf } from './support.ts';

const items = itemsOf({ conditions: ['none', 'es'] });
const portraits = items.sets.filter(({ kind }) => kind === 'portrait');
const everyday = items.sets.filter(({ kind }) => kind === 'everyday');
const all = items.sets.flatMap((set) => set.items.map((item) => ({ set, item })));

/** Words of definitions that name no value. */
const common = new Set(
  'what that with those they them this from their people person works work need feels feel wants seeks being such whatever through also when over does others without'.split(
    ' ',
  ),
);

/** "protects" and "protecting" are "protect". */
const stem = (word: string) => word.replace(/(?:ations?|ing|ment|ies|ity|ed|es|s|y)$/, '');

describe('the items', () => {
  it('are 172: six a value, four for it and two against it, and forty replies', () => {
    expect(all).toHaveLength(172);
    for (const { values, items: own } of portraits)
      for (const { id } of values) {
        const keys = own.flatMap(({ counts }) =>
          counts.flatMap(({ value, key }) => (value === id ? [key] : [])),
        );
        expect(
          keys.filter((key) => key === 'for'),
          id,
        ).toHaveLength(4);
        expect(
          keys.filter((key) => key === 'against'),
          id,
        ).toHaveLength(2);
      }
    const [replies] = everyday;
    for (const { id } of replies!.values)
      expect(replies!.items.filter(({ counts }) => counts[0]!.value === id)).toHaveLength(4);
  });

  it('are of every value of the systems that ship', () => {
    for (const system of shippedSystems)
      expect(
        items.sets.filter((set) => set.system === system.id).map(({ values }) => values.length),
        system.id,
      ).toContain(subdimensionsOf(system).length);
  });

  it.each(['en', 'es'])('are one plain sentence each in %s, no two alike', (language) => {
    const texts = all.map(({ item }) => item.text![language]!);
    expect(new Set(texts.map((text) => text.toLowerCase())).size).toBe(172);
    for (const text of texts) {
      expect(text, text).toMatch(/^[¿"«A-ZÁÉÍÓÚÑ].*\.$/);
      expect(text.match(/[.!?](?=\s)/g), text).toBeNull();
      expect(text.split(' ').length, text).toBeLessThanOrEqual(20);
    }
    for (const { items: own } of everyday)
      for (const item of own) expect(item.situation![language], item.id).toMatch(/[?]$/);
  });

  it('hold neither the name of a value nor a word of the definition of their own', () => {
    const names = shippedSystems.flatMap((system) =>
      subdimensionsOf(system).flatMap(({ name }) => name.toLowerCase().split('-')),
    );
    const wrong = all.flatMap(({ set, item }) => {
      const value = shippedSystems
        .filter(({ id }) => id === set.system)
        .flatMap(subdimensionsOf)
        .find(({ id }) => id === item.counts[0]!.value)!;
      const defined = `${value.definition}`
        .toLowerCase()
        .match(/[a-z]{4,}/g)!
        .filter((word) => !common.has(word));
      const words = item.text!.en!.toLowerCase().match(/[a-z]+/g)!;
      return words
        .filter(
          (word) =>
            (names.includes(word) && word.length > 4) ||
            defined.some((one) => stem(one) === stem(word)),
        )
        .map((word) => `${item.id}: ${word}`);
    });
    expect(wrong).toEqual([]);
  });

  it('are not denied where they are keyed against', () => {
    const against = all.filter(({ item }) => item.counts[0]!.key === 'against');
    for (const { item } of against)
      expect(item.text!.en, item.id).not.toMatch(/^I (?:do not|don't|am not|never|would not)\b/);
  });
});

describe('the questions', () => {
  it('are three wordings in both orders; by default the first wording, in quick one order', () => {
    expect(allQuestions(items)).toHaveLength(172 * 6);
    expect(askedQuestions(items, 'thorough')).toHaveLength(172 * 6);
    expect(askedQuestions(items, 'default')).toHaveLength(172 * 2);
    const quick = askedQuestions(itemsOf({ extent: 'quick' }), 'quick');
    expect(quick).toHaveLength(60);
    expect(quick.filter(({ order }) => order === 'reversed')).toHaveLength(30);
    // The order of options says nothing of the value.
    for (const value of portraits[0]!.values) {
      const own = quick.filter(({ item }) => item.counts[0]!.value === value.id);
      expect(
        own.filter(({ order }) => order === 'forward'),
        value.id,
      ).toHaveLength(3);
    }
  });

  it('are no two alike, and name the options in their order', () => {
    for (const condition of items.conditions) {
      const language = languageOf(items, condition);
      const texts = allQuestions(items).map((one) => textOf(one, language)!);
      expect(new Set(texts).size).toBe(172 * 6);
      for (const text of texts) expect(text).not.toMatch(/[{}]/);
    }
    const english = languageOf(items, items.conditions[0]!);
    const [forward, reversed] = allQuestions(items);
    expect(textOf(forward!, english)).toContain('1 = not like me at all\n2 = not like me\n');
    expect(textOf(reversed!, english)).toContain('1 = very much like me\n2 = like me\n');
    expect(textOf(forward!, english, true)).toMatch(/1, 2, 3, 4, 5, 6 and nothing else\.$/);
  });

  it('are forecast by condition, twice where a model may tell probabilities', () => {
    const who = (id: string) => ({
      entry: { id },
      setting: { id: 't', temperature: 0.7, topP: 1 },
      condition: { id: 'none' },
    });
    const settings = settingsSchema.parse({ conditions: ['none', 'es'] });
    const [sim, local] = plannedQuestions(items, settings, [who('sim:a'), who('local:b')]);
    expect(sim!.requests).toBe(172 * 2 * 2);
    expect(local!.requests).toBe(172 * 2 * 2 * 2);
    expect(local!.tokensIn).toBeCloseTo(2 * sim!.tokensIn, -1);
  });
});
