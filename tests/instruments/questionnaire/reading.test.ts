/** What a rating is, in an answer and in probabilities. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLanguage } from '../../../src/instruments/questionnaire/load-items.ts';
import { readProbabilities, readRating } from '../../../src/instruments/questionnaire/read.ts';
import { prompts } from './support.ts';

const english = loadLanguage('en', prompts);
const spanish = loadLanguage('es', prompts);
const forward = { scale: 6, order: 'forward' } as const;
const reversed = { scale: 6, order: 'reversed' } as const;

describe('a rating', () => {
  it.each([
    ['5', 5],
    [' 5.', 5],
    ['**4** – it fits', 4],
    ['I would say 3.', 3],
    ['5 out of 6', 5],
    ['5/6', 5],
    ['2 (two)', 2],
    ['<think>Perhaps 2, or 3.</think>\n4', 4],
  ])('in %s is %d', (text, rating) => {
    expect(readRating(text, forward, english)).toEqual({ rating });
    expect(readRating(text, reversed, english)).toEqual({ rating: 7 - rating });
  });

  it.each([
    ['like me', 'unread'],
    ['3 or 4', 'unread'],
    ['2.5', 'unread'],
    ['1 to 6', 'unread'],
    ['7', 'outside'],
    ['0', 'outside'],
    ['-1', 'outside'],
    ['10', 'outside'],
    ['', 'empty'],
    ['  \n', 'empty'],
    ['It depends on the situation.', 'depends'],
    ['That depends.', 'depends'],
    ["I'm sorry, but I can't answer that. As an AI, I don't have personal values.", 'refused'],
    ['I do not have personal opinions.', 'refused'],
  ])('in "%s" is missing: %s', (text, missing) => {
    expect(readRating(text, forward, english)).toEqual({ missing });
  });

  it.each([
    ['Depende de la situación.', 'depends'],
    ['No puedo responder a eso.', 'refused'],
  ])('in Spanish, "%s" is missing: %s', (text, missing) => {
    expect(readRating(text, forward, spanish)).toEqual({ missing });
  });

  it('is the same whichever way the options stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (meant) => {
        const up = readRating(String(meant), forward, english);
        expect(up).toEqual(readRating(String(7 - meant), reversed, english));
      }),
    );
  });
});

describe('probabilities', () => {
  it('give the expected rating and the shares of the options, from the least up', () => {
    const told = [0, 0.1, null, 0.2, 0.5, 0];
    // Mass .8; Σ k·p = .2 + .8 + 2.5 = 3.5.
    const up = readProbabilities(told, forward);
    const down = readProbabilities(told, reversed);
    if (!('rating' in up) || !('rating' in down)) throw new Error('missing');
    expect(up.rating).toBeCloseTo(3.5 / 0.8, 12);
    expect(up.distribution.mass).toBeCloseTo(0.8, 12);
    expect(up.distribution.shares[4]).toBeCloseTo(0.625, 12);
    expect(down.rating).toBeCloseTo(7 - 3.5 / 0.8, 12);
    expect(down.distribution.shares[1]).toBeCloseTo(0.625, 12);
  });

  it('are missing where the options have less than half of them', () => {
    expect(readProbabilities([0.1, 0.1, 0.1, 0.1, 0.05, 0], forward)).toEqual({
      missing: 'unread',
    });
  });
});
