import { describe, expect, it } from 'vitest';
import { movedWords } from '../../src/clustering/moved-words.ts';

const cluster = (name: string, ...words: string[]) => ({ name, words });

describe('movedWords', () => {
  const before = [
    cluster('Honesty', 'honesty', 'candor', 'truth'),
    cluster('Care', 'care', 'help'),
  ];

  it('is empty where the same words stand together, whatever the names', () => {
    const after = [cluster('Help', 'help', 'care'), cluster('Truth', 'truth', 'honesty', 'candor')];
    expect(movedWords(before, after)).toEqual([]);
  });

  it('names a word that stands with others, one that is split off, and ones that came and went', () => {
    const after = [
      cluster('Honesty', 'honesty', 'truth'),
      cluster('Care', 'care', 'candor'),
      cluster('New', 'trust'),
    ];
    expect(movedWords(before, after)).toEqual([
      { word: 'candor', from: 'Honesty', to: 'Care' },
      { word: 'trust', from: null, to: 'New' },
      { word: 'help', from: 'Care', to: null },
    ]);
  });

  it('lets a cluster continue as one alone: of two halves the larger', () => {
    const after = [cluster('Candor', 'candor'), cluster('Honesty', 'honesty', 'truth'), before[1]!];
    expect(movedWords(before, after)).toEqual([{ word: 'candor', from: 'Honesty', to: 'Candor' }]);
  });
});
