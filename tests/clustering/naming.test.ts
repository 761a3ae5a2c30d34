import { describe, expect, it } from 'vitest';
import { membersForNaming, nameByRule, readName, titleCase } from '../../src/clustering/naming.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { fillPrompt, parsePrompt } from '../../src/prompts/template.ts';

describe('titleCase', () => {
  it.each([
    ['honesty', 'Honesty'],
    ['respect for privacy', 'Respect for Privacy'],
    ['the common good', 'The Common Good'],
    ['non-maleficence', 'Non-maleficence'],
    ['élan', 'Élan'],
  ])('%s → %s', (words, title) => expect(titleCase(words)).toBe(title));
});

describe('nameByRule', () => {
  it('weighs how often a word is said against how central it is', () => {
    const words = [
      { word: 'candor', count: 30, models: 1 },
      { word: 'honesty', count: 30, models: 1 },
      { word: 'truth', count: 1, models: 1 },
    ];
    // honesty is near both others, truth is rare.
    const similarity = Float32Array.of(1, 0.6, 0.1, 0.6, 1, 0.6, 0.1, 0.6, 1);
    expect(nameByRule({ words, similarity }, [0, 1, 2])).toBe('Honesty');
    expect(nameByRule({ words, similarity }, [2])).toBe('Truth');
  });

  it('takes the most central common word, and no rare synonym', () => {
    const word = (word: string, count = 2) => ({ word, count, models: 1 });
    const words = [word('fealty'), word('loyalty'), word('allegiance')];
    // fealty is nearest to the others, and 53,707th among English words.
    const similarity = Float32Array.of(1, 0.9, 0.9, 0.9, 1, 0.5, 0.9, 0.5, 1);
    const common = [0, 0.14, 0.09];
    expect(nameByRule({ words, similarity }, [0, 1, 2])).toBe('Fealty');
    expect(nameByRule({ words, similarity, common }, [0, 1, 2])).toBe('Loyalty');
    expect(nameByRule({ words, similarity, common }, [0])).toBe('Fealty');
    // What the run itself says often is no rare word.
    const said = [word('fealty', 40), word('loyalty', 30), word('allegiance', 3)];
    expect(nameByRule({ words: said, similarity, common }, [0, 1, 2])).toBe('Fealty');
  });

  it('passes over a name that is taken, while another is left', () => {
    const words = ['honesty', 'candor'].map((word) => ({ word, count: 3, models: 1 }));
    const named = { words, similarity: Float32Array.of(1, 0.6, 0.6, 1), common: [0.2, 0.1] };
    expect(nameByRule(named, [0, 1], new Set(['Honesty']))).toBe('Candor');
    expect(nameByRule(named, [0], new Set(['Honesty']))).toBe('Honesty');
  });
});

describe('readName', () => {
  it.each([
    ['Honesty', 'Honesty'],
    [' Unselfishness\n\nWords: more', 'Unselfishness'],
    ['**Honesty.**', 'Honesty'],
    ['"respect for others"', 'Respect for Others'],
    ['Name: Good Will', 'Good Will'],
    ['The value is: Care', 'Care'],
    ['self-control', 'Self-control'],
  ])('%j → %s', (answer, name) => expect(readName(answer)).toBe(name));

  it.each([
    '',
    '\n \n',
    'teamwork, cooperation, leadership',
    'The value of empathy, compassion, and understanding is compassion.',
    'These words are all about being kind',
    '42',
  ])('%j holds no name', (answer) => expect(readName(answer)).toBeNull());
});

describe('the naming prompts', () => {
  it.each(['naming/chat.md', 'naming/completion.md'])('%s shows the words', (path) => {
    const prompt = parsePrompt(promptFiles().read(path), path);
    const words = membersForNaming(Array.from({ length: 30 }, (_, i) => `word${i}`));
    expect(words.split(', ').length).toBe(12);
    expect(fillPrompt(prompt, { words })).toContain(words);
  });
});
