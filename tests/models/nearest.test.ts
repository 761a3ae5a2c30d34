import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/models/nearest.ts';

const names = ['llama-3.1-8b-instruct', 'llama-3.1-70b-instruct', 'gemma-2-9b-it', 'phi-4'];

test('a slip of the finger, swapped letters, and another case find the name', () => {
  expect(nearest('llama-3.1-8b-instrct', names)[0]).toBe('llama-3.1-8b-instruct');
  expect(nearest('gemma-2-9b-ti', names)[0]).toBe('gemma-2-9b-it');
  expect(nearest('PHI-4', names)[0]).toBe('phi-4');
});

test('a part of a name finds the whole', () => {
  expect(nearest('70b', names)).toContain('llama-3.1-70b-instruct');
});

test('what is like nothing finds nothing', () => {
  expect(nearest('zzzzzzzzzz', names)).toEqual([]);
});

test('a name that is there comes first, and never more than asked for', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
      fc.nat(),
      (all, i) => {
        const wanted = all[i % all.length] as string;
        const found = nearest(wanted, all);
        expect(found.length).toBeLessThanOrEqual(3);
        expect(found[0]?.toLowerCase()).toBe(wanted.toLowerCase());
      },
    ),
  );
});
