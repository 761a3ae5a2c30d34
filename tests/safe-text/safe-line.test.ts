import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLine, safeLines } from '../../src/safe-text/safe-line.ts';

test.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a cleared screen', 'a\u001b[2J\u001b[Hb', 'ab'],
  ['a title', '\u001b]0;gotcha\u0007text', 'text'],
  ['a link', '\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\', 'here'],
  ['an unfinished sequence', '\u001b]0;honesty', '0;honesty'],
  ['eight-bit control', '\u009b31mred', 'red'],
  ['bidirectional overrides', 'a\u202eb\u2066c', 'abc'],
  ['zero width', 'ho\u200bnes\ufeffty', 'honesty'],
  ['tabs and line breaks', 'a\tb\r\nc\u2028d', 'a b c d'],
  ['a bell', 'a\u0007b', 'ab'],
  ['piled marks', `e${'\u0301'.repeat(9)}`, 'e\u0301\u0301'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
])('%s', (_, text, safe) => {
  expect(safeLine(text)).toBe(safe);
});

test('ordinary text in any script stays as it is', () => {
  for (const text of ['honesty', '誠実さ', 'честность', 'naïve façade', '🙂 ok'])
    expect(safeLine(text)).toBe(text);
});

test('lines are kept apart', () => {
  expect(safeLines('1. a\r\n2. \u001b[1mb\u001b[0m\n')).toEqual(['1. a', '2. b', '']);
});

test('nothing that is left can steer a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeLine(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/,
      );
    }),
  );
});
