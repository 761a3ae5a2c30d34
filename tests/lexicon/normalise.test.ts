import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createNormaliser } from '../../src/lexicon/normalise.ts';
import { exceptions, knownValues } from '../../src/lexicon/word-lists.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';
import type { WordNet } from '../../src/wordnet/wordnet.ts';

let wordnet: WordNet;
beforeAll(async () => {
  wordnet = await loadWordNet();
});
const normal = (raw: string) => createNormaliser(wordnet)(raw).word;

describe('normalisation', () => {
  it.each([
    ['Honest', 'honesty'],
    ['honestly', 'honesty'],
    ['being honest', 'honesty'],
    ['to be honest', 'honesty'],
    ['ＨＯＮＥＳＴＹ', 'honesty'],
    ['“Honesty.”', 'honesty'],
    ['organisation', 'organization'],
    ['improvisation', 'improvisation'],
    ['advertising', 'advertising'],
    ['humour', 'humor'],
    ['sense of humour', 'sense of humor'],
    ['judgement', 'judgment'],
    ['exercise', 'exercise'],
    ['promise', 'promise'],
    ['virtues', 'virtue'],
    ['responsibilities', 'responsibility'],
    ['kindnesses', 'kindness'],
    ['ethics', 'ethics'],
    ['kindness', 'kindness'],
    ['serene', 'serenity'],
    ['stoic', 'stoicism'],
    ['generously', 'generosity'],
    ['collaborating', 'collaboration'],
    ['empower', 'empowerment'],
    ['user-friendly', 'user-friendliness'],
    ['open-minded', 'open-mindedness'],
    ['open minded', 'open-mindedness'],
    ['self-aware', 'self-awareness'],
    ['non-violent', 'non-violence'],
    ['wellbeing', 'well-being'],
    ['respect for privacy', 'respect for privacy'],
    ['respecting privacy', 'respect for privacy'],
    ['Respect for all people', 'respect for others'],
    ['commitment to honesty', 'honesty'],
    ['a strong sense of justice', 'justice'],
    ['a strong sense of humor', 'sense of humor'],
    ['the importance of telling the truth', 'truthfulness'],
    ['respectful attitude', 'respect'],
    ['caring person', 'care'],
    ['good listener', 'listening'],
    ['strong work ethic', 'work ethic'],
    ['socially responsible', 'social responsibility'],
    ['unwavering loyalty', 'loyalty'],
    ['personal growth', 'personal growth'],
    ['explainability', 'explainability'],
    ['corrigible', 'corrigibility'],
    ['scepticism', 'skepticism'],
    ['generalisability', 'generalizability'],
    ['wilfulness', 'willfulness'],
    ['enquiry', 'inquiry'],
    ['self expression', 'self-expression'],
    ['SelfControl', 'self-control'],
    ['co-existence', 'coexistence'],
    ['inter-dependence', 'interdependence'],
    ['nonpartisanship', 'non-partisanship'],
    ['life-long learning', 'lifelong learning'],
    ['even handedness', 'even-handedness'],
    ['critical-thinking', 'critical thinking'],
    ['long term thinking', 'long-term thinking'],
    ['antiracism', 'anti-racism'],
    ['prosociality', 'pro-sociality'],
    ['hour', 'hour'],
    ['tell the truth', 'truthfulness'],
    ['keeping my promises', 'trustworthiness'],
    ['treat everyone alike', 'equality'],
    ['treating all people with dignity', 'dignity'],
    ['never lie', 'honesty'],
    ['caring for the planet', 'environmentalism'],
    ["people's dignity", 'dignity'],
  ])('%s → %s', (raw, word) => {
    expect(normal(raw)).toBe(word);
  });

  it('changes nothing the second time', () => {
    const phrase = fc.array(
      fc.constantFrom(
        ...[...exceptions.keys()].slice(0, 200),
        ...[...knownValues].slice(0, 200),
        ...'of for to and the being very good people attitude respecting others kinder men non- -ly'.split(
          ' ',
        ),
      ),
      { minLength: 1, maxLength: 4 },
    );
    const raw = fc.oneof(
      phrase.map((words) => words.join(' ')),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(raw, (text) => {
        const once = normal(text);
        expect(normal(once)).toBe(once);
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves every known value as it is, or at another known one', () => {
    const strays = [...knownValues].filter((value) => !knownValues.has(normal(value)));
    expect(strays).toEqual([]);
  });

  it('ends every exception at a word that stays', () => {
    const moved = [...exceptions.values()].filter((value) => {
      const end = normal(value);
      return normal(end) !== end;
    });
    expect(moved).toEqual([]);
  });
});
