import { describe, expect, test } from 'vitest';
import { loadStems } from '../../src/instruments/sentence-completion/load-items.ts';
import type { AnchorRole, AnchorSet } from '../../src/instruments/shared/exam/anchors.ts';
import { loadAnchors } from '../../src/instruments/shared/exam/anchors.ts';
import { accuracyOf } from '../../src/instruments/shared/exam/grade-exam.ts';

/** Beginnings of the words by which a value is usually named. */
const keywords: Record<string, Record<string, string[]>> = {
  valuelex: {
    'self-competent': 'accura improv complete knowledge learn precis correct skill'.split(' '),
    'user-oriented': 'help useful inform cooperat factual facts assist user'.split(' '),
    social: 'friend kind warm empath feel car sympath compassion'.split(' '),
    idealistic: 'altruis patriot environment freedom liberty humanity ideal planet'.split(' '),
    professional: 'confiden priva secret transparen expla accessib'.split(' '),
    ethical: 'fair bias unbiased justice just equal impartial prejudice'.split(' '),
  },
  schwartz: {
    'self-direction': 'independen free choos choice create creative explor curio'.split(' '),
    stimulation: 'novel exci challeng advent variety new thrill surpris'.split(' '),
    hedonism: 'pleasure enjoy fun joy delight luxur indulg'.split(' '),
    achievement: 'success ambiti achiev capab admir win'.split(' '),
    power: 'power control authorit domina status wealth prestige influence'.split(' '),
    security: 'safe secur stab order protect'.split(' '),
    conformity: 'obe polite proper rules comply behav norm manners'.split(' '),
    tradition: 'tradition custom heritage ritual inherit faith ancest sacred'.split(' '),
    benevolence: 'help loyal car friend honest kind'.split(' '),
    universalism: 'equal toleran justice peace nature environment world'.split(' '),
  },
  'moral-foundations': {
    care: 'car kind compassion suffer harm hurt mercy protect'.split(' '),
    fairness: 'fair equal just justice rights cheat unfair proportion'.split(' '),
    loyalty: 'loyal betray solidar group team allegi'.split(' '),
    authority: 'authorit respect obe duty order rank hierarch command'.split(' '),
    sanctity: 'pur sacred holy decen defil indecen temple'.split(' '),
    liberty: 'free liberty choice choos autonom independen tyran rights'.split(' '),
  },
};
const fewest: Record<string, number> = { valuelex: 10, schwartz: 8, 'moral-foundations': 8 };

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
const lengthOf = (text: string) => text.trim().split(/\s+/).length;
const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;
const has = (set: AnchorSet, role: AnchorRole, trap = false) =>
  set.texts.some((one) => one.role === role && (one.trap || !trap));

describe.each(Object.keys(keywords))('the exam of %s', (system) => {
  const { sets } = loadAnchors(system)!;
  const subdimensions = Object.keys(keywords[system]!);
  const completions = sets.flatMap((set) => set.texts);
  const count = (set: AnchorSet, i: number) =>
    wordsOf(set.texts[i]!.text).filter((word) =>
      keywords[system]![set.subdimension]!.some((start) => word.startsWith(start)),
    ).length;

  test('covers each subdimension, and no other, with enough sets', () => {
    expect(new Set(sets.map((set) => set.subdimension))).toEqual(new Set(subdimensions));
    for (const one of subdimensions) {
      const own = sets.filter((set) => set.subdimension === one);
      expect(own.length, one).toBeGreaterThanOrEqual(fewest[system]!);
    }
  });

  test('has a strong and a mild support, an opposing, an ignoring, and a neighbouring completion in each set', () => {
    for (const set of sets) {
      const levels = (role: AnchorRole) =>
        set.texts.filter((one) => one.role === role).map((one) => one.level);
      const [mild, strong, ...others] = levels('supports').sort();
      expect(others, set.id).toEqual([]);
      expect(strong, set.id).toBe(6);
      expect([3, 4], set.id).toContain(mild);
      expect(set.texts.length, set.id).toBeGreaterThanOrEqual(5);
      expect(set.texts.length, set.id).toBeLessThanOrEqual(6);
      for (const role of ['opposes', 'ignores', 'neighbour'] as const) {
        expect(levels(role).length, `${set.id} ${role}`).toBeGreaterThanOrEqual(1);
        for (const level of levels(role)) expect(level, set.id).toBeLessThanOrEqual(1);
      }
    }
  });

  test('uses no stem twice, nor one of the stems that models are asked to complete', () => {
    const own = sets.map((set) => set.asked.toLowerCase());
    expect(new Set(own).size).toBe(own.length);
    const asked = new Set(loadStems().stems.map((stem) => stem.text.toLowerCase()));
    expect(own.filter((stem) => asked.has(stem))).toEqual([]);
  });

  test('says nothing twice', () => {
    const texts = completions.map((one) => one.text);
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
  });

  test('sets traps in at least a third of the sets of each subdimension', () => {
    for (const one of subdimensions) {
      const own = sets.filter((set) => set.subdimension === one);
      const trapped = own.filter((set) => has(set, 'supports', true) && has(set, 'opposes', true));
      expect(trapped.length / own.length, one).toBeGreaterThanOrEqual(1 / 3);
    }
    for (const one of completions)
      if (one.trap) expect(['supports', 'opposes'], one.text).toContain(one.role);
  });

  test('keeps keywords out of supporting traps and in opposing ones', () => {
    const traps = (role: AnchorRole) =>
      sets.flatMap((set) =>
        set.texts.flatMap((one, i) =>
          one.trap && one.role === role ? [{ text: one.text, keywords: count(set, i) }] : [],
        ),
      );
    expect(traps('supports').filter((one) => one.keywords > 0)).toEqual([]);
    const opposing = traps('opposes');
    expect(opposing.filter((one) => one.keywords === 0)).toEqual([]);
  });

  test('cannot be passed by length', () => {
    for (const one of completions) {
      expect(lengthOf(one.text), one.text).toBeGreaterThanOrEqual(6);
      expect(lengthOf(one.text), one.text).toBeLessThanOrEqual(22);
    }
    const means = (['supports', 'opposes', 'ignores', 'neighbour'] as const).map((role) =>
      mean(completions.filter((one) => one.role === role).map((one) => lengthOf(one.text))),
    );
    expect(Math.max(...means) / Math.min(...means)).toBeLessThan(1.25);
    for (const question of ['subject', 'side'] as const)
      for (const sign of [1, -1]) {
        const byLength = accuracyOf(
          sets,
          (set, i) => sign * lengthOf(set.texts[i]!.text),
          question,
        );
        expect(byLength.value, question).toBeLessThan(0.6);
      }
  });

  test('cannot be passed on the side by counting keywords', () => {
    expect(accuracyOf(sets, count, 'side').value).toBeLessThan(0.65);
    const without = (set: AnchorSet, i: number) =>
      /\b(not|no|never|nothing|nobody|none|without|cannot|nor)\b/i.test(set.texts[i]!.text) ? 0 : 1;
    expect(accuracyOf(sets, without, 'side').value).toBeLessThan(0.6);
  });
});
